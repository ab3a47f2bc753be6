//! An office to test in: a registrar on a store in memory, with staff, time that stands still and readable mail.

use crate::watchful::Watchful;
use registration_core::{
    model::{
        ActivationCode, Actor, AuditEntry, Contact, ContactId, Customer, CustomerId, InviteLink,
        LinkCode, Mail, MailKind, Password, PermittedDomain, Playbook, PortalSettings,
        Registration, RegistrationId, Responsible, Role, Roles, Secret, Staff, StaffId, Stored,
    },
    policy::settings::ProposedSettings,
    ports::{
        AuditFilter, Directory, OutboxEntry, OutboxFilter, Page, PasswordHasher, PortalSession,
        RegistrationFilter, Store, Throttle,
    },
    usecase::{
        Activate, Activated, Conflict, Error, Inspection, Invite, NewContact, NewStaff, NewStep,
        NoLongerPermitted, Ports, Proof, Registrar, RequestAccess, SelfServiceChange,
        SubmitRegistration, Submitted,
    },
};
use registration_testkit::{
    doubles::{FixedClock, LostReplies, PlainHasher, SeededEntropy, Silent, Unlimited},
    memory::MemoryStore,
};
use std::{collections::HashSet, sync::Arc};
use time::Duration;

pub(crate) use registration_testkit::fixtures::{email, name, permitted};

/// A password that is good enough for everybody here.
pub(crate) const PASSWORD: &str = "seven walruses hum quietly";

/// Everything on one page.
pub(crate) const ALL: Page = Page {
    limit: 10_000,
    before: None,
};

/// A registrar and what is behind it.
#[derive(Clone)]
pub(crate) struct Office {
    pub(crate) registrar: Registrar,
    pub(crate) store: MemoryStore,
    pub(crate) clock: FixedClock,
}

/// A mail that can be acted upon.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) kind: MailKind,
    pub(crate) mail: Mail,
}

impl Letter {
    pub(crate) fn token(&self) -> Proof {
        Proof::Token(self.secret())
    }

    pub(crate) fn secret(&self) -> Secret {
        self.mail
            .token()
            .unwrap_or_else(|| panic!("a {} mail has no token", self.kind))
            .clone()
    }

    pub(crate) fn code(&self) -> ActivationCode {
        self.mail
            .code()
            .unwrap_or_else(|| panic!("a {} mail has no code", self.kind))
            .clone()
    }
}

impl Office {
    /// An office without staff or customers.
    pub(crate) fn new() -> Self {
        Self::throttled_by(Unlimited)
    }

    pub(crate) fn throttled_by(throttle: impl Throttle + 'static) -> Self {
        let clock = FixedClock::default();
        let store = MemoryStore::with_clock(clock.clone());
        Self::over(
            clock,
            store.clone(),
            store.clone(),
            store,
            PlainHasher,
            throttle,
        )
    }

    /// An office whose every port is watched; of `refuse_every` units of work one meets contention.
    pub(crate) fn watched(refuse_every: usize) -> (Self, Watchful) {
        let clock = FixedClock::default();
        let store = MemoryStore::with_clock(clock.clone());
        let watchful = Watchful::new(store.clone(), refuse_every);
        let [one, two, three, four] = std::array::from_fn(|_| watchful.clone());
        (Self::over(clock, store, one, two, three, four), watchful)
    }

    /// An office whose store commits and loses the reply, when it is told to.
    pub(crate) fn losing_replies() -> (Self, LostReplies<MemoryStore>) {
        let clock = FixedClock::default();
        let store = MemoryStore::with_clock(clock.clone());
        let losing = LostReplies::before(store.clone());
        let (units, directory) = (losing.clone(), store.clone());
        let office = Self::over(clock, store, units, directory, PlainHasher, Unlimited);
        (office, losing)
    }

    pub(crate) fn over(
        clock: FixedClock,
        store: MemoryStore,
        units: impl Store + 'static,
        directory: impl Directory + 'static,
        hasher: impl PasswordHasher + 'static,
        throttle: impl Throttle + 'static,
    ) -> Self {
        let registrar = Registrar::new(Ports {
            store: Arc::new(units),
            directory: Arc::new(directory),
            media: Arc::new(store.clone()),
            clock: Arc::new(clock.clone()),
            entropy: Arc::new(SeededEntropy::default()),
            hasher: Arc::new(hasher),
            throttle: Arc::new(throttle),
            bell: Arc::new(Silent),
        });
        Self {
            registrar,
            store,
            clock,
        }
    }

    pub(crate) fn advance(&self, duration: Duration) {
        self.clock.advance(duration);
    }

    /// Mails of one microsecond are in no order, so time moves on before what may queue one.
    pub(crate) fn tick(&self) {
        self.advance(Duration::MICROSECOND);
    }

    /// The registrar, a moment later.
    pub(crate) fn later(&self) -> &Registrar {
        self.tick();
        &self.registrar
    }

    // Who and what is there.

    pub(crate) async fn customer(&self, name: &str) -> Customer {
        let created = self.registrar.create_customer(&boss(), name, None).await;
        created.unwrap().value
    }

    /// A customer whose portal form admits addresses on `domains`.
    pub(crate) async fn open_customer(&self, name: &str, domains: &[&str]) -> Customer {
        let customer = self.customer(name).await;
        self.permit(&customer, domains).await
    }

    /// Switches the portal form on for `domains`, whatever the settings were.
    pub(crate) async fn permit(&self, customer: &Customer, domains: &[&str]) -> Customer {
        self.configure(customer, |settings| {
            settings.self_service_registration = true;
            settings.permitted_domains = domains.iter().copied().map(permitted).collect();
        })
        .await
    }

    pub(crate) async fn configure(
        &self,
        customer: &Customer,
        change: impl FnOnce(&mut PortalSettings),
    ) -> Customer {
        self.configure_leaving(customer, NoLongerPermitted::Keep, change)
            .await
    }

    pub(crate) async fn configure_leaving(
        &self,
        customer: &Customer,
        leavers: NoLongerPermitted,
        change: impl FnOnce(&mut PortalSettings),
    ) -> Customer {
        let stored = self.store.customer(customer.id).await.unwrap().unwrap();
        let mut settings = stored.settings.clone();
        change(&mut settings);
        let proposed = proposal(&settings);
        let saved = self
            .registrar
            .configure_portal(&boss(), customer.id, stored.revision, proposed, leavers)
            .await;
        saved.unwrap().customer.value
    }

    pub(crate) async fn archive(&self, customer: &Customer) {
        let archived = self
            .registrar
            .archive_customer(&boss(), customer.id, None)
            .await;
        archived.unwrap();
    }

    pub(crate) async fn link(&self, customer: &Customer) -> Stored<InviteLink> {
        let links = self.store.invite_links(customer.id, ALL).await.unwrap();
        links.into_iter().next().expect("each customer has one")
    }

    pub(crate) async fn staff(
        &self,
        address: &str,
        roles: impl Into<Roles>,
        on_duty: bool,
    ) -> Staff {
        self.tick();
        let new = NewStaff {
            name: format!("Staff {address}"),
            email: email(address),
            roles: roles.into(),
            on_duty,
            active: true,
        };
        self.registrar
            .create_staff(&boss(), new)
            .await
            .unwrap()
            .value
    }

    pub(crate) async fn contact(&self, customer: &Customer, address: &str) -> Contact {
        let new = NewContact {
            name: name("Ann", "Lee"),
            email: email(address),
            phone: None,
            job_title: None,
        };
        let boss = boss();
        let created = self.registrar.create_contact(&boss, customer.id, new);
        created.await.unwrap().value
    }

    /// A playbook of two steps that every customer can start.
    pub(crate) async fn playbook(&self, owner: StaffId) -> Stored<Playbook> {
        let steps = [
            ("Kick-off", 0, Responsible::Provider),
            ("Data", 7, Responsible::Customer),
        ];
        let steps = steps.map(|(title, due_after_days, responsible)| NewStep {
            title: title.to_owned(),
            due_after_days,
            responsible,
        });
        let playbook = self
            .registrar
            .create_playbook(&boss(), "Onboarding", steps.into())
            .await
            .unwrap();
        self.registrar
            .offer_playbook(&boss(), playbook.id, playbook.revision, offer(owner))
            .await
            .unwrap()
    }

    // What people do.

    pub(crate) async fn submit(&self, address: &str) -> Submitted {
        self.try_submit(address, None).await.unwrap()
    }

    pub(crate) async fn submit_by(&self, link: &InviteLink, address: &str) -> Submitted {
        self.try_submit(address, Some(&link.code)).await.unwrap()
    }

    pub(crate) async fn try_submit(
        &self,
        address: &str,
        link: Option<&LinkCode>,
    ) -> Result<Submitted, Error> {
        self.tick();
        self.registrar
            .submit_registration(SubmitRegistration {
                name: name("Ann", "Lee"),
                email: email(address),
                link_code: link.cloned(),
                locale: None,
            })
            .await
    }

    pub(crate) async fn inspect(&self, proof: &Proof) -> Result<Inspection, Error> {
        self.registrar.inspect_activation(proof).await
    }

    pub(crate) async fn activate(&self, proof: Proof) -> Result<Activated, Error> {
        self.activate_at(proof, None).await
    }

    pub(crate) async fn activate_at(
        &self,
        proof: Proof,
        customer: Option<CustomerId>,
    ) -> Result<Activated, Error> {
        self.registrar
            .activate(Activate {
                proof,
                password: Some(Password::typed(PASSWORD)),
                customer,
                name: None,
            })
            .await
    }

    /// The whole corridor by the portal form.
    pub(crate) async fn join(&self, address: &str) -> Activated {
        self.submit(address).await;
        let letter = self.letter(address).await;
        self.activate(letter.token()).await.unwrap()
    }

    pub(crate) async fn visit(&self, activated: &Activated) -> Result<PortalSession, Error> {
        let secret = activated.session.as_ref().expect("a new account");
        self.registrar.portal_visit(secret).await
    }

    pub(crate) async fn invite(
        &self,
        customer: &Customer,
        address: &str,
    ) -> Result<Stored<Registration>, Error> {
        self.tick();
        let command = Invite {
            email: email(address),
            name: None,
            message: None,
        };
        self.registrar.invite(&boss(), customer.id, command).await
    }

    pub(crate) async fn grant(&self, contact: ContactId) -> Stored<Contact> {
        self.tick();
        let granted = self.registrar.grant_portal_access(&boss(), contact).await;
        granted.unwrap()
    }

    pub(crate) async fn suspend(&self, contact: ContactId) -> Stored<Contact> {
        self.tick();
        let suspended = self.registrar.suspend_portal_access(&boss(), contact).await;
        suspended.unwrap()
    }

    pub(crate) async fn request(&self, address: &str) {
        self.request_with(address, None).await;
    }

    pub(crate) async fn request_with(&self, address: &str, token: Option<Secret>) {
        self.tick();
        let asked = self.registrar.request_access(RequestAccess {
            name: name("Ann", "Lee"),
            email: email(address),
            company: "Acme Ltd".to_owned(),
            phone: None,
            message: None,
            locale: None,
            proof: token.map(Proof::Token),
        });
        asked.await.unwrap();
    }

    // What came of it.

    /// All mails to an address, newest first.
    pub(crate) async fn letters(&self, address: &str) -> Vec<Letter> {
        let filter = OutboxFilter {
            to: Some(email(address)),
            ..OutboxFilter::default()
        };
        let rows = self.outbox(&filter).await;
        rows.into_iter()
            .filter_map(|row| {
                row.mail.map(|mail| Letter {
                    kind: row.kind,
                    mail,
                })
            })
            .collect()
    }

    pub(crate) async fn outbox(&self, filter: &OutboxFilter) -> Vec<OutboxEntry> {
        self.store.mails(filter, ALL).await.unwrap()
    }

    /// The newest mail to an address.
    pub(crate) async fn letter(&self, address: &str) -> Letter {
        let letters = self.letters(address).await;
        letters.into_iter().next().expect("a mail to this address")
    }

    pub(crate) async fn kinds(&self, address: &str) -> Vec<MailKind> {
        let letters = self.letters(address).await;
        letters.into_iter().map(|letter| letter.kind).collect()
    }

    pub(crate) async fn registrations(&self, address: &str) -> Vec<Registration> {
        let filter = RegistrationFilter {
            q: Some(address.to_owned()),
            ..RegistrationFilter::default()
        };
        let rows = self.store.registrations(&filter, ALL).await.unwrap();
        rows.into_iter().map(|row| row.value).collect()
    }

    pub(crate) async fn registration(&self, id: RegistrationId) -> Registration {
        let row = self.store.registration(id).await.unwrap();
        row.expect("a registration").value
    }

    /// The id of the only request of an address.
    pub(crate) async fn request_of(&self, address: &str) -> RegistrationId {
        let rows = self.registrations(address).await;
        let mut requests = rows
            .iter()
            .filter(|one| one.origin.kind() == registration_core::model::OriginKind::Request);
        requests.next().expect("a request").id
    }

    pub(crate) async fn contact_of(&self, customer: &Customer, address: &str) -> Contact {
        let rows = self.store.contacts_by_email(&email(address)).await.unwrap();
        let contact = rows.into_iter().find(|one| one.customer == customer.id);
        contact.expect("a contact").value
    }

    pub(crate) async fn access(&self, contact: ContactId) -> &'static str {
        let contact = self.store.contact(contact).await.unwrap().unwrap();
        contact.access.code()
    }

    pub(crate) async fn has_account(&self, address: &str) -> bool {
        let account = self.store.account_by_email(&email(address)).await.unwrap();
        account.is_some()
    }

    pub(crate) async fn trail(&self) -> Vec<AuditEntry> {
        let filter = AuditFilter::default();
        self.store.audit_entries(&filter, ALL).await.unwrap()
    }
}

/// Whoever may do everything.
pub(crate) fn boss() -> Actor {
    Actor::CommandLine
}

pub(crate) fn actor(staff: &Staff) -> Actor {
    Actor::Staff {
        id: staff.id,
        roles: staff.roles.clone(),
    }
}

pub(crate) fn mapper() -> Roles {
    [Role::PortalRegistrationMapper].into()
}

pub(crate) fn proposal(settings: &PortalSettings) -> ProposedSettings {
    ProposedSettings {
        self_service_registration: settings.self_service_registration,
        permitted_domains: settings.permitted_domains.iter().cloned().map(Ok).collect(),
        invite_link_registration: settings.invite_link_registration,
        link_audience: Some(settings.link_audience),
        login_method: settings.login_method,
        acknowledge: HashSet::new(),
    }
}

pub(crate) fn offer(owner: StaffId) -> SelfServiceChange {
    SelfServiceChange {
        enabled: true,
        default_project_owner: Some(owner),
        customer_facing_name: Some("Get started".to_owned()),
        customer_facing_description: None,
        cover: registration_core::model::Cover::None,
        customers: None,
    }
}

/// The conflict in a refusal.
pub(crate) fn conflict<T: std::fmt::Debug>(answer: Result<T, Error>) -> Conflict {
    match answer {
        Err(Error::Conflict(conflict)) => conflict,
        other => panic!("expected a conflict, got {other:?}"),
    }
}

/// The code of the only field error in a refusal.
pub(crate) fn field_code<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Invalid(mut errors)) if errors.len() == 1 => errors.remove(0).code,
        other => panic!("expected one field error, got {other:?}"),
    }
}

pub(crate) fn domains(texts: &[&str]) -> Vec<PermittedDomain> {
    texts.iter().copied().map(permitted).collect()
}

/// Fails unless the answer is this error.
macro_rules! refused {
    ($answer:expr, $pattern:pat) => {
        match $answer {
            Err($pattern) => {}
            other => panic!("expected {}, got {other:?}", stringify!($pattern)),
        }
    };
}
pub(crate) use refused;
