//! The inbox of captured mail: on loopback only, a page, a list, and waiting.

use crate::harness::{Call, PUBLIC_URL, Service};
use axum::{body::Body, http::Request};
use registration_core::{model::MailKind, ports::MailCapture};
use registration_http::{Brand, Settings};
use registration_testkit::doubles::PlainPreview;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tower::ServiceExt;

fn local(service: &Service, path: &str) -> Call {
    service
        .call_outside("GET", path)
        .header("host", "localhost:8080")
}

#[tokio::test]
async fn mails_are_listed_newest_first_and_shown_as_text() {
    let service = Service::new();
    let (ann, bob) = (service.make.email(), service.make.email());
    let mut first = service.make.captured_mail(&ann, MailKind::Activation);
    first.subject = "Hello <Ann>".into();
    first.text = "Go to http://localhost:8080/activate/abc now <b>".into();
    first.links = vec!["http://localhost:8080/activate/abc".into()];
    first.token = Some("abc".into());
    let second = service.make.captured_mail(&bob, MailKind::Declined);
    for mail in [&first, &second] {
        service.store.capture(mail).await.unwrap();
    }
    let all = local(&service, "/dev/inbox/messages").expect(200).await;
    assert_eq!(all.rows().len(), 2);
    assert_eq!(all.rows()[0]["id"], json!(second.id));
    assert_eq!(all.body["next_cursor"], Value::Null);
    let some = local(
        &service,
        &format!("/dev/inbox/messages?to={ann}&kind=activation"),
    )
    .expect(200)
    .await;
    assert_eq!(some.rows().len(), 1);
    assert_eq!(some.rows()[0]["token"], "abc");
    local(&service, "/dev/inbox/messages?kind=spam")
        .expect(422)
        .await;

    let newest = local(&service, "/dev/inbox").expect(200).await.text;
    assert!(newest.contains("Hello &#60;Ann&#62;"), "{newest}");
    let frame = format!("<iframe src=\"/dev/inbox/{}\"", second.id);
    assert!(
        newest.contains(&frame) && newest.contains("sandbox=\""),
        "{newest}"
    );
    let path = format!("/dev/inbox?mail={}&view=text", first.id);
    let page = local(&service, &path).expect(200).await.text;
    assert!(!page.contains("<iframe"));
    assert!(
        page.contains("<a href=\"http://localhost:8080/activate/abc\">"),
        "{page}"
    );
    assert!(!page.contains("<Ann>") && !page.contains("now <b>"));
    let waited = local(&service, &format!("/dev/inbox/wait?to={ann}"))
        .expect(200)
        .await;
    assert_eq!(waited.id(), first.id.to_string());
}

#[tokio::test]
async fn the_inbox_answers_only_requests_that_name_this_machine() {
    let service = Service::new();
    for path in [
        "/dev/inbox",
        "/dev/inbox/messages",
        "/dev/inbox/wait?timeout=0",
        "/dev/inbox/01980000-0000-7000-8000-000000000001",
    ] {
        for host in ["portal.example", "localhost.evil.example", "10.0.0.1:8080"] {
            let call = service.call_outside("GET", path).header("host", host);
            assert_eq!(call.expect(404).await.slug(), "not-found", "{host}");
        }
        service.call_outside("GET", path).expect(404).await;
    }
    for host in ["localhost", "127.0.0.1:8080", "[::1]:8080"] {
        service
            .call_outside("GET", "/dev/inbox")
            .header("host", host)
            .expect(200)
            .await;
    }
}

#[tokio::test]
async fn a_mail_is_a_document_that_only_our_pages_frame() {
    let service = Service::new();
    let to = service.make.email();
    let mut mail = service.make.captured_mail(&to, MailKind::Activation);
    mail.html = "<html><head><style>p{color:red}</style></head><body style=\"margin:0;\">\
                 <a href=\"http://localhost:8080/activate/abc\">Go</a></body></html>"
        .to_owned();
    service.store.capture(&mail).await.unwrap();
    let path = format!("/dev/inbox/{}", mail.id);
    let document = local(&service, &path).expect(200).await;
    assert!(!document.text.contains("style=\""), "{}", document.text);
    assert!(document.text.contains("<base target=\"_top\">"));
    let policy = document.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "style-src 'sha256-",
        "frame-ancestors 'self'",
        "sandbox allow-top-navigation-by-user-activation",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(document.header("cache-control"), Some("no-store"));
    for other in [
        service
            .make
            .captured_mail(&to, MailKind::Mapped)
            .id
            .to_string(),
        "x".into(),
    ] {
        local(&service, &format!("/dev/inbox/{other}"))
            .expect(404)
            .await;
    }
}

#[tokio::test]
async fn there_is_no_inbox_where_mail_is_really_sent() {
    let service = Service::new();
    let settings = Settings {
        public_url: PUBLIC_URL.to_owned(),
        trusted_proxies: Vec::new(),
        preview: Arc::new(PlainPreview),
        capture: None,
        brand: Arc::new(Brand::named("Halden Cloud")),
    };
    let router = registration_http::router(service.registrar.clone(), settings);
    for path in ["/dev/inbox", "/dev/inbox/messages", "/dev/inbox/wait"] {
        let request = Request::get(path).header("host", "localhost");
        let answer = router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(answer.status(), 404);
    }
}

/// Time stands still but for what waits, so this takes no time.
#[tokio::test(start_paused = true)]
async fn waiting_may_take_longer_than_other_requests() {
    let service = Service::new();
    let late = local(&service, "/dev/inbox/wait?timeout=30")
        .expect(404)
        .await;
    assert_eq!(late.slug(), "not-found");
    local(&service, "/dev/inbox/wait?timeout=61")
        .expect(422)
        .await;

    let mail = service
        .make
        .captured_mail(&service.make.email(), MailKind::Mapped);
    let capture = async {
        tokio::time::sleep(Duration::from_secs(20)).await;
        service.store.capture(&mail).await.unwrap();
    };
    let (answer, ()) = tokio::join!(
        local(&service, "/dev/inbox/wait?timeout=60&kind=mapped").expect(200),
        capture
    );
    assert_eq!(answer.id(), mail.id.to_string());
}
