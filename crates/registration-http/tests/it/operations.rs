//! The audit trail, the outbox and API keys.

use crate::harness::{Caller, Service, wrong};
use registration_core::{
    model::{MASK, Role, Scope},
    ports::MailQueue,
};
use serde_json::{Value, json};
use std::collections::HashSet;
use time::Duration;

const NDJSON: &str = "application/x-ndjson";

#[tokio::test]
async fn the_trail_is_filtered_paged_and_streamed_whole() {
    let service = Service::new();
    let (auditor, _) = service.staff(Role::Auditor).await;
    let subject = service.make.id::<registration_core::model::PlaybookId>();
    let mut work = service.work().await;
    // More than are read at a time.
    for _ in 0..1203 {
        let entry = service.make.audit_entry(subject.0);
        work.audit().append(&entry).await.unwrap();
    }
    let other = service.make.audit_entry(service.make.id::<uuid::Uuid>());
    work.audit().append(&other).await.unwrap();
    work.commit().await.unwrap();

    let path = format!("/audit-entries?subject={subject}");
    let page = service
        .call("GET", &format!("{path}&limit=2"))
        .by(&auditor)
        .expect(200)
        .await;
    assert_eq!(page.rows().len(), 2);
    assert!(page.header("link").unwrap().contains("rel=\"next\""));
    let row = &page.rows()[0];
    assert_eq!(row["subject"]["id"], json!(subject));
    for member in [
        "id",
        "at",
        "actor",
        "action",
        "customer_id",
        "before",
        "after",
    ] {
        assert!(row.get(member).is_some(), "{member}");
    }
    let stream = service
        .call("GET", &path)
        .by(&auditor)
        .header("accept", NDJSON)
        .expect(200)
        .await;
    assert_eq!(stream.header("content-type"), Some(NDJSON));
    let lines: Vec<Value> = stream
        .text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let ids: HashSet<&str> = lines
        .iter()
        .filter_map(|line| line["id"].as_str())
        .collect();
    assert_eq!((lines.len(), ids.len()), (1203, 1203));
    assert_eq!(&lines[0], row);

    let all = service
        .call("GET", "/audit-entries")
        .by(&auditor)
        .header("accept", NDJSON)
        .expect(200)
        .await;
    assert_eq!(all.text.lines().count(), 1204);
    let none = service
        .call("GET", "/audit-entries?to=2020-01-01T00:00:00Z")
        .by(&auditor);
    assert_eq!(none.header("accept", NDJSON).expect(200).await.text, "");
}

#[tokio::test]
async fn filters_of_the_trail_that_are_none_are_told() {
    let service = Service::new();
    let (auditor, _) = service.staff(Role::Auditor).await;
    let path = "/audit-entries?actor=x&action=y&subject=z&customer_id=c&from=f&to=t";
    let answer = service
        .call("GET", path)
        .by(&auditor)
        .header("accept", NDJSON)
        .expect(422)
        .await;
    assert_eq!(
        answer.errors(),
        wrong(&[
            ("/actor", "invalid_id"),
            ("/action", "unknown_value"),
            ("/subject", "invalid_id"),
            ("/customer_id", "invalid_id"),
            ("/from", "invalid_time"),
            ("/to", "invalid_time"),
        ])
    );
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    service
        .call("GET", "/audit-entries")
        .by(&editor)
        .header("accept", NDJSON)
        .expect(403)
        .await;
}

#[tokio::test]
async fn no_secret_of_any_mail_is_shown_in_the_outbox() {
    let service = Service::new();
    let (auditor, _) = service.staff(Role::Auditor).await;
    let to = service.make.email();
    let mut secrets = Vec::new();
    let mut work = service.work().await;
    for mail in service.make.every_mail() {
        secrets.extend(mail.token().map(|token| token.expose().to_owned()));
        secrets.extend(mail.code().map(|code| code.expose().to_owned()));
        work.outbox()
            .enqueue(&service.make.outbox_mail(&to, mail))
            .await
            .unwrap();
    }
    work.commit().await.unwrap();
    assert!(secrets.len() >= 9);

    let list = service
        .call("GET", "/outbox?limit=100")
        .by(&auditor)
        .expect(200)
        .await;
    assert_eq!(list.rows().len(), service.make.every_mail().len());
    let mut shown = list.text.clone();
    for row in list.rows() {
        assert!(row.get("mail").is_none());
        let path = format!("/outbox/{}", row["id"].as_str().unwrap());
        let one = service.call("GET", &path).by(&auditor).expect(200).await;
        assert_eq!(one.body["mail"]["kind"], row["kind"]);
        let activation = row["kind"] == "activation";
        assert!(
            !activation || (one.body["mail"]["token"] == MASK && one.body["mail"]["code"] == MASK)
        );
        assert_eq!(one.body["preview"]["subject"], row["kind"]);
        shown.push_str(&one.text);
        shown.push_str(one.body["preview"]["text"].as_str().unwrap());
    }
    for secret in secrets {
        assert!(!shown.contains(&format!("\"{secret}\"")), "{secret}");
    }
    let some = service.call(
        "GET",
        &format!("/outbox?state=queued&kind=activation&to={to}"),
    );
    let some = some.by(&auditor).expect(200).await;
    assert!(!some.rows().is_empty() && some.rows().iter().all(|row| row["kind"] == "activation"));
    service
        .call("GET", "/outbox?kind=spam")
        .by(&auditor)
        .expect(422)
        .await;
}

#[tokio::test]
async fn only_a_failed_mail_is_retried() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let mail = service.make.plain_mail();
    let mut work = service.work().await;
    work.outbox().enqueue(&mail).await.unwrap();
    work.commit().await.unwrap();
    let path = format!("/outbox/{}", mail.id);
    let retry = format!("{path}/retry");
    let queued = service.call("POST", &retry).by(&admin).expect(409).await;
    assert_eq!(queued.slug(), "mail-not-retriable");

    let now = service.registrar.now();
    let claimed = service
        .store
        .claim(now.plus(Duration::HOUR), now.plus(Duration::hours(2)), 10)
        .await
        .unwrap();
    let held = claimed.iter().find(|claimed| claimed.mail.id == mail.id);
    service
        .store
        .failed(mail.id, held.unwrap().claim, "550 no such user")
        .await
        .unwrap();
    let failed = service.call("GET", &path).by(&admin).expect(200).await;
    assert_eq!(
        (&failed.body["state"], &failed.body["last_error"]),
        (&json!("failed"), &json!("550 no such user"))
    );
    let retried = service.call("POST", &retry).by(&admin).expect(202).await;
    assert_eq!(retried.body["state"], "queued");
    let unknown = "/outbox/01890000-0000-7000-8000-000000000000/retry";
    service.call("POST", unknown).by(&admin).expect(404).await;
}

#[tokio::test]
async fn a_key_is_shown_once_and_dies_when_it_is_revoked() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let body = json!({ "name": "CI", "scope": "read" });
    let created = service
        .call("POST", "/api-keys")
        .by(&admin)
        .json(body)
        .expect(201)
        .await;
    let key = created.body["key"].as_str().unwrap().to_owned();
    assert!(key.starts_with("rk_"));
    let machine = Caller::Key(key.clone());
    let list = service
        .call("GET", "/api-keys")
        .by(&machine)
        .expect(200)
        .await;
    assert_eq!(list.rows()[0]["name"], "CI");
    assert!(!list.text.contains(&key) && list.rows()[0].get("key").is_none());
    let bad = service
        .call("POST", "/api-keys")
        .by(&admin)
        .json(json!({ "name": "x", "scope": "root" }));
    assert_eq!(
        bad.expect(422).await.errors(),
        wrong(&[("/scope", "unknown_value")])
    );
    let path = format!("/api-keys/{}", created.id());
    service.call("DELETE", &path).by(&admin).expect(204).await;
    service
        .call("GET", "/api-keys")
        .by(&machine)
        .expect(401)
        .await;
    service.call("DELETE", &path).by(&admin).expect(404).await;
    let write = service.key(Scope::Write).await;
    service
        .call("GET", "/api-keys")
        .by(&write)
        .expect(403)
        .await;
}
