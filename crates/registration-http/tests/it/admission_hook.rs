//! A host's admission hook as a caller meets it: a veto is offered as a request, silence is a 503.

use crate::harness::Service;
use async_trait::async_trait;
use registration_core::{
    model::Scope,
    policy::admission::Finding,
    ports::{AdmissionHook, AdmissionQuestion, HookError},
};
use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Vetoes while it answers at all.
#[derive(Clone, Default)]
struct SeatLimit {
    is_down: Arc<AtomicBool>,
}

#[async_trait]
impl AdmissionHook for SeatLimit {
    async fn findings(&self, _: AdmissionQuestion<'_>) -> Result<Vec<Finding>, HookError> {
        if self.is_down.load(Ordering::SeqCst) {
            return Err(HookError("crm.internal:5432 refused".into()));
        }
        Ok(vec![Finding::veto("seat_limit", "all 25 seats are taken")])
    }
}

#[tokio::test]
async fn a_veto_is_offered_as_a_request_and_a_silent_hook_is_not_available() {
    let hook = SeatLimit::default();
    let service = Service::whose(|registrar| registrar.with_admission_hook(Arc::new(hook.clone())));
    let admin = service.key(Scope::Admin).await;
    let id = service.customer(&admin, "Acme").await;
    let path = format!("/customers/{id}/invite-links");
    let links = service.call("GET", &path).by(&admin).expect(200).await;
    let code = links.rows()[0]["code"].clone();
    let ann = json!({ "name": "Ann Lee", "email": "ann@acme.com", "link_code": code });
    service
        .call("POST", "/registrations")
        .json(ann)
        .expect(202)
        .await;
    let (_, mail) = service.mails().await.remove(0);
    let token = mail.token().unwrap().expose().to_owned();
    let activate = || {
        let body = json!({ "token": token, "password": "a sentence of nobody else" });
        service.call("POST", "/activations").json(body)
    };

    let refused = activate().expect(409).await.body;
    assert_eq!(refused["type"], "/problems/not-admitted");
    assert_eq!(refused["reason"], "vetoed");
    assert_eq!(refused["next"], "request_access");
    assert!(!refused.to_string().contains("seat"), "{refused}");
    let body = json!({ "email": "ann@acme.com", "link_code": code });
    let explain = service
        .call("POST", "/policy/explain")
        .by(&admin)
        .json(body);
    let explained = explain.expect(200).await.body;
    assert_eq!(explained["reason"], "vetoed");
    let last: &Value = explained["trace"].as_array().unwrap().last().unwrap();
    assert_eq!(last["rule"], "admission_hook");
    assert_eq!(last["why"], "seat_limit: all 25 seats are taken");

    hook.is_down.store(true, Ordering::SeqCst);
    let answer = activate().expect(503).await;
    assert_eq!(answer.body["type"], "/problems/unavailable");
    assert_eq!(answer.header("retry-after").unwrap(), "1");
    assert!(!answer.body.to_string().contains("crm"), "{}", answer.body);
}
