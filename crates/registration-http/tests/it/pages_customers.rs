//! The console's page of a customer: the Details tab with its portal settings.

use crate::harness::{Answer, Caller, Service};
use registration_core::model::{Contact, CustomerId, Role, SessionHolder};
use serde_json::{Value, json};

/// A service with a signed-in customer manager and a customer.
pub(crate) struct Desk {
    pub(crate) service: Service,
    pub(crate) manager: Caller,
    pub(crate) customer: String,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::with("Acme").await
    }

    async fn with(name: &str) -> Self {
        let service = Service::new();
        let (manager, _) = service.staff(Role::CustomerManager).await;
        let customer = service.customer(&manager, name).await;
        Self {
            service,
            manager,
            customer,
        }
    }

    pub(crate) fn details(&self) -> String {
        format!("/admin/customers/{}", self.customer)
    }

    pub(crate) fn identity(&self) -> String {
        format!("/admin/settings/identity?customer_id={}", self.customer)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let call = self.service.call_outside("GET", path).page();
        call.by(&self.manager).expect(200).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let call = self.service.call_outside("POST", path).by(&self.manager);
        call.form(fields).send().await
    }

    /// The settings as the API answers them, with the tag.
    pub(crate) async fn settings(&self) -> (String, Value) {
        let path = format!("/customers/{}/portal-settings", self.customer);
        let read = self.service.call("GET", &path).by(&self.manager);
        let read = read.expect(200).await;
        (read.tag(), read.body)
    }

    pub(crate) async fn record(&self) -> Value {
        let path = format!("/customers/{}", self.customer);
        let read = self.service.call("GET", &path).by(&self.manager);
        read.expect(200).await.body
    }

    /// Saves settings by the API.
    pub(crate) async fn put(&self, domains: Value) {
        let (tag, _) = self.settings().await;
        let path = format!("/customers/{}/portal-settings", self.customer);
        let body = json!({
            "self_service_registration": true, "permitted_domains": domains,
            "invite_link_registration": true, "link_audience": "permitted_domains",
        });
        let call = self.service.call("PUT", &path).by(&self.manager).seen(&tag);
        call.json(body).expect(200).await;
    }

    pub(crate) async fn link(&self) -> Value {
        let path = format!("/customers/{}/invite-links", self.customer);
        let list = self.service.call("GET", &path).by(&self.manager);
        list.expect(200).await.rows()[0].clone()
    }

    /// A person with access by the rule for the domain of the address.
    pub(crate) async fn member(&self) -> Contact {
        let make = &self.service.make;
        let account = make.account();
        let customer: CustomerId = self.customer.parse().unwrap();
        let contact = make.active_contact(&make.customer(), &account);
        let contact = Contact {
            customer,
            ..contact
        };
        let mut work = self.service.work().await;
        work.accounts().insert(&account).await.unwrap();
        work.contacts().insert(&contact).await.unwrap();
        let session = make.session(SessionHolder::Account(account.id));
        work.sessions().insert(&session).await.unwrap();
        work.commit().await.unwrap();
        contact
    }
}

/// The fields that every test sends: what a page without changes would.
const BASE: [(&str, &str); 3] = [
    ("name", "Acme"),
    ("reference", ""),
    ("invite_link_registration", "on"),
];

fn with<'a>(version: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("version", version)];
    fields.extend(BASE);
    fields.extend(more);
    fields
}

fn domain(name: &str) -> String {
    format!("name=\"domain\" value=\"{name}\"")
}

#[tokio::test]
async fn a_choice_that_does_not_hold_all_customers_says_so_and_leads_on() {
    let desk = Desk::new().await;
    let pages = [
        "/admin/registrations",
        "/admin/projects",
        "/admin/try-address",
    ];
    for path in pages.into_iter().chain(["/admin/settings/identity"]) {
        desk.get(path).await.says_no("data-testid=\"cut\"");
    }
    let mut work = desk.service.work().await;
    for _ in 0..200 {
        let customer = desk.service.make.customer();
        work.customers().insert(&customer).await.unwrap();
    }
    work.commit().await.unwrap();
    for path in pages {
        desk.get(path).await.says("data-testid=\"cut\"");
    }
    let all = desk.get("/admin/settings/identity").await;
    all.says_no("data-testid=\"cut\"");
}

#[tokio::test]
async fn the_details_tab_shows_every_label_and_changes_nothing() {
    let desk = Desk::new().await;
    let (tag, before) = desk.settings().await;
    let page = desk.get(&desk.details()).await.text;
    for label in [
        "Portal Settings",
        "Allow Self-Service Registration",
        "Permitted Root Domains",
        "Allow self-serviced registration using invite link",
        "Also accept sub-domains",
        ">Details<",
        ">Contacts<",
        ">Registrations<",
        ">Projects<",
        ">Activity<",
        ">Save<",
        ">Copy<",
    ] {
        assert!(page.contains(label), "{label}");
    }
    let code = desk.link().await["code"].as_str().unwrap().to_owned();
    assert!(page.contains(&code));
    let head = desk.service.call_outside("HEAD", &desk.details()).page();
    head.by(&desk.manager).expect(200).await;
    assert_eq!(desk.settings().await, (tag, before));
}

#[tokio::test]
async fn a_domain_is_added_and_removed_by_round_trips_without_script() {
    let desk = Desk::new().await;
    let (tag, before) = desk.settings().await;
    let more = [("intent", "add-domain"), ("new_domain", "@Acme.com")];
    let page = desk.post(&desk.details(), &with(&tag, &more)).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains(&domain("acme.com")));
    // The first domain shows the narrower audience before it is saved.
    assert!(page.text.contains("data-first-domain checked"));
    assert_eq!(desk.settings().await.1, before, "nothing is saved yet");
    let more = [
        ("domain", "acme.com"),
        ("domain", "bolt.com"),
        ("remove_domain", "acme.com"),
    ];
    let page = desk.post(&desk.details(), &with(&tag, &more)).await;
    assert!(!page.text.contains(&domain("acme.com")) && page.text.contains(&domain("bolt.com")));
    let more = [
        ("intent", "save"),
        ("self_service_registration", "on"),
        ("domain", "bolt.com"),
        ("subdomains", "bolt.com"),
        ("had_domains", "1"),
        ("link_audience", "anyone"),
        ("name", "Acme Ltd"),
    ];
    let saved = desk.post(&desk.details(), &with(&tag, &more)).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let to = saved.header("location").unwrap();
    assert_eq!(to, format!("{}?done=saved", desk.details()));
    let after = desk.settings().await.1;
    let bolt = json!([{ "domain": "bolt.com", "include_subdomains": true }]);
    assert_eq!(after["permitted_domains"], bolt);
    assert_eq!(after["link_audience"], "anyone");
    assert_eq!(desk.record().await["name"], "Acme Ltd");
}

#[tokio::test]
async fn each_item_of_a_pasted_list_has_its_form_or_its_reason() {
    let desk = Desk::new().await;
    let (tag, _) = desk.settings().await;
    let pasted = "a-one.com, @b-two.com *.c-three.com;co.uk nonsense, A-ONE.com";
    let more = [("intent", "add-domain"), ("new_domain", pasted)];
    let page = desk.post(&desk.details(), &with(&tag, &more)).await;
    assert_eq!(page.status, 422);
    for good in ["a-one.com", "b-two.com", "c-three.com"] {
        assert_eq!(page.text.matches(&domain(good)).count(), 1, "{good}");
    }
    assert!(
        page.text
            .contains("name=\"subdomains\" value=\"c-three.com\" data-fill checked")
    );
    assert!(page.text.contains("value=\"co.uk nonsense A-ONE.com\""));
    for reason in ["“co.uk”: ", "“nonsense”: ", "“A-ONE.com”: "] {
        assert!(page.text.contains(reason), "{reason}");
    }
    assert!(page.text.contains("href=\"#f-new_domain\""));
}

#[tokio::test]
async fn a_public_provider_is_permitted_only_with_a_tick_that_is_recorded() {
    let desk = Desk::new().await;
    let (tag, _) = desk.settings().await;
    let more = [("intent", "add-domain"), ("new_domain", "gmail.com")];
    let page = desk.post(&desk.details(), &with(&tag, &more)).await;
    assert_eq!(page.status, 200);
    let tick = "name=\"acknowledge\" value=\"public_provider:gmail.com\"";
    assert!(page.text.contains(tick) && page.text.contains(&domain("gmail.com")));
    let fields = [
        ("intent", "save"),
        ("domain", "gmail.com"),
        ("confirmed", "1"),
    ];
    let refused = desk.post(&desk.details(), &with(&tag, &fields)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("id=\"e-acknowledge-gmail.com\""));
    assert!(refused.text.contains("href=\"#f-acknowledge-gmail.com\""));
    let fields = [
        ("intent", "save"),
        ("domain", "gmail.com"),
        ("confirmed", "1"),
        ("acknowledge", "public_provider:gmail.com"),
    ];
    let saved = desk.post(&desk.details(), &with(&tag, &fields)).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let auditor = desk.service.staff(Role::Auditor).await.0;
    let trail = desk.service.call("GET", "/audit-entries").by(&auditor);
    let trail = trail.expect(200).await.text;
    assert!(trail.contains("public_provider:gmail.com"));
}

#[tokio::test]
async fn everything_wrong_with_record_and_settings_is_told_at_once_and_nothing_is_half_saved() {
    let desk = Desk::new().await;
    let (tag, before) = desk.settings().await;
    let fields = [
        ("version", tag.as_str()),
        ("name", ""),
        ("reference", "R-1"),
        ("new_domain", "good.com co.uk"),
        ("intent", "save"),
    ];
    let refused = desk.post(&desk.details(), &fields).await;
    assert_eq!(refused.status, 422);
    for part in [
        "id=\"e-name\"",
        "“co.uk”: ",
        "value=\"R-1\"",
        &domain("good.com"),
    ] {
        assert!(refused.text.contains(part), "{part}");
    }
    assert_eq!(desk.settings().await, (tag.clone(), before));
    // Good settings do not go through with a bad name either.
    let fields = [
        ("version", tag.as_str()),
        ("name", ""),
        ("domain", "good.com"),
        ("confirmed", "1"),
    ];
    assert_eq!(desk.post(&desk.details(), &fields).await.status, 422);
    assert_eq!(desk.settings().await.0, tag);
}

#[tokio::test]
async fn narrowing_names_whom_it_hits_and_asks_before_it_saves() {
    let desk = Desk::new().await;
    let ann = desk.member().await;
    let theirs = ann.email.domain().as_str().to_owned();
    desk.put(json!([{ "domain": theirs }])).await;
    let (tag, before) = desk.settings().await;
    let change = [("had_domains", "1"), ("link_audience", "permitted_domains")];
    let mut fields = with(&tag, &change);
    fields.push(("intent", "save"));
    let asked = desk.post(&desk.details(), &fields).await;
    assert_eq!(asked.status, 200);
    assert!(asked.text.contains("data-testid=\"impact-members\""));
    assert!(asked.text.contains(&ann.name.to_string()));
    assert!(asked.text.contains(ann.email.as_str()));
    assert!(asked.text.contains("value=\"keep\" checked"));
    assert_eq!(desk.settings().await, (tag.clone(), before));
    // Back to the form: everything is still there.
    let mut back = with(&tag, &change);
    back.extend([("intent", "edit"), ("confirmed", "1"), ("name", "Typed")]);
    let form = desk.post(&desk.details(), &back).await;
    assert!(form.status == 200 && form.text.contains("value=\"Typed\""));
    fields.extend([("confirmed", "1"), ("no_longer_permitted", "suspend")]);
    assert_eq!(desk.post(&desk.details(), &fields).await.status, 303);
    let path = format!("/contacts/{}", ann.id);
    let read = desk.service.call("GET", &path).by(&desk.manager);
    assert_eq!(read.expect(200).await.body["portal_access"], "suspended");
}

#[tokio::test]
async fn who_is_hit_keeps_access_unless_somebody_says_otherwise() {
    let desk = Desk::new().await;
    let ann = desk.member().await;
    let theirs = ann.email.domain().as_str().to_owned();
    desk.put(json!([{ "domain": theirs }])).await;
    let (tag, _) = desk.settings().await;
    let more = [("had_domains", "1"), ("link_audience", "permitted_domains")];
    let mut fields = with(&tag, &more);
    fields.extend([("confirmed", "1"), ("no_longer_permitted", "keep")]);
    assert_eq!(desk.post(&desk.details(), &fields).await.status, 303);
    let path = format!("/contacts/{}", ann.id);
    let read = desk.service.call("GET", &path).by(&desk.manager);
    assert_eq!(read.expect(200).await.body["portal_access"], "active");
}

#[tokio::test]
async fn a_stale_edit_shows_both_values_of_each_field_and_saves_when_sent_again() {
    let desk = Desk::new().await;
    let (old, _) = desk.settings().await;
    desk.put(json!([{ "domain": "theirs.com", "include_subdomains": true }]))
        .await;
    let (tag, before) = desk.settings().await;
    let path = format!("/customers/{}", desk.customer);
    let patch = desk.service.call("PATCH", &path).by(&desk.manager);
    let patched = patch.seen(&tag).json(json!({ "name": "Their name" }));
    let current = patched.expect(200).await.tag();
    let mine = [
        ("name", "My name"),
        ("reference", ""),
        ("domain", "mine.com"),
        ("link_audience", "anyone"),
        ("had_domains", "1"),
    ];
    let mut fields = vec![("version", old.as_str())];
    fields.extend(mine);
    let stale = desk.post(&desk.details(), &fields).await;
    assert_eq!(stale.status, 412);
    for part in [
        "value=\"My name\"",
        "Saved meanwhile: Their name",
        &domain("mine.com"),
        "Saved meanwhile: *.theirs.com",
        "Saved meanwhile: On",
        "Saved meanwhile: Only the permitted domains",
    ] {
        assert!(stale.text.contains(part), "{part}");
    }
    assert!(
        stale
            .text
            .contains(&format!("value=\"{}\"", current.replace('"', "&#34;")))
    );
    assert_eq!(desk.settings().await.1, before);
    let mut again = vec![("version", current.as_str()), ("confirmed", "1")];
    again.extend(mine);
    assert_eq!(desk.post(&desk.details(), &again).await.status, 303);
    assert_eq!(desk.record().await["name"], "My name");
}

#[tokio::test]
async fn readers_see_no_code_and_no_button_and_may_not_save() {
    let desk = Desk::new().await;
    let link = desk.link().await;
    let code = link["code"].as_str().unwrap();
    let (auditor, _) = desk.service.staff(Role::Auditor).await;
    let link_page = format!("{}/links/{}", desk.details(), link["id"].as_str().unwrap());
    for path in [desk.details(), desk.identity(), link_page.clone()] {
        let page = desk.service.call_outside("GET", &path).page();
        let page = page.by(&auditor).expect(200).await.text;
        assert!(
            !page.contains(&code[..6]) && page.contains(&code[..4]),
            "{path}"
        );
        assert!(
            !page.contains(">Save<") && !page.contains("data-copy="),
            "{path}"
        );
    }
    let (tag, before) = desk.settings().await;
    let posts = [
        desk.details(),
        desk.identity(),
        link_page.clone(),
        format!("{link_page}/replace"),
        format!("{}/links/new", desk.details()),
        format!("{}/archive", desk.details()),
    ];
    for path in posts {
        let call = desk.service.call_outside("POST", &path).by(&auditor);
        let fields = with(&tag, &[("confirmed", "1"), ("grace_minutes", "0")]);
        call.form(&fields).expect(403).await;
    }
    for path in ["/archive", "/links/new"] {
        let path = format!("{}{path}", desk.details());
        let call = desk.service.call_outside("GET", &path).page();
        call.by(&auditor).expect(403).await;
    }
    assert_eq!(desk.settings().await, (tag, before));
    assert_eq!(desk.link().await, link);
}

#[tokio::test]
async fn a_hostile_name_is_text_wherever_it_stands() {
    let name = "<script>alert(1)</script>\"'&";
    let desk = Desk::with(name).await;
    let other = Desk {
        customer: desk.service.customer(&desk.manager, "<b>Other</b>").await,
        ..desk
    };
    other.put(json!([{ "domain": "same.com" }])).await;
    let overlap = Desk {
        customer: other.service.customer(&other.manager, name).await,
        ..other
    };
    overlap.put(json!([{ "domain": "same.com" }])).await;
    let link = overlap.link().await["id"].as_str().unwrap().to_owned();
    for path in [
        "/admin/customers".to_owned(),
        overlap.details(),
        overlap.identity(),
        format!("{}/archive", overlap.details()),
        format!("{}/links/{link}", overlap.details()),
        format!("{}/links/{link}/replace", overlap.details()),
    ] {
        let page = overlap.get(&path).await.text;
        assert!(
            !page.contains("<script>alert") && !page.contains("<b>Other"),
            "{path}"
        );
        assert!(page.contains("alert(1)"), "{path}");
    }
    // The overlap is named.
    let page = overlap.get(&overlap.details()).await.text;
    assert!(page.contains("&#60;b&#62;Other&#60;/b&#62; permits same.com too"));
}
