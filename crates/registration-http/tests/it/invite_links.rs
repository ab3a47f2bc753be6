//! Invite links: whole for those who hand them out, masked for readers.

use crate::harness::{Caller, PUBLIC_URL, Service, wrong};
use registration_core::model::{Role, Scope};
use serde_json::{Value, json};

async fn first_link(service: &Service, by: &Caller, customer: &str) -> Value {
    let list = service.call("GET", &format!("/customers/{customer}/invite-links"));
    list.by(by).expect(200).await.rows()[0].clone()
}

#[tokio::test]
async fn readers_see_too_little_of_a_code_to_use_it() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let whole = first_link(&service, &admin, &customer).await;
    let code = whole["code"].as_str().unwrap();
    assert_eq!(whole["url"], format!("{PUBLIC_URL}/join/{code}"));
    assert!(code.len() > 40);
    let path = format!("/invite-links/{}", whole["id"].as_str().unwrap());
    for role in [Role::Auditor, Role::PortalRegistrationMapper] {
        let (reader, _) = service.staff(role).await;
        let read = service.call("GET", &path).by(&reader).expect(200).await;
        for seen in [
            read.body.clone(),
            first_link(&service, &reader, &customer).await,
        ] {
            let masked = format!("{}…", &code[..4]);
            assert_eq!(seen["code"], masked);
            assert_eq!(seen["url"], format!("{PUBLIC_URL}/join/{masked}"));
        }
        assert!(!read.text.contains(&code[..6]));
    }
    let (manager, _) = service.staff(Role::CustomerManager).await;
    assert_eq!(first_link(&service, &manager, &customer).await, whole);
}

#[tokio::test]
async fn a_link_needs_nothing_to_be_created() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let path = format!("/customers/{customer}/invite-links");
    let bare = service.call("POST", &path).by(&admin).expect(201).await;
    assert_eq!(bare.body["label"], "Invite link");
    assert_eq!(bare.body["enabled"], true);
    assert_eq!(bare.body["max_uses"], Value::Null);
    let body = json!({ "label": "Fair", "expires_at": "2026-05-01T00:00:00+02:00", "max_uses": 5, "enabled": false });
    let full = service.call("POST", &path).by(&admin).json(body);
    let full = full.expect(201).await;
    assert_eq!(full.body["expires_at"], "2026-04-30T22:00:00Z");
    assert_eq!(
        (&full.body["max_uses"], &full.body["uses"]),
        (&json!(5), &json!(0))
    );
    let body = json!({ "label": "a\u{202e}b", "expires_at": "tomorrow", "max_uses": 0 });
    let refused = service.call("POST", &path).by(&admin).json(body);
    assert_eq!(
        refused.expect(422).await.errors(),
        wrong(&[
            ("/label", "text_hidden_character"),
            ("/expires_at", "invalid_time"),
            ("/max_uses", "out_of_range"),
        ])
    );
}

#[tokio::test]
async fn null_lifts_the_end_and_the_maximum() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let body = json!({ "expires_at": "2026-05-01T00:00:00Z", "max_uses": 5 });
    let link = service.call("POST", &format!("/customers/{customer}/invite-links"));
    let link = link.by(&admin).json(body).expect(201).await;
    let path = format!("/invite-links/{}", link.id());
    let patch = |tag: &str, body| {
        service
            .call("PATCH", &path)
            .by(&admin)
            .seen(tag)
            .json(body)
            .send()
    };
    let kept = patch(&link.tag(), json!({ "enabled": false })).await;
    assert_eq!(
        (&kept.body["max_uses"], &kept.body["enabled"]),
        (&json!(5), &json!(false))
    );
    let lifted = patch(&kept.tag(), json!({ "expires_at": null, "max_uses": null })).await;
    assert_eq!(
        (&lifted.body["expires_at"], &lifted.body["max_uses"]),
        (&Value::Null, &Value::Null)
    );
    let refused = patch(
        &lifted.tag(),
        json!({ "label": null, "enabled": null, "max_uses": -1 }),
    )
    .await;
    assert_eq!(
        refused.errors(),
        wrong(&[
            ("/label", "required"),
            ("/max_uses", "out_of_range"),
            ("/enabled", "required")
        ])
    );
}

#[tokio::test]
async fn a_replaced_code_dies_at_once_or_after_its_grace() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let link = first_link(&service, &admin, &customer).await;
    let path = format!("/invite-links/{}/rotate", link["id"].as_str().unwrap());
    let rotate = || service.call("POST", &path).by(&admin);
    let join = |link: &Value| {
        let path = format!("/join/{}", link["code"].as_str().unwrap());
        service.call("GET", &path).send()
    };
    let second = rotate().expect(200).await;
    assert_eq!(second.body["id"], link["id"]);
    assert_ne!(second.body["code"], link["code"]);
    let dead = join(&link).await;
    assert_eq!(
        (dead.status, &dead.body["reason"]),
        (410, &json!("replaced"))
    );
    let third = rotate().json(json!({ "grace_minutes": 10 }));
    let third = third.expect(200).await;
    assert_eq!(join(&second.body).await.status, 200);
    assert_eq!(join(&third.body).await.status, 200);
    service.clock.advance(time::Duration::minutes(10));
    assert_eq!(join(&second.body).await.status, 410);
    let refused = rotate().json(json!({ "grace_minutes": -1 }));
    assert_eq!(
        refused.expect(422).await.errors(),
        wrong(&[("/grace_minutes", "out_of_range")])
    );
}

#[tokio::test]
async fn who_joined_by_a_link_is_listed_and_who_only_began_is_not() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let link = first_link(&service, &admin, &customer).await;
    for email in ["ann@acme.com", "bob@acme.com"] {
        let body = json!({ "name": "Ann Lee", "email": email, "link_code": link["code"] });
        let call = service.call("POST", "/registrations").json(body);
        call.expect(202).await;
    }
    let mails = service.mails().await;
    let token = mails
        .iter()
        .find_map(|(to, mail)| match mail {
            registration_core::model::Mail::Activation { token, .. } if to == "ann@acme.com" => {
                Some(token.expose().to_owned())
            }
            _ => None,
        })
        .unwrap();
    let body = json!({ "token": token, "password": "a quiet lantern under oaks" });
    let activated = service.call("POST", "/activations").json(body);
    activated.expect(201).await;
    let path = format!(
        "/invite-links/{}/registrations",
        link["id"].as_str().unwrap()
    );
    let joined = service.call("GET", &path).by(&admin).expect(200).await;
    assert_eq!(joined.rows().len(), 1);
    let row = &joined.rows()[0];
    assert_eq!(row["email"], "ann@acme.com");
    assert_eq!(
        row["basis"],
        json!({ "kind": "invite_link", "invite_link_id": link["id"] })
    );
    assert!(row["account_id"].is_string() && row["ended_at"].is_string());
    let read = service.call(
        "GET",
        &format!("/invite-links/{}", link["id"].as_str().unwrap()),
    );
    assert_eq!(read.by(&admin).expect(200).await.body["uses"], 1);
}
