//! What holds of saving portal settings, whatever stood there and whatever is proposed.

use crate::office::email;
use proptest::prelude::*;
use registration_core::{
    model::{Basis, LinkAudience, LoginMethod, PermittedDomain, PortalSettings},
    policy::settings::{
        DomainProblem, ProposedSettings, SettingsWarning, acknowledged, leaves, narrows_links,
        resolve, warnings,
    },
};
use registration_testkit::{
    fixtures::{Fixtures, permitted, start},
    strategies::settings::{allowlist_of, portal_settings},
};
use std::collections::HashSet;

const TYPED: &[&str] = &[
    "acme.com",
    "@acme.com",
    "*.acme.com",
    "beta.org",
    "co.uk",
    "no domain",
    "gmail.com",
    "mailinator.com",
];
const GOOD: &[&str] = &["acme.com", "*.beta.org", "gmail.com", "mailinator.com"];

fn audience() -> impl Strategy<Value = LinkAudience> {
    prop::sample::select(LinkAudience::ALL)
}

fn settings() -> impl Strategy<Value = PortalSettings> {
    portal_settings(allowlist_of(GOOD))
}

fn proposed() -> impl Strategy<Value = ProposedSettings> {
    let domains = prop::collection::vec(prop::sample::select(TYPED), 0..5);
    let acknowledge = prop::collection::hash_set(
        prop::sample::select(vec![
            "public_provider:gmail.com",
            "disposable:mailinator.com",
            "public_provider:acme.com",
        ]),
        0..3,
    );
    (
        domains,
        any::<bool>(),
        any::<bool>(),
        prop::option::of(audience()),
        acknowledge,
    )
        .prop_map(
            |(domains, form, link, link_audience, acknowledge)| ProposedSettings {
                self_service_registration: form,
                permitted_domains: domains.into_iter().map(str::parse).collect(),
                invite_link_registration: link,
                link_audience,
                login_method: LoginMethod::Password,
                acknowledge: acknowledge.into_iter().map(str::to_owned).collect(),
            },
        )
}

/// One below the other and each in both notations, and every place that tells them apart.
const NESTED: &[&str] = &["acme.com", "*.acme.com", "eu.acme.com", "*.eu.acme.com"];
const PLACES: &[&str] = &[
    "acme.com",
    "eu.acme.com",
    "us.acme.com",
    "north.eu.acme.com",
    "elsewhere.org",
];

fn nested_settings() -> impl Strategy<Value = PortalSettings> {
    portal_settings(allowlist_of(NESTED))
}

fn ann_at(place: &str) -> registration_core::model::EmailAddress {
    email(&format!("ann@{place}"))
}

fn listed(settings: &PortalSettings, place: &str) -> bool {
    settings.permitted_domains.iter().any(|entry| {
        let name = entry.domain().as_str();
        place == name || (entry.include_subdomains() && place.ends_with(&format!(".{name}")))
    })
}

fn form_admits(settings: &PortalSettings, place: &str) -> bool {
    settings.self_service_registration && listed(settings, place)
}

fn link_admits(settings: &PortalSettings, place: &str) -> bool {
    let anyone = settings.link_audience == LinkAudience::Anyone;
    settings.invite_link_registration && (anyone || listed(settings, place))
}

/// What is wrong with each entry, by the documents.
fn problems(current: &PortalSettings, proposed: &ProposedSettings) -> Vec<(usize, DomainProblem)> {
    let mut seen = HashSet::new();
    let mut problems = Vec::new();
    for (index, item) in proposed.permitted_domains.iter().enumerate() {
        let Ok(entry) = item else {
            let suffix = item
                .as_ref()
                .is_err_and(|error| error.code() == "public_suffix");
            problems.push((
                index,
                if suffix {
                    DomainProblem::PublicSuffix
                } else {
                    DomainProblem::Invalid
                },
            ));
            continue;
        };
        let domain = entry.domain().as_str().to_owned();
        let stands = current
            .permitted_domains
            .iter()
            .any(|old| old.domain().as_str() == domain);
        let said =
            |code: &str| stands || proposed.acknowledge.contains(&format!("{code}:{domain}"));
        let problem = if !seen.insert(domain.clone()) {
            Some(DomainProblem::Duplicate)
        } else if domain == "gmail.com" && !said("public_provider") {
            Some(DomainProblem::PublicProvider)
        } else if domain == "mailinator.com" && !said("disposable") {
            Some(DomainProblem::Disposable)
        } else {
            None
        };
        problems.extend(problem.map(|problem| (index, problem)));
    }
    problems
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_reasons_are_told_at_once_each_with_its_place(current in settings(), proposed in proposed()) {
        let expected = problems(&current, &proposed);
        match resolve(&current, &proposed) {
            Ok(resolved) => {
                prop_assert!(expected.is_empty());
                let wanted: Vec<PermittedDomain> = proposed.permitted_domains.iter().flatten().cloned().collect();
                prop_assert_eq!(resolved.permitted_domains, wanted);
                prop_assert_eq!(resolved.self_service_registration, proposed.self_service_registration);
                prop_assert_eq!(resolved.invite_link_registration, proposed.invite_link_registration);
            }
            Err(refused) => {
                let told: Vec<_> = refused.iter().map(|one| (one.index, one.problem)).collect();
                prop_assert_eq!(told, expected);
            }
        }
    }

    #[test]
    fn the_audience_is_what_was_said_or_narrows_with_the_first_domain(current in settings(), proposed in proposed()) {
        let Ok(resolved) = resolve(&current, &proposed) else { return Ok(()) };
        let is_first = current.permitted_domains.is_empty() && !resolved.permitted_domains.is_empty();
        let expected = match proposed.link_audience {
            Some(said) => said,
            None if is_first => LinkAudience::PermittedDomains,
            None => current.link_audience,
        };
        prop_assert_eq!(resolved.link_audience, expected);
    }

    #[test]
    fn a_save_that_does_not_name_the_audience_never_widens_it(current in settings(), proposed in proposed()) {
        let unsaid = ProposedSettings { link_audience: None, ..proposed };
        let Ok(resolved) = resolve(&current, &unsaid) else { return Ok(()) };
        if current.link_audience == LinkAudience::PermittedDomains {
            prop_assert_eq!(resolved.link_audience, LinkAudience::PermittedDomains);
        }
    }

    #[test]
    fn what_was_saved_can_be_saved_again_without_asking(current in settings(), proposed in proposed()) {
        let Ok(resolved) = resolve(&current, &proposed) else { return Ok(()) };
        let again = ProposedSettings { acknowledge: HashSet::new(), ..proposed };
        prop_assert_eq!(resolve(&resolved, &again).unwrap().permitted_domains, resolved.permitted_domains.clone());
        prop_assert!(acknowledged(&resolved, &resolved).is_empty());
        let keys = acknowledged(&current, &resolved);
        prop_assert!(keys.iter().all(|key| !key.contains("acme.com")));
    }

    #[test]
    fn people_leave_only_by_a_rule_that_admitted_them_and_does_not_any_more(
        before in settings(), after in settings(), by_link in any::<bool>(), at in prop::sample::select(vec!["ann@acme.com", "ann@eu.beta.org"]),
    ) {
        let make = Fixtures::default();
        let customer = make.customer();
        let account = registration_core::model::Account { email: email(at), ..make.account() };
        let mut member = make.active_contact(&customer, &account);
        let basis = if by_link {
            Basis::InviteLink { link: make.id() }
        } else {
            Basis::PermittedDomain { domain: account.email.domain().clone() }
        };
        member.access = registration_core::model::PortalAccess::None.activated(account.id, basis, start());
        prop_assert!(!leaves(&member, &before, &before));
        prop_assert!(!(leaves(&member, &before, &after) && leaves(&member, &after, &before)));
        let mut shut = after.clone();
        shut.self_service_registration = false;
        shut.invite_link_registration = false;
        if leaves(&member, &before, &after) {
            prop_assert!(leaves(&member, &before, &shut), "shutting everything hits whom narrowing hits");
        }
        let mut decided = member.clone();
        let by = Basis::Decision { by: registration_core::model::ActorRef::CommandLine, contact: member.id };
        decided.access = registration_core::model::PortalAccess::None.activated(account.id, by, start());
        prop_assert!(!leaves(&decided, &before, &shut));
    }

    #[test]
    fn people_leave_exactly_when_their_own_door_shuts(
        before in nested_settings(), after in nested_settings(), by_link in any::<bool>(), at in prop::sample::select(PLACES),
    ) {
        let make = Fixtures::default();
        let account = registration_core::model::Account { email: ann_at(at), ..make.account() };
        let basis = if by_link {
            Basis::InviteLink { link: make.id() }
        } else {
            Basis::PermittedDomain { domain: account.email.domain().clone() }
        };
        let mut member = make.contact(&make.customer());
        member.email = account.email.clone();
        member.access = registration_core::model::PortalAccess::None.activated(account.id, basis, start());
        let admitted = |settings: &PortalSettings| {
            if by_link { link_admits(settings, at) } else { form_admits(settings, at) }
        };
        prop_assert_eq!(leaves(&member, &before, &after), admitted(&before) && !admitted(&after));
    }

    #[test]
    fn links_are_narrowed_exactly_when_they_stop_or_somebody_loses_them(before in nested_settings(), after in nested_settings()) {
        let stop = before.invite_link_registration && !after.invite_link_registration;
        let loses = |at: &&str| link_admits(&before, at) && !link_admits(&after, at);
        prop_assert_eq!(narrows_links(&before, &after), stop || PLACES.iter().any(loses));
    }

    #[test]
    fn warnings_name_the_empty_list_overlaps_and_the_door_that_opens(before in settings(), after in settings(), theirs in settings()) {
        let make = Fixtures::default();
        let own = make.customer();
        let other = registration_core::model::Customer { settings: theirs, ..make.customer() };
        let told = warnings(own.id, &before, &after, &[&other, &own]);
        let has = |warning| told.iter().any(|one| one.warning == warning);
        prop_assert_eq!(has(SettingsWarning::AdmitsNobody), after.self_service_registration && after.permitted_domains.is_empty());
        let shared = after.permitted_domains.iter().any(|entry| {
            other.settings.permitted_domains.iter().any(|theirs| theirs.domain() == entry.domain())
        });
        prop_assert_eq!(has(SettingsWarning::Overlap), shared);
        prop_assert_eq!(has(SettingsWarning::PublicProvider), after.permitted_domains.contains(&permitted("gmail.com")));
        let opens = after.self_service_registration && after.invite_link_registration
            && after.link_audience == LinkAudience::PermittedDomains
            && after.permitted_domains.iter().any(|entry| before.permitted_domains.iter().all(|old| old.domain() != entry.domain()));
        prop_assert_eq!(has(SettingsWarning::OpensPortalForm), opens);
    }
}
