//! One registration: how this person came in, where it is, and sending its mail again or revoking it.

use crate::{
    api::registration_records as records,
    extract::Id,
    pages::{
        chrome::Chrome,
        console::words::{self, Names},
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{
        Basis, Origin, Registration, RegistrationId, RegistrationState, RequestDetails, StateKind,
        Timestamp,
    },
    policy::access::Permission,
};

#[derive(Template)]
#[template(path = "console/registration.html")]
struct RegistrationPage {
    c: Chrome,
    one: Registration,
    names: Names,
    form: Form,
    is_open: bool,
    may_change: bool,
    may_decide: bool,
}

impl RegistrationPage {
    fn state(&self) -> &'static str {
        self.one.state.kind().code()
    }

    fn tone(&self) -> &'static str {
        words::tone(self.one.state.kind())
    }

    /// The rule or person that admits; none while a rule has still to decide.
    fn basis(&self) -> Option<String> {
        let basis = basis_of(&self.one)?;
        Some(words::basis(&self.c, basis, &self.names))
    }

    fn name_of(&self, id: &uuid::Uuid) -> String {
        let name = self.names.get(id).cloned();
        name.unwrap_or_else(|| self.c.t("name-unknown"))
    }

    fn request(&self) -> Option<&RequestDetails> {
        match &self.one.origin {
            Origin::Request(details) => Some(details),
            _ => None,
        }
    }

    /// What staff wrote to the person.
    fn message(&self) -> Option<&str> {
        match &self.one.origin {
            Origin::Invitation { message } => message.as_deref(),
            _ => None,
        }
    }

    fn ended_at(&self) -> Option<Timestamp> {
        use RegistrationState as S;
        match &self.one.state {
            S::AwaitingActivation { .. } | S::AwaitingMapping { .. } => None,
            S::Completed { at, .. }
            | S::Declined { at, .. }
            | S::Expired { at }
            | S::Withdrawn { at, .. }
            | S::Superseded { at, .. } => Some(*at),
        }
    }

    /// Who declined or withdrew it.
    fn ended_by(&self) -> Option<String> {
        let by = match &self.one.state {
            RegistrationState::Declined { by, .. } | RegistrationState::Withdrawn { by, .. } => *by,
            _ => return None,
        };
        Some(words::who(&self.c, by, &self.names))
    }

    fn reason(&self) -> Option<&str> {
        match &self.one.state {
            RegistrationState::Declined { reason, .. } => Some(reason),
            _ => None,
        }
    }

    fn superseded_by(&self) -> Option<RegistrationId> {
        match &self.one.state {
            RegistrationState::Superseded { by, .. } => Some(*by),
            _ => None,
        }
    }

    fn waits_for_mapping(&self) -> bool {
        self.one.state.kind() == StateKind::AwaitingMapping
    }

    /// Whether a link to it is out, so that its mail can be sent again.
    fn waits_for_activation(&self) -> bool {
        self.is_open && self.one.state.kind() == StateKind::AwaitingActivation
    }
}

fn basis_of(one: &Registration) -> Option<&Basis> {
    match &one.state {
        RegistrationState::Completed { basis, .. } => Some(basis),
        _ => one.decision(),
    }
}

/// What a registration names by id.
fn ids_of(one: &Registration) -> Vec<uuid::Uuid> {
    let ended_by = match &one.state {
        RegistrationState::Declined { by, .. } | RegistrationState::Withdrawn { by, .. } => by.id(),
        _ => None,
    };
    let own = [
        one.customer.map(|id| id.0),
        one.contact().map(|id| id.0),
        one.link().map(|id| id.0),
        ended_by,
    ];
    let basis = basis_of(one).into_iter().flat_map(words::ids_of);
    own.into_iter().flatten().chain(basis).collect()
}

pub(super) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
) -> Answer {
    render(&app, page, id, Form::default()).await
}

async fn render(app: &App, page: ConsolePage, id: RegistrationId, form: Form) -> Answer {
    let one = app.registrar.registration(&page.actor, id).await?.value;
    let refusal = form.refusal();
    let page = Page::render(&RegistrationPage {
        names: app.registrar.names(ids_of(&one)).await?,
        is_open: one.is_open(app.registrar.now()),
        may_change: page.may(Permission::ManageCustomers),
        may_decide: page.may(Permission::ReadRequests),
        form,
        one,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}

/// Where a registration's page is, with what was done.
fn done(id: RegistrationId, done: &str) -> Answer {
    Ok(see_other(&format!("/admin/registrations/{id}?done={done}")))
}

pub(super) async fn resend(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
    form: Form,
) -> Answer {
    let caller = Caller(page.actor.clone());
    match records::resend_mail(State(app.clone()), caller, Id(id)).await {
        Ok(_) => done(id, "mail-resent"),
        Err(problem) => render(&app, page, id, form.refused(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "console/revoke_registration.html")]
struct RevokePage {
    c: Chrome,
    one: Registration,
    /// Where the person was to come in.
    customer: Option<String>,
}

pub(super) async fn ask_revoke(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
) -> Result<Page, Problem> {
    let one = app.registrar.registration(&page.actor, id).await?.value;
    app.registrar
        .require(&page.actor, Permission::ManageCustomers)?;
    let customer = one.customer.map(|id| id.0);
    let names = app.registrar.names(customer).await?;
    Page::render(&RevokePage {
        customer: customer.and_then(|id| names.get(&id).cloned()),
        c: page.c,
        one,
    })
}

pub(super) async fn revoke(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<RegistrationId>,
    form: Form,
) -> Answer {
    let caller = Caller(page.actor.clone());
    match records::revoke(State(app.clone()), caller, Id(id)).await {
        Ok(_) => done(id, "registration-revoked"),
        Err(problem) => render(&app, page, id, form.refused(problem)?).await,
    }
}
