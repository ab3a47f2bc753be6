//! The console's first page, the outbox, the audit trail and API keys, as pages.

use crate::harness::{Answer, Caller, Service};
use registration_core::{
    model::{Mail, MailId, Role},
    ports::MailQueue,
};
use time::Duration;

const RANDOM: &str = "01890000-0000-7000-8000-000000000000";

async fn get(service: &Service, who: &Caller, path: &str) -> Answer {
    let call = service.call_outside("GET", path).by(who).page();
    call.expect(200).await
}

/// A mail in the outbox; given up when `failed`.
async fn mail(service: &Service, failed: bool) -> MailId {
    let mail = service.make.plain_mail();
    let mut work = service.work().await;
    work.outbox().enqueue(&mail).await.unwrap();
    work.commit().await.unwrap();
    if failed {
        let now = service.registrar.now();
        let until = now.plus(Duration::hours(2));
        let claimed = service.store.claim(now.plus(Duration::HOUR), until, 10);
        let claimed = claimed.await.unwrap();
        let held = claimed.iter().find(|one| one.mail.id == mail.id).unwrap();
        let error = "550 <b>no such user</b>";
        let given_up = service.store.failed(mail.id, held.claim, error);
        given_up.await.unwrap();
    }
    mail.id
}

#[tokio::test]
async fn the_first_page_shows_what_waits_and_what_failed_to_those_who_may_see_it() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    service.request("jonas@meridian.example", "Meridian").await;
    mail(&service, true).await;
    let page = get(&service, &admin, "/admin").await;
    for there in [
        "nobody-on-duty",
        "data-testid=\"waiting\"",
        "data-testid=\"failed-mails\"",
        "data-testid=\"checklist\"",
        "data-testid=\"latest\"",
        "The oldest since",
        "href=\"/admin/customers/new\"",
        "href=\"/admin/outbox?state=failed\"",
    ] {
        page.says(there);
    }
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let page = get(&service, &editor, "/admin").await;
    for hidden in [
        "data-testid=\"waiting\"",
        "data-testid=\"failed-mails\"",
        "data-testid=\"latest\"",
        "href=\"/admin/customers/new\"",
        "href=\"/admin/staff/new\"",
    ] {
        page.says_no(hidden);
    }
    page.says("href=\"/admin/playbooks/new\"");
    let nobody = service.make.staff([]);
    let nobody = service.sign_in(&nobody, true).await;
    get(&service, &nobody, "/admin")
        .await
        .says("data-testid=\"empty\"");
}

#[tokio::test]
async fn a_failed_mail_says_why_and_is_retried_by_those_who_may() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let (auditor, _) = service.staff(Role::Auditor).await;
    get(&service, &admin, "/admin/outbox")
        .await
        .says("data-testid=\"empty\"");
    let id = mail(&service, true).await;
    let path = format!("/admin/outbox/{id}");
    let page = get(&service, &admin, "/admin/outbox?state=failed").await;
    page.says("550 &#60;b&#62;no such user")
        .says_no("<b>no such user")
        .says("data-testid=\"retry\"")
        .says(&format!("src=\"{path}/document\""));
    get(&service, &auditor, &path)
        .await
        .says_no("data-testid=\"retry\"");
    let retry = format!("{path}/retry");
    let send = |who: &Caller| service.call_outside("POST", &retry).by(who).form(&[]);
    send(&auditor).expect(403).await;
    let retried = send(&admin).send().await;
    assert_eq!(retried.location(), format!("{path}?done=mail-queued"));
    let again = send(&admin).expect(409).await;
    again.says("id=\"summary\"").says("id=\"mail\"");
    get(&service, &admin, &format!("{path}?view=text"))
        .await
        .says("class=\"mtext\"");
    let none = get(&service, &admin, "/admin/outbox?state=failed").await;
    none.says("No such mail");
    let bad = service
        .call_outside("GET", "/admin/outbox?to=no%3Caddress")
        .by(&admin);
    let bad = bad.page().expect(422).await;
    bad.says("value=\"no&#60;address\"").says("id=\"e-to\"");
    let missing = service.call_outside("GET", &format!("/admin/outbox/{RANDOM}"));
    missing.by(&admin).page().expect(404).await;
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    for path in ["/admin/outbox", &path, &format!("{path}/document")] {
        let call = service.call_outside("GET", path).by(&mapper).page();
        call.expect(403).await;
    }
}

#[tokio::test]
async fn no_page_of_the_outbox_holds_a_token_and_a_mail_stands_in_a_sandbox() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let customer = service.customer(&admin, "Meridian").await;
    let fields = serde_json::json!({ "email": "lena@advisor.example", "first_name": "Lena", "last_name": "Ode" });
    let path = format!("/customers/{customer}/invitations");
    let call = service.call("POST", &path).by(&admin).json(fields);
    let sent = call.send().await;
    assert!(sent.status < 300, "{}", sent.text);
    let mails = service.mails().await;
    let token = mails.iter().find_map(|(_, mail)| match mail {
        Mail::Invitation { token, .. } => Some(token.expose().to_owned()),
        _ => None,
    });
    let token = token.expect("an invitation was mailed");
    let page = get(&service, &admin, "/admin/outbox").await;
    page.says("lena@advisor.example").says_no(&token);
    let start = page.text.split_once("src=\"/admin/outbox/").unwrap().1;
    let document = format!("/admin/outbox/{}", start.split_once('"').unwrap().0);
    let document = get(&service, &admin, &document).await;
    document.says_no(&token);
    let policy = document.header("content-security-policy").unwrap();
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"));
}

#[tokio::test]
async fn the_trail_names_people_and_is_narrowed_by_its_filters() {
    let service = Service::new();
    let (manager, staff) = service.staff(Role::CustomerManager).await;
    let (auditor, _) = service.staff(Role::Auditor).await;
    get(&service, &auditor, "/admin/audit")
        .await
        .says("data-testid=\"empty\"");
    let customer = service.customer(&manager, "Meridian <Foods>").await;
    let page = get(&service, &auditor, "/admin/audit").await;
    page.says("Meridian &#60;Foods&#62;")
        .says_no("<Foods>")
        .says(&staff.name)
        .says(&format!("/admin/audit?subject={customer}"));
    let today = service.registrar.now().date().to_string();
    let yesterday = service
        .registrar
        .now()
        .plus(-Duration::DAY)
        .date()
        .to_string();
    let found = |query: String| {
        let path = format!("/admin/audit?{query}");
        let call = service.call_outside("GET", &path).by(&auditor).page();
        async move {
            call.expect(200)
                .await
                .text
                .contains("data-testid=\"trail\"")
        }
    };
    assert!(found(format!("from={today}&to={today}")).await);
    assert!(!found(format!("to={yesterday}")).await);
    assert!(found(format!("actor={}", staff.id)).await);
    assert!(!found(format!("actor={RANDOM}")).await);
    assert!(found(format!("subject={customer}&action=customer_created")).await);
    assert!(!found(format!("subject={customer}&action=mail_retried")).await);
    let bad = service.call_outside("GET", "/admin/audit?from=soon&action=nothing");
    let bad = bad.by(&auditor).page().expect(422).await;
    bad.says("id=\"e-from\"").says("id=\"e-action\"");

    let path = format!("/admin/audit/export?subject={customer}&to={today}");
    let file = get(&service, &auditor, &path).await;
    assert_eq!(file.header("content-type"), Some("application/x-ndjson"));
    assert!(
        file.header("content-disposition")
            .unwrap()
            .contains("attachment")
    );
    assert_eq!(file.text.lines().count(), 1);
    for path in [
        "/admin/audit",
        "/admin/audit/export",
        "/admin/audit/refused",
    ] {
        let call = service.call_outside("GET", path).by(&manager).page();
        call.expect(403).await;
    }
}

#[tokio::test]
async fn refused_attempts_are_listed_with_the_rule_that_refused() {
    let service = Service::new();
    let (auditor, _) = service.staff(Role::Auditor).await;
    let path = "/admin/audit/refused";
    get(&service, &auditor, path)
        .await
        .says("Nobody was refused");
    let attempt = service.make.refused_attempt();
    let mut work = service.work().await;
    work.audit().refused(&attempt).await.unwrap();
    work.commit().await.unwrap();
    get(&service, &auditor, path)
        .await
        .says(attempt.email.as_str());
}

#[tokio::test]
async fn a_key_is_shown_once_works_and_is_revoked_behind_a_page() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let (auditor, _) = service.staff(Role::Auditor).await;
    let new = "/admin/api-keys/new";
    let send = |fields: &[(&str, &str)]| service.call_outside("POST", new).by(&admin).form(fields);
    let refused = send(&[("name", " "), ("scope", "write")]).expect(422).await;
    refused
        .says("id=\"e-name\"")
        .says("value=\"write\" checked");
    let nothing = send(&[("name", "Sync")]).expect(422).await;
    nothing.says("id=\"e-scope\"").says("value=\"Sync\"");
    let created = send(&[("name", "Sync <1>"), ("scope", "read")])
        .expect(201)
        .await;
    created.says("Sync &#60;1&#62;").says_no("Sync <1>");
    let key = created.text.split_once("value=\"rk_").unwrap().1;
    let key = format!("rk_{}", key.split_once('"').unwrap().0);
    let machine = Caller::Key(key.clone());
    service
        .call("GET", "/customers")
        .by(&machine)
        .expect(200)
        .await;

    let list = get(&service, &admin, "/admin/api-keys").await;
    list.says("Sync &#60;1&#62;").says_no(&key);
    let start = list.text.split_once("href=\"/admin/api-keys/0").unwrap().1;
    let revoke = format!("/admin/api-keys/0{}", start.split_once('"').unwrap().0);
    get(&service, &auditor, "/admin/api-keys")
        .await
        .says("Sync")
        .says_no("/revoke");
    for (method, path) in [
        ("GET", new),
        ("POST", new),
        ("GET", &revoke),
        ("POST", &revoke),
    ] {
        let call = service.call_outside(method, path).by(&auditor);
        call.form(&[("name", "x"), ("scope", "read")])
            .expect(403)
            .await;
    }
    get(&service, &admin, &revoke)
        .await
        .says("Sync &#60;1&#62;");
    service
        .call("GET", "/customers")
        .by(&machine)
        .expect(200)
        .await;
    let done = service.call_outside("POST", &revoke).by(&admin).form(&[]);
    assert_eq!(
        done.send().await.location(),
        "/admin/api-keys?done=api-key-revoked"
    );
    service
        .call("GET", "/customers")
        .by(&machine)
        .expect(401)
        .await;
    let gone = service.call_outside("GET", &revoke).by(&admin).page();
    gone.expect(404).await;
}
