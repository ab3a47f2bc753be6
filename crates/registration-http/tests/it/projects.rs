//! Projects: what starting one makes, and that everybody else's are as if there were none.

use crate::{
    harness::{Answer, Caller, Service, wrong},
    people::{offered, person},
};
use registration_core::model::Role;
use serde_json::{Value, json};

const RANDOM: &str = "01890000-0000-7000-8000-000000000000";

async fn start(service: &Service, caller: &Caller, body: Value) -> Answer {
    service
        .call("POST", "/portal/projects")
        .by(caller)
        .json(body)
        .send()
        .await
}

/// The problem without what differs between any two answers.
fn shape(answer: &Answer) -> (u16, Value) {
    let mut body = answer.body.clone();
    body["request_id"] = Value::Null;
    (answer.status, body)
}

#[tokio::test]
async fn a_project_has_the_steps_and_the_owner_of_its_playbook() {
    let service = Service::new();
    let (playbook, owner, _) = offered(&service).await;
    let ann = person(&service).await;
    let started = start(
        &service,
        &ann.caller,
        json!({ "playbook_id": playbook.id, "name": "Ours" }),
    )
    .await;
    assert_eq!(started.status, 201, "{}", started.text);
    assert_eq!(
        started.body["owner"],
        json!({ "id": owner.id, "name": owner.name })
    );
    assert_eq!(started.body["customer_id"], json!(ann.customer.id));
    assert_eq!(started.body["name"], "Ours");
    let due: Vec<&Value> = started.body["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["due_on"])
        .collect();
    assert_eq!(due, ["2026-03-03", "2026-03-09"]);
    let path = format!("/portal/projects/{}", started.id());
    let read = service.call("GET", &path).by(&ann.caller).expect(200).await;
    assert_eq!(read.body, started.body);
    assert!(read.header("etag").is_some());
    let list = service
        .call("GET", "/portal/projects")
        .by(&ann.caller)
        .expect(200)
        .await;
    assert_eq!(list.rows(), [started.body]);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_starts_one_project() {
    let service = Service::new();
    let (playbook, ..) = offered(&service).await;
    let ann = person(&service).await;
    let body = json!({ "playbook_id": playbook.id, "form_token": "f1" });
    let first = start(&service, &ann.caller, body.clone()).await;
    let second = start(&service, &ann.caller, body).await;
    assert_eq!((second.status, second.id()), (201, first.id()));
    let long = json!({ "playbook_id": playbook.id, "form_token": "x".repeat(101) });
    let refused = start(&service, &ann.caller, long).await;
    assert_eq!(refused.errors(), wrong(&[("/form_token", "text_too_long")]));
}

#[tokio::test]
async fn a_client_chooses_neither_owner_nor_template() {
    let service = Service::new();
    let (playbook, owner, _) = offered(&service).await;
    let ann = person(&service).await;
    for (field, value) in [
        ("owner", json!(owner.id)),
        ("template", json!("x")),
        ("steps", json!([])),
    ] {
        let answer = start(
            &service,
            &ann.caller,
            json!({ "playbook_id": playbook.id, field: value }),
        )
        .await;
        assert_eq!(answer.status, 422);
        assert_eq!(
            answer.errors(),
            wrong(&[(&format!("/{field}"), "unknown_field")])
        );
    }
}

#[tokio::test]
async fn what_one_may_not_see_is_answered_like_what_never_was() {
    let service = Service::new();
    let (playbook, ..) = offered(&service).await;
    let (ann, bob) = (person(&service).await, person(&service).await);
    let mut hidden = service.make.playbook();
    hidden.name = "Internal".into();
    let mut work = service.work().await;
    work.playbooks().insert(&hidden).await.unwrap();
    work.commit().await.unwrap();

    let random = start(&service, &ann.caller, json!({ "playbook_id": RANDOM })).await;
    assert_eq!(random.status, 404);
    for body in [
        json!({ "playbook_id": hidden.id }),
        json!({ "playbook_id": "no id" }),
        json!({ "playbook_id": playbook.id, "customer_id": bob.customer.id }),
        json!({ "playbook_id": playbook.id, "customer_id": RANDOM }),
    ] {
        assert_eq!(
            shape(&start(&service, &ann.caller, body.clone()).await),
            shape(&random),
            "{body}"
        );
    }

    let project = start(&service, &ann.caller, json!({ "playbook_id": playbook.id }))
        .await
        .id();
    let read = async |id: &str| {
        let call = service.call("GET", &format!("/portal/projects/{id}"));
        shape(&call.by(&bob.caller).send().await)
    };
    assert_eq!(read(&project).await, read(RANDOM).await);
    assert_eq!(read(&project).await.0, 404);
    let list = service
        .call("GET", "/portal/projects")
        .by(&bob.caller)
        .expect(200)
        .await;
    assert!(list.rows().is_empty());
}

#[tokio::test]
async fn staff_invite_a_contact_and_it_sees_the_project_until_it_is_removed() {
    let service = Service::new();
    let (playbook, owner, owner_calls) = offered(&service).await;
    let (manager, _) = service.staff(Role::CustomerManager).await;
    let ann = person(&service).await;
    let stranger = person(&service).await;
    let project = start(&service, &ann.caller, json!({ "playbook_id": playbook.id }))
        .await
        .id();
    let path = format!("/projects/{project}");

    // A colleague at the same customer.
    let (account, secret) = (service.make.account(), service.make.secret());
    let bea = service.make.active_contact(&ann.customer, &account);
    let mut session = service
        .make
        .session(registration_core::model::SessionHolder::Account(account.id));
    session.digest = secret.digest();
    let mut work = service.work().await;
    work.accounts().insert(&account).await.unwrap();
    work.contacts().insert(&bea).await.unwrap();
    work.sessions().insert(&session).await.unwrap();
    work.commit().await.unwrap();
    let bea_calls = Caller::Portal(secret.expose().to_owned());
    let portal_path = format!("/portal/projects/{project}");
    service
        .call("GET", &portal_path)
        .by(&bea_calls)
        .expect(404)
        .await;

    let members = format!("{path}/members");
    let invite = |body: Value| service.call("POST", &members).json(body);
    // The owner has no role, and may.
    let invited = invite(json!({ "contact_id": bea.id }))
        .by(&owner_calls)
        .expect(201)
        .await;
    assert_eq!(invited.body["members"], json!([{ "contact_id": bea.id }]));
    assert_eq!(invited.body["started_by"], json!(ann.contact.id));
    assert_eq!(invited.body["owner"]["id"], json!(owner.id));
    service
        .call("GET", &portal_path)
        .by(&bea_calls)
        .expect(200)
        .await;

    let elsewhere = invite(json!({ "contact_id": stranger.contact.id }))
        .by(&manager)
        .expect(422)
        .await;
    assert_eq!(
        elsewhere.errors(),
        wrong(&[("/contact_id", "contact_not_at_customer")])
    );
    let malformed = invite(json!({ "contact_id": "x" }))
        .by(&manager)
        .expect(422)
        .await;
    assert_eq!(malformed.errors(), wrong(&[("/contact_id", "invalid_id")]));

    let member = format!("{members}/{}", bea.id);
    service
        .call("DELETE", &member)
        .by(&manager)
        .expect(204)
        .await;
    service
        .call("DELETE", &member)
        .by(&manager)
        .expect(404)
        .await;
    service
        .call("DELETE", &format!("{members}/x"))
        .by(&manager)
        .expect(404)
        .await;
    service
        .call("GET", &portal_path)
        .by(&bea_calls)
        .expect(404)
        .await;
}

#[tokio::test]
async fn staff_without_a_role_for_projects_see_their_own_and_no_other() {
    let service = Service::new();
    let (playbook, owner, owner_calls) = offered(&service).await;
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    let (auditor, _) = service.staff(Role::Auditor).await;
    let ann = person(&service).await;
    let project = start(&service, &ann.caller, json!({ "playbook_id": playbook.id }))
        .await
        .id();
    let path = format!("/projects/{project}");
    service
        .call("GET", &path)
        .by(&owner_calls)
        .expect(200)
        .await;
    service.call("GET", &path).by(&mapper).expect(404).await;
    let body = json!({ "contact_id": ann.contact.id });
    let members = format!("{path}/members");
    service
        .call("POST", &members)
        .by(&mapper)
        .json(body.clone())
        .expect(404)
        .await;
    service
        .call("POST", &members)
        .by(&auditor)
        .json(body)
        .expect(403)
        .await;
    let list = service
        .call("GET", "/projects")
        .by(&mapper)
        .expect(200)
        .await;
    assert!(list.rows().is_empty());
    let of = |query: &str| {
        service
            .call("GET", &format!("/projects?{query}"))
            .by(&auditor)
            .expect(200)
    };
    assert_eq!(of(&format!("owner_id={}", owner.id)).await.rows().len(), 1);
    assert_eq!(of(&format!("customer_id={RANDOM}")).await.rows().len(), 0);
    service
        .call("GET", "/projects?owner_id=x")
        .by(&auditor)
        .expect(422)
        .await;
    // Both were mailed: the owner and the starter.
    assert_eq!(service.mails().await.len(), 2);
}

#[tokio::test]
async fn a_playbook_whose_owner_left_cannot_be_started() {
    let service = Service::new();
    let (playbook, owner, _) = offered(&service).await;
    let (admin, _) = service.staff(Role::Administrator).await;
    let ann = person(&service).await;
    let path = format!("/staff/{}", owner.id);
    let tag = service
        .call("GET", &path)
        .by(&admin)
        .expect(200)
        .await
        .tag();
    service
        .call("PATCH", &path)
        .by(&admin)
        .seen(&tag)
        .json(json!({ "active": false }))
        .expect(200)
        .await;
    let answer = start(&service, &ann.caller, json!({ "playbook_id": playbook.id })).await;
    assert_eq!((answer.status, answer.slug()), (409, "owner-unavailable"));
}
