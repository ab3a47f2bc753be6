//! Many at once, and two processes on one Postgres.

use crate::service::{Caller, Database, PASSWORD, Service, Town, given};
use serde_json::{Value, json};
use std::collections::HashMap;

#[tokio::test(flavor = "multi_thread")]
async fn fifty_activations_of_one_token_give_one_account_on_sqlite() {
    one_token(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_activations_of_one_token_give_one_account_on_two_processes_and_postgres() {
    one_token(Database::Postgres).await;
}

/// Two processes on Postgres, one on SQLite.
async fn processes(town: &Town, database: Database) -> Vec<Service> {
    let first = town.serve().await;
    match database {
        Database::Sqlite => vec![first],
        Database::Postgres => vec![first, town.serve().await],
    }
}

/// Sends all bodies at once, spread over the processes, and counts the answers by status.
async fn rush(callers: Vec<(Caller, &'static str, Value)>) -> HashMap<u16, Vec<Value>> {
    let tasks: Vec<_> = callers
        .into_iter()
        .map(|(caller, path, body)| tokio::spawn(async move { caller.post(path, body).await }))
        .collect();
    let mut answers: HashMap<u16, Vec<Value>> = HashMap::new();
    for task in tasks {
        let answer = task.await.unwrap();
        answers
            .entry(answer.status.as_u16())
            .or_default()
            .push(answer.body);
    }
    answers
}

async fn one_token(database: Database) {
    let town = Town::found(database).await;
    let processes = processes(&town, database).await;
    let staff = processes[0].program(&town.key("admin"));
    let customer = given::customer(&staff, "Busy").await;
    let domains = json!([{ "domain": "busy.example" }]);
    let open = json!({ "self_service_registration": true, "permitted_domains": domains });
    given::settings(&staff, &customer, open).await;
    processes[0]
        .visitor()
        .post(
            "/registrations",
            json!({ "name": "Ann", "email": "ann@busy.example" }),
        )
        .await
        .expect(202);
    let mail = town.mail("ann@busy.example", "Busy").await;
    let body = json!({ "token": mail.token_after("/activate/").unwrap(), "password": PASSWORD });
    let callers = (0..50)
        .map(|n| {
            (
                processes[n % processes.len()].visitor(),
                "/activations",
                body.clone(),
            )
        })
        .collect();
    let answers = rush(callers).await;
    assert_eq!(answers[&201].len(), 1, "{answers:?}");
    // The rest found the token used, or were asked to come back because all hashers were busy.
    assert!(
        answers
            .keys()
            .all(|status| [201, 410, 503].contains(status)),
        "{answers:?}"
    );
    let contacts = staff
        .get(&format!("/customers/{customer}/contacts"))
        .await
        .expect(200);
    assert_eq!(contacts["data"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_activations_on_a_link_for_five_give_five_members_on_sqlite() {
    link_maximum(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_activations_on_a_link_for_five_give_five_members_on_two_processes_and_postgres()
 {
    link_maximum(Database::Postgres).await;
}

async fn link_maximum(database: Database) {
    let town = Town::found(database).await;
    let processes = processes(&town, database).await;
    let staff = processes[0].program(&town.key("admin"));
    let customer = given::customer(&staff, "Popular").await;
    let links = format!("/customers/{customer}/invite-links");
    let link = staff
        .post(&links, json!({ "label": "Five", "max_uses": 5 }))
        .await
        .expect(201);
    let code = link["code"].as_str().unwrap();
    let mut people = Vec::new();
    for n in 0..200 {
        let email = format!("p{n}@popular.example");
        let form = json!({ "name": format!("Person {n}"), "email": email, "link_code": code });
        processes[n % processes.len()]
            .visitor()
            .post("/registrations", form)
            .await
            .expect(202);
        people.push(email);
    }
    let mut waiting = Vec::new();
    for (n, email) in people.iter().enumerate() {
        let token = town
            .mail(email, "Popular")
            .await
            .token_after("/activate/")
            .unwrap()
            .to_owned();
        let body = json!({ "token": token, "password": PASSWORD });
        waiting.push((
            processes[n % processes.len()].visitor(),
            "/activations",
            body,
        ));
    }
    let mut members = 0;
    // Whoever is asked to come back because all hashers are busy comes back.
    while !waiting.is_empty() {
        let batch = waiting.clone();
        let answers = rush(batch).await;
        members += answers.get(&201).map_or(0, Vec::len);
        assert!(
            answers
                .keys()
                .all(|status| [201, 409, 410, 503].contains(status)),
            "{:?}",
            answers.keys()
        );
        let used_up = answers.get(&409).into_iter().flatten();
        assert!(
            used_up.clone().all(|body| body["reason"] == "link_used_up"),
            "{answers:?}"
        );
        if !answers.contains_key(&503) {
            waiting.clear();
        }
    }
    assert_eq!(members, 5);
    let path = format!("/invite-links/{}", link["id"].as_str().unwrap());
    assert_eq!(staff.get(&path).await.expect(200)["uses"], 5);
    let contacts = staff
        .get(&format!("/customers/{customer}/contacts?limit=100"))
        .await
        .expect(200);
    assert_eq!(contacts["data"].as_array().unwrap().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn parallel_map_and_decline_give_one_decision_and_one_mail_on_two_processes_and_postgres() {
    let town = Town::found(Database::Postgres).await;
    let processes = processes(&town, Database::Postgres).await;
    let staff = processes[0].program(&town.key("admin"));
    let customer = given::customer(&staff, "Raced").await;
    for round in 0..5 {
        let email = format!("r{round}@raced.example");
        let asked = json!({ "name": "Rae", "email": email, "company": "Raced" });
        processes[0]
            .visitor()
            .post("/registration-requests", asked)
            .await
            .expect(202);
        let waiting = staff
            .get("/registration-requests?state=awaiting_mapping")
            .await
            .expect(200);
        let id = waiting["data"][0]["id"].as_str().unwrap().to_owned();
        let key = town.key("admin");
        let tasks: Vec<_> = (0..10)
            .map(|n| {
                let caller = processes[n % 2].program(&key);
                let (id, customer) = (id.clone(), customer.clone());
                tokio::spawn(async move {
                    if n % 4 < 2 {
                        let map = json!({ "customer_id": customer, "create_contact": { "first_name": "Rae", "last_name": "" } });
                        caller.post(&format!("/registration-requests/{id}/map"), map).await.status.as_u16()
                    } else {
                        let decline = json!({ "reason": "Somebody else.", "notify": true });
                        caller.post(&format!("/registration-requests/{id}/decline"), decline).await.status.as_u16()
                    }
                })
            })
            .collect();
        let mut statuses = Vec::new();
        for task in tasks {
            statuses.push(task.await.unwrap());
        }
        assert_eq!(
            statuses.iter().filter(|status| **status < 300).count(),
            1,
            "{statuses:?}"
        );
        assert!(
            statuses
                .iter()
                .all(|status| *status < 300 || *status == 409),
            "{statuses:?}"
        );
        let outcome = staff.get(&format!("/outbox?to={email}")).await.expect(200);
        let kinds: Vec<&Value> = outcome["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|mail| &mail["kind"])
            .collect();
        let decisions = kinds
            .iter()
            .filter(|kind| ["mapped", "declined"].contains(&kind.as_str().unwrap()))
            .count();
        assert_eq!(decisions, 1, "{kinds:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_send_each_mail_once_on_postgres() {
    let town = Town::found(Database::Postgres).await;
    let processes = processes(&town, Database::Postgres).await;
    for n in 0..60 {
        let form = json!({ "name": "Mo", "email": format!("m{n}@elsewhere.example") });
        processes[n % 2]
            .visitor()
            .post("/registrations", form)
            .await
            .expect(202);
    }
    let mails = town
        .smtp
        .wait_for(60, std::time::Duration::from_secs(30))
        .await;
    assert_eq!(mails.len(), 60);
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let mut ids: Vec<String> = town
        .smtp
        .inbox()
        .iter()
        .map(|mail| mail.parsed().header("Message-ID").unwrap().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(
        (ids.len(), town.smtp.inbox().len()),
        (60, 60),
        "every mail once"
    );
}
