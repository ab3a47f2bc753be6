//! API keys: the list, creating one, which shows the key once, and revoking one.

use crate::{
    api,
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    paging::Paging,
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::{Router, extract::State, response::IntoResponse, routing::get};
use registration_core::{
    Error,
    model::{ApiKey, ApiKeyId, Scope},
    policy::access::Permission,
    ports,
};
use uuid::Uuid;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/api-keys", get(list))
        .route("/admin/api-keys/new", get(ask).post(create))
        .route("/admin/api-keys/{id}/revoke", get(confirm).post(revoke))
}

#[derive(Template)]
#[template(path = "console/api_keys.html")]
struct ApiKeysPage {
    c: Chrome,
    keys: Vec<ApiKey>,
    older: Option<String>,
    may_manage: bool,
}

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ReadOperations)?;
    let keys = app.registrar.api_keys(&page.actor, paging.page()?).await?;
    Page::render(&ApiKeysPage {
        may_manage: page.may(Permission::ManageOperations),
        older: paging.older(&keys),
        keys: keys.items,
        c: page.c,
    })
}

#[derive(Template)]
#[template(path = "console/new_api_key.html")]
struct NewApiKeyPage {
    c: Chrome,
    form: Form,
}

impl NewApiKeyPage {
    fn scopes(&self) -> &'static [Scope] {
        Scope::ALL
    }
}

async fn ask(State(app): State<App>, page: ConsolePage) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ManageOperations)?;
    // What does least harm is chosen until somebody chooses more.
    let form = Form::of([("scope", Scope::Read.code())]);
    Page::render(&NewApiKeyPage { c: page.c, form })
}

#[derive(Template)]
#[template(path = "console/api_key_created.html")]
struct CreatedPage {
    c: Chrome,
    name: String,
    scope: &'static str,
    key: String,
}

/// The page that answers shows the key, and no other ever does: it is not sent on to one that could be opened again.
async fn create(State(app): State<App>, page: ConsolePage, form: Form) -> Answer {
    let body = form.json(&["name", "scope"]);
    match api::api_keys::create(State(app), Caller(page.actor), body).await {
        Ok((status, created)) => {
            let written = Page::render(&CreatedPage {
                c: page.c,
                name: created.0.view.name,
                scope: created.0.view.scope.code(),
                key: created.0.key,
            })?;
            Ok(written.status(status).into_response())
        }
        Err(problem) => {
            let form = form.refused(problem)?;
            let refusal = form.refusal();
            let written = Page::render(&NewApiKeyPage { c: page.c, form })?;
            Ok(written.after(refusal))
        }
    }
}

#[derive(Template)]
#[template(path = "console/revoke_api_key.html")]
struct RevokePage {
    c: Chrome,
    key: ApiKey,
}

async fn confirm(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<ApiKeyId>,
) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ManageOperations)?;
    // The list is newest first by id: what comes right after the next greater id is this key, if it is there.
    let one = ports::Page {
        limit: 1,
        before: Some(Uuid::from_u128(id.0.as_u128().saturating_add(1))),
    };
    let keys = app.registrar.api_keys(&page.actor, one).await?.items;
    let key = keys.into_iter().find(|key| key.id == id);
    let key = key.ok_or(Error::NotFound("API key"))?;
    Page::render(&RevokePage { c: page.c, key })
}

async fn revoke(State(app): State<App>, page: ConsolePage, Id(id): Id<ApiKeyId>) -> Answer {
    api::api_keys::revoke(State(app), Caller(page.actor), Id(id)).await?;
    Ok(see_other("/admin/api-keys?done=api-key-revoked"))
}
