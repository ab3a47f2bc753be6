//! One invite link: its label, end and maximum, whether it works, and who came in by it.

use super::{LinkRow, Named, api_maximum, api_time, field_time, named, unnamed};
use crate::{
    api::invite_links,
    etag,
    extract::{Id, RawBody, Segments},
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    paging::Paging,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::{extract::State, response::IntoResponse};
use registration_core::{
    model::{InviteLink, Registration, RegistrationState, StateKind, Stored, Timestamp},
    policy::access::Permission,
    ports::{self, RegistrationFilter},
    usecase::LinkImpact,
};
use serde_json::json;

#[derive(Template)]
#[template(path = "console/link.html")]
struct LinkPage {
    c: Chrome,
    customer_name: String,
    customer_href: String,
    row: LinkRow,
    form: Form,
    may_change: bool,
    joined: Vec<Stored<Registration>>,
    older: Option<String>,
}

impl LinkPage {
    /// When a registration was completed.
    fn joined_at<'a>(&self, one: &'a Registration) -> &'a Timestamp {
        match &one.state {
            RegistrationState::Completed { at, .. } => at,
            _ => &one.created_at,
        }
    }
}

#[derive(Template)]
#[template(path = "console/link_impact.html")]
struct ImpactPage {
    c: Chrome,
    customer_name: String,
    customer_href: String,
    row: LinkRow,
    form: Form,
    /// Whether it is switched off; otherwise its end or its maximum is tighter.
    is_disabled: bool,
    /// How many are not named.
    more: u64,
    impact: LinkImpact,
}

impl ImpactPage {
    fn carried(&self) -> Vec<(&str, &str)> {
        self.form.carried(&["intent", "confirmed"])
    }
}

fn of_link(link: &Stored<InviteLink>) -> Form {
    let mut form = Form::default();
    form.add("version", format!("\"{}\"", link.revision.0));
    form.add("label", link.label.as_str());
    form.add("expires_at", field_time(link.expires_at));
    let max = link.max_uses.map(|max| max.to_string());
    form.add("max_uses", max.unwrap_or_default());
    if link.enabled {
        form.add("enabled", "on");
    }
    form
}

pub(crate) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    paging: Paging,
    Segments(path): Named,
) -> Answer {
    let link = named(&app, &page, path).await?;
    let form = of_link(&link);
    let rows = paging.page()?;
    render(&app, page, link, form, rows, Some(&paging)).await
}

async fn render(
    app: &App,
    page: ConsolePage,
    link: Stored<InviteLink>,
    form: Form,
    rows: ports::Page,
    paging: Option<&Paging>,
) -> Answer {
    let customer = app.registrar.customer(&page.actor, link.customer).await?;
    let by_link = RegistrationFilter {
        state: Some(StateKind::Completed),
        link: Some(link.id),
        ..RegistrationFilter::default()
    };
    let joined = app
        .registrar
        .registrations(&page.actor, &by_link, rows)
        .await?;
    let refusal = form.refusal();
    let page = Page::render(&LinkPage {
        customer_name: customer.name.clone(),
        customer_href: format!("/admin/customers/{}", customer.id),
        row: LinkRow::of(app, &page, link.value),
        form,
        may_change: page.may(Permission::ManageCustomers),
        older: paging.and_then(|paging| paging.older(&joined)),
        joined: joined.items,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}

/// What the form changes. A time that was only shown to the minute stays as it is.
fn body(form: &Form, link: &InviteLink) -> RawBody {
    let mut body = json!({
        "label": form.value("label"),
        "max_uses": api_maximum(form.value("max_uses")),
        "enabled": form.is_on("enabled"),
    });
    if form.value("expires_at") != field_time(link.expires_at) {
        body["expires_at"] = api_time(form.value("expires_at"));
    }
    RawBody::of(&body)
}

pub(crate) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Segments(path): Named,
    form: Form,
) -> Answer {
    let link = named(&app, &page, path).await?;
    app.registrar
        .require(&page.actor, Permission::ManageCustomers)?;
    let first = ports::Page {
        limit: 50,
        before: None,
    };
    if form.value("intent") == "edit" {
        return render(&app, page, link, form, first, None).await;
    }
    let is_current = etag::seen(&form.if_match())? == link.revision;
    let body = body(&form, &link);
    // What is wrong with the fields is told before whom they would hit.
    let change = body.parse().and_then(invite_links::change_of).ok();
    if let Some(change) = change.filter(|_| is_current && !form.is_on("confirmed")) {
        let impact = app
            .registrar
            .preview_link_change(&page.actor, link.id, &change)
            .await?;
        if impact.pending_registrations > 0 {
            return confirm(&app, page, link, form, impact).await;
        }
    }
    let (caller, id) = (Caller(page.actor.clone()), Id(link.id));
    let headers = form.if_match();
    match invite_links::change(State(app.clone()), caller, id, headers, body).await {
        Ok(_) => Ok(see_other(&format!("{}?done=saved", page.c.path()))),
        Err(problem) => {
            let form = form.refused(problem)?;
            let link = app.registrar.invite_link(&page.actor, link.id).await?;
            let form = if form.is_stale() {
                form.beside(of_link(&link))
            } else {
                form
            };
            render(&app, page, link, form, first, None).await
        }
    }
}

/// Asks before people on their way are left outside.
async fn confirm(
    app: &App,
    page: ConsolePage,
    link: Stored<InviteLink>,
    form: Form,
    impact: LinkImpact,
) -> Answer {
    let customer = app.registrar.customer(&page.actor, link.customer).await?;
    let shown = ImpactPage {
        customer_name: customer.name.clone(),
        customer_href: format!("/admin/customers/{}", customer.id),
        is_disabled: link.enabled && !form.is_on("enabled"),
        row: LinkRow::of(app, &page, link.value),
        form,
        more: unnamed(&impact),
        impact,
        c: page.c,
    };
    Ok(Page::render(&shown)?.into_response())
}
