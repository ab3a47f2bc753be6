//! What a signed-in person sees and changes about oneself: sessions, name, password.

use crate::{
    harness::{Answer, Caller, Service, wrong},
    people::person,
};
use registration_core::model::{Role, Session, SessionHolder};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery staple";
const NEW: &str = "plum kettle orbit canyon";

/// One more session of whoever calls; the caller it makes.
async fn again(service: &Service, holder: SessionHolder) -> (Caller, Session) {
    let secret = service.make.secret();
    let mut session = service.make.session(holder);
    session.digest = secret.digest();
    let mut work = service.work().await;
    work.sessions().insert(&session).await.unwrap();
    work.commit().await.unwrap();
    let secret = secret.expose().to_owned();
    let caller = match holder {
        SessionHolder::Account(_) => Caller::Portal(secret),
        SessionHolder::Staff(_) => Caller::Console(secret),
    };
    (caller, session)
}

async fn rows(service: &Service, caller: &Caller, path: &str) -> Vec<Value> {
    let list = service.call("GET", path).by(caller).expect(200).await;
    list.rows().to_vec()
}

/// Sees, ends one, ends the others, signs out by ending this one: alike in the portal and in the console.
async fn sessions_story(service: &Service, me: &Caller, holder: SessionHolder, area: &str) {
    let path = format!("/{area}/sessions");
    let (_, second) = again(service, holder).await;
    let (third_calls, third) = again(service, holder).await;
    let seen = rows(service, me, &path).await;
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[0]["id"], json!(third.id));
    assert_eq!(seen[0]["current"], false);
    assert_eq!(seen[2]["current"], true);
    assert!(seen[0]["created_at"].is_string() && seen[0]["last_seen_at"].is_string());
    let first_page = service
        .call("GET", &format!("{path}?limit=2"))
        .by(me)
        .expect(200)
        .await;
    assert!(first_page.header("link").is_some());

    let end = async |caller: &Caller, id: &str| -> Answer {
        let path = format!("{path}/{id}");
        service.call("DELETE", &path).by(caller).send().await
    };
    let ended = end(me, &second.id.to_string()).await;
    assert_eq!(ended.status, 204, "{}", ended.text);
    assert!(ended.header("set-cookie").is_none(), "this one stays");
    assert_eq!(end(me, &second.id.to_string()).await.status, 404);
    assert_eq!(end(me, "no-id").await.status, 404);
    assert_eq!(rows(service, me, &path).await.len(), 2);

    service
        .call("DELETE", &path)
        .by(&third_calls)
        .expect(204)
        .await;
    let left = rows(service, &third_calls, &path).await;
    assert_eq!(left.len(), 1);
    service.call("GET", &path).by(me).expect(401).await;
    let out = end(&third_calls, &third.id.to_string()).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    service
        .call("GET", &path)
        .by(&third_calls)
        .expect(401)
        .await;
}

#[tokio::test]
async fn an_account_sees_and_ends_its_sessions() {
    let service = Service::new();
    let ann = person(&service).await;
    let holder = SessionHolder::Account(ann.contact.access.account().unwrap());
    sessions_story(&service, &ann.caller, holder, "portal").await;
}

#[tokio::test]
async fn a_staff_member_sees_and_ends_their_sessions() {
    let service = Service::new();
    let (me, staff) = service.staff(Role::Auditor).await;
    sessions_story(&service, &me, SessionHolder::Staff(staff.id), "staff").await;
}

#[tokio::test]
async fn sessions_of_others_are_answered_like_what_never_was() {
    let service = Service::new();
    let (ann, bob) = (person(&service).await, person(&service).await);
    let theirs = rows(&service, &bob.caller, "/portal/sessions").await;
    let id = theirs[0]["id"].as_str().unwrap().to_owned();
    let (staff, _) = service.staff(Role::Administrator).await;
    for (caller, area) in [(&ann.caller, "portal"), (&staff, "staff")] {
        let mut bodies = Vec::new();
        for id in [id.as_str(), "01890000-0000-7000-8000-000000000000"] {
            let path = format!("/{area}/sessions/{id}");
            let mut answer = service.call("DELETE", &path).by(caller).expect(404).await;
            answer.body["request_id"] = Value::Null;
            bodies.push(answer.body);
        }
        assert_eq!(bodies[0], bodies[1]);
    }
    assert_eq!(
        rows(&service, &bob.caller, "/portal/sessions").await.len(),
        1
    );
    for method in ["GET", "DELETE"] {
        let call = service.call(method, "/portal/sessions").by(&staff);
        call.expect(401).await;
    }
}

#[tokio::test]
async fn an_account_changes_its_name_part_by_part() {
    let service = Service::new();
    let ann = person(&service).await;
    let before = service
        .call("GET", "/portal/me")
        .by(&ann.caller)
        .expect(200)
        .await
        .body;
    let patch = |body: Value| {
        let call = service.call("PATCH", "/portal/me").by(&ann.caller);
        call.json(body)
    };
    let answer = patch(json!({ "first_name": "Zoë" })).expect(200).await;
    assert_eq!(answer.body["account"]["first_name"], "Zoë");
    assert_eq!(
        answer.body["account"]["last_name"],
        before["account"]["last_name"]
    );
    assert_eq!(answer.body["contacts"], before["contacts"]);
    let answer = patch(json!({ "last_name": null })).expect(200).await;
    assert_eq!(answer.body["account"]["last_name"], "");
    let me = service
        .call("GET", "/portal/me")
        .by(&ann.caller)
        .expect(200)
        .await;
    assert_eq!(me.body, answer.body);
    let refused = patch(json!({ "first_name": "", "last_name": "x".repeat(65) }));
    let refused = refused.expect(422).await;
    let pointers: Vec<String> = refused.errors().into_iter().map(|one| one.0).collect();
    assert_eq!(pointers, ["/first_name", "/last_name"]);
    let refused = patch(json!({ "email": "ann@else.example" }))
        .expect(422)
        .await;
    assert_eq!(refused.errors(), wrong(&[("/email", "unknown_field")]));
    let unchanged = patch(json!({})).expect(200).await;
    assert_eq!(unchanged.body, me.body);
}

#[tokio::test]
async fn a_new_password_takes_the_current_one() {
    let service = Service::new();
    let ann = person(&service).await;
    let (ann_staff, staff) = service.staff(Role::Auditor).await;
    let account = SessionHolder::Account(ann.contact.access.account().unwrap());
    for (caller, holder, area) in [
        (&ann.caller, account, "portal"),
        (&ann_staff, SessionHolder::Staff(staff.id), "staff"),
    ] {
        let (other, _) = again(&service, holder).await;
        let put = |current: &str, new: &str| {
            let body = json!({ "current_password": current, "new_password": new });
            let path = format!("/{area}/password");
            service.call("PUT", &path).by(caller).json(body)
        };
        let weak = put(PASSWORD, "short").expect(422).await;
        assert_eq!(weak.slug(), "weak-password");
        assert_eq!(weak.errors(), wrong(&[("/new_password", "too_short")]));
        let refused = put("another password", NEW).expect(422).await;
        assert_eq!(
            refused.errors(),
            wrong(&[("/current_password", "wrong_password")])
        );
        let sessions = format!("/{area}/sessions");
        assert_eq!(rows(&service, &other, &sessions).await.len(), 2);
        put(PASSWORD, NEW).expect(204).await;
        assert_eq!(rows(&service, caller, &sessions).await.len(), 1);
        service.call("GET", &sessions).by(&other).expect(401).await;
        put(PASSWORD, NEW).expect(422).await;
    }
}
