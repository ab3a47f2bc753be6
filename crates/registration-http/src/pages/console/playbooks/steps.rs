//! A playbook's name and its steps. Rows are added, removed and moved by round trips: no script is needed.

use super::Head;
use crate::{
    api, etag,
    extract::{Id, RawBody},
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{Playbook, PlaybookId, Responsible, Step, Stored},
    policy::access::Permission,
};
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "console/playbook.html")]
struct StepsPage {
    c: Chrome,
    head: Head,
    form: Form,
    rows: Vec<Row>,
    /// The steps that somebody else saved meanwhile, where they differ from those typed.
    meanwhile: Option<Vec<Step>>,
    /// The row that was added just now.
    fresh: Option<usize>,
    /// Whether rows were changed and not saved yet.
    is_dirty: bool,
    /// The steps as they are, for those who may not change them.
    steps: Vec<Step>,
}

impl StepsPage {
    /// Whether a row was added just now: the next word goes there.
    fn is_fresh(&self, index: &usize) -> bool {
        self.fresh == Some(*index)
    }

    fn name(&self, index: &usize, field: &str) -> String {
        Row::name(*index, field)
    }
}

/// A step as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    title: String,
    days: String,
    responsible: String,
}

/// As many rows as a form is read for: more than a playbook may have.
const ROWS: usize = 200;

impl Row {
    fn of(step: &Step) -> Self {
        Self {
            title: step.title.clone(),
            days: step.due_after_days.to_string(),
            responsible: step.responsible.code().to_owned(),
        }
    }

    fn name(index: usize, field: &str) -> String {
        format!("steps-{index}-{field}")
    }

    /// The body that the API takes. A number that cannot be read becomes one that it refuses with its reason.
    fn json(&self) -> Value {
        let days: i64 = self.days.trim().parse().unwrap_or(-1);
        json!({ "title": self.title, "due_after_days": days, "responsible": self.responsible })
    }
}

/// The rows of a form.
fn rows(form: &Form) -> Vec<Row> {
    let row = |index: usize| {
        let title = Row::name(index, "title");
        form.is_on(&title).then(|| Row {
            title: form.value(&title).to_owned(),
            days: form.value(&Row::name(index, "due_after_days")).to_owned(),
            responsible: form.value(&Row::name(index, "responsible")).to_owned(),
        })
    };
    (0..ROWS).map_while(row).collect()
}

/// A form of a name and rows.
fn form_of(version: &str, name: &str, rows: &[Row]) -> Form {
    let mut form = Form::of([("version", version), ("name", name)]);
    for (index, row) in rows.iter().enumerate() {
        form.add(&Row::name(index, "title"), row.title.as_str());
        form.add(&Row::name(index, "due_after_days"), row.days.as_str());
        form.add(&Row::name(index, "responsible"), row.responsible.as_str());
    }
    form
}

/// The form that shows what is saved.
fn saved(playbook: &Stored<Playbook>) -> Form {
    let rows: Vec<Row> = playbook.steps.iter().map(Row::of).collect();
    form_of(&etag::tag(playbook.revision), &playbook.name, &rows)
}

pub(super) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<PlaybookId>,
) -> Answer {
    let playbook = app.registrar.playbook(&page.actor, id).await?;
    let form = saved(&playbook);
    render(page, &playbook, form, Edit::default())
}

/// What a round trip did to the rows.
#[derive(Default)]
struct Edit {
    fresh: Option<usize>,
    is_dirty: bool,
}

/// Changes the rows as a button says. None for the button that saves.
fn edited(form: &Form, rows: &mut Vec<Row>) -> Option<Edit> {
    let at = |name: &str| {
        let index = form.value(name).parse::<usize>().ok();
        index.filter(|index| *index < rows.len())
    };
    let mut fresh = None;
    if form.value("intent") == "add-step" {
        let last = rows.last().cloned().unwrap_or_default();
        fresh = Some(rows.len());
        rows.push(Row {
            title: String::new(),
            // A step is rarely due before the one above it.
            days: if last.days.is_empty() {
                "0".to_owned()
            } else {
                last.days
            },
            responsible: Responsible::Provider.code().to_owned(),
        });
    } else if let Some(index) = at("remove_step") {
        rows.remove(index);
    } else if let Some(index) = at("move_up") {
        rows.swap(index, index.saturating_sub(1));
    } else if let Some(index) = at("move_down") {
        let below = (index + 1).min(rows.len() - 1);
        rows.swap(index, below);
    } else {
        return None;
    }
    Some(Edit {
        fresh,
        is_dirty: true,
    })
}

pub(super) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<PlaybookId>,
    form: Form,
) -> Answer {
    app.registrar
        .require(&page.actor, Permission::ManagePlaybooks)?;
    let mut rows = rows(&form);
    if let Some(edit) = edited(&form, &mut rows) {
        let playbook = app.registrar.playbook(&page.actor, id).await?;
        let form = form_of(form.value("version"), form.value("name"), &rows);
        return render(page, &playbook, form, edit);
    }
    let steps: Vec<Value> = rows.iter().map(Row::json).collect();
    let body = RawBody::of(&json!({ "name": form.value("name"), "steps": steps }));
    let caller = Caller(page.actor.clone());
    let seen = form.if_match();
    match api::playbooks::change(State(app.clone()), caller, Id(id), seen, body).await {
        Ok(_) => Ok(see_other(&format!("/admin/playbooks/{id}?done=saved"))),
        Err(problem) => {
            let playbook = app.registrar.playbook(&page.actor, id).await?;
            let mut form = form.refused(problem)?;
            if form.is_stale() {
                form = form.beside(saved(&playbook));
            }
            let edit = Edit {
                fresh: None,
                is_dirty: true,
            };
            render(page, &playbook, form, edit)
        }
    }
}

fn render(page: ConsolePage, playbook: &Stored<Playbook>, form: Form, edit: Edit) -> Answer {
    let rows = rows(&form);
    let theirs: Vec<Row> = playbook.steps.iter().map(Row::of).collect();
    let differs = form.is_stale() && theirs != rows;
    let refusal = form.refusal();
    let page = Page::render(&StepsPage {
        head: Head::of(playbook, &page),
        meanwhile: differs.then(|| playbook.steps.clone()),
        steps: playbook.steps.clone(),
        fresh: edit.fresh,
        is_dirty: edit.is_dirty,
        rows,
        form,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}
