//! The sample staff, somebody who joined, and somebody who waits.

use super::{Founder, OPERATOR_ACTOR, PASSWORD, address, customers::Customers, name};
use crate::failure::Failure;
use registration_core::{
    model::{EmailAddress, MailKind, Password, Role, Secret, SessionHolder, StaffId},
    usecase::{Activate, Proof, RequestAccess, StaffChange, SubmitRegistration},
};

/// The sample staff.
pub(super) struct SampleStaff {
    all: Vec<(EmailAddress, &'static str)>,
    /// Who owns what customers start.
    pub(super) owner: StaffId,
}

impl SampleStaff {
    /// Who signs in to the console, and what for.
    pub(super) fn shown(self) -> Vec<(EmailAddress, &'static str)> {
        self.all
    }
}

/// Somebody with an account, signed in.
pub(super) struct Member {
    /// The address.
    pub(super) email: EmailAddress,
    /// The session.
    pub(super) session: Secret,
}

const STAFF: [(&str, &str, Role, &str); 4] = [
    (
        "Astrid Halden",
        "astrid@haldencloud.com",
        Role::Administrator,
        "administrator",
    ),
    (
        "Jonas Berg",
        "jonas@haldencloud.com",
        Role::CustomerManager,
        "customer manager",
    ),
    (
        "Mira Solberg",
        "mira@haldencloud.com",
        Role::PortalRegistrationMapper,
        "mapper, on duty",
    ),
    (
        "Pavel Novak",
        "pavel@haldencloud.com",
        Role::PlaybookEditor,
        "playbook editor, reads German",
    ),
];

impl Founder {
    /// Everybody begins as an administrator: that is how the command line gives a password.
    pub(super) async fn hire(&self) -> Result<SampleStaff, Failure> {
        let mut all = Vec::new();
        let mut owner = None;
        for (full_name, email, role, shown) in STAFF {
            let email = address(email)?;
            let password = Some(Password::typed(PASSWORD));
            let (hired, _) = self
                .registrar
                .create_administrator(&OPERATOR_ACTOR, email.clone(), full_name.into(), password)
                .await?;
            if role != Role::Administrator {
                let change = StaffChange {
                    roles: Some([role].into()),
                    on_duty: Some(role == Role::PortalRegistrationMapper),
                    ..StaffChange::default()
                };
                self.registrar
                    .change_staff(&OPERATOR_ACTOR, hired.id, hired.revision, change)
                    .await?;
            }
            if role == Role::PlaybookEditor {
                let german = "de".parse().ok();
                self.registrar
                    .choose_language(SessionHolder::Staff(hired.id), german)
                    .await?;
            }
            if role == Role::CustomerManager {
                owner = Some(hired.id);
            }
            all.push((email, shown));
        }
        let owner = owner.ok_or_else(|| Failure::new("the sample has no customer manager"))?;
        Ok(SampleStaff { all, owner })
    }

    /// Somebody comes in by the portal form.
    pub(super) async fn join(&self, _: &Customers) -> Result<Member, Failure> {
        let email = address("tomas.lind@meridianfoods.com")?;
        let submitted = SubmitRegistration {
            name: name("Tomas Lind")?,
            email: email.clone(),
            link_code: None,
            locale: None,
        };
        self.registrar.submit_registration(submitted).await?;
        let token = self.mailed_token(&email, MailKind::Activation).await?;
        let activated = self
            .registrar
            .activate(Activate {
                proof: Proof::Token(token),
                password: Some(Password::typed(PASSWORD)),
                customer: None,
                name: None,
            })
            .await?;
        let session = activated
            .session
            .ok_or_else(|| Failure::new("the sample account has no session"))?;
        Ok(Member { email, session })
    }

    /// Somebody whom no rule admits asks staff.
    pub(super) async fn wait_for_a_decision(&self) -> Result<(), Failure> {
        self.registrar
            .request_access(RequestAccess {
                name: name("Priya Raman")?,
                email: address("priya.raman@ramanadvisory.com")?,
                company: "Meridian Foods".into(),
                phone: Some("+47 22 12 34 56".into()),
                message: Some(
                    "I advise Meridian on its supply chain and work with Tomas Lind.".into(),
                ),
                locale: None,
                proof: None,
            })
            .await?;
        Ok(())
    }
}
