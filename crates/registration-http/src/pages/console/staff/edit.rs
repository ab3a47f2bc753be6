//! A staff member: name, address, roles, duty, and whether active.

use super::{at_fields, body};
use crate::{
    api, etag,
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::Slug,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{Role, Staff, StaffId, Stored},
    policy::access::Permission,
};

#[derive(Template)]
#[template(path = "console/staff_member.html")]
struct MemberPage {
    c: Chrome,
    staff: Stored<Staff>,
    form: Form,
    roles: &'static [Role],
    may_manage: bool,
    nobody_on_duty: bool,
    /// Whether this is the person who looks.
    is_self: bool,
    /// Whether the change would have left nobody to administer the portal.
    is_last_administrator: bool,
}

/// The form that shows what is saved.
fn saved(staff: &Stored<Staff>) -> Form {
    let mut form = Form::of([
        ("version", etag::tag(staff.revision).as_str()),
        ("name", staff.name.as_str()),
        ("email", staff.email.as_str()),
    ]);
    for role in &staff.roles {
        form.add("roles", role.code());
    }
    for (name, is_on) in [("on_duty", staff.on_duty), ("active", staff.active)] {
        if is_on {
            form.add(name, "on");
        }
    }
    form
}

pub(super) async fn show(State(app): State<App>, page: ConsolePage, Id(id): Id<StaffId>) -> Answer {
    let staff = app.registrar.staff_member(&page.actor, id).await?;
    let form = saved(&staff);
    render(&app, page, staff, form).await
}

pub(super) async fn save(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<StaffId>,
    form: Form,
) -> Answer {
    let caller = Caller(page.actor.clone());
    let seen = form.if_match();
    match api::staff::change(State(app.clone()), caller, Id(id), seen, body(&form)).await {
        Ok(_) => Ok(see_other(&format!("/admin/staff/{id}?done=saved"))),
        Err(problem) => {
            let mut form = form.refused(at_fields(problem))?;
            let staff = app.registrar.staff_member(&page.actor, id).await?;
            if form.is_stale() {
                form = form.beside(saved(&staff));
            }
            render(&app, page, staff, form).await
        }
    }
}

async fn render(app: &App, page: ConsolePage, staff: Stored<Staff>, form: Form) -> Answer {
    let refusal = form.refusal();
    let refused = form.problem().map(|problem| problem.slug);
    let page = Page::render(&MemberPage {
        may_manage: page.may(Permission::ManageStaff),
        nobody_on_duty: app.registrar.nobody_is_on_duty().await?,
        is_self: page.visit.staff.id == staff.id,
        is_last_administrator: refused == Some(Slug::LastAdministrator),
        roles: Role::ALL,
        staff,
        form,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}
