//! The list, creating one, steps by round trips, archiving.

use super::{editor_with_playbook, get, post, read, shown};
use crate::harness::Service;
use registration_core::model::Role;

#[tokio::test]
async fn a_playbook_is_created_by_its_name_and_leads_to_its_steps() {
    let service = Service::new();
    let (editor, _) = service.staff(Role::PlaybookEditor).await;
    let empty = shown(&service, &editor, "/admin/playbooks").await;
    empty
        .says("data-testid=\"empty\"")
        .says("+ Create Playbook");
    let refused = post(&service, &editor, "/admin/playbooks/new", &[("name", " ")]).await;
    assert_eq!(refused.status, 422);
    refused.says("id=\"e-name\"");
    let created = post(
        &service,
        &editor,
        "/admin/playbooks/new",
        &[("name", "R&D \"start\"")],
    )
    .await;
    let page = shown(&service, &editor, created.location()).await;
    page.says("R&#38;D &#34;start&#34;")
        .says("data-testid=\"no-steps\"")
        .says("Created.");
    let list = shown(&service, &editor, "/admin/playbooks").await;
    list.says("R&#38;D").says("Not in the portal");
}

#[tokio::test]
async fn rows_are_added_moved_and_removed_without_saving() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let path = format!("/admin/playbooks/{id}");
    let before = read(&service, &editor, &format!("/playbooks/{id}")).await;
    let typed = [
        ("version", "\"1\""),
        ("name", "Typed name"),
        ("steps-0-title", "First typed"),
        ("steps-0-due_after_days", "3"),
        ("steps-0-responsible", "provider"),
        ("steps-1-title", "Second typed"),
        ("steps-1-due_after_days", "many"),
        ("steps-1-responsible", "customer"),
    ];
    let with = |button: (&'static str, &'static str)| {
        let mut fields = typed.to_vec();
        fields.push(button);
        fields
    };
    let added = post(&service, &editor, &path, &with(("intent", "add-step"))).await;
    assert_eq!(added.status, 200);
    added
        .says("name=\"steps-2-title\" value=\"\"")
        .says("value=\"Typed name\"")
        .says("value=\"many\"")
        .says("Not saved yet");
    let moved = post(&service, &editor, &path, &with(("move_up", "1"))).await;
    moved
        .says("name=\"steps-0-title\" value=\"Second typed\"")
        .says("name=\"steps-1-title\" value=\"First typed\"");
    let moved = post(&service, &editor, &path, &with(("move_down", "0"))).await;
    moved.says("name=\"steps-0-title\" value=\"Second typed\"");
    let removed = post(&service, &editor, &path, &with(("remove_step", "0"))).await;
    removed
        .says("name=\"steps-0-title\" value=\"Second typed\"")
        .says_no("steps-1-title");
    let after = read(&service, &editor, &format!("/playbooks/{id}")).await;
    assert_eq!(after.body, before.body, "nothing was saved");

    let refused = post(&service, &editor, &path, &with(("intent", "save"))).await;
    assert_eq!(refused.status, 422);
    refused
        .says("id=\"e-steps-1-due_after_days\"")
        .says("a number from 0 to 3650")
        .says("value=\"many\"");
}

#[tokio::test]
async fn saving_steps_does_what_the_api_does() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let path = format!("/admin/playbooks/{id}");
    let fields = [
        ("intent", "save"),
        ("version", "\"1\""),
        ("name", "Kick-off"),
        ("steps-0-title", "<i>Only</i>"),
        ("steps-0-due_after_days", "30"),
        ("steps-0-responsible", "customer"),
    ];
    let saved = post(&service, &editor, &path, &fields).await;
    assert_eq!(saved.location(), format!("{path}?done=saved"));
    let read = read(&service, &editor, &format!("/playbooks/{id}")).await;
    assert_eq!(read.body["name"], "Kick-off");
    assert_eq!(read.body["steps"].as_array().unwrap().len(), 1);
    assert_eq!(read.body["steps"][0]["due_after_days"], 30);
    let page = shown(&service, &editor, &path).await;
    page.says("&#60;i&#62;Only").says_no("<i>Only");
}

#[tokio::test]
async fn a_stale_edit_shows_both_and_loses_nothing() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let path = format!("/admin/playbooks/{id}");
    let theirs = [
        ("intent", "save"),
        ("version", "\"1\""),
        ("name", "Theirs"),
        ("steps-0-title", "Their step"),
        ("steps-0-due_after_days", "1"),
        ("steps-0-responsible", "customer"),
    ];
    post(&service, &editor, &path, &theirs).await.location();
    let mut mine = theirs.to_vec();
    mine[2].1 = "Mine";
    mine[3].1 = "My step";
    let stale = post(&service, &editor, &path, &mine).await;
    assert_eq!(stale.status, 412);
    stale
        .says("Saved meanwhile: Theirs")
        .says("value=\"Mine\"")
        .says("data-testid=\"steps-meanwhile\"")
        .says("Their step")
        .says("value=\"My step\"")
        .says("name=\"version\" value=\"&#34;2&#34;\"");
    mine[1].1 = "\"2\"";
    let saved = post(&service, &editor, &path, &mine).await;
    assert_eq!(saved.location(), format!("{path}?done=saved"));
}

#[tokio::test]
async fn archiving_shows_who_sees_it_first() {
    let service = Service::new();
    let (editor, id) = editor_with_playbook(&service).await;
    let (manager, owner) = service.staff(Role::CustomerManager).await;
    let customer = service.customer(&manager, "Orchard <Bank>").await;
    let body = serde_json::json!({
        "enabled": true, "default_project_owner_id": owner.id, "customer_facing_name": "Start",
        "customers": [customer],
    });
    let save = service.call("PUT", &format!("/playbooks/{id}/self-service"));
    save.by(&editor).seen("\"1\"").json(body).expect(200).await;
    let path = format!("/admin/playbooks/{id}/archive");
    let asked = shown(&service, &editor, &path).await;
    asked
        .says("Orchard &#60;Bank&#62;")
        .says("One customer sees it");
    let stale = post(&service, &editor, &path, &[("version", "\"1\"")]).await;
    assert_eq!(stale.status, 412);
    stale.says("data-testid=\"impact\"");
    let live = read(&service, &editor, &format!("/playbooks/{id}")).await;
    assert!(
        live.body["archived_at"].is_null(),
        "asking archives nothing"
    );
    let done = post(&service, &editor, &path, &[("version", "\"2\"")]).await;
    assert_eq!(done.location(), "/admin/playbooks?done=playbook-archived");
    let page = shown(&service, &editor, &format!("/admin/playbooks/{id}")).await;
    page.says("Archived").says_no("data-testid=\"steps\"");
}

#[tokio::test]
async fn who_may_not_change_playbooks_sees_no_control_and_is_refused() {
    let service = Service::new();
    let (_, id) = editor_with_playbook(&service).await;
    let (manager, _) = service.staff(Role::CustomerManager).await;
    let (mapper, _) = service.staff(Role::PortalRegistrationMapper).await;
    let path = format!("/admin/playbooks/{id}");
    for path in ["/admin/playbooks", &path, &format!("{path}/portal")] {
        let page = shown(&service, &manager, path).await;
        page.says_no("Create Playbook")
            .says_no("method=\"post\" novalidate")
            .says_no("/archive");
        assert_eq!(get(&service, &mapper, path).await.status, 403);
    }
    let list = shown(&service, &manager, &path).await;
    list.says("List of users");
    for path in ["/admin/playbooks/new", &path, &format!("{path}/archive")] {
        let fields = [("name", "x"), ("version", "\"1\""), ("intent", "add-step")];
        let refused = post(&service, &manager, path, &fields).await;
        assert_eq!(refused.status, 403, "{path}");
    }
}
