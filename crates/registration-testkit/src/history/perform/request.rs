//! Visitors ask for access, and mappers decide.

use super::answered;
use crate::{
    fixtures::name,
    history::{
        command::Proven,
        model::Model,
        world::{Effects, Outcome, World, actor},
    },
};
use registration_core::{
    model::{Actor, AuditAction, MailKind, PortalAccess, Registration, RegistrationState, Staff},
    usecase::{MapRequest, MapTarget, Proof, RequestAccess, StaffChange},
};

impl World {
    /// Who is mailed about a request: the mappers on duty, or both when nobody is.
    pub(super) fn told_of_requests(&self) -> Vec<&Staff> {
        let on_duty = self.model.on_duty;
        let nobody = on_duty == [false, false];
        let mappers = self.crew.mappers.iter().zip(on_duty);
        mappers
            .filter(|(_, on)| *on || nobody)
            .map(|(mapper, _)| mapper)
            .collect()
    }

    pub(super) async fn request_access(
        &mut self,
        person: usize,
        with_token: bool,
    ) -> Outcome<Effects> {
        let is_open = self
            .request_of(person)
            .await?
            .is_some_and(|request| self.awaits(&request));
        let token = match self.ledger.proof(person, Proven::ByToken) {
            Some(Proof::Token(secret)) if with_token => Some(secret),
            _ => None,
        };
        let command = RequestAccess {
            name: name("Ann", "Lee"),
            email: self.email(person),
            company: "Acme Ltd".to_owned(),
            phone: None,
            message: None,
            locale: None,
            proof: token.map(Proof::Token),
        };
        self.registrar.request_access(command).await?;
        if is_open || Model::is_staff(person) {
            return Ok(Effects::none());
        }
        let effects = Effects::recorded(AuditAction::AccessRequested);
        let effects = effects.mailed(MailKind::RequestReceived, &self.email(person));
        let told = self.told_of_requests();
        Ok(told.into_iter().fold(effects, |effects, mapper| {
            effects.mailed(MailKind::MapRegistration, &mapper.email)
        }))
    }

    fn awaits(&self, request: &Registration) -> bool {
        matches!(request.state, RegistrationState::AwaitingMapping { .. })
            && request.is_open(self.now())
    }

    /// Whether a mapper may decide a request now: it waits, and nobody else is at it.
    fn may_decide(&self, by: &Actor, request: &Registration) -> bool {
        let RegistrationState::AwaitingMapping { claim, .. } = &request.state else {
            return false;
        };
        let is_kept_off =
            claim.is_some_and(|claim| claim.by != by.reference() && self.now() < claim.until);
        self.awaits(request) && !is_kept_off
    }

    pub(super) async fn claim(&mut self, mapper: usize, person: usize) -> Outcome<Effects> {
        let Some(request) = self.request_of(person).await? else {
            return Ok(Effects::none());
        };
        let by = actor(&self.crew.mappers[mapper]);
        let may = self.may_decide(&by, &request);
        let claimed = answered(self.registrar.claim_request(&by, request.id).await, may)?;
        Ok(claimed.map_or_else(Effects::none, |_| {
            Effects::recorded(AuditAction::RequestClaimed)
        }))
    }

    pub(super) async fn decline(
        &mut self,
        mapper: usize,
        person: usize,
        notify: bool,
    ) -> Outcome<Effects> {
        let Some(request) = self.request_of(person).await? else {
            return Ok(Effects::none());
        };
        let by = actor(&self.crew.mappers[mapper]);
        let may = self.may_decide(&by, &request);
        let declined = self
            .registrar
            .decline_request(&by, request.id, "unknown", notify)
            .await;
        if answered(declined, may)?.is_none() {
            return Ok(Effects::none());
        }
        let effects = Effects::recorded(AuditAction::RequestDeclined);
        Ok(if notify {
            effects.mailed(MailKind::Declined, &request.email)
        } else {
            effects
        })
    }

    pub(super) async fn map(
        &mut self,
        mapper: usize,
        person: usize,
        customer: usize,
        contact: Option<usize>,
        permit_domain: bool,
    ) -> Outcome<Effects> {
        let Some(request) = self.request_of(person).await? else {
            return Ok(Effects::none());
        };
        let chosen = match contact {
            None => None,
            Some(other) => match self.contact(customer, other) {
                Some(contact) => Some((other, contact.clone())),
                None => return Ok(Effects::none()),
            },
        };
        let is_known = self.contact(customer, person).is_some();
        let fits = match &chosen {
            None => !is_known,
            Some((other, contact)) if *other == person => {
                !self.ledger.members.contains_key(&contact.id)
            }
            Some((_, contact)) => !is_known && contact.access == PortalAccess::None,
        };
        let by = actor(&self.crew.mappers[mapper]);
        // Rob maps; Mia manages customers as well.
        let may = self.may_decide(&by, &request)
            && !self.is_archived(customer)
            && fits
            && (mapper == 0 || !permit_domain);
        let command = MapRequest {
            request: request.id,
            customer: self.customers[customer],
            target: chosen.map_or_else(
                || MapTarget::NewContact {
                    name: name("Ann", "Lee"),
                    phone: None,
                },
                |(_, contact)| MapTarget::Contact(contact.id),
            ),
            permit_domain,
            confirm_address: true,
        };
        let Some(mapped) = answered(self.registrar.map_request(&by, command).await, may)? else {
            return Ok(Effects::none());
        };
        self.ledger
            .decisions
            .insert(mapped.registration, mapped.contact);
        self.ledger.had_been.remove(&mapped.contact);
        let mut effects = Effects::recorded(AuditAction::RequestMapped);
        if permit_domain && self.model.permit_domain_of(customer, person) {
            effects.trail.push(AuditAction::PortalSettingsChanged);
        }
        Ok(effects.mailed(MailKind::Mapped, &request.email))
    }

    pub(super) async fn switch_duty(&mut self, mapper: usize, on: bool) -> Outcome<Effects> {
        let staff = self.crew.mappers[mapper].clone();
        self.change_staff(
            &staff,
            StaffChange {
                on_duty: Some(on),
                ..StaffChange::default()
            },
        )
        .await
    }

    pub(super) async fn switch_owner(&mut self, active: bool) -> Outcome<Effects> {
        let staff = self.crew.owner.clone();
        self.change_staff(
            &staff,
            StaffChange {
                active: Some(active),
                ..StaffChange::default()
            },
        )
        .await
    }

    async fn change_staff(&mut self, staff: &Staff, change: StaffChange) -> Outcome<Effects> {
        let row = self
            .directory
            .staff_member(staff.id)
            .await?
            .expect("the crew was employed");
        let administrator = actor(&self.crew.administrator);
        self.registrar
            .change_staff(&administrator, staff.id, row.revision, change)
            .await?;
        Ok(Effects::recorded(AuditAction::StaffChanged))
    }
}
