//! Portal settings: saved as one, refused item by item, previewed.

use crate::harness::{Answer, Caller, Service, wrong};
use registration_core::model::Scope;
use serde_json::{Value, json};

async fn save(service: &Service, by: &Caller, customer: &str, body: Value) -> Answer {
    let path = format!("/customers/{customer}/portal-settings");
    let tag = service.call("GET", &path).by(by).expect(200).await.tag();
    let call = service.call("PUT", &path).by(by).seen(&tag);
    call.json(body).send().await
}

fn with_domains(domains: Value) -> Value {
    json!({
        "self_service_registration": true, "permitted_domains": domains, "invite_link_registration": true,
    })
}

#[tokio::test]
async fn a_new_customer_has_the_defaults() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let read = service.call("GET", &format!("/customers/{id}/portal-settings"));
    let read = read.by(&admin).expect(200).await;
    assert_eq!(
        read.body,
        json!({
            "self_service_registration": false, "permitted_domains": [], "invite_link_registration": true,
            "link_audience": "anyone", "login_method": "password", "warnings": [],
        })
    );
}

#[tokio::test]
async fn every_notation_has_one_canonical_form() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let domains = json!([
        { "domain": "@Acme.com" },
        { "domain": "*.acme.org" },
        { "domain": " bücher.example.net ", "include_subdomains": true },
        { "domain": "*.acme.dev", "include_subdomains": false },
    ]);
    let saved = save(&service, &admin, &id, with_domains(domains)).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert_eq!(
        saved.body["permitted_domains"],
        json!([
            { "domain": "acme.com", "include_subdomains": false },
            { "domain": "acme.org", "include_subdomains": true },
            { "domain": "xn--bcher-kva.example.net", "include_subdomains": true },
            { "domain": "acme.dev", "include_subdomains": true },
        ])
    );
    // The first domain narrows the links; removing the last one does not widen them again.
    assert_eq!(saved.body["link_audience"], "permitted_domains");
    let emptied = save(&service, &admin, &id, with_domains(json!([]))).await;
    assert_eq!(emptied.body["link_audience"], "permitted_domains");
    assert_eq!(emptied.body["warnings"][0]["code"], "admits_nobody");
}

#[tokio::test]
async fn each_refused_domain_has_its_place_and_its_reason() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let domains = json!([
        { "domain": "acme.com" },
        { "domain": "not a domain" },
        { "domain": "co.uk" },
        { "domain": "*.acme.com" },
        { "domain": "gmail.com" },
        { "domain": "mailinator.com" },
    ]);
    let refused = save(&service, &admin, &id, with_domains(domains)).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.errors(),
        wrong(&[
            ("/permitted_domains/1/domain", "invalid_domain"),
            ("/permitted_domains/2/domain", "public_suffix"),
            ("/permitted_domains/3/domain", "duplicate"),
            ("/permitted_domains/4/domain", "public_provider"),
            ("/permitted_domains/5/domain", "disposable"),
        ])
    );
    let mut body = with_domains(json!([{ "domain": "gmail.com" }]));
    body["acknowledge"] = json!(["public_provider:gmail.com"]);
    let saved = save(&service, &admin, &id, body).await;
    assert_eq!(saved.body["warnings"][0]["code"], "public_provider");
    assert_eq!(saved.body["warnings"][0]["domain"], "gmail.com");
    // What stands there already does not ask again.
    let again = with_domains(json!([{ "domain": "gmail.com" }]));
    assert_eq!(save(&service, &admin, &id, again).await.status, 200);
}

#[tokio::test]
async fn an_overlap_with_another_customer_is_told() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let (acme, bolt) = (
        service.customer(&admin, "Acme").await,
        service.customer(&admin, "Bolt").await,
    );
    let body = || with_domains(json!([{ "domain": "acme.com" }]));
    save(&service, &admin, &acme, body()).await;
    let saved = save(&service, &admin, &bolt, body()).await;
    let warning = &saved.body["warnings"][0];
    assert_eq!(
        (&warning["code"], &warning["domain"]),
        (&json!("overlap"), &json!("acme.com"))
    );
    let read = service.call("GET", &format!("/customers/{acme}/portal-settings"));
    let read = read.by(&admin).expect(200).await;
    assert_eq!(read.body["warnings"][0]["code"], "overlap");
}

#[tokio::test]
async fn unknown_values_and_missing_fields_have_pointers() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let mut body = with_domains(json!([]));
    body["link_audience"] = json!("everybody");
    body["login_method"] = json!("fax");
    body["no_longer_permitted"] = json!("shoot");
    let refused = save(&service, &admin, &id, body).await;
    assert_eq!(
        refused.errors(),
        wrong(&[
            ("/link_audience", "unknown_value"),
            ("/login_method", "unknown_value"),
            ("/no_longer_permitted", "unknown_value"),
        ])
    );
    let refused = save(
        &service,
        &admin,
        &id,
        json!({ "self_service_registration": true }),
    )
    .await;
    assert_eq!(
        refused.errors(),
        wrong(&[("/permitted_domains", "required")])
    );
    let refused = save(
        &service,
        &admin,
        &id,
        with_domains(json!([["acme.com", true]])),
    )
    .await;
    assert_eq!(
        refused.errors(),
        wrong(&[("/permitted_domains/0", "invalid_type")])
    );
    let body = with_domains(json!([{ "domain": "acme.com", "wild": true }]));
    let refused = save(&service, &admin, &id, body).await;
    assert_eq!(
        refused.errors(),
        wrong(&[("/permitted_domains/0/wild", "unknown_field")])
    );
}

#[tokio::test]
async fn a_preview_counts_and_saves_nothing() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let path = format!("/customers/{id}/portal-settings");
    let before = service.call("GET", &path).by(&admin).expect(200).await;
    let mut body = with_domains(json!([]));
    body["invite_link_registration"] = json!(false);
    let preview = service.call("POST", &format!("{path}/preview")).by(&admin);
    let preview = preview.json(body).expect(200).await;
    let seen = preview.body;
    for (member, count) in [
        ("members", 0),
        ("sessions", 0),
        ("pending_registrations", 0),
        ("invite_links", 1),
    ] {
        assert_eq!(seen[member], count, "{member}");
    }
    assert_eq!(seen["affected"]["contacts"], json!([]));
    assert_eq!(seen["affected"]["registrations"], json!([]));
    let link = &seen["affected"]["invite_links"][0];
    assert_eq!(link["label"], "Invite link");
    let after = service.call("GET", &path).by(&admin).expect(200).await;
    assert_eq!((after.tag(), after.body), (before.tag(), before.body));
}
