//! One contact: the record behind the pencil, and the checkbox for portal access ("PE").

mod suspend;

use super::words;
use crate::{
    api,
    extract::Id,
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
use axum::{Router, extract::State, routing::get};
use registration_core::{
    model::{Contact, ContactId, PortalAccess, Registration, StateKind, Stored, Timestamp},
    policy::access::Permission,
    ports::{self, RegistrationFilter},
    usecase::FieldError,
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/contacts/{id}", get(show).post(submit))
        .route(
            "/admin/contacts/{id}/suspend",
            get(suspend::ask).post(suspend::submit),
        )
}

/// The fields of a contact that a form changes.
pub(crate) const FIELDS: [&str; 5] = ["first_name", "last_name", "email", "phone", "job_title"];

/// The conflicts that are about the address.
pub(crate) const ABOUT_EMAIL: [Slug; 2] = [Slug::ContactHasAccess, Slug::AlreadyExists];

#[derive(Template)]
#[template(path = "console/contact.html")]
struct ContactPage {
    c: Chrome,
    contact: Contact,
    customer_name: String,
    customer_href: String,
    form: Form,
    may_change: bool,
    since: Option<Timestamp>,
    /// How this person came in.
    basis: Option<String>,
    /// The registration that waits for this contact's activation.
    open: Option<Registration>,
}

impl ContactPage {
    /// Whether the checkbox is ticked now.
    fn is_on(&self) -> bool {
        self.contact.access.is_on()
    }

    /// What happens when the checkbox is ticked or taken away.
    fn access_hint(&self) -> String {
        let key = if self.is_on() {
            "access-hint-on"
        } else {
            "access-hint-off"
        };
        self.c.t1(key, "name", self.contact.name.first())
    }

    fn email_hint(&self) -> String {
        match self.contact.access {
            PortalAccess::None => self.c.t("contact-email-hint"),
            _ => self.c.t("contact-email-fixed"),
        }
    }
}

fn of_contact(contact: &Stored<Contact>) -> Form {
    let mut form = Form::default();
    form.add("version", format!("\"{}\"", contact.revision.0));
    form.add("first_name", contact.name.first());
    form.add("last_name", contact.name.last());
    form.add("email", contact.email.to_string());
    form.add("phone", contact.phone.clone().unwrap_or_default());
    form.add("job_title", contact.job_title.clone().unwrap_or_default());
    if contact.access.is_on() {
        form.add("portal_access", "on");
    }
    form
}

/// Puts a conflict that is about the address beside its field.
pub(crate) fn beside_email(mut problem: Problem, about: &[Slug]) -> Problem {
    if about.contains(&problem.slug) && problem.errors.is_empty() {
        let code = problem.slug.code();
        let error = FieldError::new("/email", code, problem.detail.clone());
        problem.errors.push(error);
    }
    problem
}

async fn show(State(app): State<App>, page: ConsolePage, Id(id): Id<ContactId>) -> Answer {
    let contact = app.registrar.contact(&page.actor, id).await?;
    let form = of_contact(&contact);
    render(&app, page, contact, form).await
}

/// The contact's page with why something about it was refused.
pub(crate) async fn show_refused(
    app: &App,
    page: ConsolePage,
    id: ContactId,
    problem: Problem,
) -> Answer {
    let contact = app.registrar.contact(&page.actor, id).await?;
    let form = of_contact(&contact).refused(problem)?;
    render(app, page, contact, form).await
}

async fn render(app: &App, page: ConsolePage, contact: Stored<Contact>, form: Form) -> Answer {
    let customer = app
        .registrar
        .customer(&page.actor, contact.customer)
        .await?;
    let basis = match &contact.access {
        PortalAccess::Active { basis, .. }
        | PortalAccess::Suspended {
            was: Some((_, basis)),
            ..
        } => {
            let names = app.registrar.names(words::ids_of(basis)).await?;
            Some(words::basis(&page.c, basis, &names))
        }
        _ => None,
    };
    let since = match &contact.access {
        PortalAccess::None => None,
        PortalAccess::Invited { since, .. }
        | PortalAccess::Active { since, .. }
        | PortalAccess::Suspended { since, .. } => Some(*since),
    };
    let refusal = form.refusal();
    let open = open_registration(app, &page, &contact).await?;
    let page = Page::render(&ContactPage {
        customer_name: customer.name.clone(),
        customer_href: format!("/admin/customers/{}", customer.id),
        may_change: page.may(Permission::ManageCustomers),
        form,
        since,
        basis,
        open,
        contact: contact.value,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}

/// What waits for an invited contact, of the newest with the address.
async fn open_registration(
    app: &App,
    page: &ConsolePage,
    contact: &Contact,
) -> Result<Option<Registration>, Problem> {
    if !matches!(contact.access, PortalAccess::Invited { .. }) {
        return Ok(None);
    }
    let wanted = RegistrationFilter {
        state: Some(StateKind::AwaitingActivation),
        customer: Some(contact.customer),
        q: Some(contact.email.to_string()),
        ..RegistrationFilter::default()
    };
    let newest = ports::Page {
        limit: 20,
        before: None,
    };
    let waiting = app
        .registrar
        .registrations(&page.actor, &wanted, newest)
        .await?;
    let mut waiting = waiting.items.into_iter().map(|one| one.value);
    Ok(waiting.find(|one| one.contact() == Some(contact.id)))
}

/// Saves what differs, then turns the access. Switching off is asked for on a page of its own.
async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<ContactId>,
    form: Form,
) -> Answer {
    let caller = || Caller(page.actor.clone());
    let saved = app.registrar.contact(&page.actor, id).await?;
    app.registrar
        .require(&page.actor, Permission::ManageCustomers)?;
    let fresh = of_contact(&saved);
    let compared = FIELDS.iter().chain(&["version"]);
    let differs = compared
        .clone()
        .any(|name| form.value(name) != fresh.value(name));
    if differs {
        let (headers, body) = (form.if_match(), form.json(&FIELDS));
        let changed = api::contacts::change(State(app.clone()), caller(), Id(id), headers, body);
        if let Err(problem) = changed.await {
            let form = form.refused(beside_email(problem, &ABOUT_EMAIL))?;
            let form = if form.is_stale() {
                form.beside(fresh)
            } else {
                form
            };
            return render(&app, page, saved, form).await;
        }
    }
    let here = format!("/admin/contacts/{id}");
    match (saved.access.is_on(), form.is_on("portal_access")) {
        (true, false) => {
            let done = if differs { "?done=saved" } else { "" };
            Ok(see_other(&format!("{here}/suspend{done}")))
        }
        (false, true) => match api::contacts::grant(State(app.clone()), caller(), Id(id)).await {
            Ok(_) => Ok(see_other(&format!("{here}?done=access-granted"))),
            Err(problem) => show_refused(&app, page, id, problem).await,
        },
        _ => Ok(see_other(&format!("{here}?done=saved"))),
    }
}
