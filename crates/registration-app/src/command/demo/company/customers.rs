//! The sample customers with their doors, links and contacts.

use super::{Founder, OPERATOR_ACTOR, address, name};
use crate::{
    command::demo::picky_mailer::{PUT_OFF, REFUSED},
    failure::Failure,
};
use registration_core::{
    model::{Customer, CustomerId, InviteLink, LoginMethod, Stored},
    policy::settings::ProposedSettings,
    ports::Page,
    usecase::{Invite, InviteLinkChange, NewContact, NoLongerPermitted},
};
use std::{collections::HashSet, num::NonZeroU32};

/// The sample customers.
pub(super) struct Customers {
    /// Whose people come in by the portal form.
    pub(super) meridian: CustomerId,
    /// A link of the one whose people come in by link.
    pub(super) link: InviteLink,
}

/// What becomes of a sample contact's portal access.
#[derive(Clone, Copy)]
enum Access {
    None,
    Invited,
    Suspended,
}

impl Founder {
    pub(super) async fn win_customers(&self) -> Result<Customers, Failure> {
        let meridian = self
            .win(
                "Meridian Foods",
                "C-1041",
                true,
                &["meridianfoods.com"],
                true,
            )
            .await?;
        self.know(
            meridian,
            "Elin Dahl",
            "elin.dahl@meridianfoods.com",
            "Head of Operations",
            Access::Invited,
        )
        .await?;
        self.know(
            meridian,
            "Omar Haddad",
            "omar.haddad@meridianfoods.com",
            "Buyer",
            Access::None,
        )
        .await?;
        self.know(
            meridian,
            "Greta Voss",
            "greta.voss@meridianfoods.com",
            "Controller",
            Access::Suspended,
        )
        .await?;

        let northwind = self
            .win("Northwind Logistics", "C-1077", false, &[], true)
            .await?;
        self.know(
            northwind,
            "Lucia Ferri",
            "lucia@northwindlogistics.com",
            "Fleet Manager",
            Access::None,
        )
        .await?;
        let link = self.narrow_link(northwind).await?;
        let invitation = Invite {
            email: address("sam.okoro@northwindlogistics.com")?,
            name: Some(name("Sam Okoro")?),
            message: Some("Here is your access to our portal.".into()),
        };
        self.registrar
            .invite(&OPERATOR_ACTOR, northwind, invitation)
            .await?;

        let osprey = self
            .win("Osprey Legal", "C-1102", false, &["ospreylegal.com"], false)
            .await?;
        self.know(
            osprey,
            "Hugo Blanc",
            "hugo.blanc@ospreylegal.com",
            "Partner",
            Access::None,
        )
        .await?;
        for (who, email) in [("Hugo Blanc", REFUSED), ("Claire Roy", PUT_OFF)] {
            let invitation = Invite {
                email: address(email)?,
                name: Some(name(who)?),
                message: None,
            };
            self.registrar
                .invite(&OPERATOR_ACTOR, osprey, invitation)
                .await?;
        }
        Ok(Customers { meridian, link })
    }

    async fn win(
        &self,
        called: &str,
        reference: &str,
        by_form: bool,
        domains: &[&str],
        by_link: bool,
    ) -> Result<CustomerId, Failure> {
        let customer: Stored<Customer> = self
            .registrar
            .create_customer(&OPERATOR_ACTOR, called, Some(reference))
            .await?;
        let settings = ProposedSettings {
            self_service_registration: by_form,
            permitted_domains: domains.iter().map(|domain| domain.parse()).collect(),
            invite_link_registration: by_link,
            link_audience: None,
            login_method: LoginMethod::Password,
            acknowledge: HashSet::new(),
        };
        let (id, seen) = (customer.id, customer.revision);
        self.registrar
            .configure_portal(&OPERATOR_ACTOR, id, seen, settings, NoLongerPermitted::Keep)
            .await?;
        Ok(id)
    }

    /// The link that each customer has from the start gets a maximum.
    async fn narrow_link(&self, customer: CustomerId) -> Result<InviteLink, Failure> {
        let page = Page {
            limit: 1,
            before: None,
        };
        let links = self
            .registrar
            .invite_links(&OPERATOR_ACTOR, customer, page)
            .await?;
        let link = links.items.into_iter().next();
        let link = link.ok_or_else(|| Failure::new("the sample customer has no link"))?;
        let change = InviteLinkChange {
            label: Some("Kick-off workshop".into()),
            max_uses: Some(NonZeroU32::new(25)),
            ..InviteLinkChange::default()
        };
        let (id, seen) = (link.id, link.revision);
        Ok(self
            .registrar
            .change_invite_link(&OPERATOR_ACTOR, id, seen, change)
            .await?
            .value)
    }

    async fn know(
        &self,
        customer: CustomerId,
        who: &str,
        email: &str,
        job_title: &str,
        access: Access,
    ) -> Result<(), Failure> {
        let new = NewContact {
            name: name(who)?,
            email: address(email)?,
            phone: None,
            job_title: Some(job_title.into()),
        };
        let contact = self
            .registrar
            .create_contact(&OPERATOR_ACTOR, customer, new)
            .await?;
        if !matches!(access, Access::None) {
            self.registrar
                .grant_portal_access(&OPERATOR_ACTOR, contact.id)
                .await?;
        }
        if matches!(access, Access::Suspended) {
            self.registrar
                .suspend_portal_access(&OPERATOR_ACTOR, contact.id)
                .await?;
        }
        Ok(())
    }
}
