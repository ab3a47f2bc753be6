//! A registrar on the store under test, with the staff, the clock and the letters of a history.

use super::{
    command::{Command, PEOPLE},
    laws,
    ledger::Ledger,
    model::{Model, Moment},
};
use crate::{
    contract::Subject,
    doubles::{FixedClock, PlainHasher, RecordingMailer, SeededEntropy, Silent, Unlimited},
    fixtures::{email, start},
};
use registration_core::{
    Error, Registrar,
    model::{
        Actor, AuditAction, AuditEntryId, Contact, CustomerId, EmailAddress, InviteLinkId,
        LinkCode, MailId, MailKind, OriginKind, PlaybookId, Registration, Role, Staff, Stored,
        Timestamp,
    },
    ports::{Directory, Page, RegistrationFilter, StoreError},
    usecase::{NewStaff, Ports, Postman},
};
use std::{collections::BTreeSet, sync::Arc};
use time::Duration;

/// Everything on one page.
pub(super) const ALL: Page = Page {
    limit: 10_000,
    before: None,
};

/// What a history found to be wrong.
#[derive(Debug, Clone)]
pub(super) struct Broken {
    pub(super) law: &'static str,
    pub(super) why: String,
}

pub(super) type Outcome<T = ()> = Result<T, Broken>;

impl Broken {
    pub(super) fn by(law: &'static str, why: impl Into<String>) -> Self {
        Self {
            law,
            why: why.into(),
        }
    }
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::by("the_store_answers", format!("{error:?}"))
    }
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::by("what_may_be_done_is_done", format!("{error:?}"))
    }
}

/// Breaks `law` unless it holds.
pub(super) fn ensure(holds: bool, law: &'static str, why: impl FnOnce() -> String) -> Outcome {
    if holds {
        Ok(())
    } else {
        Err(Broken::by(law, why()))
    }
}

/// The mails and audit entries that a command causes, no more and no fewer.
#[derive(Debug, Default)]
pub(super) struct Effects {
    pub(super) mails: Vec<(MailKind, EmailAddress)>,
    pub(super) trail: Vec<AuditAction>,
}

impl Effects {
    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn recorded(action: AuditAction) -> Self {
        Self {
            mails: Vec::new(),
            trail: vec![action],
        }
    }

    pub(super) fn mailed(mut self, kind: MailKind, to: &EmailAddress) -> Self {
        self.mails.push((kind, to.clone()));
        self
    }
}

/// Staff of the house.
pub(super) struct Crew {
    pub(super) administrator: Staff,
    pub(super) manager: Staff,
    pub(super) mappers: [Staff; 2],
    pub(super) auditor: Staff,
    /// Owns what is started, without a role.
    pub(super) owner: Staff,
}

pub(super) fn actor(staff: &Staff) -> Actor {
    Actor::Staff {
        id: staff.id,
        roles: staff.roles.clone(),
    }
}

/// A link and its codes, oldest first.
pub(super) struct KnownLink {
    pub(super) id: InviteLinkId,
    pub(super) codes: Vec<LinkCode>,
}

/// The system under test with everything that a history knows about it.
pub(super) struct World {
    pub(super) registrar: Registrar,
    pub(super) directory: Arc<dyn Directory>,
    pub(super) postman: Postman,
    pub(super) mailer: RecordingMailer,
    clock: FixedClock,
    began: Timestamp,
    pub(super) crew: Crew,
    pub(super) customers: Vec<CustomerId>,
    pub(super) links: Vec<KnownLink>,
    pub(super) playbooks: Vec<PlaybookId>,
    pub(super) model: Model,
    /// The model before the command of now.
    pub(super) before: Model,
    pub(super) ledger: Ledger,
    /// Every contact with the place of its customer, as of the last step.
    pub(super) contacts: Vec<(usize, Contact)>,
    pub(super) seen_mails: BTreeSet<MailId>,
    pub(super) seen_entries: BTreeSet<AuditEntryId>,
    _subject: Subject,
}

impl World {
    /// Opens the house as `model` says: its staff, its customers and its playbooks.
    pub(super) async fn open(subject: Subject, model: &Model) -> Outcome<Self> {
        let clock = FixedClock::default();
        let registrar = Registrar::new(Ports {
            store: Arc::clone(&subject.store),
            directory: Arc::clone(&subject.directory),
            clock: Arc::new(clock.clone()),
            entropy: Arc::new(SeededEntropy::default()),
            hasher: Arc::new(PlainHasher),
            throttle: Arc::new(Unlimited),
            bell: Arc::new(Silent),
            media: Arc::clone(&subject.media),
        });
        let mailer = RecordingMailer::default();
        let postman = Postman::new(
            Arc::clone(&subject.queue),
            Arc::new(mailer.clone()),
            Arc::new(clock.clone()),
        );
        let mapper = Role::PortalRegistrationMapper;
        let crew = Crew {
            administrator: employ(&registrar, "ada", &[Role::Administrator], false).await?,
            manager: employ(
                &registrar,
                "cleo",
                &[Role::CustomerManager, Role::PlaybookEditor],
                false,
            )
            .await?,
            mappers: [
                employ(
                    &registrar,
                    "mia",
                    &[mapper, Role::CustomerManager],
                    model.on_duty[0],
                )
                .await?,
                employ(&registrar, "rob", &[mapper], model.on_duty[1]).await?,
            ],
            auditor: employ(&registrar, "otto", &[Role::Auditor], false).await?,
            owner: employ(&registrar, "sam", &[], false).await?,
        };
        clock.advance(Duration::SECOND);
        let mut world = Self {
            registrar,
            directory: Arc::clone(&subject.directory),
            postman,
            mailer,
            began: start(),
            clock,
            crew,
            customers: Vec::new(),
            links: Vec::new(),
            playbooks: Vec::new(),
            model: model.clone(),
            before: model.clone(),
            ledger: Ledger::default(),
            contacts: Vec::new(),
            seen_mails: BTreeSet::new(),
            seen_entries: BTreeSet::new(),
            _subject: subject,
        };
        for (place, customer) in model.customers.iter().enumerate() {
            world.create_customer().await?;
            world
                .save_settings(place, &customer.settings, false)
                .await?;
            world.clock.advance(Duration::SECOND);
        }
        for place in 0..model.playbooks.len() {
            world.create_playbook().await?;
            world.offer_playbook(place, true, None).await?;
        }
        world.began = registration_core::ports::Clock::now(&world.clock);
        world.new_mails().await?;
        world.new_entries().await?;
        Ok(world)
    }

    /// Does what `command` says and checks every law.
    pub(super) async fn step(&mut self, command: &Command) -> Outcome {
        self.before = self.model.clone();
        self.model.apply(command);
        self.clock.set(self.at(self.model.now));
        let expected = self.perform(command).await?;
        self.look_at_contacts().await?;
        self.ledger.end_stranded(&self.model);
        self.read_mail(expected.mails).await?;
        self.read_trail(expected.trail).await?;
        laws::all(self).await
    }

    /// The moment that the model calls `moment`.
    pub(super) fn at(&self, moment: Moment) -> Timestamp {
        self.began.plus(Duration::seconds(moment))
    }

    pub(super) fn now(&self) -> Timestamp {
        self.at(self.model.now)
    }

    pub(super) fn place_of(&self, customer: CustomerId) -> Option<usize> {
        self.customers.iter().position(|id| *id == customer)
    }

    /// The place of a link and of one of its codes.
    pub(super) fn place_of_code(
        &self,
        link: InviteLinkId,
        code: &LinkCode,
    ) -> Option<(usize, usize)> {
        let place = self.links.iter().position(|known| known.id == link)?;
        let code = self.links[place]
            .codes
            .iter()
            .position(|known| known == code)?;
        Some((place, code))
    }

    /// The registrations of a person, newest first.
    pub(super) async fn registrations_of(
        &self,
        person: usize,
    ) -> Outcome<Vec<Stored<Registration>>> {
        let filter = RegistrationFilter {
            q: Some(PEOPLE[person].to_owned()),
            ..RegistrationFilter::default()
        };
        Ok(self.directory.registrations(&filter, ALL).await?)
    }

    /// The newest request of a person, decided or not.
    pub(super) async fn request_of(&self, person: usize) -> Outcome<Option<Registration>> {
        let rows = self.registrations_of(person).await?;
        let mut requests = rows
            .into_iter()
            .filter(|row| row.origin.kind() == OriginKind::Request);
        Ok(requests.next().map(|row| row.value))
    }

    /// What staff decided for a person and is still open: at one customer, or anywhere.
    pub(super) async fn decided(
        &self,
        person: usize,
        customer: Option<CustomerId>,
    ) -> Outcome<Vec<Registration>> {
        let rows = self
            .registrations_of(person)
            .await?
            .into_iter()
            .map(|row| row.value);
        let decided = rows.filter(|row| row.decision().is_some() && row.is_open(self.now()));
        Ok(decided
            .filter(|row| customer.is_none() || row.customer == customer)
            .collect())
    }
}

async fn employ(
    registrar: &Registrar,
    name: &str,
    roles: &[Role],
    on_duty: bool,
) -> Outcome<Staff> {
    let new = NewStaff {
        name: name.to_owned(),
        email: email(&format!("{name}@portal.example")),
        roles: roles.iter().copied().collect(),
        on_duty,
        active: true,
    };
    Ok(registrar
        .create_staff(&Actor::CommandLine, new)
        .await?
        .value)
}
