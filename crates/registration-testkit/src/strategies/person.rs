//! Customers, their contacts, accounts and staff.

use super::{address::email_address, id, link::link_code, settings, text, timestamp};
use crate::{doubles::PlainHasher, fixtures::start};
use proptest::prelude::*;
use registration_core::model::{
    Account, AccountId, Actor, ActorRef, ApiKeyId, Basis, Contact, ContactId, Customer, CustomerId,
    PortalAccess, Role, Scope, Secret, Session, SessionHolder, Staff,
};

/// A customer with any settings, one in eight archived.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::person::customer;
///
/// proptest!(|(customer in customer())| prop_assert!(!customer.name.is_empty()));
/// ```
pub fn customer() -> impl Strategy<Value = Customer> + Clone {
    let settings = settings::portal_settings(settings::allowlist());
    let archived_at = prop_oneof![7 => Just(None), 1 => timestamp().prop_map(Some)];
    (
        id(),
        text::line(),
        prop::option::of("[A-Z]{1,3}-[0-9]{1,5}"),
        settings,
        archived_at,
    )
        .prop_map(|(id, name, reference, settings, archived_at)| Customer {
            id,
            name,
            reference,
            settings,
            archived_at,
            created_at: start(),
        })
}

/// Why somebody was let in: any rule, or a decision for `contact`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::ContactId;
/// use registration_testkit::strategies::{id, person::basis};
///
/// proptest!(|(basis in id::<ContactId>().prop_flat_map(basis))| {
///     let json = serde_json::to_string(&basis).unwrap();
///     prop_assert_eq!(serde_json::from_str::<registration_core::model::Basis>(&json).unwrap(), basis);
/// });
/// ```
pub fn basis(contact: ContactId) -> impl Strategy<Value = Basis> + Clone {
    prop_oneof![
        super::domain::domain_name().prop_map(|domain| Basis::PermittedDomain { domain }),
        id().prop_map(|link| Basis::InviteLink { link }),
        actor_ref().prop_map(move |by| Basis::Decision { by, contact }),
    ]
}

/// Access in every state; shrinks to none.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::{id, person::portal_access, timestamp};
///
/// proptest!(|(access in id().prop_flat_map(portal_access), now in timestamp())| {
///     prop_assert_eq!(access.suspended(now).account(), None, "whoever is suspended signs in no more");
/// });
/// ```
pub fn portal_access(contact: ContactId) -> impl Strategy<Value = PortalAccess> + Clone {
    let was = prop::option::of((id::<AccountId>(), basis(contact)));
    prop_oneof![
        Just(PortalAccess::None),
        (timestamp(), prop::option::of(timestamp())).prop_map(|(since, suspended_at)| {
            PortalAccess::Invited {
                since,
                suspended_at,
            }
        }),
        (id(), timestamp(), basis(contact)).prop_map(|(account, since, basis)| {
            PortalAccess::Active {
                account,
                since,
                basis,
            }
        }),
        (timestamp(), was).prop_map(|(since, was)| PortalAccess::Suspended { since, was }),
    ]
}

/// A contact of `customer`, with access in any state.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::{id, person::contact};
///
/// proptest!(|(contact in id().prop_flat_map(contact))| {
///     prop_assert!(contact.access.account().is_none() || contact.access.code() == "active");
/// });
/// ```
pub fn contact(customer: CustomerId) -> impl Strategy<Value = Contact> + Clone {
    let person = (
        text::person_name(),
        email_address(),
        prop::option::of(text::phone_number()),
    );
    let access = id::<ContactId>().prop_flat_map(|id| (Just(id), portal_access(id)));
    (person, prop::option::of(text::line()), access).prop_map(
        move |((name, email, phone), job_title, (id, access))| Contact {
            id,
            customer,
            name,
            email,
            phone,
            job_title,
            access,
            created_at: start(),
        },
    )
}

/// An account whose password is `correct horse battery staple`, hashed by [`PlainHasher`].
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::person::account;
///
/// proptest!(|(account in account())| prop_assert!(!account.email.is_role_mailbox()));
/// ```
pub fn account() -> impl Strategy<Value = Account> + Clone {
    (id(), email_address(), text::person_name(), text::locale()).prop_map(
        |(id, email, name, locale)| Account {
            locale,
            id,
            email,
            name,
            password: PlainHasher::hash_of("correct horse battery staple"),
            created_at: start(),
        },
    )
}

/// A staff member with any roles, on duty or off, now and then one who left.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::{model::Role, policy::mapping::recipients};
/// use registration_testkit::strategies::person::staff;
///
/// proptest!(|(staff in prop::collection::vec(staff(), 0..4))| {
///     prop_assert!(recipients(&staff).1.iter().all(|one| one.active));
/// });
/// ```
pub fn staff() -> impl Strategy<Value = Staff> + Clone {
    let roles = prop::sample::subsequence(Role::ALL, 0..=Role::ALL.len());
    let person = (id(), text::line(), email_address(), text::locale());
    (
        person,
        roles,
        any::<bool>(),
        prop::bool::weighted(0.8),
        any::<bool>(),
    )
        .prop_map(
            |((id, name, email, locale), roles, on_duty, active, has_password)| Staff {
                locale,
                id,
                name,
                email,
                roles: roles.into_iter().collect(),
                on_duty,
                active,
                password: has_password
                    .then(|| PlainHasher::hash_of("correct horse battery staple")),
                created_at: start(),
            },
        )
}

/// Whoever acts, with any authority; shrinks to a visitor.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::{model::Actor, policy::access::{Permission, require}};
/// use registration_testkit::strategies::person::actor;
///
/// proptest!(|(actor in actor())| {
///     if actor == Actor::Visitor {
///         prop_assert!(require(&actor, Permission::Explain).is_err());
///     }
/// });
/// ```
pub fn actor() -> impl Strategy<Value = Actor> + Clone {
    let roles = prop::sample::subsequence(Role::ALL, 0..=Role::ALL.len());
    prop_oneof![
        Just(Actor::Visitor),
        id().prop_map(Actor::Account),
        (id(), roles).prop_map(|(id, roles)| Actor::Staff {
            id,
            roles: roles.into_iter().collect()
        }),
        (id::<ApiKeyId>(), prop::sample::select(Scope::ALL))
            .prop_map(|(id, scope)| Actor::ApiKey { id, scope }),
        Just(Actor::CommandLine),
        Just(Actor::System),
    ]
}

/// Who acted, as records name them; shrinks to a visitor.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::person::actor_ref;
///
/// proptest!(|(by in actor_ref())| prop_assert!(!by.kind().is_empty()));
/// ```
pub fn actor_ref() -> impl Strategy<Value = ActorRef> + Clone {
    actor().prop_map(|actor| actor.reference())
}

/// A session of `holder`, used some minutes after it began.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::{model::{SessionHolder, StaffId}, policy::sessions::is_live};
/// use registration_testkit::strategies::{id, person::session};
///
/// proptest!(|(session in id::<StaffId>().prop_flat_map(|id| session(SessionHolder::Staff(id))))| {
///     prop_assert!(is_live(&session, session.last_seen_at));
/// });
/// ```
pub fn session(holder: SessionHolder) -> impl Strategy<Value = Session> + Clone {
    (id(), link_code(), timestamp(), 0..10_000_i64).prop_map(
        move |(id, secret, created_at, minutes)| Session {
            id,
            digest: Secret::presented(secret.0).digest(),
            holder,
            created_at,
            last_seen_at: created_at.plus(time::Duration::minutes(minutes)),
        },
    )
}
