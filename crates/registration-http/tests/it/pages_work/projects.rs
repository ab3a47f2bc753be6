//! Projects: the list, one of them, inviting and removing.

use super::{get, post, shown};
use crate::{
    harness::{Caller, Service},
    people::{Person, offered, person},
};
use registration_core::model::{Mail, Role, Staff};

/// A project that somebody started, its owner, and a colleague who may be invited.
async fn scene(service: &Service) -> (String, Person, Staff, Caller, String) {
    let (playbook, owner, owner_calls) = offered(service).await;
    let ann = person(service).await;
    let account = service.make.account();
    let colleague = service.make.active_contact(&ann.customer, &account);
    let stranger = service.make.contact(&ann.customer);
    let mut work = service.work().await;
    work.accounts().insert(&account).await.unwrap();
    work.contacts().insert(&colleague).await.unwrap();
    work.contacts().insert(&stranger).await.unwrap();
    work.commit().await.unwrap();
    let body = serde_json::json!({ "playbook_id": playbook.id, "name": "Ours <script>" });
    let start = service.call("POST", "/portal/projects").by(&ann.caller);
    let project = start.json(body).expect(201).await.id();
    (project, ann, owner, owner_calls, colleague.id.to_string())
}

#[tokio::test]
async fn the_list_is_narrowed_by_customer_and_owner() {
    let service = Service::new();
    let (project, ann, owner, owner_calls, _) = scene(&service).await;
    let (manager, someone) = service.staff(Role::CustomerManager).await;
    let link = format!("/admin/projects/{project}");
    let list = shown(&service, &manager, "/admin/projects").await;
    list.says(&link)
        .says("Ours &#60;script&#62;")
        .says(&ann.customer.name)
        .says("data-testid=\"filters\"");
    let by = |owner: &str, customer: &str| {
        format!("/admin/projects?customer_id={customer}&owner_id={owner}")
    };
    let customer = ann.customer.id.to_string();
    let theirs = by(&owner.id.to_string(), &customer);
    shown(&service, &manager, &theirs).await.says(&link);
    let others = by(&someone.id.to_string(), "");
    let none = shown(&service, &manager, &others).await;
    none.says("No project matches").says_no(&link);
    let own = shown(&service, &owner_calls, "/admin/projects").await;
    own.says(&link).says_no("data-testid=\"filters\"");
}

#[tokio::test]
async fn a_project_says_who_takes_part_and_what_is_due() {
    let service = Service::new();
    let (project, ann, owner, owner_calls, _) = scene(&service).await;
    let (auditor, _) = service.staff(Role::Auditor).await;
    let path = format!("/admin/projects/{project}");
    let page = shown(&service, &auditor, &path).await;
    page.says("Ours &#60;script&#62;")
        .says_no("<script>alert")
        .says("datetime=\"2026-03-03\"")
        .says(&owner.name)
        .says(&ann.contact.name.to_string())
        .says("As of its version 1")
        .says(&format!("/admin/customers/{}", ann.customer.id));
    page.says_no("data-testid=\"invite\"");
    let own = shown(&service, &owner_calls, &path).await;
    own.says("data-testid=\"invite\"")
        .says_no("/admin/customers/");
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    assert_eq!(get(&service, &mapper, &path).await.status, 404);
}

#[tokio::test]
async fn a_contact_is_invited_by_mail_and_removed_after_asking() {
    let service = Service::new();
    let (project, ann, _, owner_calls, colleague) = scene(&service).await;
    let path = format!("/admin/projects/{project}");
    let page = shown(&service, &owner_calls, &path).await;
    page.says(&format!("<option value=\"{colleague}\">"));
    let starter = format!("<option value=\"{}\">", ann.contact.id);
    page.says_no(&starter);
    assert_eq!(
        page.text.matches("<option value=").count(),
        1,
        "only who has access"
    );
    let fields = [("contact_id", colleague.as_str())];
    let invited = post(&service, &owner_calls, &path, &fields).await;
    assert_eq!(invited.location(), format!("{path}?done=project-invited"));
    let mails = service.mails().await;
    let is_invitation =
        |(_, mail): &&(String, Mail)| matches!(mail, Mail::ProjectInvitation { .. });
    assert_eq!(mails.iter().filter(is_invitation).count(), 1);

    let remove = format!("{path}/members/{colleague}/remove");
    let page = shown(&service, &owner_calls, &path).await;
    page.says(&remove).says("data-testid=\"members\"");
    let asked = shown(&service, &owner_calls, &remove).await;
    asked.says("data-testid=\"remove\"");
    shown(&service, &owner_calls, &path).await.says(&remove);
    let (auditor, _) = service.staff(Role::Auditor).await;
    assert_eq!(get(&service, &auditor, &remove).await.status, 403);
    assert_eq!(post(&service, &auditor, &remove, &[]).await.status, 403);
    let removed = post(&service, &owner_calls, &remove, &[]).await;
    assert_eq!(removed.location(), format!("{path}?done=project-removed"));
    let page = shown(&service, &owner_calls, &path).await;
    page.says("data-testid=\"no-members\"");
    assert_eq!(get(&service, &owner_calls, &remove).await.status, 404);
}

#[tokio::test]
async fn who_cannot_be_invited_is_refused_beside_the_field() {
    let service = Service::new();
    let (project, _, _, owner_calls, _) = scene(&service).await;
    let elsewhere = person(&service).await;
    let path = format!("/admin/projects/{project}");
    let id = elsewhere.contact.id.to_string();
    let refused = post(&service, &owner_calls, &path, &[("contact_id", &id)]).await;
    assert_eq!(refused.status, 422);
    refused
        .says("id=\"e-contact_id\"")
        .says("data-testid=\"invite\"");
    let (auditor, _) = service.staff(Role::Auditor).await;
    let refused = post(&service, &auditor, &path, &[("contact_id", &id)]).await;
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn a_search_narrows_whom_to_invite() {
    let service = Service::new();
    let (project, .., owner_calls, colleague) = scene(&service).await;
    let path = format!("/admin/projects/{project}?q=nobody-like-this");
    let page = shown(&service, &owner_calls, &path).await;
    page.says("Nobody with portal access matches")
        .says_no(&colleague);
}
