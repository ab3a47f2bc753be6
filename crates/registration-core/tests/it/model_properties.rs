//! What holds of the model's own answers: who acted, who has access, what a registration becomes, what a token is for.

use crate::office::name;
use proptest::prelude::*;
use registration_core::model::{
    ActorRef, Basis, NameChange, PersonName, PortalAccess, RegistrationState, Revision,
    TokenPurpose,
};
use registration_testkit::{
    fixtures::{Fixtures, minute, start},
    strategies,
};
use std::collections::HashSet;
use time::Duration;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pending_registration_is_open_until_the_very_moment_it_expires(registration in strategies::registration::registration()) {
        match registration.state.expires_at() {
            Some(end) => {
                prop_assert!(registration.is_open(end.plus(-Duration::MICROSECOND)));
                prop_assert!(!registration.is_open(end));
            }
            None => prop_assert!(!registration.is_open(start())),
        }
    }

    #[test]
    fn a_registration_that_moves_on_leaves_its_code_behind(registration in strategies::registration::registration()) {
        let before = registration.clone();
        let state = RegistrationState::Expired { at: minute(1) };
        match registration.moved_to(state.clone()) {
            Ok(after) => {
                prop_assert!(before.state.expires_at().is_some());
                prop_assert_eq!((&after.state, after.code), (&state, None));
                prop_assert_eq!((after.id, after.email), (before.id, before.email));
            }
            Err(error) => prop_assert_eq!(error.0, before.state.kind()),
        }
    }

    #[test]
    fn a_change_of_a_name_touches_what_it_names(first in "[A-Z][a-z]{0,9}", last in "([A-Z][a-z]{0,9})?") {
        let typed = name("Jo", "Doe");
        let firsts = NameChange::of_first(&format!(" {first} ")).unwrap();
        let lasts = NameChange::of_last(&format!(" {last} ")).unwrap();
        let both = PersonName::new(&first, &last).unwrap();
        prop_assert_eq!(firsts.apply(&typed), PersonName::new(&first, "Doe").unwrap());
        prop_assert_eq!(lasts.apply(&typed), PersonName::new("Jo", &last).unwrap());
        prop_assert_eq!(firsts.clone().and(lasts.clone()).apply(&typed), both.clone());
        prop_assert_eq!(lasts.and(firsts).apply(&typed), both.clone());
        let other = NameChange::of_first("Al").unwrap();
        prop_assert_eq!(NameChange::of_first(&first).unwrap().and(other).apply(&both), both.clone());
        prop_assert_eq!(NameChange::default().apply(&both), both);
    }
}

#[test]
fn a_change_of_a_name_goes_through_the_parser() {
    assert!(NameChange::of_first(" ").is_err());
    for refused in ["evil.com", "a\nb"] {
        assert!(NameChange::of_first(refused).is_err() && NameChange::of_last(refused).is_err());
    }
}

#[test]
fn each_kind_of_actor_has_its_code_and_the_id_behind_it() {
    let make = Fixtures::default();
    let (account, staff, key) = (make.id(), make.id(), make.id());
    let actors = [
        (ActorRef::Visitor, "visitor", None),
        (ActorRef::Account(account), "account", Some(account.0)),
        (ActorRef::Staff(staff), "staff", Some(staff.0)),
        (ActorRef::ApiKey(key), "api_key", Some(key.0)),
        (ActorRef::CommandLine, "command_line", None),
        (ActorRef::System, "system", None),
    ];
    for (actor, kind, id) in actors {
        assert_eq!((actor.kind(), actor.id()), (kind, id));
        let json = serde_json::to_value(actor).unwrap();
        assert_eq!(json["kind"], kind, "one spelling, wherever it is written");
    }
}

#[test]
fn access_is_on_for_who_is_in_or_was_asked_in() {
    let account = Fixtures::default().account();
    let by_link = |link| Basis::InviteLink { link };
    let make = Fixtures::default();
    let invited = PortalAccess::None.invited(start());
    let active = invited
        .clone()
        .activated(account.id, by_link(make.id()), minute(1));
    assert!(invited.is_on() && active.is_on());
    assert!(!PortalAccess::None.is_on() && !active.clone().suspended(minute(2)).is_on());
    let again = active
        .clone()
        .activated(make.id(), by_link(make.id()), minute(2));
    assert_eq!(again, active, "who is in stays as they came in");
}

#[test]
fn only_a_decision_is_made_by_a_person() {
    let make = Fixtures::default();
    let domain = make.email().domain().clone();
    let by = ActorRef::CommandLine;
    assert!(Basis::PermittedDomain { domain }.is_rule());
    assert!(Basis::InviteLink { link: make.id() }.is_rule());
    assert!(
        !Basis::Decision {
            by,
            contact: make.id()
        }
        .is_rule()
    );
}

#[test]
fn a_token_is_read_back_for_the_purpose_it_was_made_for_alone() {
    let make = Fixtures::default();
    let purposes = [
        TokenPurpose::Activation(make.id()),
        TokenPurpose::PasswordReset(make.id()),
        TokenPurpose::StaffActivation(make.id()),
        TokenPurpose::StaffPasswordReset(make.id()),
        TokenPurpose::Setup,
    ];
    let codes: HashSet<&str> = purposes.iter().map(TokenPurpose::code).collect();
    assert_eq!(codes.len(), purposes.len());
    for purpose in purposes {
        let (code, subject) = (purpose.code(), purpose.subject());
        assert_eq!(TokenPurpose::from_parts(code, subject), Some(purpose));
        assert_eq!(subject.is_none(), purpose == TokenPurpose::Setup);
        let other = if subject.is_none() {
            Some(make.id())
        } else {
            None
        };
        assert_eq!(TokenPurpose::from_parts(code, other), None);
    }
    assert_eq!(TokenPurpose::from_parts("", Some(make.id())), None);
}

#[test]
fn each_change_counts_one_revision_up() {
    assert_eq!(Revision::FIRST, Revision(1));
    assert_eq!(Revision(41).next(), Revision(42));
}
