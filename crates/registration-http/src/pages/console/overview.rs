//! The console's first page: what waits, what failed, what is still to be set up, and what happened last.

use super::trail::{self, EntryRow};
use crate::{
    pages::{chrome::Chrome, page::Page, visit::ConsolePage},
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::{Router, extract::State, routing::get};
use registration_core::{
    model::{MappingRecipients, Role},
    policy::{access::Permission, setup::SetupStep},
    ports::{self, AuditFilter},
    usecase::{Count, Overview},
};

pub(super) fn router() -> Router<App> {
    Router::new().route("/admin", get(show))
}

/// How many entries of the trail stand on this page.
const LATEST: ports::Page = ports::Page {
    limit: 6,
    before: None,
};

#[derive(Template)]
#[template(path = "console/overview.html")]
struct OverviewPage {
    c: Chrome,
    name: String,
    overview: Overview,
    steps: Vec<Step>,
    actions: Vec<Action>,
    /// Where whoever looks can do something about nobody being on duty.
    duty: Option<&'static str>,
    /// None for those who may not read the trail.
    latest: Option<Vec<EntryRow>>,
}

/// A line of the set-up checklist.
struct Step {
    code: &'static str,
    is_done: bool,
    /// The page for it, for those who may do it.
    href: Option<&'static str>,
}

/// Something one often does, as a button.
struct Action {
    href: &'static str,
    icon: &'static str,
    text: String,
}

impl OverviewPage {
    fn done_steps(&self) -> usize {
        self.steps.iter().filter(|step| step.is_done).count()
    }

    fn nobody_on_duty(&self) -> Option<&'static str> {
        match self.overview.request_recipients? {
            MappingRecipients::OnDuty => None,
            others => Some(others.code()),
        }
    }

    /// A count as people read it.
    fn counted(&self, count: &Count) -> String {
        let more = if count.has_more { "+" } else { "" };
        format!("{}{more}", count.count)
    }

    fn tells_nothing(&self) -> bool {
        let overview = &self.overview;
        overview.waiting_requests.is_none() && overview.failed_mails.is_none()
    }
}

async fn show(State(app): State<App>, page: ConsolePage) -> Result<Page, Problem> {
    let overview = app.registrar.overview(&page.actor).await?;
    let steps = overview.checklist.iter();
    let steps = steps.map(|(step, is_done)| {
        let (needs, href) = place_of(*step);
        Step {
            code: step.code(),
            is_done: *is_done,
            href: page.may(needs).then_some(href),
        }
    });
    let is_mapper = page
        .visit
        .staff
        .roles
        .contains(&Role::PortalRegistrationMapper);
    let duty = if is_mapper {
        Some("/admin/profile")
    } else {
        page.may(Permission::ManageStaff).then_some("/admin/staff")
    };
    let latest = if page.may(Permission::ReadOperations) {
        let all = AuditFilter::default();
        let entries = app.registrar.audit_entries(&page.actor, &all, LATEST);
        Some(trail::rows(&app, &page, entries.await?.items).await?)
    } else {
        None
    };
    Page::render(&OverviewPage {
        name: first_word(&page.visit.staff.name),
        steps: steps.collect(),
        actions: actions(&page),
        overview,
        latest,
        duty,
        c: page.c,
    })
}

fn first_word(name: &str) -> String {
    let mut words = name.split_whitespace();
    words.next().unwrap_or(name).to_owned()
}

/// Where a step is done, and what one must be allowed for it.
const fn place_of(step: SetupStep) -> (Permission, &'static str) {
    match step {
        SetupStep::FirstCustomer => (Permission::ManageCustomers, "/admin/customers/new"),
        SetupStep::SelfService => (Permission::ManageCustomers, "/admin/customers"),
        SetupStep::PlaybookOffered => (Permission::ManagePlaybooks, "/admin/playbooks"),
        SetupStep::MapperOnDuty => (Permission::ManageStaff, "/admin/staff"),
        SetupStep::MailWorks => (Permission::ReadOperations, "/admin/outbox"),
    }
}

/// What one often does, as far as the person may.
fn actions(page: &ConsolePage) -> Vec<Action> {
    let all = [
        (
            Permission::DecideRequests,
            "/admin/requests",
            "inbox",
            "overview-map",
        ),
        (
            Permission::ManageCustomers,
            "/admin/customers/new",
            "plus",
            "overview-customer",
        ),
        (
            Permission::ManagePlaybooks,
            "/admin/playbooks/new",
            "stack",
            "overview-playbook",
        ),
        (
            Permission::ManageStaff,
            "/admin/staff/new",
            "user-plus",
            "overview-staff",
        ),
        (
            Permission::Explain,
            "/admin/try-address",
            "search",
            "overview-try",
        ),
    ];
    let allowed = all.into_iter().filter(|(needs, ..)| page.may(*needs));
    allowed
        .map(|(_, href, icon, key)| Action {
            href,
            icon,
            text: page.c.t(key),
        })
        .collect()
}
