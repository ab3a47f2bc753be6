//! Registrations by every door and in every state.

use super::{
    address::email_address,
    id,
    link::link_code,
    person::{actor_ref, basis},
    text, timestamp,
};
use crate::fixtures::start;
use proptest::prelude::*;
use registration_core::model::{
    ActivationCode, ActorRef, Basis, Claim, CodeProof, ContactId, CustomerId, Origin, Registration,
    RegistrationId, RegistrationState, RequestDetails, StaffId,
};

/// Every door; shrinks to the portal form.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::registration::origin;
///
/// proptest!(|(origin in origin())| {
///     let json = serde_json::to_string(&origin).unwrap();
///     prop_assert_eq!(serde_json::from_str::<registration_core::model::Origin>(&json).unwrap(), origin);
/// });
/// ```
pub fn origin() -> impl Strategy<Value = Origin> + Clone {
    prop_oneof![
        Just(Origin::PortalForm),
        (id(), link_code()).prop_map(|(link, code)| Origin::InviteLink { link, code }),
        prop::option::of(text::paragraph()).prop_map(|message| Origin::Invitation { message }),
        Just(Origin::AccessGrant),
        request_details().prop_map(Origin::Request),
    ]
}

/// What a visitor writes into Register Now.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::registration::request_details;
///
/// proptest!(|(details in request_details())| prop_assert!(!details.company.is_empty()));
/// ```
pub fn request_details() -> impl Strategy<Value = RequestDetails> + Clone {
    let texts = (
        text::line(),
        prop::option::of(text::phone_number()),
        prop::option::of(text::paragraph()),
    );
    (
        texts,
        any::<bool>(),
        prop::collection::vec(id::<StaffId>(), 0..3),
    )
        .prop_map(
            |((company, phone, message), address_proven, notified)| RequestDetails {
                company,
                phone,
                message,
                address_proven,
                notified,
            },
        )
}

fn claim() -> impl Strategy<Value = Claim> + Clone {
    (id().prop_map(ActorRef::Staff), timestamp()).prop_map(|(by, until)| Claim { by, until })
}

fn decision() -> impl Strategy<Value = Basis> + Clone {
    (actor_ref(), id::<ContactId>()).prop_map(|(by, contact)| Basis::Decision { by, contact })
}

/// One of the states that a registration by this door can have. All of them are drawn and one is taken, so that the
/// door shrinks whatever the state.
fn way() -> impl Strategy<Value = (Origin, RegistrationState)> + Clone {
    let completed =
        (timestamp(), id(), id::<ContactId>()).prop_flat_map(|(at, account, contact)| {
            basis(contact).prop_map(move |basis| RegistrationState::Completed {
                at,
                account,
                contact,
                basis,
            })
        });
    let over = prop_oneof![
        timestamp().prop_map(|at| RegistrationState::Expired { at }),
        (timestamp(), actor_ref()).prop_map(|(at, by)| RegistrationState::Withdrawn { at, by }),
        (timestamp(), id()).prop_map(|(at, by)| RegistrationState::Superseded { at, by }),
    ];
    let mapping = (prop::option::of(claim()), 0..3_u8);
    let declined = (timestamp(), actor_ref(), text::paragraph())
        .prop_map(|(at, by, reason)| RegistrationState::Declined { at, by, reason });
    let drawn = (decision(), mapping, timestamp(), completed, declined, over);
    (origin(), 0..5_u8, drawn).prop_map(|(origin, pick, drawn)| {
        let (decision, (claim, reminders), expires_at, completed, declined, over) = drawn;
        let awaiting = |decision| RegistrationState::AwaitingActivation {
            decision,
            expires_at,
        };
        let state = match (&origin, pick) {
            (Origin::PortalForm | Origin::InviteLink { .. }, 0 | 1) => awaiting(None),
            (Origin::Invitation { .. } | Origin::AccessGrant, 0 | 1) => awaiting(Some(decision)),
            (Origin::Request(_), 0) => RegistrationState::AwaitingMapping {
                claim,
                reminders,
                expires_at,
            },
            (Origin::Request(_), 1) => awaiting(Some(decision)),
            (Origin::Request(_), 2) => declined,
            (_, 3) => completed,
            _ => over,
        };
        (origin, state)
    })
}

/// A registration by any door in any state that it can have; shrinks to a portal form that awaits activation.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::{registration::registration, timestamp};
///
/// proptest!(|(one in registration(), now in timestamp())| {
///     prop_assert!(!one.is_open(now) || one.state.expires_at().is_some(), "what is final is not open");
/// });
/// ```
pub fn registration() -> impl Strategy<Value = Registration> + Clone {
    let person = (id::<RegistrationId>(), email_address(), text::person_name());
    let code = prop::option::of((any::<[u8; 8]>(), timestamp(), 0..=5_u8));
    (person, text::locale(), way(), id::<CustomerId>(), code).prop_map(
        |((id, email, name), locale, (origin, state), customer, code)| {
            let is_undecided_form = matches!(
                (&origin, &state),
                (
                    Origin::PortalForm,
                    RegistrationState::AwaitingActivation { .. }
                ) | (
                    Origin::Request(_),
                    RegistrationState::AwaitingMapping { .. }
                )
            );
            let code = code.filter(|_| state.expires_at().is_some());
            Registration {
                id,
                email,
                name,
                locale,
                customer: (!is_undecided_form).then_some(customer),
                origin,
                state,
                code: code.map(|(bytes, expires_at, tries_left)| CodeProof {
                    digest: ActivationCode::from_bytes(bytes).digest(id),
                    expires_at,
                    tries_left,
                }),
                created_at: start(),
            }
        },
    )
}
