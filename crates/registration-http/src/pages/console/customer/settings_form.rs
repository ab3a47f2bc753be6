//! The form of the portal settings: chips of domains between what was typed and what the API takes.
//!
//! A browser without JavaScript sends the chips as `domain`, what stands in the field as `new_domain`, and which button
//! was pressed. Every item is judged by the handler of the API; what is wrong stays in the field with its reason.

use crate::{
    extract::RawBody,
    pages::{
        chrome::Chrome,
        form::{Form, error_text},
    },
    problem::{Problem, Slug},
};
use registration_core::{
    model::{Customer, DomainConcern, PermittedDomain, PortalSettings, Stored},
    policy::settings::{acknowledged, audience_after},
    usecase::FieldError,
};
use serde_json::json;

/// One domain of the list, as it was typed.
struct Item {
    typed: String,
    permitted: Option<PermittedDomain>,
    include_subdomains: bool,
}

/// A domain as the page shows it.
pub(crate) struct Chip {
    pub(crate) domain: String,
    pub(crate) include_subdomains: bool,
}

/// A domain that is permitted only when somebody says that this is meant.
pub(crate) struct Concern {
    pub(crate) domain: String,
    /// What is sent: `public_provider:gmail.com`.
    pub(crate) key: String,
    /// The key of the text that says what is the matter.
    pub(crate) text: &'static str,
    pub(crate) is_accepted: bool,
}

/// What is saved now, as a form.
pub(crate) fn of_customer(customer: &Stored<Customer>) -> Form {
    let settings = &customer.settings;
    let version = format!("\"{}\"", customer.revision.0);
    let mut form = Form::of([
        ("version", version.as_str()),
        ("name", customer.name.as_str()),
        ("reference", customer.reference.as_deref().unwrap_or("")),
        ("link_audience", settings.link_audience.code()),
    ]);
    for (name, is_on) in [
        (
            "self_service_registration",
            settings.self_service_registration,
        ),
        (
            "invite_link_registration",
            settings.invite_link_registration,
        ),
    ] {
        if is_on {
            form.add(name, "on");
        }
    }
    set_domains(&mut form, &settings.permitted_domains);
    form
}

/// Writes the list into the form: each domain, which of them include sub-domains, and the whole as a text to compare.
fn set_domains(form: &mut Form, domains: &[PermittedDomain]) {
    form.remove("domain");
    form.remove("subdomains");
    for one in domains {
        form.add("domain", one.domain().as_str());
        if one.include_subdomains() {
            form.add("subdomains", one.domain().as_str());
        }
    }
    let texts: Vec<String> = domains.iter().map(ToString::to_string).collect();
    form.set("permitted_domains", texts.join(", "));
}

/// The list of the form as chips.
pub(crate) fn chips(form: &Form) -> Vec<Chip> {
    let chip = |domain: &str| Chip {
        domain: domain.to_owned(),
        include_subdomains: form.has("subdomains", domain),
    };
    form.all("domain").map(chip).collect()
}

/// The domains of the form that need somebody's word, as long as they are new.
pub(crate) fn concerns(form: &Form, saved: &PortalSettings) -> Vec<Concern> {
    let wanted = settings_in(form, saved);
    let needed = acknowledged(saved, &wanted);
    let concern = |one: &PermittedDomain| {
        let domain = one.domain().as_str().to_owned();
        let text = match one.concern()? {
            DomainConcern::PublicProvider => "acknowledge-public-provider",
            DomainConcern::Disposable => "acknowledge-disposable",
        };
        let key = format!("{}:{domain}", one.concern()?.code());
        needed.contains(&key).then(|| Concern {
            is_accepted: form.has("acknowledge", &key),
            domain,
            key,
            text,
        })
    };
    wanted
        .permitted_domains
        .iter()
        .filter_map(concern)
        .collect()
}

/// The settings that the form stands for, where they can be read.
pub(crate) fn settings_in(form: &Form, saved: &PortalSettings) -> PortalSettings {
    let items = items(form);
    let audience = form.value("link_audience").parse();
    PortalSettings {
        self_service_registration: form.is_on("self_service_registration"),
        permitted_domains: items.iter().filter_map(Item::entry).collect(),
        invite_link_registration: form.is_on("invite_link_registration"),
        link_audience: audience.unwrap_or(saved.link_audience),
        login_method: saved.login_method,
    }
}

impl Item {
    fn entry(&self) -> Option<PermittedDomain> {
        let typed = self.permitted.as_ref()?;
        let wide = typed.include_subdomains() || self.include_subdomains;
        PermittedDomain::new(typed.domain().clone(), wide).ok()
    }
}

/// The chips, then each item of the field, in this order: that of the API's pointers.
fn items(form: &Form) -> Vec<Item> {
    let of_chip = |typed: &str| Item {
        typed: typed.to_owned(),
        permitted: typed.parse().ok(),
        include_subdomains: form.has("subdomains", typed),
    };
    let of_field = |(typed, permitted): (&str, Result<PermittedDomain, _>)| Item {
        typed: typed.to_owned(),
        permitted: permitted.ok(),
        include_subdomains: false,
    };
    let chips = form.all("domain").map(of_chip);
    let field = PermittedDomain::parse_list(form.value("new_domain")).map(of_field);
    chips.chain(field).collect()
}

/// Whether the audience follows the first domain: the page that was filled in had none, and the choice was not touched.
fn follows_first_domain(form: &Form, saved: &PortalSettings) -> bool {
    let chosen = form.value("link_audience");
    chosen.is_empty() || (!form.is_on("had_domains") && chosen == saved.link_audience.code())
}

/// The settings as the API takes them.
pub(crate) fn body(form: &Form, saved: &PortalSettings) -> RawBody {
    let domains = items(form)
        .into_iter()
        .map(|item| json!({ "domain": item.typed, "include_subdomains": item.include_subdomains }));
    let keys: Vec<&str> = form.all("acknowledge").collect();
    let mut body = json!({
        "self_service_registration": form.is_on("self_service_registration"),
        "permitted_domains": domains.collect::<Vec<_>>(),
        "invite_link_registration": form.is_on("invite_link_registration"),
        "login_method": saved.login_method.code(),
        "acknowledge": keys,
    });
    if !follows_first_domain(form, saved) {
        body["link_audience"] = form.value("link_audience").into();
    }
    if form.is_on("no_longer_permitted") {
        body["no_longer_permitted"] = form.value("no_longer_permitted").into();
    }
    RawBody::of(&body)
}

/// Takes a domain out of the list.
pub(crate) fn remove(form: &mut Form, domain: &str, saved: &PortalSettings) {
    let kept: Vec<PermittedDomain> = items_of_chips(form)
        .into_iter()
        .filter(|one| one.domain().as_str() != domain)
        .collect();
    settle_audience(form, &kept, saved);
    set_domains(form, &kept);
}

fn items_of_chips(form: &Form) -> Vec<PermittedDomain> {
    let mut chips = form.clone();
    chips.remove("new_domain");
    items(&chips).iter().filter_map(Item::entry).collect()
}

/// Shows the audience that would be saved, so that what is chosen from here on is meant.
fn settle_audience(form: &mut Form, domains: &[PermittedDomain], saved: &PortalSettings) {
    if follows_first_domain(form, saved) {
        form.set("link_audience", audience_after(saved, domains).code());
    }
}

/// Puts each good item into the list in its canonical form, and leaves the others in the field.
///
/// What the API said about the list comes back with each item named; its pointers then name fields of this form.
pub(crate) fn settle(
    form: &mut Form,
    c: &Chrome,
    saved: &PortalSettings,
    refusal: Option<Problem>,
) -> Option<Problem> {
    let all = items(form);
    let mut wrong: Vec<usize> = Vec::new();
    let mut errors = Vec::new();
    for error in refusal.iter().flat_map(|problem| &problem.errors) {
        let Some(index) = place(&error.pointer).filter(|index| *index < all.len()) else {
            errors.push(error.clone());
            continue;
        };
        let item = &all[index];
        if is_concern(&error.code) {
            let domain = item
                .entry()
                .map_or(item.typed.clone(), |one| one.domain().to_string());
            let pointer = format!("/acknowledge/{domain}");
            let detail = c.t1("acknowledge-needed", "domain", domain);
            errors.push(FieldError::new(pointer, SAID, detail));
        } else {
            wrong.push(index);
            let why = error_text(c.texts, &error.code, &error.detail);
            let item = item.typed.as_str();
            let detail = c
                .say("domain-wrong")
                .with("item", item)
                .with("why", why)
                .to_string();
            errors.push(FieldError::new("/new_domain", SAID, detail));
        }
    }
    let is_good = |index: &usize| !wrong.contains(index);
    let good = (0..all.len()).filter(is_good);
    let good: Vec<PermittedDomain> = good.filter_map(|index| all[index].entry()).collect();
    let left: Vec<&str> = wrong
        .iter()
        .map(|index| all[*index].typed.as_str())
        .collect();
    settle_audience(form, &good, saved);
    form.set("new_domain", left.join(" "));
    set_domains(form, &good);
    let refusal = refusal?;
    Some(match refusal.slug {
        Slug::Invalid => Problem::invalid(errors),
        _ => refusal,
    })
}

/// The code of an error whose detail is in the reader's language already.
const SAID: &str = "said";

/// The place of a domain in the list, from a pointer such as `/permitted_domains/2/domain`.
fn place(pointer: &str) -> Option<usize> {
    let rest = pointer.strip_prefix("/permitted_domains/")?;
    rest.split('/').next()?.parse().ok()
}

/// Whether a refusal ends with a tick: the domain may be permitted, once its risk is acknowledged.
pub(super) fn is_concern(code: &str) -> bool {
    let concerns = [DomainConcern::PublicProvider, DomainConcern::Disposable];
    concerns.iter().any(|concern| concern.code() == code)
}
