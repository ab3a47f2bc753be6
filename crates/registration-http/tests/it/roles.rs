//! Which roles reach playbooks, projects, staff and operations.

use crate::{
    harness::{Caller, Service},
    people::{everybody, person},
};
use registration_core::model::{Role, Scope};
use serde_json::json;

/// Method, path, and who gets past the check of permission.
fn matrix() -> Vec<(&'static str, &'static str, Vec<Role>)> {
    use Role::{Administrator as X, Auditor as U, CustomerManager as C, PlaybookEditor as B};
    let readers = vec![X, U];
    vec![
        ("GET", "/overview", Role::ALL.to_vec()),
        ("GET", "/playbooks", vec![X, C, B, U]),
        ("POST", "/playbooks", vec![X, B]),
        ("GET", "/projects", Role::ALL.to_vec()),
        ("GET", "/staff", vec![X, C, B, U]),
        ("POST", "/staff", vec![X]),
        ("GET", "/audit-entries", readers.clone()),
        ("GET", "/outbox", readers.clone()),
        ("GET", "/api-keys", readers),
        ("POST", "/api-keys", vec![X]),
    ]
}

#[tokio::test]
async fn each_role_reaches_what_the_contract_says_and_nothing_else() {
    let service = Service::new();
    let everybody = everybody(&service).await;
    for (method, path, allowed) in matrix() {
        for (role, caller) in &everybody {
            // An empty body: whoever may call is told what is missing in it.
            let answer = service
                .call(method, path)
                .by(caller)
                .json(json!({}))
                .send()
                .await;
            let expected = match (allowed.contains(role), method) {
                (false, _) => 403,
                (true, "GET") => 200,
                (true, _) => 422,
            };
            assert_eq!(
                answer.status, expected,
                "{role} {method} {path}: {}",
                answer.text
            );
        }
    }
}

#[tokio::test]
async fn a_key_reaches_what_its_scope_stands_for() {
    let service = Service::new();
    for (scope, roles) in [
        (Scope::Read, vec![Role::Auditor]),
        (
            Scope::Write,
            vec![
                Role::CustomerManager,
                Role::PortalRegistrationMapper,
                Role::PlaybookEditor,
            ],
        ),
        (Scope::Admin, vec![Role::Administrator]),
    ] {
        let key = service.key(scope).await;
        for (method, path, allowed) in matrix() {
            let answer = service
                .call(method, path)
                .by(&key)
                .json(json!({}))
                .send()
                .await;
            // A machine owns no projects: without a role that reads them there is nothing to list.
            let may = roles.iter().any(|role| allowed.contains(role));
            assert_eq!(
                answer.status == 403,
                !may,
                "{scope} {method} {path}: {}",
                answer.text
            );
        }
    }
}

#[tokio::test]
async fn nobody_and_portal_accounts_are_strangers_in_the_console() {
    let service = Service::new();
    let ann = person(&service).await.caller;
    let unknown = Caller::Key("rk_unknown".into());
    for (method, path, _) in matrix() {
        for caller in [&Caller::Nobody, &ann, &unknown] {
            let answer = service
                .call(method, path)
                .by(caller)
                .json(json!({}))
                .send()
                .await;
            assert_eq!(answer.status, 401, "{method} {path}");
            assert_eq!(answer.slug(), "unauthenticated");
        }
    }
    let (staff, _) = service.staff(Role::Administrator).await;
    for path in ["/portal/playbooks", "/portal/projects"] {
        service.call("GET", path).by(&staff).expect(401).await;
    }
}

#[tokio::test]
async fn an_auditor_reads_and_changes_nothing() {
    let service = Service::new();
    let (auditor, _) = service.staff(Role::Auditor).await;
    let (_, colleague) = service.staff(Role::PlaybookEditor).await;
    let id = colleague.id;
    for (method, path) in [
        ("PATCH", format!("/staff/{id}")),
        ("PUT", format!("/staff/{id}/on-duty")),
        ("DELETE", format!("/staff/{id}/on-duty")),
        ("PATCH", format!("/playbooks/{id}")),
        ("DELETE", format!("/playbooks/{id}")),
        ("PUT", format!("/playbooks/{id}/self-service")),
        ("POST", "/media".to_owned()),
        ("POST", format!("/outbox/{id}/retry")),
        ("DELETE", format!("/api-keys/{id}")),
    ] {
        let answer = service
            .call(method, &path)
            .by(&auditor)
            .json(json!({}))
            .send()
            .await;
        assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text);
    }
    service
        .call("GET", &format!("/staff/{id}"))
        .by(&auditor)
        .expect(200)
        .await;
}
