//! A request: who asks, who was told, and, while nobody decided, the mapping screen.

use super::mapping::{Candidates, candidates};
use crate::{
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page},
        visit::ConsolePage,
    },
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    Error,
    model::{
        ActorRef, Basis, ContactId, Origin, Registration, RegistrationId, RegistrationState,
        RequestDetails, StaffId, Timestamp,
    },
    policy::{access::Permission, mapping},
    usecase::RequestView,
};

#[derive(Template)]
#[template(path = "console/request.html")]
pub(super) struct RequestPage {
    c: Chrome,
    form: Form,
    request: Registration,
    details: RequestDetails,
    notified: Vec<(StaffId, String)>,
    claim: Option<ShownClaim>,
    decision: Option<Decision>,
    /// What can be chosen; none when the request is decided or this person may not decide.
    candidates: Option<Candidates>,
    may_permit_domain: bool,
    is_own: bool,
}

impl RequestPage {
    fn is_claimed_by_me(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.is_mine)
    }
}

/// Who is at it.
struct ShownClaim {
    by: String,
    until: Timestamp,
    is_mine: bool,
}

/// What became of a request.
struct Decision {
    state: &'static str,
    at: Option<Timestamp>,
    by: Option<String>,
    reason: Option<String>,
    contact: Option<ContactId>,
}

pub(super) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
) -> Answer {
    let view = app.registrar.request(&page.actor, id).await?;
    let form = first_form(&view, page.c.query("company"));
    render(&app, page, view, form).await
}

/// The form before anything was chosen: the best suggestion, and a new contact with what the person typed.
fn first_form(view: &RequestView, company: Option<String>) -> Form {
    let mut form = Form::default();
    let best = view.customers.first().map(|one| one.id.to_string());
    let company = company.or(best).unwrap_or_default();
    let known = view
        .contacts
        .iter()
        .find(|(_, customer)| customer.to_string() == company);
    match known {
        Some((contact, _)) => form.add("contact_id", contact.id.to_string()),
        None => form.add("create_contact", "on"),
    }
    form.add("customer_id", company);
    form.add("first_name", view.request.name.first());
    form.add("last_name", view.request.name.last());
    if let Origin::Request(details) = &view.request.origin {
        form.add("phone", details.phone.clone().unwrap_or_default());
    }
    form
}

/// The page with a form as it stands.
pub(super) async fn render(app: &App, page: ConsolePage, view: RequestView, form: Form) -> Answer {
    let Origin::Request(details) = view.request.origin.clone() else {
        return Err(Error::NotFound("request").into());
    };
    let is_open = matches!(
        view.request.state,
        RegistrationState::AwaitingMapping { .. }
    );
    let is_own = mapping::is_own(Some(&page.visit.staff.email), &view.request.email);
    let claim = match view.claim {
        Some(claim) => Some(ShownClaim {
            by: name_of(app, claim.by).await?.unwrap_or_default(),
            until: claim.until,
            is_mine: claim.by == page.actor.reference(),
        }),
        None => None,
    };
    let may_decide = is_open && !is_own && page.may(Permission::DecideRequests);
    let candidates = if may_decide {
        Some(candidates(app, &page.actor, &view, &form).await?)
    } else {
        None
    };
    let domain = view.request.email.domain();
    let refusal = form.refusal();
    let rendered = Page::render(&RequestPage {
        may_permit_domain: page.may(Permission::ManageCustomers) && !domain.is_public_provider(),
        decision: decision(app, &view.request).await?,
        candidates,
        claim,
        is_own,
        details,
        notified: view.notified,
        request: view.request.value,
        form,
        c: page.c,
    })?;
    Ok(rendered.after(refusal))
}

async fn decision(app: &App, request: &Registration) -> Result<Option<Decision>, Problem> {
    let (at, by, reason, contact) = match &request.state {
        RegistrationState::AwaitingMapping { .. } => return Ok(None),
        RegistrationState::AwaitingActivation {
            decision: Some(Basis::Decision { by, contact }),
            ..
        } => (None, Some(*by), None, Some(*contact)),
        RegistrationState::Completed {
            at, contact, basis, ..
        } => {
            let by = match basis {
                Basis::Decision { by, .. } => Some(*by),
                _ => None,
            };
            (Some(*at), by, None, Some(*contact))
        }
        RegistrationState::Declined { at, by, reason } => {
            (Some(*at), Some(*by), Some(reason.clone()), None)
        }
        RegistrationState::Withdrawn { at, by } => (Some(*at), Some(*by), None, None),
        RegistrationState::Expired { at } | RegistrationState::Superseded { at, .. } => {
            (Some(*at), None, None, None)
        }
        RegistrationState::AwaitingActivation { .. } => (None, None, None, None),
    };
    let by = match by {
        Some(by) => name_of(app, by).await?,
        None => None,
    };
    Ok(Some(Decision {
        state: request.state.kind().code(),
        at,
        by,
        reason,
        contact,
    }))
}

async fn name_of(app: &App, actor: ActorRef) -> Result<Option<String>, Problem> {
    Ok(match actor {
        ActorRef::Staff(id) => app.registrar.staff_names(&[id]).await?.remove(&id),
        _ => None,
    })
}
