//! Claiming a request, letting it go, and declining it.

use crate::{
    api::registration_requests::decide as api,
    extract::{Id, RawBody},
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::{Problem, Slug},
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{Registration, RegistrationId},
    policy::access::Permission,
};
use serde_json::{Value, json};

pub(super) async fn claim(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
) -> Answer {
    let claimed = api::claim(State(app), Caller(page.actor), Id(id)).await;
    back(id, "claimed", claimed.map(|_| ()))
}

pub(super) async fn release(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
) -> Answer {
    let released = api::release(State(app), Caller(page.actor), Id(id)).await;
    back(id, "released", released.map(|_| ()))
}

/// Back to the request, which shows who was faster when somebody was.
fn back(id: RegistrationId, done: &str, outcome: Result<(), Problem>) -> Answer {
    match outcome {
        Ok(()) => Ok(see_other(&format!("/admin/requests/{id}?done={done}"))),
        Err(problem) if matches!(problem.slug, Slug::Claimed | Slug::AlreadyDecided) => {
            Ok(see_other(&format!("/admin/requests/{id}")))
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Template)]
#[template(path = "console/decline_request.html")]
struct DeclinePage {
    c: Chrome,
    form: Form,
    request: Registration,
}

pub(super) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
) -> Answer {
    let mut form = Form::default();
    form.add("notify", "on");
    render(&app, page, id, form).await
}

pub(super) async fn decline(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
    form: Form,
) -> Answer {
    let mut body = form.object(&["reason"]);
    body.insert("notify".to_owned(), json!(form.is_on("notify")));
    let body = RawBody::of(&Value::Object(body));
    let caller = Caller(page.actor.clone());
    match api::decline(State(app.clone()), caller, Id(id), body).await {
        Ok(_) => Ok(see_other(&format!("/admin/requests/{id}?done=declined"))),
        Err(problem) if problem.slug == Slug::AlreadyDecided => {
            Ok(see_other(&format!("/admin/requests/{id}")))
        }
        Err(problem) => render(&app, page, id, form.refused(problem)?).await,
    }
}

async fn render(app: &App, page: ConsolePage, id: RegistrationId, form: Form) -> Answer {
    app.registrar
        .require(&page.actor, Permission::DecideRequests)?;
    let view = app.registrar.request(&page.actor, id).await?;
    let refusal = form.refusal();
    let page = Page::render(&DeclinePage {
        c: page.c,
        form,
        request: view.request.value,
    })?;
    Ok(page.after(refusal))
}
