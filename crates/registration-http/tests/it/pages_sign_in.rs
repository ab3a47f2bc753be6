//! The frame of every page: signing in, languages, refusals as pages, redirects that stay here.

use crate::harness::{Caller, Service};
use registration_core::model::Role;

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_the_door_and_back() {
    let service = Service::new();
    let asked = service
        .call_outside("GET", "/admin/customers?q=a%20b")
        .page();
    let answer = asked.send().await;
    assert_eq!(
        answer.location(),
        "/admin/sign-in?next=%2Fadmin%2Fcustomers%3Fq%3Da%2520b"
    );
    let api = service.call("GET", "/customers").page().expect(401).await;
    assert_eq!(api.slug(), "unauthenticated");
}

#[tokio::test]
async fn signing_out_twice_is_no_fault_and_a_lost_form_leads_to_the_door_alone() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    for by in [&admin, &admin, &Caller::Nobody] {
        let left = service.call_outside("POST", "/admin/sign-out").by(by);
        let left = left.form(&[]).send().await;
        assert_eq!(left.location(), "/admin/sign-in?done=signed-out");
    }
    // There is no page at this address to come back to.
    let lost = service.call_outside("POST", "/profile/sessions/end-others");
    assert_eq!(lost.form(&[]).send().await.location(), "/sign-in");
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let fields = [("name", "Löwe & <Söhne>"), ("reference", "C 7")];
    let typed = service.call_outside("POST", "/admin/customers/new?x=1");
    let kept = typed.form(&fields).expect(401).await;
    kept.says("Your session has ended")
        .says("action=\"/admin/customers/new?x=1\"")
        .says("value=\"Löwe &#38; &#60;Söhne&#62;\"")
        .says("value=\"C 7\"")
        .says("href=\"/admin/sign-in\"");
    // Sent again from there by whoever signed in meanwhile.
    let again = service.call_outside("POST", "/admin/customers/new");
    let again = again.by(&admin).form(&fields).send().await;
    assert!(again.location().contains("done=created"));
    // Nobody keeps a password, and programs get their document.
    let secret = [("current_password", "violet harbour"), ("password", "a")];
    let secret = service
        .call_outside("POST", "/profile/password")
        .form(&secret);
    assert_eq!(secret.send().await.location(), "/sign-in");
    let foreign = service.call_outside("POST", "/admin/customers/new");
    let foreign = foreign.header("sec-fetch-site", "cross-site").form(&fields);
    foreign.expect(403).await.says_no("Löwe");
    let huge = [("name", "x".repeat(70_000))];
    let huge = huge.each_ref().map(|(name, value)| (*name, value.as_str()));
    let huge = service
        .call_outside("POST", "/admin/customers/new")
        .form(&huge);
    huge.expect(413).await;
}

#[tokio::test]
async fn a_failed_sign_in_keeps_the_address_and_drops_the_password() {
    let service = Service::new();
    let fields = [
        ("email", "<b>@x"),
        ("password", "my secret words here"),
        ("next", "/projects"),
    ];
    let call = service.call_outside("POST", "/sign-in").form(&fields);
    let page = call.expect(401).await;
    page.says("&#60;b&#62;@x")
        .says_no("<b>@x")
        .says_no("my secret words");
    page.says("name=\"next\" value=\"/projects\"")
        .says("id=\"summary\"");
}

#[tokio::test]
async fn the_browser_chooses_the_language_and_a_visitor_may_choose_another() {
    let service = Service::new();
    let sign_in = |language: &'static str| {
        let call = service.call_outside("GET", "/sign-in").page();
        call.header("accept-language", language)
    };
    sign_in("de-CH, en;q=0.5")
        .expect(200)
        .await
        .says("lang=\"de\"")
        .says("Passwort vergessen?");
    sign_in("fr")
        .expect(200)
        .await
        .says("Forgot your password?");

    let fields = [("language", "de"), ("next", "/sign-in?next=%2Fprojects")];
    let chosen = service
        .call_outside("POST", "/language")
        .form(&fields)
        .send()
        .await;
    assert_eq!(chosen.location(), "/sign-in?next=%2Fprojects");
    assert!(
        chosen
            .header("set-cookie")
            .unwrap()
            .starts_with("language=de;")
    );
    let away = [("language", "de"), ("next", "//evil.example")];
    let away = service
        .call_outside("POST", "/language")
        .form(&away)
        .send()
        .await;
    assert_eq!(away.location(), "/");
}

#[tokio::test]
async fn a_problem_is_a_page_for_a_browser_and_a_document_for_a_program() {
    let service = Service::new();
    let (auditor, _) = service.staff(Role::Auditor).await;
    let new = || {
        service
            .call_outside("GET", "/admin/customers/new")
            .by(&auditor)
    };
    let page = new().page().expect(403).await;
    page.says("data-testid=\"refusal\"").says("Not allowed");
    assert!(page.text.contains(page.header("request-id").unwrap()));
    assert_eq!(new().expect(403).await.slug(), "forbidden");
    let nowhere = service.call_outside("GET", "/no/such/page").page();
    nowhere
        .header("accept-language", "de")
        .expect(404)
        .await
        .says("Das gibt es nicht");
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let service = Service::new();
    let call = service
        .call_outside("POST", "/sign-in")
        .header("sec-fetch-site", "cross-site")
        .form(&[("email", "a@b.example"), ("password", "x")]);
    call.expect(403).await.says("another site");
}

#[tokio::test]
async fn no_page_loads_or_runs_anything_that_is_not_ours() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    for (path, by) in [
        ("/sign-in", &Caller::Nobody),
        ("/admin/sign-in", &Caller::Nobody),
        ("/admin/customers", &admin),
        ("/admin/requests", &admin),
    ] {
        let page = service
            .call_outside("GET", path)
            .by(by)
            .page()
            .expect(200)
            .await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe") && !policy.contains("http"),
            "{policy}"
        );
        page.says_no("style=\"")
            .says_no("onclick")
            .says_no("https://");
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
}
