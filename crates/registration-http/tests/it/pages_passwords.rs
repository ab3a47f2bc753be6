//! The pages on which passwords are asked for, chosen and used: of accounts and of staff.

use crate::harness::{Answer, Service};
use registration_core::model::{Actor, Mail, Role, Scope};
use serde_json::json;

const PASSWORD: &str = "seven walruses hum quietly";

async fn post(service: &Service, path: &str, form: &[(&str, &str)], status: u16) -> Answer {
    let call = service.call_outside("POST", path).form(form);
    call.expect(status).await
}

async fn token_to(service: &Service, email: &str) -> String {
    let mails = service.mails().await;
    let newest = mails.iter().find(|(to, _)| to == email);
    newest.unwrap().1.token().unwrap().expose().to_owned()
}

#[tokio::test]
async fn asking_for_a_new_password_is_answered_alike() {
    let service = Service::new();
    let (_, staff) = service.staff(Role::Auditor).await;
    for at in ["", "/admin"] {
        let path = format!("{at}/reset-password");
        for email in [staff.email.as_str(), "nobody@nowhere.com"] {
            let answer = post(&service, &path, &[("email", email)], 303).await;
            let to = answer.header("location").unwrap();
            assert_eq!(to, format!("{path}/sent"));
            service.call_outside("GET", to).page().expect(200).await;
        }
        let refused = post(&service, &path, &[("email", "a@b")], 422).await;
        assert!(refused.text.contains("value=\"a@b\"") && refused.text.contains("id=\"e-email\""));
    }
    assert_eq!(
        service.mails().await.len(),
        1,
        "the staff member's in the console"
    );
}

#[tokio::test]
async fn a_staff_member_chooses_a_new_password() {
    let service = Service::new();
    let (_, staff) = service.staff(Role::Auditor).await;
    let email = staff.email.as_str();
    post(&service, "/admin/reset-password", &[("email", email)], 303).await;
    let token = token_to(&service, email).await;
    let path = format!("/admin/reset-password/{token}");
    service.call_outside("GET", &path).page().expect(200).await;
    let weak = post(&service, &path, &[("password", "short")], 422).await;
    assert!(weak.text.contains("id=\"e-password\"") && !weak.text.contains("value=\"short\""));
    // A link of the console opens nothing in the portal.
    let portal = format!("/reset-password/{token}");
    post(&service, &portal, &[("password", PASSWORD)], 410).await;
    let done = post(&service, &path, &[("password", PASSWORD)], 303).await;
    assert_eq!(
        done.header("location"),
        Some("/admin/sign-in?done=password-set")
    );
    let again = post(&service, &path, &[("password", PASSWORD)], 410).await;
    assert!(again.text.contains("href=\"/admin/reset-password\""));
    let form = [("email", email), ("password", PASSWORD)];
    let signed_in = post(&service, "/admin/sign-in", &form, 303).await;
    assert_eq!(signed_in.header("location"), Some("/admin"));
}

#[tokio::test]
async fn an_invited_staff_member_sets_the_first_password() {
    let service = Service::new();
    let admin = service.key(Scope::Admin).await;
    let body = json!({ "name": "Ida <Berg>", "email": "ida@halden.cloud", "roles": ["auditor"] });
    let call = service.call("POST", "/staff").by(&admin).json(body);
    call.expect(201).await;
    let path = format!(
        "/admin/activate/{}",
        token_to(&service, "ida@halden.cloud").await
    );
    let page = service.call_outside("GET", &path).page().expect(200).await;
    assert!(page.text.contains("Ida &#60;Berg&#62;") && page.text.contains("ida@halden.cloud"));
    assert!(!page.text.contains("name=\"name\""), "{}", page.text);
    post(&service, &path, &[("password", "short")], 422).await;
    let done = post(&service, &path, &[("password", PASSWORD)], 303).await;
    assert_eq!(done.header("location"), Some("/admin?done=welcome"));
    assert!(done.header("set-cookie").unwrap().starts_with("console="));
    service.call_outside("GET", &path).page().expect(410).await;
}

#[tokio::test]
async fn a_setup_link_asks_who_one_is() {
    let service = Service::new();
    let link = service.registrar.create_setup_link(&Actor::CommandLine);
    let path = format!("/admin/activate/{}", link.await.unwrap().expose());
    let page = service.call_outside("GET", &path).page().expect(200).await;
    assert!(page.text.contains("name=\"name\"") && page.text.contains("name=\"email\""));
    let half = [("name", "Ida Berg"), ("email", ""), ("password", PASSWORD)];
    let refused = post(&service, &path, &half, 422).await;
    assert!(refused.text.contains("id=\"e-email\"") && refused.text.contains("value=\"Ida Berg\""));
    let whole = [
        ("name", "Ida Berg"),
        ("email", "ida@halden.cloud"),
        ("password", PASSWORD),
    ];
    let done = post(&service, &path, &whole, 303).await;
    assert!(done.header("set-cookie").unwrap().starts_with("console="));
    post(&service, &path, &whole, 410).await;
}

#[tokio::test]
async fn signing_in_keeps_the_address_and_leads_to_pages_of_ours_only() {
    let service = Service::new();
    let (_, staff) = service.staff(Role::Auditor).await;
    let email = staff.email.as_str();
    for path in ["/sign-in", "/admin/sign-in"] {
        let form = [("email", email), ("password", "wrong"), ("next", "/x")];
        let refused = post(&service, path, &form, 401).await;
        assert!(
            refused.text.contains(&format!("value=\"{email}\"")),
            "{path}"
        );
        assert!(refused.text.contains("role=\"alert\"") && !refused.text.contains("wrong\""));
    }
    post(&service, "/admin/reset-password", &[("email", email)], 303).await;
    let token = token_to(&service, email).await;
    let path = format!("/admin/reset-password/{token}");
    post(&service, &path, &[("password", PASSWORD)], 303).await;
    for (next, to) in [
        ("/admin/customers", "/admin/customers"),
        ("https://evil.example/", "/admin"),
        ("//evil.example", "/admin"),
    ] {
        let form = [("email", email), ("password", PASSWORD), ("next", next)];
        let answer = post(&service, "/admin/sign-in", &form, 303).await;
        assert_eq!(answer.header("location"), Some(to));
    }
    let foreign = service.call_outside("POST", "/sign-in");
    let foreign = foreign.header("sec-fetch-site", "cross-site");
    foreign.form(&[]).expect(403).await;
}

#[tokio::test]
async fn a_page_that_is_asked_for_too_often_says_when_to_try_again() {
    let service = Service::with_limits();
    let form = [("name", "Jo Doe"), ("email", "jo@acme.com")];
    for _ in 0..10 {
        post(&service, "/register", &form, 303).await;
    }
    for path in ["/register", "/reset-password", "/request-access"] {
        let form = [form[0], form[1], ("company", "Acme")];
        let refused = post(&service, path, &form, 429).await;
        assert!(refused.header("retry-after").is_some(), "{path}");
        assert!(refused.text.contains("value=\"jo@acme.com\""), "{path}");
        assert!(refused.text.contains("role=\"alert\""), "{path}");
    }
    let mails = service.mails().await;
    assert!(
        mails
            .iter()
            .all(|(_, mail)| !matches!(mail, Mail::PasswordReset { .. }))
    );
}
