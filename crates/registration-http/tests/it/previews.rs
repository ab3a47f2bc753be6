//! Previews: whom a change would hit, by name, before it is made.

use crate::{
    harness::{Service, wrong},
    people::{offered, person},
};
use registration_core::model::{Role, Scope};
use serde_json::json;

const RANDOM: &str = "01890000-0000-7000-8000-000000000000";

#[tokio::test]
async fn archiving_and_suspending_say_whom_they_hit() {
    let service = Service::new();
    let (ann, key) = (person(&service).await, service.key(Scope::Write).await);
    let (customer, contact) = (ann.customer.id, ann.contact.id);
    let body = json!({ "email": "kim@else.example" });
    let invited = service.call("POST", &format!("/customers/{customer}/invitations"));
    let invited = invited.by(&key).json(body).expect(201).await.id();
    let named =
        json!({ "id": contact, "name": ann.contact.name.to_string(), "email": ann.contact.email });
    let path = format!("/customers/{customer}/archive-preview");
    let seen = service.call("POST", &path).by(&key).expect(200).await.body;
    assert_eq!(
        (&seen["members"], &seen["sessions"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(seen["affected"]["contacts"], json!([named]));
    let open = json!([{ "id": invited, "email": "kim@else.example" }]);
    assert_eq!(seen["affected"]["registrations"], open);
    let path = format!("/contacts/{contact}/portal-access/preview");
    let seen = service.call("POST", &path).by(&key).expect(200).await.body;
    let expected =
        json!({ "sessions": 1, "last_access": true, "registrations": [], "projects": [] });
    assert_eq!(seen, expected);
    let me = service.call("GET", "/portal/me").by(&ann.caller);
    me.expect(200).await;
}

#[tokio::test]
async fn a_link_and_a_playbook_say_whom_they_would_leave_outside() {
    let service = Service::new();
    let key = service.key(Scope::Write).await;
    let customer = service.customer(&key, "Acme").await;
    let links = service.call("GET", &format!("/customers/{customer}/invite-links"));
    let links = links.by(&key).expect(200).await;
    let link = links.rows()[0]["id"].as_str().unwrap().to_owned();
    let code = &links.rows()[0]["code"];
    let body = json!({ "name": "Ann Lee", "email": "ann@acme.com", "link_code": code });
    let submitted = service.call("POST", "/registrations").json(body);
    submitted.expect(202).await;
    let path = format!("/invite-links/{link}/preview");
    let seen = service.call("POST", &path).by(&key).expect(200).await.body;
    assert_eq!(
        (&seen["uses"], &seen["pending_registrations"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(seen["registrations"][0]["email"], "ann@acme.com");
    assert_eq!(seen["uses_left"], 0);
    let change = |body| service.call("POST", &path).by(&key).json(body);
    let enough = change(json!({ "max_uses": 1 })).expect(200).await.body;
    assert_eq!(enough["pending_registrations"], 0);
    let over = json!({ "expires_at": "2026-01-01T00:00:00Z" });
    let over = change(over).expect(200).await.body;
    assert_eq!(
        (&over["pending_registrations"], &over["uses_left"]),
        (&json!(1), &json!(0))
    );
    let odd = change(json!({ "max_uses": 0 })).expect(422).await;
    assert_eq!(odd.errors(), wrong(&[("/max_uses", "out_of_range")]));
    let (playbook, ..) = offered(&service).await;
    let path = format!("/playbooks/{}/archive-preview", playbook.id);
    let seen = service.call("POST", &path).by(&key).expect(200).await.body;
    let expected = json!({ "all_customers": true, "customers": 0, "named": [] });
    assert_eq!(seen, expected);
    let path = format!(
        "/playbooks/{}/visibility?customer_id={customer}",
        playbook.id
    );
    let seen = service.call("GET", &path).by(&key).expect(200).await.body;
    assert_eq!(seen["card"]["id"], json!(playbook.id));
    assert_eq!(seen["card"]["customer_id"], json!(customer));
}

#[tokio::test]
async fn previews_are_for_those_who_may_make_the_change() {
    let service = Service::new();
    let ann = person(&service).await;
    let (playbook, ..) = offered(&service).await;
    let key = service.key(Scope::Write).await;
    let customer = service.customer(&key, "Acme").await;
    let links = service.call("GET", &format!("/customers/{customer}/invite-links"));
    let links = links.by(&key).expect(200).await;
    let link = links.rows()[0]["id"].as_str().unwrap().to_owned();
    let (auditor, _) = service.staff(Role::Auditor).await;
    for (kind, id, action) in [
        ("customers", customer, "archive-preview"),
        (
            "contacts",
            ann.contact.id.to_string(),
            "portal-access/preview",
        ),
        ("invite-links", link, "preview"),
        ("playbooks", playbook.id.to_string(), "archive-preview"),
    ] {
        let path = format!("/{kind}/{id}/{action}");
        service.call("POST", &path).by(&auditor).expect(403).await;
        let nothing = format!("/{kind}/{RANDOM}/{action}");
        service
            .call("POST", &nothing)
            .by(&auditor)
            .expect(404)
            .await;
        service
            .call("POST", &path)
            .by(&ann.caller)
            .expect(401)
            .await;
    }
}
