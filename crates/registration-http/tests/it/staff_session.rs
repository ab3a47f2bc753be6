//! Signing in to the console, setup links, and new passwords.

use crate::harness::{Answer, Caller, Service, wrong};
use registration_core::model::{Actor, Mail, Role, Scope};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery staple";
const NEW: &str = "plum kettle orbit canyon";

fn console(answer: &Answer) -> Caller {
    let cookie = answer.header("set-cookie").expect("no cookie");
    let value = cookie
        .strip_prefix("console=")
        .and_then(|rest| rest.split(';').next());
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    Caller::Console(value.expect("another cookie").to_owned())
}

fn post(service: &Service, path: &str, body: Value) -> crate::harness::Call {
    service.call("POST", path).json(body)
}

/// The token of the newest mail.
async fn token(service: &Service) -> String {
    let mails = service.mails().await;
    let token = mails.first().and_then(|(_, mail)| mail.token());
    token.expect("no token").expose().to_owned()
}

#[tokio::test]
async fn a_staff_member_chooses_the_own_language_whatever_the_role() {
    let service = Service::new();
    let (me, staff) = service.staff(Role::Auditor).await;
    let shown = service.call("GET", "/staff/me").by(&me).expect(200).await;
    assert_eq!(shown.body["locale"], Value::Null);
    let patch = |body: Value| service.call("PATCH", "/staff/me").by(&me).json(body);
    let changed = patch(json!({ "locale": "de-AT" })).expect(200).await;
    assert_eq!(changed.body["locale"], "de-AT");
    assert_ne!(changed.tag(), shown.tag());
    let kept = patch(json!({})).expect(200).await;
    assert_eq!(
        (&kept.body["locale"], kept.tag()),
        (&json!("de-AT"), changed.tag())
    );
    for (body, code) in [
        (json!({ "locale": "Deutsch bitte" }), "invalid_locale"),
        (json!({ "locale": 7 }), "invalid_type"),
        (json!({ "locale": "de", "roles": [] }), "unknown_field"),
    ] {
        let refused = patch(body).expect(422).await;
        assert_eq!(refused.errors()[0].1, code);
    }
    let given_up = patch(json!({ "locale": null })).expect(200).await;
    assert_eq!(given_up.body["locale"], Value::Null);
    let nobody = service.call("PATCH", "/staff/me");
    nobody.json(json!({ "locale": "de" })).expect(401).await;
    assert_eq!(given_up.id(), staff.id.to_string());
}

#[tokio::test]
async fn the_language_of_a_page_is_kept_per_person() {
    let service = Service::new();
    let (me, _) = service.staff(Role::Administrator).await;
    let page = async |by: &Caller| {
        let call = service.call_outside("GET", "/admin/customers").by(by);
        call.expect(200).await.text
    };
    assert!(page(&me).await.contains("<html lang=\"en\""));
    let chosen = service.call_outside("POST", "/language").by(&me);
    chosen
        .form(&[("language", "de"), ("next", "/admin")])
        .expect(303)
        .await;
    // Another browser: no cookie of the choice.
    assert!(page(&me).await.contains("<html lang=\"de\""));
    let shown = service.call("GET", "/staff/me").by(&me).expect(200).await;
    assert_eq!(shown.body["locale"], "de");
    let (other, _) = service.staff(Role::Administrator).await;
    assert!(page(&other).await.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn staff_sign_in_and_out_and_every_failure_is_the_same() {
    let service = Service::new();
    let (_, me) = service.staff(Role::Auditor).await;
    let credentials = |email: &str, password: &str| json!({ "email": email, "password": password });
    let signed_in = post(
        &service,
        "/staff/session",
        credentials(me.email.as_str(), PASSWORD),
    )
    .expect(204)
    .await;
    let session = console(&signed_in);
    let shown = service
        .call("GET", "/staff/me")
        .by(&session)
        .expect(200)
        .await;
    assert_eq!(
        (shown.id(), &shown.body["roles"]),
        (me.id.to_string(), &json!(["auditor"]))
    );
    let out = service
        .call("DELETE", "/staff/session")
        .by(&session)
        .expect(204)
        .await;
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    service
        .call("GET", "/staff/me")
        .by(&session)
        .expect(401)
        .await;

    let mut failures = Vec::new();
    for (email, password) in [
        (me.email.as_str(), "wrong"),
        ("who@portal.example", PASSWORD),
        ("no address", PASSWORD),
    ] {
        let mut body = post(&service, "/staff/session", credentials(email, password))
            .expect(401)
            .await
            .body;
        body["request_id"] = Value::Null;
        failures.push(body);
    }
    assert!(
        failures.windows(2).all(|two| two[0] == two[1]),
        "{failures:?}"
    );
}

#[tokio::test]
async fn a_mailed_invitation_sets_the_first_password_once() {
    let service = Service::new();
    let key = service.key(Scope::Admin).await;
    let body = json!({ "name": "Mo", "email": "mo@portal.example", "roles": ["auditor"] });
    let staff = post(&service, "/staff", body).by(&key).expect(201).await;
    let token = token(&service).await;
    let activation = |password: &str| {
        post(
            &service,
            "/staff/activations",
            json!({ "token": token, "password": password }),
        )
    };
    let weak = activation("short").expect(422).await;
    assert_eq!(weak.slug(), "weak-password");
    let activated = activation(NEW).expect(201).await;
    assert_eq!(activated.body, json!({ "staff_id": staff.id() }));
    service
        .call("GET", "/staff/me")
        .by(&console(&activated))
        .expect(200)
        .await;
    assert_eq!(
        activation(NEW).expect(410).await.slug(),
        "token-unavailable"
    );
}

#[tokio::test]
async fn a_setup_link_makes_an_administrator_of_whoever_says_who_they_are() {
    let service = Service::new();
    let link = service
        .registrar
        .create_setup_link(&Actor::CommandLine)
        .await
        .unwrap();
    let activation = |more: Value| {
        let mut body = json!({ "token": link.expose(), "password": NEW });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().cloned().unwrap());
        post(&service, "/staff/activations", body)
    };
    let nobody = activation(json!({})).expect(422).await;
    assert_eq!(nobody.errors(), wrong(&[("/email", "required")]));
    let half = activation(json!({ "email": "root@portal.example" }))
        .expect(422)
        .await;
    assert_eq!(half.errors(), wrong(&[("/name", "required")]));
    let made = activation(json!({ "name": "Root", "email": "root@portal.example" }))
        .expect(201)
        .await;
    let me = service
        .call("GET", "/staff/me")
        .by(&console(&made))
        .expect(200)
        .await;
    assert_eq!(me.body["roles"], json!(["administrator"]));
    activation(json!({ "name": "Root", "email": "second@portal.example" }))
        .expect(410)
        .await;
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let service = Service::new();
    let (session, me) = service.staff(Role::Auditor).await;
    for email in [me.email.as_str(), "who@portal.example"] {
        post(
            &service,
            "/staff/password-resets",
            json!({ "email": email }),
        )
        .expect(202)
        .await;
    }
    let mails = service.mails().await;
    assert!(matches!(
        mails.as_slice(),
        [(_, Mail::PasswordReset { console: true, .. })]
    ));
    let body = json!({ "token": token(&service).await, "password": NEW });
    post(&service, "/staff/password-resets/complete", body.clone())
        .expect(204)
        .await;
    service
        .call("GET", "/staff/me")
        .by(&session)
        .expect(401)
        .await;
    post(&service, "/staff/password-resets/complete", body)
        .expect(410)
        .await;
    let credentials = json!({ "email": me.email, "password": NEW });
    post(&service, "/staff/session", credentials)
        .expect(204)
        .await;
}
