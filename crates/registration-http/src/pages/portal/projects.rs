//! Projects that an account started or was invited to: the list, and one with its steps and people.

use crate::{
    extract::Id,
    pages::{chrome::Chrome, page::Page, visit::PortalPage},
    paging::Paging,
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{Project, ProjectId, ProjectStep, Responsible, StaffId, Stored, Timestamp},
    ports::PortalSession,
    usecase::ProjectPeople,
};
use time::Date;

/// A project in a list.
pub(super) struct Row {
    pub(super) project: Project,
    pub(super) owner: String,
    pub(super) is_own: bool,
    /// What is due next, if its days are not all over.
    pub(super) next: Option<ProjectStep>,
}

impl Row {
    pub(super) async fn all(
        app: &App,
        visit: &PortalSession,
        projects: Vec<Stored<Project>>,
    ) -> Result<Vec<Self>, Problem> {
        let owners: Vec<StaffId> = projects.iter().map(|one| one.owner).collect();
        let names = app.registrar.staff_names(&owners).await?;
        let today = app.registrar.now().date();
        let row = |project: Stored<Project>| Self {
            owner: names.get(&project.owner).cloned().unwrap_or_default(),
            is_own: is_own(visit, &project),
            next: next_of(&project, today).cloned(),
            project: project.value,
        };
        Ok(projects.into_iter().map(row).collect())
    }
}

fn is_own(visit: &PortalSession, project: &Project) -> bool {
    let mut contacts = visit.contacts.iter();
    contacts.any(|(contact, _)| contact.id == project.started_by)
}

/// The step whose day comes next. Steps stand in the order in which they are done, and two may share a day.
fn next_of(project: &Project, today: Date) -> Option<&ProjectStep> {
    let to_come = project.steps.iter().filter(|step| step.due_on >= today);
    to_come.min_by_key(|step| step.due_on)
}

#[derive(Template)]
#[template(path = "portal/projects.html")]
struct ProjectsPage {
    c: Chrome,
    customer: String,
    rows: Vec<Row>,
    older: Option<String>,
}

pub(crate) async fn list(
    State(app): State<App>,
    page: PortalPage,
    paging: Paging,
) -> Result<Page, Problem> {
    let here = page.visit_here();
    let projects = app.registrar.portal_projects(&here, paging.page()?).await?;
    Page::render(&ProjectsPage {
        customer: page.customer_name().to_owned(),
        older: paging.older(&projects),
        rows: Row::all(&app, &here, projects.items).await?,
        c: page.c,
    })
}

#[derive(Template)]
#[template(path = "portal/project.html")]
struct ProjectPage {
    c: Chrome,
    project: Project,
    people: ProjectPeople,
    customer: String,
    is_own: bool,
    today: Date,
    steps: Vec<StepLine>,
}

/// A step, as its line shows it.
struct StepLine {
    step: ProjectStep,
    is_next: bool,
}

impl StepLine {
    fn is_for_customer(&self) -> bool {
        self.step.responsible == Responsible::Customer
    }
}

impl ProjectPage {
    /// The step that comes next, for the line that says whose turn it is.
    fn next(&self) -> Option<&StepLine> {
        self.steps.iter().find(|line| line.is_next)
    }

    fn is_over(&self, line: &StepLine) -> bool {
        line.step.due_on < self.today
    }

    fn created_at(&self) -> &Timestamp {
        &self.project.created_at
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    page: PortalPage,
    Id(id): Id<ProjectId>,
) -> Result<Page, Problem> {
    let project = app.registrar.portal_project(&page.visit, id).await?.value;
    let people = app.registrar.portal_project_people(&page.visit, id).await?;
    let today = app.registrar.now().date();
    let next = next_of(&project, today).map(|step| step.id);
    let line = |step: &ProjectStep| StepLine {
        is_next: Some(step.id) == next,
        step: step.clone(),
    };
    Page::render(&ProjectPage {
        customer: page.name_of(project.customer),
        is_own: is_own(&page.visit, &project),
        steps: project.steps.iter().map(line).collect(),
        c: page.c,
        today,
        people,
        project,
    })
}
