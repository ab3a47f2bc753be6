//! Playbooks: writing them, and in which order a change is refused.

use crate::harness::{Service, wrong};
use registration_core::model::{Role, Scope};
use serde_json::{Value, json};

fn onboarding() -> Value {
    json!({ "name": " Onboarding ", "steps": [
        { "title": "Kick-off", "due_after_days": 0, "responsible": "provider" },
        { "title": "Data", "due_after_days": 3650, "responsible": "customer" },
    ]})
}

#[tokio::test]
async fn a_playbook_is_created_read_changed_and_archived() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let created = service
        .call("POST", "/playbooks")
        .by(&editor)
        .json(onboarding())
        .expect(201)
        .await;
    let path = format!("/playbooks/{}", created.id());
    let steps = created.body["steps"].as_array().unwrap();
    assert_eq!(created.body["name"], "Onboarding");
    assert_eq!(steps[1]["due_after_days"], 3650);
    assert_eq!(steps[1]["responsible"], "customer");
    assert!(steps[0]["id"].is_string());
    assert_eq!(created.body["archived_at"], Value::Null);

    let read = service.call("GET", &path).by(&editor).expect(200).await;
    assert_eq!((read.tag(), &read.body), (created.tag(), &created.body));

    let renamed = service.call("PATCH", &path).by(&editor).seen(&read.tag());
    let renamed = renamed.json(json!({ "name": "Start" })).expect(200).await;
    assert_eq!(renamed.body["name"], "Start");
    assert_eq!(renamed.body["steps"], created.body["steps"]);
    assert_ne!(renamed.tag(), read.tag());

    service
        .call("DELETE", &path)
        .by(&editor)
        .seen(&read.tag())
        .expect(412)
        .await;
    service.call("DELETE", &path).by(&editor).expect(204).await;
    let archived = service.call("GET", &path).by(&editor).expect(200).await;
    assert!(archived.body["archived_at"].is_string());
    let list = service
        .call("GET", "/playbooks")
        .by(&editor)
        .expect(200)
        .await;
    assert!(list.rows().is_empty());
}

#[tokio::test]
async fn every_misfit_of_a_playbook_is_told_at_once() {
    let service = Service::new();
    let key = service.key(Scope::Write).await;
    let refused = |body: Value| {
        service
            .call("POST", "/playbooks")
            .by(&key)
            .json(body)
            .expect(422)
    };
    let step = |title: &str, days: i64| json!({ "title": title, "due_after_days": days, "responsible": "customer" });
    let answer = refused(
        json!({ "name": "", "steps": [step("a\nb", 1), step("ok", -1), step("ok", 3651)] }),
    )
    .await;
    assert_eq!(
        answer.errors(),
        wrong(&[
            ("/name", "text_empty"),
            ("/steps/0/title", "text_control_character"),
            ("/steps/1/due_after_days", "out_of_range"),
            ("/steps/2/due_after_days", "out_of_range"),
        ])
    );
    let many: Vec<Value> = (0..101).map(|_| step("ok", 1)).collect();
    let answer = refused(json!({ "name": "x", "steps": many })).await;
    assert_eq!(answer.errors(), wrong(&[("/steps", "too_many")]));
    let answer = refused(json!({ "name": "x", "steps": [{ "title": "t", "due_after_days": 1, "responsible": "us" }] })).await;
    assert_eq!(
        answer.errors(),
        wrong(&[("/steps/0/responsible", "unknown_value")])
    );
    let answer = refused(json!({ "name": "x", "owner": "y" })).await;
    assert_eq!(answer.errors(), wrong(&[("/owner", "unknown_field")]));
}

#[tokio::test]
async fn a_change_is_refused_in_the_order_of_the_contract() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (manager, _) = service.staff(Role::CustomerManager).await;
    let created = service
        .call("POST", "/playbooks")
        .by(&editor)
        .json(onboarding())
        .expect(201)
        .await;
    let path = format!("/playbooks/{}", created.id());
    let stale = "\"99\"";
    for (method, path) in [
        ("PATCH", path.clone()),
        ("PUT", format!("{path}/self-service")),
    ] {
        let call = |path: &str| service.call(method, path).raw("{\"name\":7}");
        let elsewhere = path.replace(&created.id(), "01890000-0000-7000-8000-000000000000");
        let malformed = path.replace(&created.id(), "x");
        call(&path).expect(401).await;
        call(&path).by(&manager).expect(403).await;
        call(&elsewhere).by(&editor).expect(404).await;
        call(&malformed).by(&editor).expect(404).await;
        call(&path).by(&editor).expect(428).await;
        call(&path).by(&editor).seen(stale).expect(422).await;
        let good = if method == "PUT" {
            json!({ "enabled": false })
        } else {
            json!({ "name": "x" })
        };
        let answer = service
            .call(method, &path)
            .by(&editor)
            .seen(stale)
            .json(good)
            .expect(412)
            .await;
        assert_eq!(answer.slug(), "stale");
    }
    let nulls = service.call("PATCH", &path).by(&editor).seen(stale);
    let nulls = nulls
        .json(json!({ "name": null, "steps": null }))
        .expect(422)
        .await;
    assert_eq!(
        nulls.errors(),
        wrong(&[("/name", "required"), ("/steps", "required")])
    );
}
