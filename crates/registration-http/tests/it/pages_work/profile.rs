//! One's own page in the console: duty, password, sessions.

use super::{post, shown};
use crate::harness::Service;
use registration_core::model::Role;

const PASSWORD: &str = "correct horse battery staple";
const NEW: &str = "plum kettle orbit canyon";

#[tokio::test]
async fn everybody_goes_on_duty_and_off_and_is_told_when_nobody_is_left() {
    let service = Service::new();
    let (me, _) = service.staff(Role::PortalRegistrationMapper).await;
    let page = shown(&service, &me, "/admin/profile").await;
    page.says("On-duty portal staff")
        .says("data-testid=\"nobody-on-duty\"");
    let path = "/admin/profile/on-duty";
    let on = post(&service, &me, path, &[("on_duty", "on")]).await;
    let page = shown(&service, &me, on.location()).await;
    page.says("You are on duty")
        .says_no("data-testid=\"nobody-on-duty\"");
    let off = post(&service, &me, path, &[]).await;
    let page = shown(&service, &me, off.location()).await;
    page.says("You are off duty")
        .says("data-testid=\"nobody-on-duty\"");
}

#[tokio::test]
async fn the_password_changes_with_the_old_one_only() {
    let service = Service::new();
    let (me, staff) = service.staff(Role::Auditor).await;
    let other = service.sign_in(&staff, false).await;
    let path = "/admin/profile/password";
    let wrong = [("current_password", "no"), ("new_password", NEW)];
    let refused = post(&service, &me, path, &wrong).await;
    assert_eq!(refused.status, 422);
    refused.says("id=\"e-current_password\"").says_no(NEW);
    let weak = [("current_password", PASSWORD), ("new_password", "short")];
    let refused = post(&service, &me, path, &weak).await;
    assert_eq!(refused.status, 422);
    refused
        .says("id=\"e-new_password\"")
        .says_no("value=\"short\"");
    let good = [("current_password", PASSWORD), ("new_password", NEW)];
    let changed = post(&service, &me, path, &good).await;
    assert_eq!(changed.location(), "/admin/profile?done=console-password");
    let gone = post(&service, &other, path, &good).await;
    assert_eq!(gone.location(), "/admin/sign-in");
    let back = super::get(&service, &me, path).await;
    assert_eq!(back.location(), "/admin/profile");
}

#[tokio::test]
async fn sessions_are_ended_one_by_one_and_all_others() {
    let service = Service::new();
    let (me, staff) = service.staff(Role::Auditor).await;
    for _ in 0..3 {
        service.sign_in(&staff, false).await;
    }
    let page = shown(&service, &me, "/admin/profile").await;
    let ends = |text: &str| text.matches("/end\"").count();
    assert_eq!(ends(&page.text), 4);
    let first = page.text.split("/admin/profile/sessions/").nth(1).unwrap();
    let path = format!(
        "/admin/profile/sessions/{}",
        first.split('"').next().unwrap()
    );
    let ended = post(&service, &me, &path, &[]).await;
    let page = shown(&service, &me, ended.location()).await;
    assert_eq!(ends(&page.text), 3);
    assert_eq!(post(&service, &me, &path, &[]).await.status, 404);
    let others = "/admin/profile/sessions/end-others";
    let ended = post(&service, &me, others, &[]).await;
    let page = shown(&service, &me, ended.location()).await;
    assert_eq!(ends(&page.text), 1);
    page.says_no("end-others");
    let mine = page.text.split("/admin/profile/sessions/").nth(1).unwrap();
    let path = format!(
        "/admin/profile/sessions/{}",
        mine.split('"').next().unwrap()
    );
    let out = post(&service, &me, &path, &[]).await;
    assert_eq!(out.location(), "/admin/sign-in?done=signed-out");
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
}
