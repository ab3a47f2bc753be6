//! One customer: what its tabs have in common.

mod activity;
mod archive;
mod contacts;
pub(crate) mod details;
mod impact;
mod invite;
pub(crate) mod links;
mod projects;
mod registrations;
pub(crate) mod save;
pub(crate) mod settings_form;

use crate::{pages::visit::ConsolePage, problem::Problem, state::App};
use axum::{Router, routing::get};
use registration_core::{
    model::{Customer, CustomerId, StateKind, Stored, Timestamp},
    policy::access::Permission,
    ports::{Page, ProjectFilter, RegistrationFilter},
    usecase::Listing,
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route(
            "/admin/customers/{id}",
            get(details::show).post(details::submit),
        )
        .route(
            "/admin/customers/{id}/archive",
            get(archive::ask).post(archive::submit),
        )
        .route(
            "/admin/customers/{id}/links/new",
            get(links::ask).post(links::create),
        )
        .route(
            "/admin/customers/{id}/links/{link}",
            get(links::change::show).post(links::change::submit),
        )
        .route(
            "/admin/customers/{id}/links/{link}/replace",
            get(links::replace::ask).post(links::replace::submit),
        )
        .route("/admin/customers/{id}/contacts", get(contacts::list))
        .route(
            "/admin/customers/{id}/contacts/new",
            get(contacts::ask).post(contacts::create),
        )
        .route(
            "/admin/customers/{id}/invite",
            get(invite::ask).post(invite::submit),
        )
        .route(
            "/admin/customers/{id}/invite/many",
            get(invite::many::ask).post(invite::many::submit),
        )
        .route(
            "/admin/customers/{id}/registrations",
            get(registrations::list),
        )
        .route("/admin/customers/{id}/projects", get(projects::list))
        .route("/admin/customers/{id}/activity", get(activity::list))
}

/// A page about a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Details,
    Contacts,
    Registrations,
    Projects,
    Activity,
}

/// The head of a customer's pages and their tabs: `{% call customer::head(c, head) %}{% endcall %}`.
#[derive(Debug, Clone)]
pub(crate) struct CustomerHead {
    pub(crate) id: CustomerId,
    pub(crate) name: String,
    since: Timestamp,
    archived_at: Option<Timestamp>,
    has_self_service: bool,
    contacts: String,
    /// Registrations that wait for their activation.
    open_registrations: String,
    /// None for those who don't see every project.
    projects: Option<String>,
    tab: Tab,
}

/// How far the tabs count.
const COUNTED: Page = Page {
    limit: 50,
    before: None,
};

impl CustomerHead {
    /// Reads the customer and the head of its pages.
    pub(crate) async fn read(
        app: &App,
        page: &ConsolePage,
        id: CustomerId,
        tab: Tab,
    ) -> Result<(Self, Stored<Customer>), Problem> {
        let customer = app.registrar.customer(&page.actor, id).await?;
        let head = Self::of(app, page, &customer, tab).await?;
        Ok((head, customer))
    }

    /// The head for a customer that was read before.
    pub(crate) async fn of(
        app: &App,
        page: &ConsolePage,
        customer: &Customer,
        tab: Tab,
    ) -> Result<Self, Problem> {
        let (registrar, actor, id) = (&app.registrar, &page.actor, customer.id);
        let waiting = RegistrationFilter {
            state: Some(StateKind::AwaitingActivation),
            customer: Some(id),
            ..RegistrationFilter::default()
        };
        let of_customer = ProjectFilter {
            customer: Some(id),
            ..ProjectFilter::default()
        };
        let contacts = registrar.contacts(actor, id, None, COUNTED).await?;
        let waiting = registrar.registrations(actor, &waiting, COUNTED).await?;
        let projects = if page.may(Permission::ReadProjects) {
            let projects = registrar.projects(actor, &of_customer, COUNTED).await?;
            Some(count(&projects))
        } else {
            None
        };
        Ok(Self {
            id,
            name: customer.name.clone(),
            since: customer.created_at,
            archived_at: customer.archived_at,
            has_self_service: customer.settings.self_service_registration,
            contacts: count(&contacts),
            open_registrations: count(&waiting),
            projects,
            tab,
        })
    }

    /// The address of a page under this customer.
    pub(crate) fn href(&self, page: &str) -> String {
        format!("/admin/customers/{}{page}", self.id)
    }

    fn is(&self, tab: Tab) -> bool {
        self.tab == tab
    }
}

fn count<T>(listing: &Listing<T>) -> String {
    let more = if listing.next.is_some() { "+" } else { "" };
    format!("{}{more}", listing.items.len())
}
