//! *Try an address*: the rules explain themselves.

use crate::harness::{Service, wrong};
use registration_core::model::Scope;
use serde_json::{Value, json};

#[tokio::test]
async fn every_outcome_is_explained_with_its_trace() {
    let service = Service::new();
    let mut work = service.work().await;
    let acme = service.make.customer_permitting(&["acme.com", "both.com"]);
    let bolt = service.make.customer_permitting(&["both.com"]);
    let mut link = service.make.invite_link(&acme);
    link.enabled = false;
    work.customers().insert(&acme).await.unwrap();
    work.customers().insert(&bolt).await.unwrap();
    work.invite_links().insert(&link).await.unwrap();
    work.commit().await.unwrap();
    let machine = service.key(Scope::Write).await;
    let explain = |body: Value| {
        service
            .call("POST", "/policy/explain")
            .by(&machine)
            .json(body)
            .send()
    };
    let code = &link.code.0;
    for (body, decision, reason, customers) in [
        (
            json!({ "email": "ann@acme.com" }),
            "join",
            Value::Null,
            vec![&acme],
        ),
        (
            json!({ "email": "ann@both.com" }),
            "choose",
            Value::Null,
            vec![&acme, &bolt],
        ),
        (
            json!({ "email": "ann@other.com" }),
            "request",
            json!("domain_not_permitted"),
            vec![],
        ),
        (
            json!({ "email": "info@acme.com" }),
            "request",
            json!("role_mailbox"),
            vec![],
        ),
        (
            json!({ "email": "ann@acme.com", "link_code": code }),
            "refuse",
            json!("link_disabled"),
            vec![],
        ),
    ] {
        let answer = explain(body.clone()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.body["decision"], decision, "{body}");
        assert_eq!(answer.body["reason"], reason, "{body}");
        let named = customers
            .iter()
            .map(|one| json!({ "id": one.id, "name": one.name }));
        assert_eq!(answer.body["customers"], named.collect::<Value>());
        let trace = answer.body["trace"].as_array().unwrap();
        assert!(!trace.is_empty());
        assert!(
            trace
                .iter()
                .all(|step| step["rule"].is_string() && step["why"].is_string())
        );
    }
    let unknown = explain(json!({ "email": "ann@acme.com", "link_code": "never-was" })).await;
    assert_eq!((unknown.status, unknown.slug()), (410, "link-unavailable"));
    let wrong_address = explain(json!({ "email": "ann" })).await;
    assert_eq!(wrong_address.status, 422);
    let list = service.call("GET", "/registrations").by(&machine);
    assert!(list.expect(200).await.rows().is_empty());
    let missing = explain(json!({})).await;
    assert_eq!(missing.errors(), wrong(&[("/email", "required")]));
}
