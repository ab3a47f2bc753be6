//! Who looks at a page: a contact in the portal, or a staff member in the console.

use super::chrome::{Chrome, Person};
use crate::{
    problem::Problem,
    session::{ConsoleSession, Portal},
    state::App,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use axum_extra::extract::cookie::CookieJar;
use registration_core::{
    model::{Actor, Contact, CustomerId, Role, StateKind},
    policy::access::{self, Permission},
    ports::{Page, PortalSession},
    usecase::ConsoleVisit,
};

/// The cookie that keeps which customer an account looks at.
pub(crate) const CUSTOMER_COOKIE: &str = "customer";

/// A page of the portal, for a signed-in account.
pub(crate) struct PortalPage {
    pub(crate) c: Chrome,
    pub(crate) visit: PortalSession,
    /// The customer that the account looks at, of those it has access to.
    pub(crate) customer: CustomerId,
}

impl FromRequestParts<App> for PortalPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let mut c = Chrome::read(&parts.headers, &parts.uri, app);
        let Portal(visit) = Portal::from_request_parts(parts, app).await?;
        c.speak(visit.account.locale.as_ref());
        let chosen = CookieJar::from_headers(&parts.headers)
            .get(CUSTOMER_COOKIE)
            .and_then(|cookie| cookie.value().parse::<CustomerId>().ok());
        let is_chosen = |(contact, _): &&(Contact, String)| Some(contact.customer) == chosen;
        let contacts = &visit.contacts;
        let current = contacts.iter().find(is_chosen).or(contacts.first());
        // A session without an active contact is none: the use case refused it above.
        let (contact, customer_name) = current.ok_or_else(crate::session::unauthenticated)?;
        let customer = contact.customer;
        c.person = Some(Person {
            name: visit.account.name.to_string(),
            standing: customer_name.clone(),
        });
        let mut own: Vec<(CustomerId, String)> = Vec::new();
        for (contact, name) in contacts {
            if own.iter().all(|(id, _)| *id != contact.customer) {
                own.push((contact.customer, name.clone()));
            }
        }
        if own.len() > 1 {
            c.customers = own
                .into_iter()
                .map(|(id, name)| (id, name, id == customer))
                .collect();
        }
        c.add_nav("/playbooks", "stack", "nav-playbooks");
        c.add_nav("/projects", "folder", "nav-my-projects");
        Ok(Self { c, visit, customer })
    }
}

impl PortalPage {
    /// The name of the customer that the account looks at.
    pub(crate) fn customer_name(&self) -> &str {
        let mut contacts = self.visit.contacts.iter();
        let current = contacts.find(|(contact, _)| contact.customer == self.customer);
        current.map_or("", |(_, name)| name)
    }

    /// The name of one of the account's customers.
    pub(crate) fn name_of(&self, customer: CustomerId) -> String {
        let mut contacts = self.visit.contacts.iter();
        let there = contacts.find(|(contact, _)| contact.customer == customer);
        there.map_or_else(String::new, |(_, name)| name.clone())
    }

    /// The visit as far as it is about the customer that the account looks at.
    pub(crate) fn visit_here(&self) -> PortalSession {
        let mut visit = self.visit.clone();
        visit
            .contacts
            .retain(|(contact, _)| contact.customer == self.customer);
        visit
    }
}

/// A page of the console, for a signed-in staff member.
pub(crate) struct ConsolePage {
    pub(crate) c: Chrome,
    pub(crate) visit: ConsoleVisit,
    pub(crate) actor: Actor,
}

/// How many waiting requests the navigation counts.
const COUNTED: u32 = 99;

impl FromRequestParts<App> for ConsolePage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let mut c = Chrome::read(&parts.headers, &parts.uri, app);
        let ConsoleSession(visit) = ConsoleSession::from_request_parts(parts, app).await?;
        c.speak(visit.staff.locale.as_ref());
        let actor = visit.actor();
        c.person = Some(Person {
            name: visit.staff.name.clone(),
            standing: standing(&c, &visit.staff.roles),
        });
        let page = Self { c, visit, actor };
        page.with_navigation(app).await
    }
}

/// The role that says most about a person.
fn standing(c: &Chrome, roles: &registration_core::model::Roles) -> String {
    roles
        .iter()
        .next()
        .map_or_else(|| c.t("role-none"), |role: &Role| c.of("role", role.code()))
}

impl ConsolePage {
    /// Whether this staff member may do something: pages leave out what nobody could press.
    pub(crate) fn may(&self, permission: Permission) -> bool {
        access::require(&self.actor, permission).is_ok()
    }

    async fn with_navigation(mut self, app: &App) -> Result<Self, Problem> {
        let waiting = if self.may(Permission::ReadRequests) {
            let first = Page {
                limit: COUNTED,
                before: None,
            };
            let state = Some(StateKind::AwaitingMapping);
            let waiting = app.registrar.requests(&self.actor, state, first).await?;
            Some(match waiting.items.len() {
                0 => None,
                count if waiting.next.is_some() => Some(format!("{count}+")),
                count => Some(count.to_string()),
            })
        } else {
            None
        };
        let see = |permission| access::require(&self.actor, permission).is_ok();
        let c = &mut self.c;
        c.add_nav("/admin", "flag", "nav-overview");
        if see(Permission::ReadCustomers) {
            c.add_nav("/admin/customers", "building", "nav-customers");
        }
        if let Some(count) = waiting {
            c.add_nav("/admin/requests", "inbox", "nav-requests").count = count;
        }
        if see(Permission::ReadCustomers) {
            c.add_nav("/admin/registrations", "user-plus", "nav-registrations");
        }
        if see(Permission::ReadPlaybooks) {
            c.add_nav("/admin/playbooks", "stack", "nav-playbooks");
        }
        if see(Permission::ReadProjects) {
            c.add_nav("/admin/projects", "folder", "nav-projects");
        }
        if see(Permission::Explain) {
            c.add_nav("/admin/try-address", "search", "nav-try-address");
        }
        let administration = [
            (Permission::ReadStaff, "/admin/staff", "users", "nav-staff"),
            (
                Permission::ReadOperations,
                "/admin/api-keys",
                "key",
                "nav-api-keys",
            ),
            (
                Permission::ReadOperations,
                "/admin/audit",
                "shield",
                "nav-audit",
            ),
            (
                Permission::ReadOperations,
                "/admin/outbox",
                "mail",
                "nav-outbox",
            ),
            (
                Permission::ReadCustomers,
                "/admin/settings",
                "sliders",
                "nav-settings",
            ),
        ];
        for (permission, href, icon, text) in administration {
            if see(permission) {
                c.add_nav(href, icon, text).is_administration = true;
            }
        }
        Ok(self)
    }
}
