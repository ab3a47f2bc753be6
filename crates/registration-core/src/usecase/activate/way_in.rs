//! The ways in that are open to a registration, and choosing one.

use crate::{
    model::{AccountId, Basis, CustomerId, Registration, Timestamp},
    policy::admission::{self, Refusal},
    ports::StoreError,
    usecase::{Conflict, Error, admission_facts::AdmissionFacts, consult::Heard},
};

/// A customer that the person can join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
}

/// One way in that is open to a registration.
pub(super) struct WayIn {
    pub(super) customer: CustomerId,
    pub(super) basis: Basis,
}

/// The ways in that are open: the one that staff decided, or those that the rules of this moment admit and the hook that
/// was heard has nothing against.
///
/// # Errors
/// Only those of [`Heard::narrow`]; a refusal is an answer.
pub(super) fn ways_in(
    registration: &Registration,
    facts: &AdmissionFacts,
    account: Option<AccountId>,
    heard: &Heard,
    now: Timestamp,
) -> Result<Result<Vec<WayIn>, Refusal>, StoreError> {
    if let (Some(basis), Some(customer)) = (registration.decision(), registration.customer) {
        let access = facts.decided_for.as_ref().map(|contact| &contact.access);
        let holds = admission::decision_holds(access, account, facts.is_staff);
        return Ok(holds.map(|()| {
            vec![WayIn {
                customer,
                basis: basis.clone(),
            }]
        }));
    }
    let decision = heard.narrow(facts.decide(&registration.email, now))?;
    Ok(match decision.refusal() {
        Some(refusal) => Err(refusal),
        None => Ok(decision
            .admitted()
            .iter()
            .map(|admitted| WayIn {
                customer: admitted.customer,
                basis: admitted.basis.clone(),
            })
            .collect()),
    })
}

pub(super) fn choose(
    mut ways: Vec<WayIn>,
    wanted: Option<CustomerId>,
    facts: &AdmissionFacts,
) -> Result<WayIn, Error> {
    match wanted {
        Some(wanted) => match ways.iter().position(|way| way.customer == wanted) {
            Some(index) => Ok(ways.swap_remove(index)),
            None => Err(Error::field(
                "/customer_id",
                "not_possible",
                "this address cannot join that customer",
            )),
        },
        None if ways.len() == 1 => Ok(ways.swap_remove(0)),
        None => {
            let names = choices(&ways, facts)
                .into_iter()
                .map(|choice| (choice.id, choice.name))
                .collect();
            Err(Conflict::CustomerRequired(names).into())
        }
    }
}

pub(super) fn choices(ways: &[WayIn], facts: &AdmissionFacts) -> Vec<Choice> {
    ways.iter()
        .filter_map(|way| facts.customer(way.customer))
        .map(|customer| Choice {
            id: customer.id,
            name: customer.name.clone(),
        })
        .collect()
}
