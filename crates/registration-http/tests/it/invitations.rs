//! Invitations: one by one, and a hundred of which each stands for itself.

use crate::harness::{Service, wrong};
use registration_core::model::{Role, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn an_invitation_is_a_registration_that_never_shows_its_token() {
    let service = Service::new();
    let (manager, staff) = service.staff(Role::CustomerManager).await;
    let customer = service.customer(&manager, "Acme").await;
    let path = format!("/customers/{customer}/invitations");
    let body =
        json!({ "email": "ann@elsewhere.org", "first_name": "Ann", "message": "Welcome!\nSam" });
    let invited = service.call("POST", &path).by(&manager).json(body.clone());
    let invited = invited.expect(201).await;
    assert_eq!(
        (&invited.body["origin"], &invited.body["state"]),
        (&json!("invitation"), &json!("awaiting_activation"))
    );
    let by = json!({ "kind": "staff", "id": staff.id });
    assert_eq!(invited.body["decided_by"], by);
    assert_eq!(
        invited.body["basis"],
        json!({ "kind": "decision", "by": by })
    );
    for word in ["token", "code", "message"] {
        assert!(
            !invited.text.contains(&format!("\"{word}")),
            "{}",
            invited.text
        );
    }
    let twice = service.call("POST", &path).by(&manager).json(body);
    assert_eq!(twice.expect(409).await.slug(), "already-pending");
    let body = json!({ "email": staff.email.to_string() });
    let own = service.call("POST", &path).by(&manager).json(body);
    assert_eq!(
        own.expect(422).await.errors(),
        wrong(&[("/email", "staff_address")])
    );
}

#[tokio::test]
async fn one_bad_invitation_never_stops_the_others() {
    let service = Service::new();
    let (manager, staff) = service.staff(Role::CustomerManager).await;
    let customer = service.customer(&manager, "Acme").await;
    let path = format!("/customers/{customer}/invitation-batches");
    let body = json!({ "invitations": [
        { "email": "ann@acme.com" },
        { "email": "not an address", "first_name": "x".repeat(65) },
        { "email": "ann@acme.com" },
        { "email": staff.email.to_string() },
        { "email": "bob@acme.com", "first_name": "Bob", "last_name": "Low" },
    ] });
    let answer = service.call("POST", &path).by(&manager).json(body);
    let answer = answer.expect(200).await;
    let results = answer.body["results"].as_array().unwrap();
    let outcome = |one: &Value| {
        let slug = one["problem"]["type"].as_str().map(str::to_owned);
        (one["index"].as_u64().unwrap(), slug)
    };
    let problem = |slug: &str| Some(format!("/problems/{slug}"));
    assert_eq!(
        results.iter().map(outcome).collect::<Vec<_>>(),
        [
            (0, None),
            (1, problem("invalid")),
            (2, problem("already-pending")),
            (3, problem("invalid")),
            (4, None),
        ]
    );
    assert_eq!(results[0]["status"], "invited");
    assert_eq!(results[1]["status"], "refused");
    let pointers: Vec<&Value> = results[1]["problem"]["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["pointer"])
        .collect();
    assert_eq!(
        pointers,
        ["/invitations/1/email", "/invitations/1/first_name"]
    );
    assert_eq!(results[4]["registration"]["last_name"], "Low");
    assert_eq!(results[1]["email"], "not an address");
    let list = service.call("GET", "/registrations?origin=invitation");
    assert_eq!(list.by(&manager).expect(200).await.rows().len(), 2);
}

#[tokio::test]
async fn a_batch_has_a_hundred_at_most_and_a_shape() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let path = format!("/customers/{customer}/invitation-batches");
    let send = |invitations: Value| {
        let body = json!({ "invitations": invitations });
        service.call("POST", &path).by(&admin).json(body).send()
    };
    let many: Vec<Value> = (0..101)
        .map(|n| json!({ "email": format!("p{n}@acme.com") }))
        .collect();
    let refused = send(json!(many)).await;
    assert_eq!(refused.errors(), wrong(&[("/invitations", "too_many")]));
    let refused = send(json!([{ "email": "a@acme.com" }, { "email": "b@acme.com", "role": "x" }]));
    assert_eq!(
        refused.await.errors(),
        wrong(&[("/invitations/1/role", "unknown_field")])
    );
    let done = send(json!(many[..100])).await;
    assert_eq!(done.body["results"].as_array().unwrap().len(), 100);
}
