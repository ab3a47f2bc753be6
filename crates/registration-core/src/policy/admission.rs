//! Admission: whether a rule lets an address in, at which customers, and why.
//!
//! One function decides for submission, activation, *Try an address*, the API and the command line. Its decision
//! carries the trace of every rule that was looked at.

mod finding;
mod person;
mod trace;

use crate::model::{
    Basis, Customer, CustomerId, DomainName, EmailAddress, InviteLink, LinkAudience, LinkCode,
    PermittedDomain, Timestamp,
};

pub use finding::{Finding, Verdict};
pub use person::decision_holds;
use person::{person, standing};
use trace::Trace;
pub use trace::{Refusal, Rule, TraceStep};

/// By which door somebody asks a rule to be let in.
#[derive(Debug, Clone, Copy)]
pub enum Door<'a> {
    /// The portal form.
    PortalForm,
    /// An invite link, with the code that was presented.
    InviteLink {
        /// The link.
        link: &'a InviteLink,
        /// The code that was presented: the current one or a retired one.
        code: &'a LinkCode,
    },
}

/// A customer that may admit, and what is known of the address there.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The customer with its settings.
    pub customer: &'a Customer,
    /// The state of the contact with this address there.
    pub standing: Standing,
}

/// What an address is at a customer already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nothing that a rule minds: unknown, known without access, or invited.
    #[default]
    Open,
    /// It has access: nothing to gain.
    Member,
    /// Staff switched its access off; only staff switch it on again.
    Suspended,
}

/// What the decision depends on beside the address and the door.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Customers with an entry for the address's domain or a parent of it; for a link, the link's customer.
    pub candidates: &'a [Candidate<'a>],
    /// Whether the address belongs to a staff member.
    pub is_staff: bool,
}

/// One customer that admits, and the rule it does so by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// Where.
    pub customer: CustomerId,
    /// Why.
    pub basis: Basis,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// These customers admit, ordered by id; more than one lets the person choose. Never empty.
    Admit(Vec<Admitted>),
    /// No rule admits.
    Refuse(Refusal),
}

/// The decision with everything that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// Every rule that was looked at, in order.
    pub trace: Vec<TraceStep>,
}

impl Decision {
    /// The customers that admit; empty after a refusal.
    #[must_use]
    pub fn admitted(&self) -> &[Admitted] {
        match &self.outcome {
            Outcome::Admit(admitted) => admitted,
            Outcome::Refuse(_) => &[],
        }
    }

    /// Why nobody admits, if so.
    #[must_use]
    pub const fn refusal(&self) -> Option<Refusal> {
        match &self.outcome {
            Outcome::Admit(_) => None,
            Outcome::Refuse(refusal) => Some(*refusal),
        }
    }

    /// The decision in one word: `join`, `choose`, `request` or `refuse`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match &self.outcome {
            Outcome::Admit(admitted) if admitted.len() == 1 => "join",
            Outcome::Admit(_) => "choose",
            Outcome::Refuse(refusal)
                if refusal.link_reason().is_some() || !refusal.offers_request() =>
            {
                "refuse"
            }
            Outcome::Refuse(_) => "request",
        }
    }
}

/// Decides whether a rule admits `address` through `door` at `now`.
///
/// ```
/// use registration_core::{model::*, policy::admission::*};
/// # let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
/// let acme = Customer {
///     id: CustomerId(uuid::Uuid::nil()), name: "Acme".into(), reference: None, archived_at: None, created_at: now,
///     settings: PortalSettings {
///         self_service_registration: true,
///         permitted_domains: vec!["acme.com".parse().unwrap()],
///         ..PortalSettings::default()
///     },
/// };
/// let candidates = [Candidate { customer: &acme, standing: Standing::Open }];
/// let facts = Facts { candidates: &candidates, is_staff: false };
/// let ann = "ann@acme.com".parse().unwrap();
/// assert_eq!(decide(&ann, Door::PortalForm, facts, now).word(), "join");
/// let eve = "eve@evilacme.com".parse().unwrap();
/// assert_eq!(decide(&eve, Door::PortalForm, facts, now).refusal(), Some(Refusal::DomainNotPermitted));
/// ```
#[must_use]
pub fn decide(
    address: &EmailAddress,
    door: Door<'_>,
    facts: Facts<'_>,
    now: Timestamp,
) -> Decision {
    let mut trace = Trace(Vec::with_capacity(2 + 4 * facts.candidates.len()));
    let outcome = match door {
        Door::PortalForm => by_portal_form(address, facts, &mut trace),
        Door::InviteLink { link, code } => by_link(address, link, code, facts, now, &mut trace),
    };
    let outcome = outcome.map_or_else(Outcome::Refuse, Outcome::Admit);
    Decision {
        outcome,
        trace: trace.0,
    }
}

/// Whether a link lives at `now` when presented with `code`. The customer's own switch is a rule of its own.
///
/// # Errors
/// The refusal that says why it is dead.
///
/// ```
/// use registration_core::{model::LinkCode, policy::admission::{Refusal, link_is_live}};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let mut link = make.invite_link(&make.customer());
/// let (shared, now) = (link.code.clone(), link.created_at);
/// assert_eq!(link_is_live(&link, &shared, now), Ok(()));
/// link = link.rotated(LinkCode("another".into()), now.plus(time::Duration::HOUR));
/// assert_eq!(link_is_live(&link, &shared, now), Ok(()), "in its grace period");
/// assert_eq!(link_is_live(&link, &shared, now.plus(time::Duration::HOUR)), Err(Refusal::LinkReplaced));
/// ```
pub fn link_is_live(link: &InviteLink, code: &LinkCode, now: Timestamp) -> Result<(), Refusal> {
    let accepted = link.code == *code
        || link
            .retired
            .iter()
            .any(|retired| retired.code == *code && now < retired.accepted_until);
    if !accepted {
        Err(Refusal::LinkReplaced)
    } else if !link.enabled {
        Err(Refusal::LinkDisabled)
    } else if link.expires_at.is_some_and(|end| end <= now) {
        Err(Refusal::LinkExpired)
    } else if link.max_uses.is_some_and(|max| max.get() <= link.uses) {
        Err(Refusal::LinkUsedUp)
    } else {
        Ok(())
    }
}

/// Whether a customer lets its links work at all.
///
/// # Errors
/// [`Refusal::LinkRegistrationOff`].
///
/// ```
/// use registration_core::policy::admission::{Refusal, links_work_at};
/// # let mut customer = registration_testkit::fixtures::Fixtures::default().customer();
/// assert_eq!(links_work_at(&customer), Ok(()));
/// customer.settings.invite_link_registration = false;
/// assert_eq!(links_work_at(&customer), Err(Refusal::LinkRegistrationOff));
/// ```
pub const fn links_work_at(customer: &Customer) -> Result<(), Refusal> {
    if customer.archived_at.is_some() || !customer.settings.invite_link_registration {
        Err(Refusal::LinkRegistrationOff)
    } else {
        Ok(())
    }
}

/// The most specific of `permitted` that admits `address`: the longest domain, whatever the order.
///
/// ```
/// use registration_core::policy::admission::most_specific;
/// let permitted = ["*.acme.com".parse()?, "eu.acme.com".parse()?];
/// assert_eq!(most_specific(&permitted, &"ann@eu.acme.com".parse()?), Some(&permitted[1]));
/// assert_eq!(most_specific(&permitted, &"ann@us.acme.com".parse()?), Some(&permitted[0]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn most_specific<'a>(
    permitted: &'a [PermittedDomain],
    address: &EmailAddress,
) -> Option<&'a PermittedDomain> {
    permitted
        .iter()
        .filter(|entry| entry.admits(address))
        .max_by_key(|entry| entry.domain().label_count())
}

fn by_portal_form(
    address: &EmailAddress,
    facts: Facts<'_>,
    trace: &mut Trace,
) -> Result<Vec<Admitted>, Refusal> {
    person(address, facts, trace)?;
    // Of several reasons the last in the order of declaration is told, whatever the order of the candidates.
    let mut refusal = Refusal::DomainNotPermitted;
    let mut matches: Vec<(usize, &Candidate<'_>, DomainName)> = Vec::new();
    for candidate in facts
        .candidates
        .iter()
        .filter(|candidate| candidate.customer.archived_at.is_none())
    {
        let customer = candidate.customer;
        let Some(entry) = most_specific(&customer.settings.permitted_domains, address) else {
            trace.miss(customer.id, Rule::PermittedDomain, || {
                format!("{} does not permit {}", customer.name, address.domain())
            });
            continue;
        };
        trace.hit(customer.id, Rule::PermittedDomain, || {
            format!("{} permits {}", customer.name, entry)
        });
        if !customer.settings.self_service_registration {
            refusal = refusal.max(Refusal::SelfServiceOff);
            trace.miss(customer.id, Rule::SelfServiceRegistration, || {
                format!(
                    "Allow Self-Service Registration is off at {}",
                    customer.name
                )
            });
            continue;
        }
        trace.hit(customer.id, Rule::SelfServiceRegistration, || {
            format!("Allow Self-Service Registration is on at {}", customer.name)
        });
        matches.push((
            entry.domain().label_count(),
            candidate,
            entry.domain().clone(),
        ));
    }
    if facts.candidates.is_empty() {
        trace.about_address(Rule::PermittedDomain, false, || {
            format!("no customer permits {}", address.domain())
        });
    }
    let best = matches
        .iter()
        .map(|(labels, ..)| *labels)
        .max()
        .unwrap_or_default();
    let mut admitted = Vec::with_capacity(matches.len());
    for (labels, candidate, domain) in matches {
        let customer = candidate.customer;
        if labels < best {
            trace.miss(customer.id, Rule::MostSpecific, || {
                format!("another customer permits a more specific domain than {domain}")
            });
            continue;
        }
        trace.hit(customer.id, Rule::MostSpecific, || {
            format!("no customer permits a more specific domain than {domain}")
        });
        match standing(candidate, trace) {
            Ok(()) => admitted.push(Admitted {
                customer: customer.id,
                basis: Basis::PermittedDomain { domain },
            }),
            Err(reason) => refusal = refusal.max(reason),
        }
    }
    admitted.sort_by_key(|admitted| admitted.customer);
    if admitted.is_empty() {
        Err(refusal)
    } else {
        Ok(admitted)
    }
}

fn by_link(
    address: &EmailAddress,
    link: &InviteLink,
    code: &LinkCode,
    facts: Facts<'_>,
    now: Timestamp,
    trace: &mut Trace,
) -> Result<Vec<Admitted>, Refusal> {
    let candidate = facts
        .candidates
        .iter()
        .find(|candidate| candidate.customer.id == link.customer);
    let Some(candidate) = candidate else {
        trace.miss(link.customer, Rule::LinkRegistration, || {
            "the link's customer is unknown".to_owned()
        });
        return Err(Refusal::LinkRegistrationOff);
    };
    let customer = candidate.customer;
    let live = link_is_live(link, code, now);
    trace.step(customer.id, Rule::LinkLive, live.is_ok(), || match live {
        Ok(()) => format!("the link “{}” is live", link.label),
        Err(refusal) => format!("the link “{}” is dead: {refusal}", link.label),
    });
    live?;
    let works = links_work_at(customer);
    trace.step(customer.id, Rule::LinkRegistration, works.is_ok(), || {
        let on = if works.is_ok() { "on" } else { "off" };
        format!(
            "Allow self-serviced registration using invite link is {on} at {}",
            customer.name
        )
    });
    works?;
    person(address, facts, trace)?;
    if customer.settings.link_audience == LinkAudience::PermittedDomains {
        let entry = most_specific(&customer.settings.permitted_domains, address);
        trace.step(
            customer.id,
            Rule::PermittedDomain,
            entry.is_some(),
            || match entry {
                Some(entry) => format!("{} permits {entry}", customer.name),
                None => format!(
                    "the link is for permitted domains; {} is not one",
                    address.domain()
                ),
            },
        );
        entry.ok_or(Refusal::DomainNotPermitted)?;
    }
    standing(candidate, trace)?;
    Ok(vec![Admitted {
        customer: customer.id,
        basis: Basis::InviteLink { link: link.id },
    }])
}
