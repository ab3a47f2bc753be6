//! Portal settings, and what staff propose.

use super::domain;
use proptest::prelude::*;
use registration_core::{
    model::{LinkAudience, LoginMethod, PermittedDomain, PortalSettings},
    policy::settings::ProposedSettings,
};
use std::collections::HashSet;

/// Up to four permitted domains, no domain twice; shrinks to none.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::settings::allowlist;
///
/// proptest!(|(list in allowlist())| prop_assert!(list.len() <= 4));
/// ```
pub fn allowlist() -> impl Strategy<Value = Vec<PermittedDomain>> + Clone {
    prop::collection::vec(domain::permitted_domain(), 0..5).prop_map(|mut list| {
        let mut seen = HashSet::new();
        list.retain(|entry| seen.insert(entry.domain().clone()));
        list
    })
}

/// Entries among `texts`, no domain twice, so that lists often share and nest; shrinks to none.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::settings::allowlist_of;
///
/// proptest!(|(list in allowlist_of(&["acme.com", "*.acme.com", "eu.acme.com"]))| {
///     prop_assert!(list.len() <= 2, "acme.com stands there once, with its sub-domains or without");
/// });
/// ```
pub fn allowlist_of(
    texts: &'static [&'static str],
) -> impl Strategy<Value = Vec<PermittedDomain>> + Clone {
    prop::sample::subsequence(texts, 0..=texts.len().min(4))
        .prop_shuffle()
        .prop_map(|texts| {
            let mut seen = HashSet::new();
            let mut list: Vec<PermittedDomain> =
                texts.into_iter().map(crate::fixtures::permitted).collect();
            list.retain(|entry| seen.insert(entry.domain().clone()));
            list
        })
}

/// Settings with any switches; shrinks to both off and nobody permitted.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::settings::{allowlist, portal_settings};
///
/// proptest!(|(settings in portal_settings(allowlist()))| {
///     prop_assert!(settings.permitted_domains.len() <= 4);
/// });
/// ```
pub fn portal_settings(
    list: impl Strategy<Value = Vec<PermittedDomain>> + Clone,
) -> impl Strategy<Value = PortalSettings> + Clone {
    let audience = prop::sample::select(LinkAudience::ALL);
    (any::<bool>(), list, any::<bool>(), audience).prop_map(
        |(
            self_service_registration,
            permitted_domains,
            invite_link_registration,
            link_audience,
        )| PortalSettings {
            self_service_registration,
            permitted_domains,
            invite_link_registration,
            link_audience,
            login_method: LoginMethod::Password,
        },
    )
}

/// A proposal that may be refused: entries that are almost right, twice there, or need an acknowledgement.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::{model::PortalSettings, policy::settings::resolve};
/// use registration_testkit::strategies::settings::proposed_settings;
///
/// proptest!(|(proposed in proposed_settings())| {
///     let has_wrong = proposed.permitted_domains.iter().any(Result::is_err);
///     prop_assert!(resolve(&PortalSettings::default(), &proposed).is_err() || !has_wrong);
/// });
/// ```
pub fn proposed_settings() -> impl Strategy<Value = ProposedSettings> + Clone {
    let known =
        prop::sample::select(&["acme.com", "*.acme.com", "gmail.com", "mailinator.com"][..]);
    let entry = prop_oneof![
        4 => domain::permitted_domain().prop_map(Ok),
        3 => known.prop_map(str::parse),
        1 => domain::almost_permitted_domain().prop_map(|almost| Err(almost.reason)),
    ];
    let keys = &["public_provider:gmail.com", "disposable:mailinator.com"];
    (
        any::<bool>(),
        prop::collection::vec(entry, 0..5),
        any::<bool>(),
        prop::option::of(prop::sample::select(LinkAudience::ALL)),
        prop::sample::subsequence(&keys[..], 0..=2),
    )
        .prop_map(
            |(
                self_service_registration,
                permitted_domains,
                invite_link_registration,
                link_audience,
                keys,
            )| {
                ProposedSettings {
                    self_service_registration,
                    permitted_domains,
                    invite_link_registration,
                    link_audience,
                    login_method: LoginMethod::Password,
                    acknowledge: keys.into_iter().map(str::to_owned).collect(),
                }
            },
        )
}
