//! Does what a command says through the registrar, and says what has to come of it.

mod activation;
mod console;
mod decision;
mod project;
mod request;
mod service;
mod session;
mod visitor;

use super::{
    command::{Command, PEOPLE},
    ledger::By,
    world::{Broken, Effects, Outcome, World},
};
use crate::fixtures::email;
use registration_core::{
    Error,
    model::{CustomerId, EmailAddress, MailKind, OriginKind, Registration},
};
use std::fmt::Debug;

/// Breaks a law unless a use case answered as it should have: done, or not done.
pub(super) fn answered<T: Debug>(
    answer: Result<T, Error>,
    should_be_done: bool,
) -> Outcome<Option<T>> {
    match answer {
        Err(Error::Store(error)) => Err(error.into()),
        Ok(done) if should_be_done => Ok(Some(done)),
        Err(_) if !should_be_done => Ok(None),
        Ok(done) => Err(Broken::by(
            "what_may_not_be_done_is_refused",
            format!("done: {done:?}"),
        )),
        Err(error) => Err(error.into()),
    }
}

/// The kind of mail that belongs to the door by which staff decided.
pub(super) fn decision_kind(registration: &Registration) -> MailKind {
    match registration.origin.kind() {
        OriginKind::Invitation => MailKind::Invitation,
        OriginKind::Request => MailKind::Mapped,
        _ => MailKind::AccessGranted,
    }
}

impl World {
    pub(super) fn email(&self, person: usize) -> EmailAddress {
        email(PEOPLE[person])
    }

    pub(super) fn is_archived(&self, customer: usize) -> bool {
        self.model.customers[customer].archived
    }

    pub(super) fn customer_id(&self, place: Option<usize>) -> Option<CustomerId> {
        place.map(|place| self.customers[place])
    }

    /// Does `command`; the answer is what it has to cause.
    pub(super) async fn perform(&mut self, command: &Command) -> Outcome<Effects> {
        match command.clone() {
            Command::CreateCustomer => self.create_customer().await,
            Command::ArchiveCustomer { customer } => self.archive_customer(customer).await,
            Command::ConfigurePortal {
                customer,
                settings,
                suspend_leavers,
            } => {
                self.save_settings(customer, &settings, suspend_leavers)
                    .await
            }
            Command::CreateLink { customer, .. } => self.create_link(customer).await,
            Command::RotateLink { link, grace_hours } => self.rotate_link(link, grace_hours).await,
            Command::SwitchLink { link, .. } | Command::LimitLink { link, .. } => {
                self.change_link(link).await
            }
            Command::Submit {
                person,
                link,
                stale_code,
            } => self.submit(person, link, stale_code).await,
            Command::Resend { person } => self.resend(person, false).await,
            Command::Activate {
                person,
                proof,
                customer,
            } => self.activate(person, proof, customer).await,
            Command::MistypeCode { person } => self.mistype_code(person).await,
            Command::AddContact { customer, person } => self.add_contact(customer, person).await,
            Command::Invite { customer, person } => self.invite(customer, person).await,
            Command::Grant { customer, person } => self.grant(customer, person).await,
            Command::Suspend { customer, person } => self.suspend(customer, person).await,
            Command::ResendByStaff { person } => self.resend_by_staff(person).await,
            Command::Revoke { person } => self.revoke(person).await,
            Command::RequestAccess { person, with_token } => {
                self.request_access(person, with_token).await
            }
            Command::Claim { mapper, person } => self.claim(mapper, person).await,
            Command::Map {
                mapper,
                person,
                customer,
                contact,
                permit_domain,
            } => {
                self.map(mapper, person, customer, contact, permit_domain)
                    .await
            }
            Command::Decline {
                mapper,
                person,
                notify,
            } => self.decline(mapper, person, notify).await,
            Command::SwitchDuty { mapper, on } => self.switch_duty(mapper, on).await,
            Command::SwitchOwner { active } => self.switch_owner(active).await,
            Command::CreatePlaybook => self.create_playbook().await,
            Command::OfferPlaybook { playbook, on, only } => {
                self.offer_playbook(playbook, on, only).await
            }
            Command::StartProject {
                person,
                playbook,
                customer,
                form,
            } => self.start_project(person, playbook, customer, form).await,
            Command::InviteToProject { project, person } => {
                self.change_members(project, person, true).await
            }
            Command::RemoveFromProject { project, person } => {
                self.change_members(project, person, false).await
            }
            Command::SignIn { person } => self.sign_in(person).await,
            Command::SignOut { person } => self.sign_out(person).await,
            Command::RequestReset { person } => self.request_reset(person).await,
            Command::ResetPassword { person } => self.reset_password(person).await,
            Command::Pass { .. } => Ok(Effects::none()),
            Command::Sweep => self.sweep().await,
            Command::Deliver => self.deliver().await,
        }
    }

    /// The customers that a visitor's door admits a person to, by the reference model.
    pub(super) fn admitted(&self, person: usize, link: Option<(usize, usize)>) -> Vec<usize> {
        let open = |customer| self.ledger.is_open(customer, person);
        match link {
            None => self.model.form_admits(person, open),
            Some((link, code)) => {
                let customer = self.model.links[link].customer;
                let admits = self.model.link_admits(link, code, person) && open(customer);
                admits.then_some(customer).into_iter().collect()
            }
        }
    }

    /// By what a visitor's door lets in.
    pub(super) fn by_door(link: Option<(usize, usize)>) -> By {
        if link.is_some() { By::Link } else { By::Form }
    }
}
