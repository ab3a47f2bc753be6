//! Valid values of the model, to be changed where a test cares.
//!
//! ```
//! use registration_testkit::fixtures::Fixtures;
//!
//! let make = Fixtures::default();
//! let acme = make.customer();
//! let mut ann = make.contact(&acme);
//! ann.job_title = Some("Chief Engineer".to_owned());
//! assert!(acme.id.0 < ann.id.0, "ids increase");
//! ```

mod mails;
mod records;
mod work;

use registration_core::model::{
    Account, Basis, Contact, Customer, CustomerId, EmailAddress, InviteLink, LinkCode, Locale,
    PermittedDomain, PersonName, PortalAccess, PortalSettings, Roles, SecretDigest, Staff,
    Timestamp,
};
use std::sync::atomic::{AtomicU64, Ordering};
use time::Duration;
use uuid::Uuid;

use crate::doubles::PlainHasher;

/// When every test begins: 2026-03-02T09:00:00Z, a Monday.
#[must_use]
pub fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().expect("it is a moment")
}

/// `minutes` after [`start`].
#[must_use]
pub fn minute(minutes: i64) -> Timestamp {
    start().plus(Duration::minutes(minutes))
}

/// The address that `text` spells.
#[must_use]
pub fn email(text: &str) -> EmailAddress {
    text.parse()
        .unwrap_or_else(|error| panic!("{text} is no address: {error}"))
}

/// The permitted domain that `text` spells; `*.example.com` includes sub-domains.
#[must_use]
pub fn permitted(text: &str) -> PermittedDomain {
    text.parse()
        .unwrap_or_else(|error| panic!("{text} cannot be permitted: {error}"))
}

/// The person's name that `first` and `last` make.
#[must_use]
pub fn name(first: &str, last: &str) -> PersonName {
    PersonName::new(first, last)
        .unwrap_or_else(|error| panic!("{first} {last} is no name: {error}"))
}

/// The language that `tag` names.
#[must_use]
pub fn language(tag: &str) -> Locale {
    tag.parse()
        .unwrap_or_else(|error| panic!("{tag} is no language: {error}"))
}

/// Makes values that differ in everything that has to be unique. Ids and times increase, the same in every run.
///
/// ```
/// use registration_core::model::{MailKind, Role, StateKind};
/// use registration_testkit::fixtures::{Fixtures, minute, start};
///
/// let make = Fixtures::default();
/// let (acme, sam) = (make.customer_permitting(&["example.com"]), make.staff([Role::CustomerManager]));
/// let ann = make.active_contact(&acme, &make.account()); // came in by the rule for example.com
/// let project = make.project(&acme, &make.self_service_playbook(sam.id), &sam, &ann);
/// assert_eq!((project.owner, project.started_by), (sam.id, ann.id));
///
/// let link = make.invite_link(&acme);
/// assert_eq!(make.registration_by(&link).link(), Some(link.id));
/// assert_eq!(make.request().state.kind(), StateKind::AwaitingMapping);
/// assert!(make.registration().is_open(start()) && !make.registration().is_open(minute(24 * 60)));
/// assert_eq!(make.activation_mail().mail.kind(), MailKind::Activation);
/// assert!(make.every_mail().len() >= MailKind::ALL.len());
/// ```
#[derive(Debug, Default)]
pub struct Fixtures(AtomicU64);

impl Fixtures {
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// An id that is later than all before: one millisecond after the last.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.id_and_time().0
    }

    /// An id and the moment that stands in it.
    pub fn id_and_time<T: From<Uuid>>(&self) -> (T, Timestamp) {
        let count = self.next();
        let moment = start().plus(Duration::milliseconds(
            i64::try_from(count).unwrap_or(i64::MAX),
        ));
        let millis = u64::try_from(moment.as_micros() / 1_000).unwrap_or_default();
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&count.to_be_bytes());
        let id = uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid();
        (id.into(), moment)
    }

    /// An address that no other value has.
    pub fn email(&self) -> EmailAddress {
        email(&format!("person{}@example.com", self.next()))
    }

    /// A digest that no other value has.
    pub fn digest(&self) -> SecretDigest {
        self.secret().digest()
    }

    /// A customer with the settings that a new one has.
    pub fn customer(&self) -> Customer {
        let (id, created_at) = self.id_and_time();
        Customer {
            id,
            name: format!("Customer {}", self.next()),
            reference: None,
            settings: PortalSettings::default(),
            archived_at: None,
            created_at,
        }
    }

    /// A customer whose portal form admits addresses on `domains`.
    pub fn customer_permitting(&self, domains: &[&str]) -> Customer {
        let settings = PortalSettings {
            self_service_registration: true,
            permitted_domains: domains.iter().copied().map(permitted).collect(),
            ..PortalSettings::default()
        };
        Customer {
            settings,
            ..self.customer()
        }
    }

    /// A live link of `customer` for anyone, without an end.
    pub fn invite_link(&self, customer: &Customer) -> InviteLink {
        let (id, created_at) = self.id_and_time();
        InviteLink {
            id,
            customer: customer.id,
            label: "Newsletter".to_owned(),
            code: self.link_code(),
            retired: Vec::new(),
            expires_at: None,
            max_uses: None,
            uses: 0,
            enabled: true,
            last_used_at: None,
            created_at,
        }
    }

    /// A code that no other link has.
    pub fn link_code(&self) -> LinkCode {
        LinkCode(format!("code-{}", self.next()))
    }

    /// A login with the password `correct horse battery staple`.
    pub fn account(&self) -> Account {
        let (id, created_at) = self.id_and_time();
        Account {
            id,
            email: self.email(),
            name: name("Ann", "Lee"),
            locale: None,
            password: PlainHasher::hash_of("correct horse battery staple"),
            created_at,
        }
    }

    /// A contact of `customer` without access.
    pub fn contact(&self, customer: &Customer) -> Contact {
        let (id, created_at) = self.id_and_time();
        Contact {
            id,
            customer: customer.id,
            name: name("Ann", "Lee"),
            email: self.email(),
            phone: None,
            job_title: None,
            access: PortalAccess::None,
            created_at,
        }
    }

    /// The contact of `customer` that signs in with `account`.
    pub fn active_contact(&self, customer: &Customer, account: &Account) -> Contact {
        Contact {
            email: account.email.clone(),
            name: account.name.clone(),
            access: self.active(account),
            ..self.contact(customer)
        }
    }

    /// Access that is active with `account`, by the rule for its domain.
    pub fn active(&self, account: &Account) -> PortalAccess {
        PortalAccess::Active {
            account: account.id,
            since: start(),
            basis: Basis::PermittedDomain {
                domain: account.email.domain().clone(),
            },
        }
    }

    /// An active staff member off duty, with these roles and the password `correct horse battery staple`.
    pub fn staff(&self, roles: impl Into<Roles>) -> Staff {
        let (id, created_at) = self.id_and_time();
        Staff {
            id,
            name: "Sam Field".to_owned(),
            email: email(&format!("staff{}@portal.example", self.next())),
            locale: None,
            roles: roles.into(),
            on_duty: false,
            active: true,
            password: Some(PlainHasher::hash_of("correct horse battery staple")),
            created_at,
        }
    }

    /// An id of a customer that nobody stored.
    pub fn unknown_customer(&self) -> CustomerId {
        self.id()
    }
}
