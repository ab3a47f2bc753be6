//! What the console's pages tell beside the lists: the overview, a customer's activity, a project's people.

use crate::{
    harness::Service,
    people::{offered, person},
};
use registration_core::model::{Role, Scope};
use serde_json::{Value, json};

const RANDOM: &str = "01890000-0000-7000-8000-000000000000";

#[tokio::test]
async fn the_overview_tells_what_waits_and_what_is_to_be_set_up() {
    let service = Service::new();
    service.request("ann@acme.com", "Acme").await;
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    let seen = service.call("GET", "/overview").by(&mapper);
    let seen = seen.expect(200).await.body;
    let waiting = &seen["waiting_requests"];
    assert_eq!(
        (&waiting["count"], &waiting["more"]),
        (&json!(1), &json!(false))
    );
    assert!(waiting["oldest_at"].is_string());
    assert_eq!(seen["request_recipients"], "off_duty");
    assert_eq!(seen.get("failed_mails"), None, "not for a mapper");
    let first = json!({ "step": "first_customer", "done": false });
    assert_eq!(seen["checklist"][0], first);
    let key = service.key(Scope::Admin).await;
    service.customer(&key, "Acme").await;
    let seen = service.call("GET", "/overview").by(&key).expect(200).await;
    assert_eq!(seen.body["checklist"][0]["done"], true);
    assert_eq!(seen.body["checklist"].as_array().unwrap().len(), 5);
    let none = json!({ "count": 0, "more": false });
    assert_eq!(seen.body["failed_mails"], none);
    let ann = person(&service).await;
    let call = service.call("GET", "/overview").by(&ann.caller);
    call.expect(401).await;
}

#[tokio::test]
async fn the_activity_of_a_customer_comes_with_names() {
    let service = Service::new();
    let (manager, staff) = service.staff(Role::CustomerManager).await;
    let customer = service.customer(&manager, "Acme").await;
    let contact = service.contact(&manager, &customer, "ann@acme.com").await;
    let path = format!("/customers/{customer}/activity");
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    let list = service.call("GET", &path).by(&mapper).expect(200).await;
    let newest = &list.rows()[0];
    assert_eq!(newest["action"], "contact_created");
    let names = json!({ contact.as_str(): "Ann Lee", customer.as_str(): "Acme", staff.id.to_string(): staff.name });
    assert_eq!(newest["names"], names);
    let page = service.call("GET", &format!("{path}?limit=1")).by(&mapper);
    assert!(page.expect(200).await.header("link").is_some());
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    service.call("GET", &path).by(&editor).expect(403).await;
    let nowhere = format!("/customers/{RANDOM}/activity?limit=x");
    service.call("GET", &nowhere).by(&mapper).expect(404).await;
    let wrong = format!("{path}?limit=x");
    service.call("GET", &wrong).by(&mapper).expect(422).await;
    let key = service.key(Scope::Read).await;
    let trail = service.call("GET", "/audit-entries?action=contact_created");
    let trail = trail.by(&key).expect(200).await;
    assert_eq!(trail.rows()[0]["names"], newest["names"]);
}

#[tokio::test]
async fn the_people_of_a_project_are_named() {
    let service = Service::new();
    let (playbook, owner, owner_calls) = offered(&service).await;
    let (ann, bob) = (person(&service).await, person(&service).await);
    let started = service.call("POST", "/portal/projects").by(&ann.caller);
    let body = json!({ "playbook_id": playbook.id });
    let id = started.json(body).expect(201).await.id();
    let path = format!("/portal/projects/{id}/people");
    let people = service.call("GET", &path).by(&ann.caller).expect(200).await;
    let expected: Value = json!({
        "owner": { "id": owner.id, "name": owner.name },
        "started_by": { "id": ann.contact.id, "name": ann.contact.name.to_string() },
        "members": [],
    });
    assert_eq!(people.body, expected);
    service.call("GET", &path).by(&bob.caller).expect(404).await;
    let path = format!("/projects/{id}/people");
    let people = service
        .call("GET", &path)
        .by(&owner_calls)
        .expect(200)
        .await;
    assert_eq!(people.body, expected);
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    service.call("GET", &path).by(&mapper).expect(404).await;
}
