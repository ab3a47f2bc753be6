//! Staff: the list, creating, editing, and the last administrator.

use super::{get, post, shown};
use crate::harness::Service;
use registration_core::model::{Mail, Role};

#[tokio::test]
async fn staff_are_created_with_roles_and_mailed_a_link() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let ask = shown(&service, &admin, "/admin/staff/new").await;
    ask.says("On-duty portal staff")
        .says("Portal Registration Mapper")
        .says("Decides registration requests");
    let fields = [
        ("name", "Mara <Map>"),
        ("email", "mara@portal.example"),
        ("roles", "portal_registration_mapper"),
        ("roles", "auditor"),
        ("on_duty", "on"),
        ("active", "on"),
    ];
    let list = shown(&service, &admin, "/admin/staff").await;
    list.says("data-testid=\"nobody-on-duty\"");
    let created = post(&service, &admin, "/admin/staff/new", &fields).await;
    let page = shown(&service, &admin, created.location()).await;
    page.says("Mara &#60;Map&#62;")
        .says("value=\"auditor\" checked")
        .says("value=\"portal_registration_mapper\" checked")
        .says("No password yet");
    let mails = service.mails().await;
    let is_invitation = |(to, mail): &(String, Mail)| {
        to == "mara@portal.example" && matches!(mail, Mail::StaffInvitation { .. })
    };
    assert!(mails.iter().any(is_invitation));
    let list = shown(&service, &admin, "/admin/staff").await;
    list.says_no("data-testid=\"nobody-on-duty\"")
        .says("On duty");

    let again = post(&service, &admin, "/admin/staff/new", &fields).await;
    assert_eq!(again.status, 409);
    again
        .says("id=\"e-email\"")
        .says("Mara &#60;Map&#62;")
        .says("value=\"auditor\" checked");
    let bad = [
        ("name", "Typed"),
        ("email", "no address"),
        ("roles", "king"),
    ];
    let refused = post(&service, &admin, "/admin/staff/new", &bad).await;
    assert_eq!(refused.status, 422);
    refused.says("id=\"e-roles\"").says("value=\"no address\"");
    let refused = post(&service, &admin, "/admin/staff/new", &bad[..2]).await;
    refused.says("id=\"e-email\"");
}

#[tokio::test]
async fn a_stale_edit_of_a_staff_member_shows_both() {
    let service = Service::new();
    let (admin, _) = service.staff(Role::Administrator).await;
    let (_, auditor) = service.staff(Role::Auditor).await;
    let path = format!("/admin/staff/{}", auditor.id);
    let mut fields = vec![
        ("version", "\"1\""),
        ("name", "Theirs"),
        ("email", auditor.email.as_str()),
        ("roles", "auditor"),
        ("active", "on"),
    ];
    let saved = post(&service, &admin, &path, &fields).await;
    assert_eq!(saved.location(), format!("{path}?done=saved"));
    fields[1].1 = "Mine";
    fields[3].1 = "playbook_editor";
    let stale = post(&service, &admin, &path, &fields).await;
    assert_eq!(stale.status, 412);
    stale
        .says("Saved meanwhile: Theirs")
        .says("value=\"Mine\"")
        .says("Somebody else changed the roles meanwhile")
        .says("value=\"playbook_editor\" checked");
    fields[0].1 = "\"2\"";
    post(&service, &admin, &path, &fields).await.location();
    let page = shown(&service, &admin, &path).await;
    page.says("value=\"Mine\"")
        .says("value=\"playbook_editor\" checked");
}

#[tokio::test]
async fn the_last_administrator_stays_and_the_page_says_what_to_do() {
    let service = Service::new();
    let (admin, me) = service.staff(Role::Administrator).await;
    let path = format!("/admin/staff/{}", me.id);
    let fields = [
        ("version", "\"1\""),
        ("name", "Sam"),
        ("email", me.email.as_str()),
        ("roles", "auditor"),
        ("active", "on"),
    ];
    let refused = post(&service, &admin, &path, &fields).await;
    assert_eq!(refused.status, 409);
    refused
        .says("data-testid=\"last-administrator\"")
        .says("Give somebody else the role Administrator first")
        .says("value=\"auditor\" checked");
    shown(&service, &admin, &path)
        .await
        .says("value=\"administrator\" checked")
        .says("This is you");
}

#[tokio::test]
async fn an_auditor_reads_and_others_do_not() {
    let service = Service::new();
    let (_, admin) = service.staff(Role::Administrator).await;
    let (auditor, _) = service.staff(Role::Auditor).await;
    let (manager, _) = service.staff(Role::CustomerManager).await;
    let path = format!("/admin/staff/{}", admin.id);
    for path in ["/admin/staff", &path] {
        let page = shown(&service, &auditor, path).await;
        page.says(admin.email.as_str())
            .says_no("data-testid=\"staff\"")
            .says_no("/admin/staff/new");
        assert_eq!(get(&service, &manager, path).await.status, 403);
    }
    for path in ["/admin/staff/new", &path] {
        let fields = [
            ("name", "X"),
            ("email", "x@portal.example"),
            ("version", "\"1\""),
        ];
        let refused = post(&service, &auditor, path, &fields).await;
        assert_eq!(refused.status, 403, "{path}");
    }
}
