//! Registrations as staff see them: filtered, resent, revoked.

use crate::harness::{Service, wrong};
use registration_core::model::{Mail, Scope};
use serde_json::{Value, json};

#[tokio::test]
async fn filters_narrow_and_unknown_values_are_refused() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let acme = service.customer(&admin, "Acme").await;
    let invite = service.call("POST", &format!("/customers/{acme}/invitations"));
    let invite = invite.by(&admin).json(json!({ "email": "ann@acme.com" }));
    invite.expect(201).await;
    let form = service.call("POST", "/registrations");
    let form = form.json(json!({ "name": "Bob Low", "email": "bob@acme.com" }));
    form.expect(202).await;
    service.request("eve@other.com", "Other").await;
    let list = |query: String| {
        let path = format!("/registrations?{query}");
        service.call("GET", &path).by(&admin).send()
    };
    let emails = |rows: &[Value]| -> Vec<String> {
        let email = |row: &Value| row["email"].as_str().unwrap().to_owned();
        rows.iter().map(email).collect()
    };
    for (query, expected) in [
        (
            String::new(),
            vec!["eve@other.com", "bob@acme.com", "ann@acme.com"],
        ),
        ("state=awaiting_mapping".into(), vec!["eve@other.com"]),
        ("origin=portal_form".into(), vec!["bob@acme.com"]),
        (format!("customer_id={acme}"), vec!["ann@acme.com"]),
        ("q=ACME".into(), vec!["bob@acme.com", "ann@acme.com"]),
        (format!("link_id={acme}"), vec![]),
        ("state=completed".into(), vec![]),
        (
            "state=&q=".into(),
            vec!["eve@other.com", "bob@acme.com", "ann@acme.com"],
        ),
    ] {
        assert_eq!(
            emails(list(query.clone()).await.rows()),
            expected,
            "{query}"
        );
    }
    let refused = list("state=done&origin=fax&customer_id=7&link_id=x".into()).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.errors(),
        wrong(&[
            ("/state", "unknown_value"),
            ("/origin", "unknown_value"),
            ("/customer_id", "invalid_id"),
            ("/link_id", "invalid_id"),
        ])
    );
}

#[tokio::test]
async fn a_pending_one_is_resent_and_revoked_and_then_it_is_over() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let acme = service.customer(&admin, "Acme").await;
    let invite = service.call("POST", &format!("/customers/{acme}/invitations"));
    let invite = invite.by(&admin).json(json!({ "email": "ann@acme.com" }));
    let id = invite.expect(201).await.id();
    let path = format!("/registrations/{id}");
    let act = |what: &str| {
        let path = format!("{path}/{what}");
        service.call("POST", &path).by(&admin).send()
    };
    assert_eq!(act("resend-mail").await.status, 202);
    let tokens: Vec<String> = service
        .mails()
        .await
        .into_iter()
        .filter_map(|(_, mail)| match mail {
            Mail::Invitation { token, .. } => Some(token.expose().to_owned()),
            _ => None,
        })
        .collect();
    assert_eq!(tokens.len(), 2);
    let read = service.call("GET", &path).by(&admin).expect(200).await;
    for token in &tokens {
        assert!(!read.text.contains(token.as_str()));
    }
    let revoked = act("revoke").await;
    assert_eq!(
        (revoked.status, &revoked.body["state"]),
        (200, &json!("withdrawn"))
    );
    assert_eq!(revoked.body["expires_at"], Value::Null);
    for token in tokens {
        let body = json!({ "token": token });
        let dead = service.call("POST", "/activations/inspect").json(body);
        assert_eq!(dead.expect(410).await.slug(), "token-unavailable");
    }
    for what in ["revoke", "resend-mail"] {
        let over = act(what).await;
        assert_eq!((over.status, over.slug()), (409, "registration-ended"));
        assert_eq!(over.body["state"], "withdrawn");
    }
}
