//! Portal settings: which changes are allowed, what they mean for the link, and what staff are warned of.

use super::admission;
use crate::{
    codes::codes,
    model::{
        Basis, Contact, Customer, CustomerId, DomainConcern, InvalidPermittedDomain, LinkAudience,
        LoginMethod, PermittedDomain, PortalAccess, PortalSettings,
    },
};
use std::collections::HashSet;

/// What staff want the settings to be. Each domain has its own result, so that all reasons are told at once.
#[derive(Debug, Clone)]
pub struct ProposedSettings {
    /// "Allow Self-Service Registration".
    pub self_service_registration: bool,
    /// "Permitted Root Domains", each parsed or with its reason.
    pub permitted_domains: Vec<Result<PermittedDomain, InvalidPermittedDomain>>,
    /// "Allow self-serviced registration using invite link".
    pub invite_link_registration: bool,
    /// Whom the links admit; left out, it follows [`audience_after`].
    pub link_audience: Option<LinkAudience>,
    /// "Login Method".
    pub login_method: LoginMethod,
    /// Acknowledgements such as `public_provider:gmail.com`.
    pub acknowledge: HashSet<String>,
}

codes! {
    /// Why an entry of the list is refused.
    #[non_exhaustive]
    pub enum DomainProblem {
        /// It isn't a domain.
        Invalid = "invalid_domain",
        /// Anybody can register beneath it.
        PublicSuffix = "public_suffix",
        /// It stands there twice.
        Duplicate = "duplicate",
        /// Anybody can have an address there; permitted only when acknowledged.
        PublicProvider = "public_provider",
        /// Addresses there are thrown away; permitted only when acknowledged.
        Disposable = "disposable",
    }
}

/// A refused entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedDomain {
    /// Its place in the list, from 0.
    pub index: usize,
    /// What is wrong.
    pub problem: DomainProblem,
    /// What to do.
    pub detail: String,
}

codes! {
    /// What staff are warned of when saving.
    #[non_exhaustive]
    pub enum SettingsWarning {
        /// The portal form is on and nobody is permitted.
        AdmitsNobody = "admits_nobody",
        /// Another customer permits the same domain: people choose.
        Overlap = "overlap",
        /// Anybody can have an address there.
        PublicProvider = "public_provider",
        /// Addresses there are thrown away.
        Disposable = "disposable",
        /// The list that narrows the link also opens the portal form.
        OpensPortalForm = "opens_portal_form",
    }
}

/// A warning with the domain it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Which.
    pub warning: SettingsWarning,
    /// About which domain.
    pub domain: Option<String>,
    /// Which other customer permits it too.
    pub other: Option<String>,
    /// In a sentence.
    pub detail: String,
}

/// Checks a proposal against the settings of now.
///
/// Public providers and disposable domains need an acknowledgement when they are new; entries that stand there
/// already don't ask again.
///
/// # Errors
/// Every refused entry with its place.
///
/// ```
/// use registration_core::{model::*, policy::settings::{DomainProblem, ProposedSettings, resolve}};
/// let proposed = |domains: &[&str]| ProposedSettings {
///     self_service_registration: true, invite_link_registration: true, link_audience: None,
///     login_method: LoginMethod::Password, acknowledge: Default::default(),
///     permitted_domains: domains.iter().map(|text| text.parse()).collect(),
/// };
/// let current = PortalSettings::default();
/// let saved = resolve(&current, &proposed(&["@acme.com"])).unwrap();
/// assert_eq!(saved.link_audience, LinkAudience::PermittedDomains);
/// let refused = resolve(&current, &proposed(&["acme.com", "co.uk", "gmail.com"])).unwrap_err();
/// assert_eq!((refused[0].index, refused[0].problem), (1, DomainProblem::PublicSuffix));
/// assert_eq!((refused[1].index, refused[1].problem), (2, DomainProblem::PublicProvider));
/// ```
pub fn resolve(
    current: &PortalSettings,
    proposed: &ProposedSettings,
) -> Result<PortalSettings, Vec<RefusedDomain>> {
    let mut refused = Vec::new();
    let mut permitted: Vec<PermittedDomain> = Vec::with_capacity(proposed.permitted_domains.len());
    let mut seen = HashSet::new();
    for (index, item) in proposed.permitted_domains.iter().enumerate() {
        let problem = match item {
            Err(invalid) => Some(match invalid {
                InvalidPermittedDomain::PublicSuffix => {
                    (DomainProblem::PublicSuffix, invalid.to_string())
                }
                _ => (DomainProblem::Invalid, invalid.to_string()),
            }),
            Ok(entry) if !seen.insert(entry.domain().clone()) => Some((
                DomainProblem::Duplicate,
                format!("{} is in the list already", entry.domain()),
            )),
            Ok(entry) => {
                let problem = unacknowledged(current, entry, &proposed.acknowledge);
                permitted.push(entry.clone());
                problem
            }
        };
        if let Some((problem, detail)) = problem {
            refused.push(RefusedDomain {
                index,
                problem,
                detail,
            });
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    Ok(PortalSettings {
        self_service_registration: proposed.self_service_registration,
        link_audience: proposed
            .link_audience
            .unwrap_or_else(|| audience_after(current, &permitted)),
        permitted_domains: permitted,
        invite_link_registration: proposed.invite_link_registration,
        login_method: proposed.login_method,
    })
}

/// The audience of the links after a save that doesn't name it: the first domain narrows it; removing the last one
/// does not widen it again.
///
/// ```
/// use registration_core::{model::*, policy::settings::audience_after};
/// let (anyone, listed) = (PortalSettings::default(), ["acme.com".parse()?]);
/// assert_eq!(audience_after(&anyone, &listed), LinkAudience::PermittedDomains);
/// assert_eq!(audience_after(&anyone, &[]), LinkAudience::Anyone);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub const fn audience_after(
    current: &PortalSettings,
    permitted: &[PermittedDomain],
) -> LinkAudience {
    if current.permitted_domains.is_empty() && !permitted.is_empty() {
        LinkAudience::PermittedDomains
    } else {
        current.link_audience
    }
}

/// The acknowledgements that going from `current` to `saved` took, such as `public_provider:gmail.com`: what the audit
/// trail keeps of them.
///
/// ```
/// use registration_core::policy::settings::acknowledged;
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let (before, after) = (make.customer().settings, make.customer_permitting(&["acme.com", "gmail.com"]).settings);
/// assert_eq!(acknowledged(&before, &after), ["public_provider:gmail.com"]);
/// assert!(acknowledged(&after, &after).is_empty(), "what stands there does not ask again");
/// ```
#[must_use]
pub fn acknowledged(current: &PortalSettings, saved: &PortalSettings) -> Vec<String> {
    saved
        .permitted_domains
        .iter()
        .filter_map(|entry| needed(current, entry))
        .map(|(_, key)| key)
        .collect()
}

/// Whether a member came in by a rule that admitted the address before and does not any more. Whom a person let in,
/// stays.
///
/// ```
/// use registration_core::policy::settings::{leaves, narrows_links};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let (acme, without) = (make.customer_permitting(&["example.com"]), make.customer_permitting(&["acme.com"]));
/// let member = make.active_contact(&acme, &make.account()); // came in by example.com
/// assert!(leaves(&member, &acme.settings, &without.settings));
/// assert!(!leaves(&member, &acme.settings, &acme.settings));
/// assert!(!narrows_links(&acme.settings, &without.settings), "the links admit anyone");
/// ```
#[must_use]
pub fn leaves(member: &Contact, before: &PortalSettings, after: &PortalSettings) -> bool {
    let PortalAccess::Active { basis, .. } = &member.access else {
        return false;
    };
    let admits = |settings: &PortalSettings| {
        let listed = admission::most_specific(&settings.permitted_domains, &member.email).is_some();
        match basis {
            Basis::PermittedDomain { .. } => settings.self_service_registration && listed,
            Basis::InviteLink { .. } => {
                settings.invite_link_registration
                    && (settings.link_audience == LinkAudience::Anyone || listed)
            }
            Basis::Decision { .. } => true,
        }
    };
    admits(before) && !admits(after)
}

/// Whether links that work before stop after, or admit fewer.
///
/// ```
/// use registration_core::{model::PortalSettings, policy::settings::narrows_links};
/// let on = PortalSettings::default();
/// let off = PortalSettings { invite_link_registration: false, ..on.clone() };
/// assert!(narrows_links(&on, &off) && !narrows_links(&off, &on));
/// ```
#[must_use]
pub fn narrows_links(before: &PortalSettings, after: &PortalSettings) -> bool {
    if !before.invite_link_registration {
        return false;
    }
    let keeps = |entry: &PermittedDomain| {
        after.permitted_domains.iter().any(|kept| {
            kept == entry || (kept.include_subdomains() && entry.domain().is_within(kept.domain()))
        })
    };
    let admits_fewer = match (before.link_audience, after.link_audience) {
        (_, LinkAudience::Anyone) => false,
        (LinkAudience::Anyone, LinkAudience::PermittedDomains) => true,
        (LinkAudience::PermittedDomains, LinkAudience::PermittedDomains) => {
            !before.permitted_domains.iter().all(keeps)
        }
    };
    !after.invite_link_registration || admits_fewer
}

/// What staff should know about settings they saved. `others` are customers that permit one of the domains too.
///
/// ```
/// use registration_core::policy::settings::{SettingsWarning, warnings};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let (acme, other) = (make.customer_permitting(&["acme.com"]), make.customer_permitting(&["acme.com"]));
/// let found = warnings(acme.id, &acme.settings, &acme.settings, &[&other]);
/// assert_eq!((found[0].warning, found[0].other.as_ref()), (SettingsWarning::Overlap, Some(&other.name)));
/// let nobody = make.customer_permitting(&[]).settings;
/// assert_eq!(warnings(acme.id, &acme.settings, &nobody, &[])[0].warning, SettingsWarning::AdmitsNobody);
/// ```
#[must_use]
pub fn warnings(
    id: CustomerId,
    before: &PortalSettings,
    after: &PortalSettings,
    others: &[&Customer],
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if after.self_service_registration && after.permitted_domains.is_empty() {
        warnings.push(Warning {
            warning: SettingsWarning::AdmitsNobody,
            domain: None,
            other: None,
            detail: "Allow Self-Service Registration is on, but no domain is permitted: it admits nobody".into(),
        });
    }
    for entry in &after.permitted_domains {
        let domain = entry.domain();
        let mut warn = |warning, other: Option<&str>, detail| {
            warnings.push(Warning {
                warning,
                domain: Some(domain.as_str().to_owned()),
                other: other.map(str::to_owned),
                detail,
            });
        };
        match entry.concern() {
            Some(DomainConcern::PublicProvider) => {
                warn(
                    SettingsWarning::PublicProvider,
                    None,
                    format!("anybody can have an address at {domain}"),
                );
            }
            Some(DomainConcern::Disposable) => {
                warn(
                    SettingsWarning::Disposable,
                    None,
                    format!("addresses at {domain} are thrown away after use"),
                );
            }
            None => {}
        }
        for other in others.iter().filter(|other| other.id != id) {
            if other
                .settings
                .permitted_domains
                .iter()
                .any(|theirs| theirs.domain() == domain)
            {
                warn(
                    SettingsWarning::Overlap,
                    Some(&other.name),
                    format!(
                        "{} permits {domain} too: people there choose between the two",
                        other.name
                    ),
                );
            }
        }
        let is_new = !before
            .permitted_domains
            .iter()
            .any(|old| old.domain() == domain);
        let narrows =
            after.link_audience == LinkAudience::PermittedDomains && after.invite_link_registration;
        if is_new && narrows && after.self_service_registration {
            warn(
                SettingsWarning::OpensPortalForm,
                None,
                format!(
                    "one list serves both: people at {domain} can also register without the link"
                ),
            );
        }
    }
    warnings
}

fn unacknowledged(
    current: &PortalSettings,
    entry: &PermittedDomain,
    acknowledged: &HashSet<String>,
) -> Option<(DomainProblem, String)> {
    let (concern, key) = needed(current, entry)?;
    let domain = entry.domain();
    if acknowledged.contains(&key) {
        return None;
    }
    let (problem, what) = match concern {
        DomainConcern::PublicProvider => (
            DomainProblem::PublicProvider,
            "anybody can have an address there",
        ),
        DomainConcern::Disposable => (
            DomainProblem::Disposable,
            "addresses there are thrown away after use",
        ),
    };
    Some((
        problem,
        format!("{domain}: {what}; acknowledge it with “{key}” if you mean it"),
    ))
}

/// The acknowledgement that an entry needs, unless it stands there already.
fn needed(current: &PortalSettings, entry: &PermittedDomain) -> Option<(DomainConcern, String)> {
    let concern = entry.concern()?;
    let domain = entry.domain();
    let stands = current
        .permitted_domains
        .iter()
        .any(|old| old.domain() == domain);
    (!stands).then(|| (concern, format!("{}:{domain}", concern.code())))
}
