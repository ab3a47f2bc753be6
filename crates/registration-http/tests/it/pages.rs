//! The plain pages: problems, the reference, counts.

use crate::harness::Service;
use registration_http::problem::Slug;
use serde_json::Value;

#[tokio::test]
async fn every_kind_of_problem_has_a_page() {
    let service = Service::new();
    for slug in Slug::ALL {
        let page = service
            .call_outside("GET", &format!("/problems/{}", slug.code()))
            .expect(200)
            .await;
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(
            page.text.contains(slug.code()) && page.text.contains(slug.status().as_str()),
            "{slug:?}"
        );
    }
    let unknown = service
        .call_outside("GET", "/problems/no-such")
        .expect(404)
        .await;
    assert_eq!(unknown.slug(), "not-found");
}

#[tokio::test]
async fn pages_are_styled_by_one_file_and_hold_no_script() {
    let service = Service::new();
    for path in ["/docs", "/problems/stale"] {
        let page = service.call_outside("GET", path).expect(200).await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("style-src 'self'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(
            !page.text.contains("<script") && !page.text.contains("style="),
            "{path}"
        );
        assert!(page.text.contains("/assets/pages.css"));
    }
    let style = service
        .call_outside("GET", "/assets/pages.css")
        .expect(200)
        .await;
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );
}

#[tokio::test]
async fn the_reference_lists_every_operation() {
    let service = Service::new();
    let page = service.call_outside("GET", "/docs").expect(200).await.text;
    let plain = page.replace("</code>", "`").replace("<code>", "`");
    let document: Value = serde_json::from_str(&registration_http::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() > 30);
    for (path, operations) in paths {
        assert!(page.contains(&format!("<code>{path}</code>")), "{path}");
        for operation in operations.as_object().unwrap().values() {
            let summary = operation["summary"].as_str().unwrap();
            let escaped = summary.replace('\'', "&#39;").replace('"', "&#34;");
            assert!(plain.contains(&escaped), "{summary}");
        }
    }
    // A flattened body shows the members of all its parts.
    assert!(page.contains("<code>started_by</code>") && page.contains("<code>attempts</code>"));
}

#[tokio::test]
async fn answers_are_counted_by_class() {
    let service = Service::new();
    service.call("GET", "/staff").expect(401).await;
    service.call_outside("GET", "/nowhere").expect(404).await;
    service.call_outside("GET", "/healthz").expect(200).await;
    let metrics = service.call_outside("GET", "/metrics").expect(200).await;
    assert!(
        metrics.text.contains("registration_up 1\n"),
        "{}",
        metrics.text
    );
    assert!(
        metrics.text.contains("{class=\"4xx\"} 2\n"),
        "{}",
        metrics.text
    );
    assert!(
        metrics.text.contains("{class=\"2xx\"} 1\n"),
        "{}",
        metrics.text
    );
}
