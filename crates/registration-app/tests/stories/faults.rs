//! `kill -9` at any moment loses no acknowledged change and no mail.

use crate::service::{Database, Town, given};
use serde_json::json;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_nine_on_sqlite() {
    killed(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_nine_on_postgres() {
    killed(Database::Postgres).await;
}

async fn killed(database: Database) {
    let town = Town::found(database).await;
    let key = town.key("admin");
    let mut acknowledged = Vec::new();
    for round in 0..4 {
        let service = town.serve().await;
        let staff = service.program(&key);
        if round == 0 {
            let customer = given::customer(&staff, "Sturdy").await;
            let domains = json!([{ "domain": "sturdy.example" }]);
            let open = json!({ "self_service_registration": true, "permitted_domains": domains });
            given::settings(&staff, &customer, open).await;
        }
        let visitor = service.visitor();
        let writer = tokio::spawn(async move {
            let mut done = Vec::new();
            for n in 0.. {
                let email = format!("k{round}x{n}@sturdy.example");
                let form = json!({ "name": "Kay", "email": email });
                let sent = tokio::time::timeout(
                    Duration::from_secs(2),
                    visitor.try_post("/registrations", form),
                )
                .await;
                match sent {
                    Ok(Some(202)) => done.push(email),
                    _ => break,
                }
            }
            done
        });
        tokio::time::sleep(Duration::from_millis(150 + 90 * round)).await;
        service.kill();
        acknowledged.extend(writer.await.unwrap());
    }
    assert!(
        !acknowledged.is_empty(),
        "nothing was acknowledged before the kills"
    );
    let _service = town.serve().await;
    for email in &acknowledged {
        // A worker that died with a mail in its hands holds it until its lease ends; everything else is sent at once.
        let mails = wait_for_mail(&town, email).await;
        assert!((1..=2).contains(&mails), "{email}: {mails} mails");
    }
}

async fn wait_for_mail(town: &Town, email: &str) -> usize {
    for _ in 0..1_000 {
        let mails = town.mails(email).len();
        if mails > 0 {
            return mails;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    0
}
