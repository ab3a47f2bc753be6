//! *Try an address*: what the rules decide at this moment and why, and who sees a playbook.

use super::words::Names;
use crate::{
    api::policy::{self, Explanation, Step},
    extract::RawBody,
    pages::{
        chrome::Chrome,
        form::{Form, error_text, sentence},
        page::{Answer, Page},
        visit::ConsolePage,
    },
    problem::{Problem, Slug},
    session::Caller,
    state::App,
};
use askama::Template;
use axum::{Router, extract::State, routing::get};
use registration_core::{
    model::{CustomerId, PlaybookId},
    policy::{access::Permission, provisioning::Hidden},
    ports,
    usecase::FieldError,
};
use serde_json::json;

pub(super) fn router() -> Router<App> {
    Router::new().route("/admin/try-address", get(show).post(submit))
}

/// How many playbooks and customers there are to choose from.
const CHOICES: ports::Page = ports::Page {
    limit: 100,
    before: None,
};

#[derive(Template)]
#[template(path = "console/try_address.html")]
struct TryPage {
    c: Chrome,
    form: Form,
    explained: Option<Explanation>,
    names: Names,
    visibility: Option<Visibility>,
}

/// "Customer doesn't see a Playbook?": what to choose from, and the answer.
struct Visibility {
    customers: Vec<(CustomerId, String)>,
    playbooks: Vec<(PlaybookId, String)>,
    /// Whether there are more of either than are offered.
    has_more: bool,
    customer: Option<CustomerId>,
    playbook: Option<PlaybookId>,
    answer: Option<Result<(), Hidden>>,
}

impl Visibility {
    fn is_customer(&self, id: &CustomerId) -> bool {
        self.customer.as_ref() == Some(id)
    }

    fn is_playbook(&self, id: &PlaybookId) -> bool {
        self.playbook.as_ref() == Some(id)
    }
}

impl TryPage {
    /// For which customer a rule was looked at.
    fn customer(&self, step: &Step) -> Option<&String> {
        self.names.get(&step.customer_id?)
    }

    /// Why a rule let the address pass, or did not.
    fn why(&self, step: &Step) -> String {
        let outcome = if step.matched { "yes" } else { "no" };
        let code = format!("rule_{}_{outcome}", step.rule);
        error_text(self.c.texts, &code, &sentence(&step.why))
    }
}

async fn show(State(app): State<App>, page: ConsolePage) -> Answer {
    app.registrar.require(&page.actor, Permission::Explain)?;
    let email = page.c.query("email").unwrap_or_default();
    render(&app, page, Form::of([("email", email.as_str())]), None).await
}

async fn submit(State(app): State<App>, page: ConsolePage, form: Form) -> Answer {
    let body = RawBody::of(&json!({
        "email": form.value("email"), "link_code": code(form.value("link_code")),
    }));
    let caller = Caller(page.actor.clone());
    match policy::explain(State(app.clone()), caller, body).await {
        Ok(explained) => render(&app, page, form, Some(explained.0)).await,
        Err(mut problem) => {
            if problem.slug == Slug::LinkUnavailable {
                let detail = "there is no invite link with this code";
                let error = FieldError::new("/link_code", "unknown_link", detail);
                problem.errors.push(error);
            }
            render(&app, page, form.refused(problem)?, None).await
        }
    }
}

/// The code of a link, where its whole address was pasted.
fn code(typed: &str) -> &str {
    let code = typed.rsplit_once("/join/").map_or(typed, |(_, code)| code);
    code.trim()
}

async fn render(
    app: &App,
    page: ConsolePage,
    form: Form,
    explained: Option<Explanation>,
) -> Answer {
    let steps = explained.iter().flat_map(|one| &one.trace);
    let names = app
        .registrar
        .names(steps.filter_map(|step| step.customer_id));
    let refusal = form.refusal();
    let page = Page::render(&TryPage {
        names: names.await?,
        visibility: visibility(app, &page).await?,
        form,
        explained,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}

async fn visibility(app: &App, page: &ConsolePage) -> Result<Option<Visibility>, Problem> {
    if !page.may(Permission::ReadPlaybooks) || !page.may(Permission::ReadCustomers) {
        return Ok(None);
    }
    let customers = app.registrar.customers(&page.actor, None, CHOICES).await?;
    let playbooks = app.registrar.playbooks(&page.actor, CHOICES).await?;
    let asked = |name| page.c.query(name).unwrap_or_default();
    let customer: Option<CustomerId> = asked("customer_id").parse().ok();
    let playbook: Option<PlaybookId> = asked("playbook_id").parse().ok();
    let answer = match (playbook, customer) {
        (Some(playbook), Some(customer)) => Some(
            app.registrar
                .explain_visibility(&page.actor, playbook, customer)
                .await?,
        ),
        _ => None,
    };
    let has_more = customers.next.is_some() || playbooks.next.is_some();
    let customers = customers.items.into_iter();
    let playbooks = playbooks.items.into_iter();
    Ok(Some(Visibility {
        customers: customers.map(|one| (one.id, one.name.clone())).collect(),
        playbooks: playbooks.map(|one| (one.id, one.name.clone())).collect(),
        has_more,
        customer,
        playbook,
        answer,
    }))
}
