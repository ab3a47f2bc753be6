//! Pages that only come when something happened before: walked to, then looked at like every other page.

use crate::{
    axe::{Fault, check, check_shown},
    browser::{Browser, Options},
    demo::{Demo, Who},
};
use reqwest::Method;
use serde_json::{Value, json};

/// A domain that the demonstration does not know, for two customers at once.
const SHARED: &str = "twinharbour.com";

/// A new customer; the id.
async fn customer(demo: &Demo, name: &str) -> String {
    let created = json!({ "name": name });
    let created = demo.api(Method::POST, "/customers", Some(created)).await;
    created["id"].as_str().unwrap().to_owned()
}

async fn registers(demo: &Demo, email: &str, link: Option<&str>) {
    let mut body = json!({ "name": "Kim Moe", "email": email });
    if let Some(code) = link {
        body["link_code"] = Value::from(code);
    }
    demo.api(Method::POST, "/registrations", Some(body)).await;
}

/// Opens the page to begin from, so that what is looked at afterwards has no complaints of its own yet.
async fn begin(browser: &Browser, path: &str) {
    browser.look(1360, 900, false).await;
    browser.open(path).await;
    browser.complaints().await;
}

fn none(faults: &[Fault]) {
    let faults: Vec<_> = faults.iter().map(Fault::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn what_is_asked_before_a_link_is_tightened_or_disabled_is_accessible() {
    let demo = Demo::start();
    let path = demo.path("/admin/customers/{customer}/links/{invite-link}");
    let path = path.await;
    let link = path.rsplit('/').next().unwrap();
    let link = format!("/invite-links/{link}");
    let link = demo.api(Method::GET, &link, None).await;
    for email in ["kim.one@meridianfoods.com", "kim.two@meridianfoods.com"] {
        registers(&demo, email, link["code"].as_str()).await;
    }
    let staff = demo.browser(Who::Staff, Options::default()).await;
    let mut faults = Vec::new();
    begin(&staff, &path).await;
    let uses = link["uses"].as_u64().unwrap();
    staff
        .fill("Limit (optional)", &(uses + 1).to_string())
        .await;
    staff.press("Save").await;
    staff.sees("This change hits people").await;
    faults.extend(check_shown(&staff, "a lower limit", 200).await);
    begin(&staff, &path).await;
    staff.set("Live", false).await;
    staff.press("Save").await;
    staff.sees("Disable this link?").await;
    faults.extend(check_shown(&staff, "a link that is disabled", 200).await);
    none(&faults);
}

#[tokio::test]
async fn the_way_in_of_a_new_staff_member_is_accessible() {
    let demo = Demo::start();
    let new = json!({ "name": "Nora Vik", "email": "nora@haldencloud.com", "roles": ["auditor"] });
    demo.api(Method::POST, "/staff", Some(new)).await;
    let mail = demo.mail("nora@haldencloud.com", "staff_invitation").await;
    let link = mail.link("/admin/activate/");
    let browser = demo.browser(Who::Nobody, Options::default()).await;
    let mut faults = check(&browser, link, 200).await;
    begin(&browser, link).await;
    browser.fill("Password", "too short").await;
    browser.press("Continue").await;
    faults.extend(check_shown(&browser, "a weak password", 422).await);
    none(&faults);
}

#[tokio::test]
async fn every_way_on_from_a_proven_address_is_accessible() {
    let demo = Demo::start();
    let staff = demo.browser(Who::Staff, Options::default()).await;
    for name in ["Twin Harbour North", "Twin Harbour South"] {
        let id = customer(&demo, name).await;
        staff.open(&format!("/admin/customers/{id}")).await;
        staff.set("Allow Self-Service Registration", true).await;
        staff.fill("Permitted Root Domains", SHARED).await;
        staff.press("Save").await;
        staff.press("Save").await;
        staff.sees("Saved.").await;
    }
    let browser = demo.browser(Who::Nobody, Options::default()).await;
    let mut faults = Vec::new();
    for (email, kind, says) in [
        (format!("kim@{SHARED}"), "activation", "Twin Harbour South"),
        (
            "kim@meridianfoods.com".to_owned(),
            "activation",
            "Set your password",
        ),
        (
            "kim@nowhere-known.com".to_owned(),
            "not_set_up",
            "Ask for access",
        ),
    ] {
        registers(&demo, &email, None).await;
        let mail = demo.mail(&email, kind).await;
        begin(&browser, mail.link("/activate/")).await;
        browser.press("Continue").await;
        browser.sees(says).await;
        faults.extend(check_shown(&browser, &format!("{email} is proven"), 200).await);
    }
    none(&faults);
}

#[tokio::test]
async fn the_switch_between_customers_is_accessible_open_and_shut() {
    let demo = Demo::start();
    let id = customer(&demo, "Aldous Works").await;
    let tomas = demo.address_of("portal");
    let new = json!({ "first_name": "Tomas", "last_name": "Lind", "email": tomas });
    let path = format!("/customers/{id}/contacts");
    let contact = demo.api(Method::POST, &path, Some(new)).await;
    let path = format!(
        "/contacts/{}/portal-access",
        contact["id"].as_str().unwrap()
    );
    demo.api(Method::PUT, &path, None).await;
    let mail = demo.mail(&tomas, "access_granted").await;
    let browser = demo.browser(Who::Portal, Options::default()).await;
    begin(&browser, mail.link("/activate/")).await;
    browser.press("Continue").await;
    browser.sees("Aldous Works").await;
    let mut faults = check_shown(&browser, "a known address is proven", 200).await;
    browser.look(1360, 900, false).await;
    browser.press("Continue").await;
    browser.sees_no("Address confirmed").await;
    faults.extend(check(&browser, "/playbooks", 200).await);
    begin(&browser, "/playbooks").await;
    browser.press("Meridian Foods : Switch company").await;
    browser.sees("Aldous Works").await;
    faults.extend(check_shown(&browser, "the switch, open", 200).await);
    browser.press("Aldous Works").await;
    browser.press("Aldous Works : Switch company").await;
    none(&faults);
}

#[tokio::test]
async fn a_new_api_key_is_shown_accessibly() {
    let demo = Demo::start();
    let browser = demo.browser(Who::Staff, Options::default()).await;
    begin(&browser, "/admin/api-keys/new").await;
    browser.fill("Name", "Nightly export").await;
    browser.press("Create API key").await;
    browser.sees("Copy it now.").await;
    assert!(browser.value("Key").await.starts_with("rk_"));
    let mut faults = check_shown(&browser, "a new API key", 201).await;
    browser.look(1360, 900, false).await;
    browser.open("/admin/api-keys").await;
    browser.follow("Revoke: Nightly export").await;
    faults.extend(check_shown(&browser, "revoking an API key", 200).await);
    none(&faults);
}
