//! Contacts: known people, and the switch of their access.

use crate::harness::{Service, wrong};
use registration_core::model::{Mail, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn a_contact_is_created_listed_and_found() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let path = format!("/customers/{customer}/contacts");
    let body = json!({
        "first_name": "Ann", "last_name": "", "email": "Ann@Acme.com", "phone": "+49 30 1234", "job_title": "CTO",
    });
    let created = service.call("POST", &path).by(&admin).json(body.clone());
    let created = created.expect(201).await;
    assert_eq!(created.body["portal_access"], "none");
    assert_eq!(created.body["customer_id"], json!(customer));
    let twice = service.call("POST", &path).by(&admin).json(body);
    assert_eq!(twice.expect(409).await.slug(), "already-exists");
    for (q, count) in [("?q=ANN", 1), ("?q=bob", 0), ("", 1)] {
        let list = service.call("GET", &format!("{path}{q}")).by(&admin);
        assert_eq!(list.expect(200).await.rows().len(), count, "{q}");
    }
}

#[tokio::test]
async fn each_part_of_a_name_and_a_number_has_its_own_reason() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let call = service.call("POST", &format!("/customers/{customer}/contacts"));
    let body = json!({
        "first_name": " ", "last_name": "https://evil.example", "email": "ann@", "phone": "call me", "job_title": "a\nb",
    });
    let refused = call.by(&admin).json(body).expect(422).await;
    let (pointers, codes): (Vec<_>, Vec<_>) = refused.errors().into_iter().unzip();
    assert_eq!(
        pointers,
        [
            "/first_name",
            "/last_name",
            "/email",
            "/phone",
            "/job_title"
        ]
    );
    assert_eq!(codes[..2], ["name_empty", "name_web_address"]);
    assert_eq!(codes[3..], ["invalid_phone", "text_control_character"]);
}

#[tokio::test]
async fn access_is_read_only_in_a_patch_and_guards_the_address() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let id = service.contact(&admin, &customer, "ann@acme.com").await;
    let path = format!("/contacts/{id}");
    let patch = |tag: &str, body| {
        service
            .call("PATCH", &path)
            .by(&admin)
            .seen(tag)
            .json(body)
            .send()
    };
    let refused = patch("\"1\"", json!({ "portal_access": "active" })).await;
    assert_eq!(
        refused.errors(),
        wrong(&[("/portal_access", "unknown_field")])
    );
    let changed = patch(
        "\"1\"",
        json!({ "email": "ann.lee@acme.com", "last_name": "Low", "phone": "110" }),
    )
    .await;
    assert_eq!(
        (&changed.body["first_name"], &changed.body["last_name"]),
        (&json!("Ann"), &json!("Low"))
    );
    let removed = patch(&changed.tag(), json!({ "phone": null, "last_name": null })).await;
    assert_eq!(
        (&removed.body["phone"], &removed.body["last_name"]),
        (&Value::Null, &json!(""))
    );
    let granted = service.call("PUT", &format!("{path}/portal-access"));
    let granted = granted.by(&admin).expect(200).await;
    assert_eq!(granted.body["portal_access"], "invited");
    let refused = patch(&granted.tag(), json!({ "email": "eve@acme.com" })).await;
    assert_eq!(
        (refused.status, refused.slug()),
        (409, "contact-has-access")
    );
    let refused = patch(&granted.tag(), json!({ "email": null, "first_name": null })).await;
    assert_eq!(
        refused.errors(),
        wrong(&[("/first_name", "name_empty"), ("/email", "required")])
    );
}

#[tokio::test]
async fn access_is_switched_on_with_a_mail_and_off_at_once() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let id = service.contact(&admin, &customer, "ann@acme.com").await;
    let path = format!("/contacts/{id}/portal-access");
    for _ in 0..2 {
        service.call("PUT", &path).by(&admin).expect(200).await;
    }
    let mails = service.mails().await;
    let granted = |(_, mail): &&(String, Mail)| matches!(mail, Mail::AccessGranted { .. });
    assert_eq!(mails.iter().filter(granted).count(), 1);
    service.call("DELETE", &path).by(&admin).expect(204).await;
    let read = service.call("GET", &format!("/contacts/{id}")).by(&admin);
    assert_eq!(read.expect(200).await.body["portal_access"], "suspended");
    let list = service.call("GET", "/registrations").by(&admin).expect(200);
    let list = list.await;
    assert_eq!(list.rows()[0]["state"], "withdrawn");
    assert_eq!(list.rows()[0]["decided_by"]["kind"], "api_key");
}
