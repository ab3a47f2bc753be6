//! Customers: created, listed, changed, archived.

use crate::harness::{Service, wrong};
use registration_core::model::{Role, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn a_customer_is_created_and_read_back() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let body = json!({ "name": "  Müller & Söhne ", "reference": "crm-7" });
    let created = service.call("POST", "/customers").by(&admin).json(body);
    let created = created.expect(201).await;
    assert_eq!(created.body["name"], "Müller & Söhne");
    assert_eq!(created.body["reference"], "crm-7");
    assert_eq!(created.body["archived_at"], Value::Null);
    let read = service.call("GET", &format!("/customers/{}", created.id()));
    let read = read.by(&admin).expect(200).await;
    assert_eq!(read.body, created.body);
    assert_eq!(read.tag(), created.tag());
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let long = "x".repeat(201);
    let body = json!({ "name": long, "reference": "a\nb" });
    let refused = service.call("POST", "/customers").by(&admin).json(body);
    assert_eq!(
        refused.expect(422).await.errors(),
        wrong(&[
            ("/name", "text_too_long"),
            ("/reference", "text_control_character")
        ])
    );
    for (body, pointer, code) in [
        (r#"{}"#, "/name", "required"),
        (r#"{"name":["a"]}"#, "/name", "invalid_type"),
        (r#"{"name":"a","name":"b"}"#, "/name", "duplicate_field"),
        (r#"{"name":"a","id":"b"}"#, "/id", "unknown_field"),
        (r#"{"name":" "}"#, "/name", "text_empty"),
    ] {
        let refused = service.call("POST", "/customers").by(&admin).raw(body);
        assert_eq!(
            refused.expect(422).await.errors(),
            wrong(&[(pointer, code)])
        );
    }
}

#[tokio::test]
async fn a_patch_keeps_what_it_does_not_name_and_removes_what_is_null() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let body = json!({ "name": "Acme", "reference": "crm-7" });
    let created = service.call("POST", "/customers").by(&admin).json(body);
    let created = created.expect(201).await;
    let path = format!("/customers/{}", created.id());
    let patch = |tag: &str, body| {
        service
            .call("PATCH", &path)
            .by(&admin)
            .seen(tag)
            .json(body)
            .send()
    };
    let renamed = patch(&created.tag(), json!({ "name": "Acme Ltd" })).await;
    assert_eq!(renamed.body["reference"], "crm-7");
    let removed = patch(&renamed.tag(), json!({ "reference": null })).await;
    assert_eq!(removed.body["reference"], Value::Null);
    assert_eq!(removed.body["name"], "Acme Ltd");
    let refused = patch(&removed.tag(), json!({ "name": null })).await;
    assert_eq!(
        (refused.status, refused.errors()),
        (422, wrong(&[("/name", "required")]))
    );
}

#[tokio::test]
async fn a_playbook_editor_sees_ids_and_names_only() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let list = service.call("GET", "/customers").by(&editor).expect(200);
    assert_eq!(list.await.rows(), [json!({ "id": id, "name": "Acme" })]);
}

#[tokio::test]
async fn lists_are_newest_first_and_paged_and_searched() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    for name in ["Acme", "Bolt", "Acorn"] {
        service.customer(&admin, name).await;
    }
    let list = |query: &str| {
        let path = format!("/customers{query}");
        service.call("GET", &path).by(&admin).send()
    };
    let names = |rows: &[Value]| -> Vec<String> {
        let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
        rows.iter().map(name).collect()
    };
    let first = list("?limit=2").await;
    assert_eq!(names(first.rows()), ["Acorn", "Bolt"]);
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let link = first.header("link").unwrap();
    assert_eq!(
        link,
        format!("</api/v1/customers?limit=2&cursor={cursor}>; rel=\"next\"")
    );
    let last = list(&format!("?limit=2&cursor={cursor}")).await;
    assert_eq!(names(last.rows()), ["Acme"]);
    assert_eq!(last.body["next_cursor"], Value::Null);
    assert_eq!(names(list("?q=AC").await.rows()), ["Acorn", "Acme"]);
    assert_eq!(
        list("?limit=0").await.errors(),
        wrong(&[("/limit", "invalid_limit")])
    );
    assert_eq!(
        list("?cursor=x").await.errors(),
        wrong(&[("/cursor", "invalid_cursor")])
    );
}

#[tokio::test]
async fn an_archived_customer_leaves_the_list_and_stays_readable() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let path = format!("/customers/{id}");
    let archive = || service.call("DELETE", &path).by(&admin);
    archive().seen("\"99\"").expect(412).await;
    archive().expect(204).await;
    archive().expect(204).await;
    let read = service.call("GET", &path).by(&admin).expect(200).await;
    assert!(read.body["archived_at"].is_string());
    let list = service.call("GET", "/customers").by(&admin).expect(200);
    assert!(list.await.rows().is_empty());
    let invite = service.call("POST", &format!("{path}/invitation-batches"));
    let body = json!({ "invitations": [{ "email": "ann@acme.com" }] });
    invite.by(&admin).json(body).expect(404).await;
    // Existence is asked before the body.
    let invite = service.call("POST", &format!("{path}/invitations"));
    invite
        .by(&admin)
        .json(json!({ "email": 7 }))
        .expect(404)
        .await;
}
