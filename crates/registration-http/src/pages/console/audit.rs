//! The audit trail: who did what, when, and what was so before and after.

mod refused;

use crate::{
    api::audit_entries::{self, AuditQuery},
    extract::Query,
    pages::{
        chrome::Chrome,
        console::trail::{self, EntryRow},
        form::Form,
        page::{Answer, Page},
        visit::ConsolePage,
    },
    paging::Paging,
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    routing::get,
};
use registration_core::{
    model::{AuditAction, Timestamp},
    policy::access::Permission,
    ports,
};
use time::Duration;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/audit", get(list))
        .route("/admin/audit/refused", get(refused::list))
        .route("/admin/audit/export", get(export))
}

/// The filters above the trail.
const FILTERS: [&str; 5] = ["actor", "action", "subject", "from", "to"];
/// As many staff members as one looks through in a list of names.
const STAFF: ports::Page = ports::Page {
    limit: 100,
    before: None,
};

#[derive(Template)]
#[template(path = "console/audit.html")]
struct AuditPage {
    c: Chrome,
    filters: Form,
    actors: Vec<(String, String)>,
    actions: Vec<(&'static str, String)>,
    /// What the thing is called to which the trail is narrowed.
    subject: Option<String>,
    entries: Vec<EntryRow>,
    older: Option<String>,
    /// The filters, for the export.
    kept: String,
}

impl AuditPage {
    fn is_filtered(&self) -> bool {
        FILTERS
            .iter()
            .any(|name| !self.filters.value(name).is_empty())
    }
}

/// What the address asks for. Days are whole days in UTC, the last one included.
fn wanted(c: &Chrome) -> AuditQuery {
    let given = |name| c.query(name).filter(|value| !value.trim().is_empty());
    let midnight = |day: String| format!("{}T00:00:00Z", day.trim());
    let after = |day: String| match midnight(day.clone()).parse::<Timestamp>() {
        Ok(at) => at.plus(Duration::DAY).to_string(),
        // Not a day: the API says what is wrong with it.
        Err(_) => day,
    };
    AuditQuery {
        actor: given("actor"),
        action: given("action"),
        subject: given("subject"),
        customer_id: None,
        from: given("from").map(midnight),
        to: given("to").map(after),
    }
}

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Answer {
    app.registrar
        .require(&page.actor, Permission::ReadOperations)?;
    let c = &page.c;
    let mut filters = Form::default();
    for name in FILTERS {
        filters.add(name, c.query(name).unwrap_or_default());
    }
    let (entries, older) = match wanted(c).filter() {
        Ok(wanted) => {
            let page_of = paging.page()?;
            let entries = app.registrar.audit_entries(&page.actor, &wanted, page_of);
            let entries = entries.await?;
            let older = paging.older(&entries);
            (entries.items, older)
        }
        Err(problem) => {
            filters = filters.refused(problem)?;
            (Vec::new(), None)
        }
    };
    let entries = trail::rows(&app, &page, entries).await?;
    let subject = filters.value("subject").to_owned();
    let refusal = filters.refusal();
    let written = Page::render(&AuditPage {
        actors: actors(&app, &page, filters.value("actor"), &entries).await?,
        actions: actions(c),
        subject: (!subject.is_empty()).then(|| {
            let of_it = entries
                .iter()
                .find(|one| one.subject.to_string() == subject);
            let name = of_it.and_then(|one| one.name.clone());
            name.unwrap_or(subject)
        }),
        kept: kept(c),
        c: page.c,
        filters,
        entries,
        older,
    })?;
    Ok(written.after(refusal))
}

/// Staff to choose from, and whoever is chosen although not one of them.
async fn actors(
    app: &App,
    page: &ConsolePage,
    chosen: &str,
    entries: &[EntryRow],
) -> Result<Vec<(String, String)>, Problem> {
    let staff = app.registrar.staff(&page.actor, STAFF).await?.items;
    let named = staff
        .into_iter()
        .map(|one| (one.id.to_string(), one.value.name));
    let mut actors: Vec<(String, String)> = named.collect();
    actors.sort_by(|one, other| one.1.cmp(&other.1));
    if !chosen.is_empty() && actors.iter().all(|(id, _)| id != chosen) {
        let mut by = entries.iter();
        let by = by.find(|one| one.actor.is_some_and(|id| id.to_string() == chosen));
        let name = by.map(|one| one.who.clone());
        actors.push((chosen.to_owned(), name.unwrap_or_else(|| chosen.to_owned())));
    }
    Ok(actors)
}

fn actions(c: &Chrome) -> Vec<(&'static str, String)> {
    let all = AuditAction::ALL.iter();
    let mut actions: Vec<_> = all
        .map(|one| (one.code(), c.of("action", one.code())))
        .collect();
    actions.sort_by(|one, other| one.1.cmp(&other.1));
    actions
}

fn kept(c: &Chrome) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for name in FILTERS {
        if let Some(value) = c.query(name).filter(|value| !value.is_empty()) {
            pairs.append_pair(name, &value);
        }
    }
    pairs.finish()
}

/// All that matches as a file, one entry a line.
async fn export(State(app): State<App>, page: ConsolePage, paging: Paging) -> Answer {
    let query = wanted(&page.c);
    let lines = HeaderValue::from_static(audit_entries::NDJSON);
    let headers = HeaderMap::from_iter([(header::ACCEPT, lines)]);
    let by = Caller(page.actor);
    let mut answer = audit_entries::list(State(app), by, headers, Query(query), paging).await?;
    let name = HeaderValue::from_static("attachment; filename=\"audit-trail.ndjson\"");
    answer
        .headers_mut()
        .insert(header::CONTENT_DISPOSITION, name);
    Ok(answer)
}
