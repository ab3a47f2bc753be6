//! A believable company with its customers, founded through the use cases that the console and the API call.

mod customers;
mod people;
mod playbooks;

use crate::failure::Failure;
use registration_core::{
    Registrar,
    model::{Actor, EmailAddress, InviteLink, MailKind, PersonName, Secret},
    ports::MailCapture,
    usecase::Postman,
};
use std::sync::Arc;

/// The company that runs the portal.
pub(super) const OPERATOR: &str = "Halden Cloud";

/// The password of everybody in the demo.
pub(super) const PASSWORD: &str = "violet harbour sings at noon";

/// Whoever founds the company is its operator at the command line.
const OPERATOR_ACTOR: Actor = Actor::CommandLine;

/// Founds the company.
pub(super) struct Founder {
    /// The use cases, without limits.
    pub(super) registrar: Registrar,
    /// Delivers the mails that the sample people need.
    pub(super) postman: Postman,
    /// Where they arrive.
    pub(super) inbox: Arc<dyn MailCapture>,
}

/// What the reader is told of.
pub(super) struct Company {
    /// Who signs in to the console, and what for.
    pub(super) staff: Vec<(EmailAddress, &'static str)>,
    /// Who signs in to the portal.
    pub(super) member: EmailAddress,
    /// A link that works.
    pub(super) link: InviteLink,
    /// A key that may do everything.
    pub(super) key: Secret,
}

impl Founder {
    /// Creates everything.
    pub(super) async fn found(&self) -> Result<Company, Failure> {
        let staff = self.hire().await?;
        let customers = self.win_customers().await?;
        let playbooks = self.write_playbooks(&staff, &customers).await?;
        let member = self.join(&customers).await?;
        self.start_project(&member, &playbooks).await?;
        self.wait_for_a_decision().await?;
        // Everything is in the inbox before the first look at it.
        self.deliver().await?;
        let (_, key) = self
            .registrar
            .create_api_key(
                &OPERATOR_ACTOR,
                "Demo",
                registration_core::model::Scope::Admin,
            )
            .await?;
        Ok(Company {
            staff: staff.shown(),
            member: member.email,
            link: customers.link,
            key,
        })
    }

    /// Takes the mails to the inbox, as the worker does later.
    async fn deliver(&self) -> Result<(), Failure> {
        let failed = |error| Failure::new("the sample mails could not be delivered").because(error);
        loop {
            let claimed = self.postman.claim(50).await.map_err(failed)?;
            if claimed.is_empty() {
                return Ok(());
            }
            for mail in &claimed {
                self.postman.deliver(mail).await.map_err(failed)?;
            }
        }
    }

    /// The token that somebody got by mail.
    async fn mailed_token(&self, to: &EmailAddress, kind: MailKind) -> Result<Secret, Failure> {
        self.deliver().await?;
        let mails = self.inbox.captured(Some(to), Some(kind)).await;
        let mails = mails.map_err(registration_core::Error::from)?;
        let token = mails.into_iter().find_map(|mail| mail.token);
        token
            .map(Secret::presented)
            .ok_or_else(|| Failure::new(format!("the sample mail to {to} did not arrive")))
    }
}

/// An address of the sample; a slip of the pen here is found by every start.
fn address(text: &str) -> Result<EmailAddress, Failure> {
    text.parse()
        .map_err(|error| Failure::new(format!("the sample address {text} is wrong")).because(error))
}

/// A name of the sample.
fn name(text: &str) -> Result<PersonName, Failure> {
    PersonName::from_full(text)
        .map_err(|error| Failure::new(format!("the sample name {text} is wrong")).because(error))
}
