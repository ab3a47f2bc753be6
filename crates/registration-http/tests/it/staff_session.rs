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
