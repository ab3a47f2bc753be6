//! Staff: the list, and creating a staff member.

mod edit;

use crate::{
    api,
    extract::RawBody,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    paging::Paging,
    problem::{Problem, Slug},
    session::Caller,
    state::App,
};
use askama::Template;
use axum::{Router, extract::State, routing::get};
use registration_core::{
    model::{Role, Staff, Stored},
    policy::access::Permission,
    usecase::FieldError,
};
use serde_json::{Map, Value, json};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/staff", get(list))
        .route("/admin/staff/new", get(ask).post(create))
        .route("/admin/staff/{id}", get(edit::show).post(edit::save))
}

#[derive(Template)]
#[template(path = "console/staff.html")]
struct StaffPage {
    c: Chrome,
    staff: Vec<Stored<Staff>>,
    older: Option<String>,
    nobody_on_duty: bool,
    may_manage: bool,
}

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Result<Page, Problem> {
    app.registrar.require(&page.actor, Permission::ReadStaff)?;
    let listing = app.registrar.staff(&page.actor, paging.page()?).await?;
    Page::render(&StaffPage {
        nobody_on_duty: app.registrar.nobody_is_on_duty().await?,
        may_manage: page.may(Permission::ManageStaff),
        older: paging.older(&listing),
        staff: listing.items,
        c: page.c,
    })
}

#[derive(Template)]
#[template(path = "console/new_staff.html")]
struct NewStaffPage {
    c: Chrome,
    form: Form,
    roles: &'static [Role],
}

async fn ask(State(app): State<App>, page: ConsolePage) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ManageStaff)?;
    Page::render(&NewStaffPage {
        c: page.c,
        form: Form::of([("active", "on")]),
        roles: Role::ALL,
    })
}

async fn create(State(app): State<App>, page: ConsolePage, form: Form) -> Answer {
    let caller = Caller(page.actor);
    match api::staff::create(State(app), caller, body(&form)).await {
        Ok((_, created)) => {
            let id = created.1.staff.id;
            Ok(see_other(&format!("/admin/staff/{id}?done=staff-created")))
        }
        Err(problem) => {
            let form = form.refused(at_fields(problem))?;
            let refusal = form.refusal();
            let page = Page::render(&NewStaffPage {
                c: page.c,
                form,
                roles: Role::ALL,
            })?;
            Ok(page.after(refusal))
        }
    }
}

/// The body that the API takes, to create and to change.
fn body(form: &Form) -> RawBody {
    let roles: Vec<&str> = form.all("roles").collect();
    let mut body = Map::new();
    for name in ["name", "email"] {
        body.insert(name.to_owned(), json!(form.value(name)));
    }
    body.insert("roles".to_owned(), json!(roles));
    for switch in ["on_duty", "active"] {
        body.insert(switch.to_owned(), json!(form.is_on(switch)));
    }
    RawBody::of(&Value::Object(body))
}

/// A refusal that says its reason beside the field that it is about.
fn at_fields(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        if error.pointer.starts_with("/roles/") {
            error.pointer.truncate("/roles".len());
        }
    }
    if problem.slug == Slug::AlreadyExists && problem.errors.is_empty() {
        let detail = problem.detail.clone();
        problem
            .errors
            .push(FieldError::new("/email", "already_exists", detail));
    }
    problem
}
