//! The portal's pages for those who are signed in: playbooks, projects, the choice of a customer, the profile.

use crate::{
    harness::{Answer, Caller, Service},
    people::{Person, offered, person},
};
use registration_core::{
    model::{Cover, PlaybookAudience, SessionHolder},
    ports::{AuditFilter, Directory, Page},
};

const RANDOM: &str = "01890000-0000-7000-8000-000000000000";

async fn get(service: &Service, who: &Caller, path: &str) -> Answer {
    service
        .call_outside("GET", path)
        .by(who)
        .page()
        .expect(200)
        .await
}

/// What a hidden field of the form on a page holds.
fn hidden(page: &Answer, name: &str) -> String {
    let before = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let rest = page.text.split_once(&before).expect("no such field").1;
    rest.split_once('"').unwrap().0.to_owned()
}

/// Starts a project by the form on the playbook's page, under this name; where it led.
async fn start(service: &Service, who: &Caller, path: &str, name: &str) -> String {
    let page = get(service, who, path).await;
    let (customer, token) = (hidden(&page, "customer_id"), hidden(&page, "form_token"));
    let fields = [
        ("name", name),
        ("customer_id", customer.as_str()),
        ("form_token", token.as_str()),
    ];
    let call = service.call_outside("POST", path).by(who).form(&fields);
    call.send().await.location().to_owned()
}

/// The same person at one more customer, called `<Second>`.
async fn also_elsewhere(service: &Service, ann: &Person) -> String {
    let mut customer = service.make.customer();
    customer.name = "<Second>".into();
    let mut contact = service.make.contact(&customer);
    contact.access = ann.contact.access.clone();
    let mut work = service.work().await;
    work.customers().insert(&customer).await.unwrap();
    work.contacts().insert(&contact).await.unwrap();
    work.commit().await.unwrap();
    customer.id.to_string()
}

#[tokio::test]
async fn the_gallery_shows_covers_and_opens_the_policy_for_a_hosted_one_only() {
    let service = Service::new();
    let ann = person(&service).await;
    get(&service, &ann.caller, "/playbooks")
        .await
        .says("Welcome, Ann")
        .says("data-testid=\"empty\"");
    let (playbook, owner, _) = offered(&service).await;
    let mut hosted = service.make.self_service_playbook(owner.id);
    hosted.self_service.customer_facing_name = Some("<b>Move</b> your data".into());
    hosted.self_service.cover = Cover::Link {
        url: "https://cdn.example.com:8443/a.png?x=1".parse().unwrap(),
    };
    let mut elsewhere = service.make.self_service_playbook(owner.id);
    elsewhere.self_service.customer_facing_name = Some("For others".into());
    elsewhere.self_service.audience =
        PlaybookAudience::Only([service.make.unknown_customer()].into());
    let mut work = service.work().await;
    work.playbooks().insert(&hosted).await.unwrap();
    work.playbooks().insert(&elsewhere).await.unwrap();
    work.commit().await.unwrap();
    let page = get(&service, &ann.caller, "/playbooks").await;
    page.says(&format!("/covers/{}.svg", playbook.id))
        .says("src=\"https://cdn.example.com:8443/a.png?x=1\"")
        .says("&#60;b&#62;Move&#60;/b&#62; your data")
        .says_no("<b>Move")
        .says_no("For others");
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.ends_with("img-src 'self' https://cdn.example.com:8443"),
        "{policy}"
    );
    for hidden in [elsewhere.id.to_string(), RANDOM.to_owned()] {
        let path = format!("/playbooks/{hidden}");
        for method in ["GET", "POST"] {
            let call = service.call_outside(method, &path).by(&ann.caller);
            call.form(&[])
                .expect(404)
                .await
                .says("There is no such thing");
        }
    }
}

#[tokio::test]
async fn a_project_is_started_by_the_form_once_however_often_it_is_sent() {
    let service = Service::new();
    let (playbook, owner, _) = offered(&service).await;
    let (ann, bob) = (person(&service).await, person(&service).await);
    let path = format!("/playbooks/{}", playbook.id);
    let page = get(&service, &ann.caller, &path).await;
    page.says(&playbook.steps[0].title);
    let token = hidden(&page, "form_token");
    let fields = [
        ("name", "Leipzig <i>"),
        ("customer_id", &ann.customer.id.to_string()),
        ("form_token", &token),
    ];
    let send = || {
        let call = service.call_outside("POST", &path).by(&ann.caller);
        call.form(&fields).send()
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.location(), second.location());
    let there = get(&service, &ann.caller, first.location()).await;
    there
        .says("Leipzig &#60;i&#62;")
        .says_no("Leipzig <i>")
        .says("Started by you")
        .says(&owner.name)
        .says("data-testid=\"next-step\"")
        .says("Your project has started");
    for list in ["/projects", "/playbooks"] {
        get(&service, &ann.caller, list)
            .await
            .says("Leipzig &#60;i&#62;");
    }
    let others = service
        .call_outside("GET", first.location())
        .by(&bob.caller);
    others.page().expect(404).await.says_no("Leipzig");
    get(&service, &bob.caller, "/projects")
        .await
        .says("No project yet");
}

#[tokio::test]
async fn a_start_that_is_refused_says_why_and_keeps_what_was_typed() {
    let service = Service::new();
    let (playbook, owner, _) = offered(&service).await;
    let ann = person(&service).await;
    let path = format!("/playbooks/{}", playbook.id);
    let long = "x".repeat(201);
    let fields = [("name", long.as_str()), ("form_token", "t")];
    let call = service.call_outside("POST", &path).by(&ann.caller);
    let page = call.form(&fields).expect(422).await;
    page.says(&long)
        .says("id=\"e-name\"")
        .says("id=\"summary\"");
    assert_eq!(hidden(&page, "form_token"), "t");

    let mut work = service.work().await;
    let left = work.staff().get(owner.id).await.unwrap().unwrap();
    let mut gone = left.value.clone();
    gone.active = false;
    work.staff().update(&left.replace(gone)).await.unwrap();
    work.commit().await.unwrap();
    let call = service.call_outside("POST", &path).by(&ann.caller);
    let page = call.form(&[("name", "Ours")]).expect(409).await;
    page.says("data-testid=\"owner-unavailable\"")
        .says("value=\"Ours\"");
}

#[tokio::test]
async fn an_account_at_several_customers_switches_among_its_own_only() {
    let service = Service::new();
    let (playbook, ..) = offered(&service).await;
    let ann = person(&service).await;
    let bob = person(&service).await;
    get(&service, &ann.caller, "/playbooks")
        .await
        .says_no("customer-switch");
    let second = also_elsewhere(&service, &ann).await;
    let page = get(&service, &ann.caller, "/playbooks").await;
    page.says("data-testid=\"customer-switch\"")
        .says("&#60;Second&#62;")
        .says_no("<Second>");
    let path = format!("/playbooks/{}", playbook.id);
    let here = start(&service, &ann.caller, &path, "At the first").await;

    let choose = |customer: String| {
        let call = service.call_outside("POST", "/customer").by(&ann.caller);
        call.form(&[("customer_id", &customer)]).send()
    };
    for foreign in [bob.customer.id.to_string(), RANDOM.to_owned(), "x".into()] {
        assert_eq!(choose(foreign).await.status, 404);
    }
    let chosen = choose(second.clone()).await;
    assert_eq!(chosen.location(), "/playbooks");
    let cookie = chosen.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with(&format!("customer={second};")),
        "{cookie}"
    );
    assert!(cookie.contains("HttpOnly"), "{cookie}");

    let Caller::Portal(secret) = &ann.caller else {
        unreachable!("a person is signed in to the portal");
    };
    let there = |path: &str| {
        let both = format!("portal={secret}; customer={second}");
        let call = service.call_outside("GET", path).header("cookie", &both);
        call.page().expect(200)
    };
    there("/projects").await.says_no("At the first");
    let page = there(&path).await;
    assert_eq!(hidden(&page, "customer_id"), second);
    // A project is found by its address, whichever customer one looks at.
    there(&here).await.says("At the first");
}

#[tokio::test]
async fn the_profile_changes_name_and_password_and_ends_sessions() {
    let service = Service::new();
    let ann = person(&service).await;
    let post = |path: &str, fields: &[(&str, &str)]| {
        let call = service.call_outside("POST", path).by(&ann.caller);
        call.form(fields).send()
    };
    let renamed = [("first_name", "Zoë"), ("last_name", "")];
    assert_eq!(
        post("/profile", &renamed).await.location(),
        "/profile?done=saved"
    );
    get(&service, &ann.caller, "/playbooks")
        .await
        .says("Welcome, Zoë");
    let refused = post(
        "/profile",
        &[("first_name", "http://evil.example/"), ("last_name", "")],
    )
    .await;
    assert_eq!(refused.status, 422);
    refused
        .says("value=\"http://evil.example/\"")
        .says("id=\"e-first_name\"");

    let wrong = [
        ("current_password", "not that one at all"),
        ("new_password", "seven violet otters hum at dawn"),
    ];
    let refused = post("/profile/password", &wrong).await;
    assert_eq!(refused.status, 422);
    refused
        .says("id=\"e-current_password\"")
        .says_no("seven violet otters");

    // A second browser of the same person.
    let account = ann.contact.access.account().unwrap();
    let mut other = service.make.session(SessionHolder::Account(account));
    let secret = service.make.secret();
    other.digest = secret.digest();
    let mut work = service.work().await;
    work.sessions().insert(&other).await.unwrap();
    work.commit().await.unwrap();
    let page = get(&service, &ann.caller, "/profile").await;
    page.says("This browser")
        .says(&format!("/profile/sessions/{}/end", other.id));
    let bob = person(&service).await;
    let path = format!("/profile/sessions/{}/end", other.id);
    let by_another = service.call_outside("POST", &path).by(&bob.caller);
    by_another.form(&[]).expect(404).await;
    let ended = post(&path, &[]).await;
    assert_eq!(ended.location(), "/profile?done=my-session-ended");
    let there = Caller::Portal(secret.expose().to_owned());
    let out = service.call_outside("GET", "/profile").by(&there).page();
    assert_eq!(out.send().await.location(), "/sign-in?next=%2Fprofile");
    let others = post("/profile/sessions/end-others", &[]).await;
    assert_eq!(others.location(), "/profile?done=my-sessions-ended");

    let right = [
        ("current_password", "correct horse battery staple"),
        ("new_password", "seven violet otters hum at dawn"),
    ];
    let changed = post("/profile/password", &right).await;
    assert_eq!(changed.location(), "/profile?done=my-password-changed");
}

#[tokio::test]
async fn looking_changes_nothing() {
    let service = Service::new();
    let (playbook, ..) = offered(&service).await;
    let ann = person(&service).await;
    let path = format!("/playbooks/{}", playbook.id);
    let project = start(&service, &ann.caller, &path, "Ours").await;
    let entries = async || {
        let all = Page {
            limit: 1_000,
            before: None,
        };
        let everything = AuditFilter::default();
        let entries = service.store.audit_entries(&everything, all);
        entries.await.unwrap().len()
    };
    let before = entries().await;
    for path in ["/playbooks", &path, "/projects", &project, "/profile"] {
        for method in ["GET", "HEAD"] {
            let call = service.call_outside(method, path).by(&ann.caller);
            call.page().expect(200).await;
        }
    }
    assert_eq!(entries().await, before);
    // From another site's form nothing starts.
    let foreign = service
        .call_outside("POST", &path)
        .header("sec-fetch-site", "cross-site");
    let Caller::Portal(secret) = &ann.caller else {
        unreachable!("a person is signed in to the portal");
    };
    let foreign = foreign.header("cookie", &format!("portal={secret}"));
    foreign.form(&[]).expect(403).await;
    assert_eq!(entries().await, before);
}
