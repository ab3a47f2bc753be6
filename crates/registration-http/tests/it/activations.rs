//! Coming in: what may be said besides the proof.

use crate::harness::{Service, wrong};
use registration_core::model::Scope;
use serde_json::{Value, json};

/// The token of an invitation of somebody who is called Jo Doe.
async fn invited(service: &Service, email: &str) -> String {
    let admin = service.key(Scope::Admin).await;
    let customer = service.customer(&admin, "Acme").await;
    let path = format!("/customers/{customer}/invitations");
    let body = json!({ "email": email, "first_name": "Jo", "last_name": "Doe" });
    let call = service.call("POST", &path).by(&admin).json(body);
    call.expect(201).await;
    let mails = service.mails().await;
    let token = mails
        .iter()
        .find(|(to, _)| to == email)
        .and_then(|(_, mail)| mail.token());
    token.unwrap().expose().to_owned()
}

#[tokio::test]
async fn the_part_of_a_name_that_is_not_sent_stays() {
    let service = Service::new();
    for (email, change, name) in [
        ("a@acme.com", json!({}), ["Jo", "Doe"]),
        ("b@acme.com", json!({ "last_name": "Roe" }), ["Jo", "Roe"]),
        ("c@acme.com", json!({ "first_name": "Al" }), ["Al", "Doe"]),
        ("d@acme.com", json!({ "last_name": "" }), ["Jo", ""]),
        (
            "e@acme.com",
            json!({ "first_name": "Al", "last_name": "Roe" }),
            ["Al", "Roe"],
        ),
    ] {
        let mut body = json!({
            "token": invited(&service, email).await,
            "password": "a sentence of nobody else",
        });
        let members = body.as_object_mut().unwrap();
        members.extend(change.as_object().unwrap().clone());
        let call = service.call("POST", "/activations").json(body);
        let cookie = call.expect(201).await;
        let cookie = cookie.header("set-cookie").unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let me = service.call("GET", "/portal/me").header("cookie", cookie);
        let me = me.expect(200).await;
        let account = &me.body["account"];
        assert_eq!(
            [&account["first_name"], &account["last_name"]],
            name,
            "{change}"
        );
    }
}

#[tokio::test]
async fn an_account_begins_with_the_language_asked_for_and_changes_it() {
    let service = Service::new();
    let key = service.key(Scope::Admin).await;
    let acme = service.customer(&key, "Acme").await;
    let settings = service.call("GET", &format!("/customers/{acme}/portal-settings"));
    let tag = settings.by(&key).expect(200).await.tag();
    let settings = service.call("PUT", &format!("/customers/{acme}/portal-settings"));
    let body = json!({
        "self_service_registration": true, "invite_link_registration": true, "login_method": "password",
        "permitted_domains": [{ "domain": "acme.com", "include_subdomains": false }],
    });
    settings.by(&key).seen(&tag).json(body).expect(200).await;
    let body = json!({ "name": "Jo Doe", "email": "jo@acme.com", "locale": "de_AT" });
    let submit = service.call("POST", "/registrations").json(body);
    submit.expect(202).await;
    let (_, mail) = service.mails().await.swap_remove(0);
    let body =
        json!({ "token": mail.token().unwrap().expose(), "password": "a sentence of nobody else" });
    let call = service.call("POST", "/activations").json(body);
    let cookie = call.expect(201).await;
    let cookie = cookie.header("set-cookie").unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let me = |method: &str| {
        let call = service.call(method, "/portal/me").header("cookie", &cookie);
        call.header("sec-fetch-site", "same-origin")
    };
    let shown = me("GET").expect(200).await;
    assert_eq!(shown.body["account"]["locale"], "de-AT");
    let changed = me("PATCH")
        .json(json!({ "locale": "en" }))
        .expect(200)
        .await;
    assert_eq!(changed.body["account"]["locale"], "en");
    assert_eq!(me("GET").expect(200).await.body, changed.body);
    let refused = me("PATCH").json(json!({ "locale": "*" })).expect(422).await;
    assert_eq!(refused.errors(), wrong(&[("/locale", "invalid_locale")]));
    let given_up = me("PATCH")
        .json(json!({ "locale": null }))
        .expect(200)
        .await;
    assert_eq!(given_up.body["account"]["locale"], Value::Null);
}

#[tokio::test]
async fn each_part_of_a_name_has_a_reason_of_its_own() {
    let service = Service::new();
    let token = invited(&service, "jo@acme.com").await;
    let send = |first: Value, last: Value| {
        let body = json!({ "token": token, "first_name": first, "last_name": last });
        service.call("POST", "/activations").json(body).expect(422)
    };
    assert_eq!(
        send(json!(" "), json!("a\u{0}b")).await.errors(),
        wrong(&[
            ("/first_name", "name_empty"),
            ("/last_name", "name_control_character")
        ])
    );
}
