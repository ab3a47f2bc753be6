//! Strategies give what they say, and shrink to what reads easily.

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner},
};
use registration_core::{
    model::{
        DomainName, EmailAddress, InvalidDomainName, InvalidEmailAddress, MailKind, OriginKind,
        PermittedDomain, PersonName, RegistrationState, StateKind, phone,
    },
    policy::admission::link_is_live,
};
use registration_testkit::{
    fixtures::start,
    strategies::{
        address, domain, id, link, mail, person, playbook, registration, settings, text, timestamp,
    },
};
use std::{collections::BTreeSet, fmt::Debug};

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[1; 32]))
}

/// The least value for which `holds` is false.
fn least<S: Strategy>(strategy: S, holds: impl Fn(&S::Value) -> bool) -> S::Value
where
    S::Value: Debug,
{
    let failed = runner(2_000).run(&strategy, |value| {
        prop_assert!(holds(&value));
        Ok(())
    });
    match failed {
        Err(TestError::Fail(_, value)) => value,
        other => panic!("no value was found: {other:?}"),
    }
}

/// What `key` is of many values.
fn seen<S: Strategy, K: Ord>(strategy: S, key: impl Fn(S::Value) -> K) -> BTreeSet<K> {
    let seen = std::cell::RefCell::new(BTreeSet::new());
    let drawn = runner(1_500).run(&strategy, |value| {
        seen.borrow_mut().insert(key(value));
        Ok(())
    });
    drawn.expect("values can be drawn");
    seen.into_inner()
}

#[test]
fn a_failing_property_of_addresses_shrinks_to_one_that_reads_easily() {
    assert_eq!(
        least(address::email_address(), |_| false).as_str(),
        "a@a.aa"
    );
    let dotted = least(address::email_address(), |address| {
        !address.local_part().contains('.')
    });
    assert_eq!(dotted.domain().as_str(), "a.aa");
    assert!(dotted.local_part().len() <= 4, "{dotted}");
    let deep = least(address::email_address(), |address| {
        address.domain().label_count() < 3
    });
    assert_eq!(deep.as_str(), "a@a.a.aa");
}

#[test]
fn other_failing_properties_shrink_too() {
    assert_eq!(
        least(domain::permitted_domain(), |_| false).to_string(),
        "a.aa"
    );
    assert_eq!(
        least(domain::permitted_domain(), |it| !it.include_subdomains()).to_string(),
        "*.a.aa"
    );
    assert_eq!(least(timestamp(), |_| false), start());
    assert_eq!(least(text::person_name(), |_| false).to_string(), "A");
    assert_eq!(least(text::phone_number(), |_| false), "000");
    assert!(least(settings::allowlist(), |_| false).is_empty());
    assert_eq!(least(settings::allowlist(), |list| list.len() < 2).len(), 2);
    let form = least(registration::registration(), |_| false);
    assert_eq!(form.origin.kind(), OriginKind::PortalForm);
    assert_eq!(
        form.state,
        RegistrationState::AwaitingActivation {
            decision: None,
            expires_at: start()
        }
    );
    assert_eq!((form.locale, form.code, form.customer), (None, None, None));
    let playbook = least(playbook::playbook(), |playbook| playbook.steps.is_empty());
    assert_eq!(
        (playbook.steps.len(), playbook.steps[0].due_after_days),
        (1, 0)
    );
    assert_eq!(
        least(mail::mail(), |_| false).kind(),
        MailKind::AlreadyRegistered
    );
    let customer = least(person::customer(), |customer| {
        !customer.settings.self_service_registration
    });
    assert!(customer.archived_at.is_none() && customer.settings.permitted_domains.is_empty());
}

#[test]
fn every_kind_of_mail_door_and_state_is_drawn() {
    assert_eq!(
        seen(mail::mail(), |mail| mail.kind()).len(),
        MailKind::ALL.len()
    );
    let ways = seen(registration::registration(), |one| {
        (one.origin.kind(), one.state.kind())
    });
    let doors: BTreeSet<OriginKind> = ways.iter().map(|(door, _)| *door).collect();
    let states: BTreeSet<StateKind> = ways.iter().map(|(_, state)| *state).collect();
    assert_eq!(
        (doors.len(), states.len()),
        (OriginKind::ALL.len(), StateKind::ALL.len())
    );
    assert!(
        !ways.contains(&(OriginKind::PortalForm, StateKind::AwaitingMapping)),
        "only requests are mapped"
    );
    let access = id().prop_flat_map(person::portal_access);
    assert_eq!(seen(access, |access| access.code()).len(), 4);
    let live = seen(id().prop_flat_map(link::invite_link), |link| {
        link_is_live(&link, &link.code, start()).err()
    });
    assert_eq!(live.len(), 4, "live, disabled, expired, used up: {live:?}");
}

#[test]
fn every_defect_of_an_address_is_drawn() {
    let codes = seen(address::almost_address(), |almost| almost.reason.code());
    let ends_in_the_domain = seen(address::almost_address(), |almost| {
        matches!(almost.reason, InvalidEmailAddress::Domain(_))
    });
    assert_eq!(ends_in_the_domain.len(), 2);
    assert!(codes.len() >= 16 + 11, "{codes:?}");
    let reasons = seen(domain::almost_domain(), |almost| almost.reason.code());
    assert_eq!(reasons.len(), 13, "{reasons:?}");
    assert!(reasons.contains(InvalidDomainName::International.code()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_almost_valid_is_refused_for_its_reason(
        almost_address in address::almost_address(), almost_domain in domain::almost_domain(),
        almost_permitted in domain::almost_permitted_domain(), almost_name in text::almost_name(),
        almost_phone in text::almost_phone_number(),
    ) {
        prop_assert_eq!(almost_address.typed.parse::<EmailAddress>(), Err(almost_address.reason), "{:?}", almost_address.typed);
        prop_assert_eq!(almost_domain.typed.parse::<DomainName>(), Err(almost_domain.reason), "{:?}", almost_domain.typed);
        prop_assert_eq!(almost_permitted.typed.parse::<PermittedDomain>(), Err(almost_permitted.reason), "{:?}", almost_permitted.typed);
        prop_assert_eq!(PersonName::new(&almost_name.typed, ""), Err(almost_name.reason), "{:?}", almost_name.typed);
        prop_assert_eq!(phone(&almost_phone.typed), Err(almost_phone.reason), "{:?}", almost_phone.typed);
    }

    #[test]
    fn what_is_typed_means_what_it_says(
        address in address::typed_address(), domain in domain::international_domain(), entry in domain::typed_permitted_domain(),
    ) {
        prop_assert_eq!(address.typed.parse(), Ok(address.value));
        prop_assert_eq!(domain.typed.parse(), Ok(domain.value));
        prop_assert_eq!(entry.typed.parse(), Ok(entry.value));
    }
}
