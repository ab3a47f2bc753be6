//! Self-Service Settings: what they refuse, and why a customer doesn't see a playbook.

use crate::{
    harness::{Answer, Caller, Service, wrong},
    people::{offered, person},
};
use registration_core::model::Role;
use serde_json::{Value, json};

async fn put(service: &Service, editor: &Caller, id: &str, body: Value) -> Answer {
    let path = format!("/playbooks/{id}/self-service");
    let tag = service
        .call("GET", &path)
        .by(editor)
        .expect(200)
        .await
        .tag();
    service
        .call("PUT", &path)
        .by(editor)
        .seen(&tag)
        .json(body)
        .send()
        .await
}

#[tokio::test]
async fn settings_are_saved_as_a_whole_and_read_back_as_they_were_sent() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (playbook, owner, _) = offered(&service).await;
    let ann = person(&service).await;
    let id = playbook.id.to_string();
    let settings = json!({
        "enabled": true,
        "default_project_owner_id": owner.id,
        "customer_facing_name": "Get started",
        "customer_facing_description": "Two\nlines",
        "cover": { "kind": "link", "url": "https://cdn.example.com/a.png" },
        "customers": [ann.customer.id],
    });
    let saved = put(&service, &editor, &id, settings.clone()).await;
    assert_eq!((saved.status, &saved.body), (200, &settings));
    let again = put(&service, &editor, &id, saved.body.clone()).await;
    assert_eq!((again.status, &again.body), (200, &settings));

    let seen = service
        .call("GET", "/portal/playbooks")
        .by(&ann.caller)
        .expect(200)
        .await;
    assert_eq!(
        seen.rows(),
        [json!({
            "id": id, "customer_id": ann.customer.id, "name": "Get started", "description": "Two\nlines",
            "cover_url": "https://cdn.example.com/a.png",
        })]
    );
    let off = put(&service, &editor, &id, json!({ "enabled": false })).await;
    assert_eq!(
        off.body,
        json!({
            "enabled": false, "default_project_owner_id": null, "customer_facing_name": null,
            "customer_facing_description": null, "cover": { "kind": "none" }, "customers": "all",
        })
    );
    let seen = service
        .call("GET", "/portal/playbooks")
        .by(&ann.caller)
        .expect(200)
        .await;
    assert!(seen.rows().is_empty());
}

#[tokio::test]
async fn switching_on_without_an_owner_or_a_name_is_refused() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (playbook, ..) = offered(&service).await;
    let id = playbook.id.to_string();
    let refused = async |body: Value| {
        let answer = put(&service, &editor, &id, body).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        answer.errors()
    };
    assert_eq!(
        refused(json!({ "enabled": true })).await,
        wrong(&[
            ("/default_project_owner_id", "required"),
            ("/customer_facing_name", "required")
        ])
    );
    assert_eq!(refused(json!({})).await, wrong(&[("/enabled", "required")]));
    assert_eq!(
        refused(
            json!({ "enabled": false, "default_project_owner_id": "x", "customers": [7, "y"] })
        )
        .await,
        wrong(&[
            ("/default_project_owner_id", "invalid_id"),
            ("/customers/0", "invalid_id"),
            ("/customers/1", "invalid_id"),
        ])
    );
    let unknown = "01890000-0000-7000-8000-000000000000";
    assert_eq!(
        refused(
            json!({ "enabled": false, "default_project_owner_id": unknown, "customers": [unknown] })
        )
        .await,
        wrong(&[
            ("/default_project_owner_id", "owner_unavailable"),
            ("/customers", "unknown_customer")
        ])
    );
    assert_eq!(
        refused(json!({ "enabled": false, "customers": "some" })).await,
        wrong(&[("/customers", "unknown_value")])
    );
    for (cover, pointer, code) in [
        (
            json!({ "kind": "upload", "media_id": unknown }),
            "/cover/media_id",
            "unknown_media",
        ),
        (
            json!({ "kind": "upload", "media_id": "x" }),
            "/cover/media_id",
            "invalid_id",
        ),
        (json!({ "kind": "upload" }), "/cover/media_id", "required"),
        (json!({ "kind": "link" }), "/cover/url", "required"),
        (
            json!({ "kind": "link", "url": "http://x.example/" }),
            "/cover/url",
            "invalid_url",
        ),
        (
            json!({ "kind": "none", "url": "https://x.example/" }),
            "/cover/url",
            "not_with_this_kind",
        ),
        (json!({ "kind": "svg" }), "/cover/kind", "unknown_value"),
    ] {
        assert_eq!(
            refused(json!({ "enabled": false, "cover": cover })).await,
            wrong(&[(pointer, code)])
        );
    }
}

#[tokio::test]
async fn an_owner_who_left_cannot_be_chosen() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (playbook, ..) = offered(&service).await;
    let mut gone = service.make.staff([]);
    gone.active = false;
    service.sign_in(&gone, true).await;
    let body = json!({ "enabled": true, "default_project_owner_id": gone.id, "customer_facing_name": "x" });
    let answer = put(&service, &editor, &playbook.id.to_string(), body).await;
    assert_eq!(
        answer.errors(),
        wrong(&[("/default_project_owner_id", "owner_unavailable")])
    );
}

#[tokio::test]
async fn visibility_explains_itself() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let (playbook, ..) = offered(&service).await;
    let ann = person(&service).await;
    let path = format!("/playbooks/{}/visibility", playbook.id);
    let asked = format!("{path}?customer_id={}", ann.customer.id);
    let answer = service.call("GET", &asked).by(&editor).expect(200).await;
    assert_eq!(answer.body["visible"], true);
    assert_eq!(answer.body.get("reason"), None);
    assert_eq!(answer.body["card"]["name"], "Get started");
    put(
        &service,
        &editor,
        &playbook.id.to_string(),
        json!({ "enabled": false }),
    )
    .await;
    let answer = service.call("GET", &asked).by(&editor).expect(200).await;
    assert_eq!(answer.body["reason"], "self_service_off");
    assert!(answer.body["why"].is_string());
    let answer = service.call("GET", &path).by(&editor).expect(422).await;
    assert_eq!(answer.errors(), wrong(&[("/customer_id", "required")]));
    let unknown = format!("{path}?customer_id={}", playbook.id);
    service.call("GET", &unknown).by(&editor).expect(404).await;
}
