//! The console's pages for playbooks, projects and staff, and the own profile, by their forms.

mod playbooks;
mod profile;
mod projects;
mod self_service;
mod staff;

use crate::harness::{Answer, Caller, Service};
use registration_core::model::Role;
use serde_json::{Value, json};

/// A page as a browser asks for it.
async fn get(service: &Service, by: &Caller, path: &str) -> Answer {
    service.call_outside("GET", path).by(by).page().send().await
}

/// A page that has to be there.
async fn shown(service: &Service, by: &Caller, path: &str) -> Answer {
    let answer = get(service, by, path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

/// A form of ours.
async fn post(service: &Service, by: &Caller, path: &str, fields: &[(&str, &str)]) -> Answer {
    let call = service.call_outside("POST", path).by(by).form(fields);
    call.send().await
}

/// What the API says.
async fn read(service: &Service, by: &Caller, path: &str) -> Answer {
    service.call("GET", path).by(by).expect(200).await
}

/// An editor, and a playbook with two steps.
async fn editor_with_playbook(service: &Service) -> (Caller, String) {
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let step = |title: &str, days: u32, side: &str| -> Value {
        json!({ "title": title, "due_after_days": days, "responsible": side })
    };
    let body = json!({
        "name": "Kick-off <b>",
        "steps": [step("Call", 2, "provider"), step("List of users", 7, "customer")],
    });
    let created = service.call("POST", "/playbooks").by(&editor).json(body);
    let id = created.expect(201).await.id();
    (editor, id)
}
