//! What holds of permissions, whoever asks: denied unless granted.

use proptest::prelude::*;
use registration_core::{
    model::{AccountId, Actor, ApiKeyId, Role, Roles, Scope, StaffId},
    policy::access::{Denied, Permission, require, role_grants, scope_roles},
};
use uuid::Uuid;

use Permission as P;

/// The whole table once more, from the documents: C, M, B, U, X.
fn expected(role: Role) -> Vec<Permission> {
    match role {
        Role::Administrator => P::ALL.to_vec(),
        Role::CustomerManager => vec![
            P::ReadCustomers,
            P::ListCustomerNames,
            P::SeeLinkCodes,
            P::ManageCustomers,
            P::ReadRequests,
            P::ReadPlaybooks,
            P::ReadProjects,
            P::ManageProjects,
            P::ListStaffNames,
            P::Explain,
        ],
        Role::PortalRegistrationMapper => vec![
            P::ReadCustomers,
            P::ListCustomerNames,
            P::ReadRequests,
            P::DecideRequests,
            P::Explain,
        ],
        Role::PlaybookEditor => vec![
            P::ListCustomerNames,
            P::ReadPlaybooks,
            P::ManagePlaybooks,
            P::ReadProjects,
            P::ManageProjects,
            P::ListStaffNames,
        ],
        Role::Auditor => vec![
            P::ReadCustomers,
            P::ListCustomerNames,
            P::ReadRequests,
            P::ReadPlaybooks,
            P::ReadProjects,
            P::ReadStaff,
            P::ListStaffNames,
            P::ReadOperations,
        ],
    }
}

fn staff(roles: Roles) -> Actor {
    Actor::Staff {
        id: StaffId(Uuid::nil()),
        roles,
    }
}

#[test]
fn a_role_grants_what_the_table_says_and_nothing_else() {
    for role in Role::ALL {
        for permission in P::ALL {
            let granted = expected(*role).contains(permission);
            assert_eq!(
                role_grants(*role, *permission),
                granted,
                "{role} {permission:?}"
            );
        }
    }
}

#[test]
fn visitors_and_portal_accounts_may_nothing() {
    for permission in P::ALL {
        for actor in [Actor::Visitor, Actor::Account(AccountId(Uuid::nil()))] {
            assert_eq!(require(&actor, *permission), Err(Denied::NotSignedIn));
        }
        assert_eq!(
            require(&staff(Roles::new()), *permission),
            Err(Denied::NotAllowed)
        );
        assert_eq!(require(&Actor::CommandLine, *permission), Ok(()));
    }
}

#[test]
fn an_auditor_changes_nothing() {
    let changes = [
        P::SeeLinkCodes,
        P::ManageCustomers,
        P::DecideRequests,
        P::ManagePlaybooks,
        P::ManageProjects,
        P::ManageStaff,
        P::ManageOperations,
    ];
    for permission in changes {
        assert!(!role_grants(Role::Auditor, permission));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn several_roles_grant_what_each_of_them_grants(
        roles in prop::collection::btree_set(prop::sample::select(Role::ALL), 0..5),
        permission in prop::sample::select(P::ALL),
    ) {
        let one_grants = roles.iter().any(|role| role_grants(*role, permission));
        prop_assert_eq!(require(&staff(roles), permission).is_ok(), one_grants);
    }

    #[test]
    fn a_key_may_what_the_roles_of_its_scope_may(
        scope in prop::sample::select(Scope::ALL),
        permission in prop::sample::select(P::ALL),
    ) {
        let key = Actor::ApiKey { id: ApiKeyId(Uuid::nil()), scope };
        prop_assert_eq!(require(&key, permission), require(&staff(scope_roles(scope)), permission));
    }
}
