//! Mapping: who is told of a request, who may decide it, and what is suggested to them.
//!
//! ```
//! use registration_core::{model::*, policy::mapping::{Misfit, blocking_claim, fits, is_own}};
//! # use registration_testkit::fixtures::{email, minute};
//! # let make = registration_testkit::fixtures::Fixtures::default();
//! let (rhea, ann) = (email("rhea@portal.example"), email("ann@acme.com"));
//! assert!(is_own(Some(&rhea), &rhea) && !is_own(None, &rhea), "nobody decides about themselves");
//!
//! let claim = Claim { by: ActorRef::Staff(make.id()), until: minute(30) };
//! assert_eq!(blocking_claim(Some(claim), ActorRef::CommandLine, minute(29)), Some(claim));
//! assert_eq!(blocking_claim(Some(claim), ActorRef::CommandLine, minute(30)), None);
//!
//! let mut known = make.contact(&make.customer());
//! assert_eq!(fits(&known, &ann, false, false), Err(Misfit::Unconfirmed));
//! assert_eq!(fits(&known, &ann, false, true), Ok(()));
//! known.access = make.active(&make.account());
//! assert_eq!(fits(&known, &ann, false, true), Err(Misfit::AnotherPerson));
//! ```

use crate::{
    codes::codes,
    model::{
        ActorRef, Claim, Contact, ContactId, Customer, CustomerId, EmailAddress, MappingRecipients,
        PersonName, PortalAccess, Role, Staff, Timestamp,
    },
};
use time::Duration;

/// Who is mailed about a new request: active mappers on duty; else the mappers off duty; else the administrators.
///
/// ```
/// use registration_core::{model::*, policy::mapping::recipients};
/// # let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
/// let mapper = |id, on_duty| Staff {
///     id: StaffId(uuid::Uuid::from_u128(id)), name: "Rhea".into(), email: "rhea@example.com".parse().unwrap(),
///     locale: None, roles: [Role::PortalRegistrationMapper].into(), on_duty, active: true, password: None,
///     created_at: now,
/// };
/// let staff = [mapper(1, false), mapper(2, true)];
/// let (why, told) = recipients(&staff);
/// assert_eq!((why, told.len(), told[0].id), (MappingRecipients::OnDuty, 1, staff[1].id));
/// assert_eq!(recipients(&staff[..1]).0, MappingRecipients::OffDuty);
/// assert_eq!(recipients(&[]).0, MappingRecipients::Administrators);
/// ```
#[must_use]
pub fn recipients(staff: &[Staff]) -> (MappingRecipients, Vec<&Staff>) {
    let mappers: Vec<&Staff> = staff
        .iter()
        .filter(|one| one.acts_as(Role::PortalRegistrationMapper))
        .collect();
    let on_duty: Vec<&Staff> = mappers.iter().copied().filter(|one| one.on_duty).collect();
    if !on_duty.is_empty() {
        (MappingRecipients::OnDuty, on_duty)
    } else if !mappers.is_empty() {
        (MappingRecipients::OffDuty, mappers)
    } else {
        let administrators = staff
            .iter()
            .filter(|one| one.acts_as(Role::Administrator))
            .collect();
        (MappingRecipients::Administrators, administrators)
    }
}

/// The reminders of a request, by number, and how long it waits for each.
pub const REMINDERS: [(u8, Duration); 2] = [(1, Duration::hours(4)), (2, Duration::hours(24))];

/// Who gets reminder `number` (from 1) of a request that nobody decided: those who were told at first; at last the
/// administrators too. Nobody twice.
///
/// ```
/// use registration_core::{model::Role, policy::mapping::reminded};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let staff = [make.staff([Role::PortalRegistrationMapper]), make.staff([Role::Administrator])];
/// let ids = |number| reminded(&staff, number).iter().map(|one| one.id).collect::<Vec<_>>();
/// assert_eq!(ids(1), [staff[0].id]);
/// assert_eq!(ids(2), [staff[0].id, staff[1].id]);
/// ```
#[must_use]
pub fn reminded(staff: &[Staff], number: u8) -> Vec<&Staff> {
    let (_, mut told) = recipients(staff);
    if usize::from(number) >= REMINDERS.len() {
        for one in staff.iter().filter(|one| one.acts_as(Role::Administrator)) {
            if told.iter().all(|other| other.id != one.id) {
                told.push(one);
            }
        }
    }
    told
}

/// From this many requests within [`BURST_WITHIN`] on, a mapper is told of them together and no longer of each.
pub const BURST: u32 = 60;
/// The time in which requests count as one burst.
pub const BURST_WITHIN: Duration = Duration::minutes(10);

/// Whether a request at `now` comes in a burst, given when the newest [`BURST`] requests before it came, newest first.
///
/// ```
/// use registration_core::policy::mapping::{BURST, burst_at, comes_in_a_burst};
/// use registration_testkit::fixtures::minute;
/// let newest = vec![minute(0); BURST as usize];
/// assert!(comes_in_a_burst(&newest, minute(9)) && !comes_in_a_burst(&newest, minute(10)));
/// assert!(!comes_in_a_burst(&newest[1..], minute(9)), "one fewer is none");
/// assert_eq!(burst_at(minute(0)), burst_at(minute(9)), "they share a notice");
/// ```
#[must_use]
pub fn comes_in_a_burst(newest: &[Timestamp], now: Timestamp) -> bool {
    newest
        .get(BURST as usize - 1)
        .is_some_and(|oldest| now.since(*oldest) < BURST_WITHIN)
}

/// Which burst `now` belongs to: one notice is sent for each.
#[must_use]
pub const fn burst_at(now: Timestamp) -> i64 {
    now.as_micros()
        .div_euclid(BURST_WITHIN.whole_microseconds() as i64)
}

/// Whether a request is the mapper's own: somebody else has to map it. `mapper` is none for machines.
#[must_use]
pub fn is_own(mapper: Option<&EmailAddress>, request: &EmailAddress) -> bool {
    mapper == Some(request)
}

/// The claim of somebody else that keeps `actor` from deciding at `now`.
#[must_use]
pub fn blocking_claim(claim: Option<Claim>, actor: ActorRef, now: Timestamp) -> Option<Claim> {
    claim.filter(|claim| claim.by != actor && now < claim.until)
}

codes! {
    /// Why a request's address and a contact don't go together.
    #[non_exhaustive]
    pub enum Misfit {
        /// The contact has access with this very address.
        AlreadyMember = "already_member",
        /// The address belongs to another contact of the customer, or the contact has access with its own.
        AnotherPerson = "another_person",
        /// The contact is known by another address, and the mapper has not confirmed it.
        Unconfirmed = "confirm_address",
    }
}

impl Misfit {
    /// What the mapper should do.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::AlreadyMember => "the person has access already: decline the request",
            Self::AnotherPerson => "choose the contact that the address belongs to",
            Self::Unconfirmed => {
                "the contact is known by another address; confirm that it is the same person"
            }
        }
    }
}

/// Whether a request for `email` may be mapped to `contact`: never a merge of two people.
///
/// `is_known` says that a contact of the same customer has the address; `confirmed` that the mapper saw that this
/// contact is known by another one.
///
/// # Errors
/// Why they don't go together.
pub fn fits(
    contact: &Contact,
    email: &EmailAddress,
    is_known: bool,
    confirmed: bool,
) -> Result<(), Misfit> {
    let access = &contact.access;
    if contact.email == *email {
        let is_member = matches!(access, PortalAccess::Active { .. });
        return if is_member {
            Err(Misfit::AlreadyMember)
        } else {
            Ok(())
        };
    }
    if is_known || *access != PortalAccess::None {
        return Err(Misfit::AnotherPerson);
    }
    if confirmed {
        Ok(())
    } else {
        Err(Misfit::Unconfirmed)
    }
}

codes! {
    /// Why something is suggested.
    #[non_exhaustive]
    pub enum Reason {
        /// The customer permits the address's domain.
        PermittedDomain = "permitted_domain",
        /// The customer has contacts on the same domain.
        ContactsOnDomain = "contacts_on_domain",
        /// The names are alike.
        SimilarName = "similar_name",
        /// The contact has the same address.
        SameAddress = "same_address",
    }
}

impl Reason {
    const fn weight(self) -> u32 {
        match self {
            Self::SameAddress => 100,
            Self::PermittedDomain => 60,
            Self::ContactsOnDomain => 30,
            Self::SimilarName => 20,
        }
    }
}

/// A customer or contact to choose, with what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion<Id> {
    /// Which.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The higher, the better; comparable within one list only.
    pub score: u32,
    /// What speaks for it, best first.
    pub reasons: Vec<Reason>,
}

/// Ranks customers for a request: permitted domain, contacts on the same domain, similar name. Archived customers are
/// never named; what nothing speaks for is left out. Equal scores stay in the order of their ids.
///
/// ```
/// use registration_core::policy::mapping::{Reason, rank_customers};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let (acme, mut other) = (make.customer_permitting(&["acme.com"]), make.customer());
/// other.name = "Acme Labs Inc.".into();
/// let ranked = rank_customers(&"ann@acme.com".parse()?, "ACME", &[other.clone(), acme.clone()], &[]);
/// assert_eq!((ranked[0].id, &*ranked[0].reasons), (acme.id, &[Reason::PermittedDomain][..]));
/// assert_eq!((ranked[1].id, &*ranked[1].reasons), (other.id, &[Reason::SimilarName][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn rank_customers(
    email: &EmailAddress,
    company: &str,
    customers: &[Customer],
    on_domain: &[Contact],
) -> Vec<Suggestion<CustomerId>> {
    let mut ranked: Vec<Suggestion<CustomerId>> = customers
        .iter()
        .filter(|customer| customer.archived_at.is_none())
        .filter_map(|customer| {
            let permits = customer
                .settings
                .permitted_domains
                .iter()
                .any(|entry| entry.admits(email));
            let known = on_domain
                .iter()
                .any(|contact| contact.customer == customer.id);
            suggestion(
                customer.id,
                customer.name.clone(),
                [
                    permits.then_some(Reason::PermittedDomain),
                    known.then_some(Reason::ContactsOnDomain),
                    similar(company, &customer.name).then_some(Reason::SimilarName),
                ],
            )
        })
        .collect();
    rank(&mut ranked);
    ranked.dedup_by_key(|suggestion| suggestion.id);
    ranked
}

/// Ranks contacts for a request: same address, similar name.
///
/// ```
/// use registration_core::policy::mapping::{Reason, rank_contacts};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let ann = make.contact(&make.customer()); // Ann Lee
/// let ranked = rank_contacts(&ann.email, &ann.name, &[ann.clone()]);
/// assert_eq!(ranked[0].reasons, [Reason::SameAddress, Reason::SimilarName]);
/// ```
#[must_use]
pub fn rank_contacts(
    email: &EmailAddress,
    name: &PersonName,
    contacts: &[Contact],
) -> Vec<Suggestion<ContactId>> {
    let mut ranked: Vec<Suggestion<ContactId>> = contacts
        .iter()
        .filter_map(|contact| {
            suggestion(
                contact.id,
                contact.name.to_string(),
                [
                    (contact.email == *email).then_some(Reason::SameAddress),
                    similar(&name.to_string(), &contact.name.to_string())
                        .then_some(Reason::SimilarName),
                    None,
                ],
            )
        })
        .collect();
    rank(&mut ranked);
    ranked.dedup_by_key(|suggestion| suggestion.id);
    ranked
}

fn suggestion<Id>(id: Id, name: String, reasons: [Option<Reason>; 3]) -> Option<Suggestion<Id>> {
    let reasons: Vec<Reason> = reasons.into_iter().flatten().collect();
    let score = reasons.iter().map(|reason| reason.weight()).sum();
    (!reasons.is_empty()).then_some(Suggestion {
        id,
        name,
        score,
        reasons,
    })
}

fn rank<Id: Ord + Copy>(suggestions: &mut [Suggestion<Id>]) {
    suggestions.sort_by_key(|suggestion| (std::cmp::Reverse(suggestion.score), suggestion.id));
}

/// Words that say what kind of company it is, not which one.
const LEGAL_FORMS: &[&str] = &[
    "ag", "co", "corp", "gmbh", "inc", "kg", "limited", "llc", "ltd", "plc", "sa", "se", "the",
];

/// The words of a name that tell it apart.
///
/// ```
/// use registration_core::policy::mapping::telling_words;
/// assert_eq!(telling_words("The Müller & Söhne GmbH"), ["müller", "söhne"]);
/// ```
#[must_use]
pub fn telling_words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 2 && !LEGAL_FORMS.contains(&word.as_str()))
        .collect()
}

/// Two names are alike when they share a word that tells them apart.
fn similar(one: &str, other: &str) -> bool {
    let words = telling_words(one);
    telling_words(other).iter().any(|word| words.contains(word))
}
