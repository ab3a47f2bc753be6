//! Playbook → Portal → Settings: the "Self-Service Settings", with the card as customers see it.

use super::{
    super::people,
    Head,
    audience::{self, Offered},
    cover::{self, Picture},
};
use crate::{
    api, etag,
    extract::{Id, RawBody},
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::{Request, State};
use registration_core::{
    model::{Playbook, PlaybookAudience, PlaybookId, StaffId, Stored},
    policy::access::Permission,
};
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "console/playbook_portal.html")]
struct PortalPage {
    c: Chrome,
    head: Head,
    form: Form,
    owners: Vec<(StaffId, String)>,
    offered: Offered,
    picture: Picture,
    /// Whether something is in the form that was not saved.
    is_dirty: bool,
}

impl PortalPage {
    /// What the card is called.
    fn card_name(&self) -> &str {
        match self.form.value("customer_facing_name").trim() {
            "" => &self.head.name,
            name => name,
        }
    }

    fn owner_name(&self) -> Option<&str> {
        let chosen = self.form.value("default_project_owner_id");
        let mut owners = self.owners.iter();
        let owner = owners.find(|(id, _)| id.to_string() == chosen)?;
        Some(&owner.1)
    }

    /// Whom somebody else chose meanwhile.
    fn owner_meanwhile(&self) -> Option<String> {
        let theirs = self.form.meanwhile("default_project_owner_id")?;
        let mut owners = self.owners.iter();
        let owner = owners.find(|(id, _)| id.to_string() == theirs);
        Some(owner.map_or_else(|| self.c.t("work-owner-none"), |(_, name)| name.clone()))
    }

    fn is_chosen(&self, id: &StaffId) -> bool {
        self.form.has("default_project_owner_id", &id.to_string())
    }

    fn is_ticked(&self, id: &registration_core::model::CustomerId) -> bool {
        self.form.has("customers", &id.to_string())
    }
}

/// The form that shows what is saved.
fn saved(playbook: &Stored<Playbook>) -> Form {
    let offer = &playbook.self_service;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut form = Form::default();
    form.add("version", etag::tag(playbook.revision));
    if offer.enabled {
        form.add("enabled", "on");
    }
    let owner = offer.default_project_owner.map(|owner| owner.to_string());
    form.add("default_project_owner_id", owner.unwrap_or_default());
    form.add("customer_facing_name", text(&offer.customer_facing_name));
    let description = text(&offer.customer_facing_description);
    form.add("customer_facing_description", description);
    match &offer.audience {
        PlaybookAudience::All => form.add("audience", "all"),
        PlaybookAudience::Only(ids) => {
            form.add("audience", "some");
            for id in ids {
                form.add("customers", id.to_string());
            }
        }
    }
    cover::fill(&mut form, &offer.cover);
    form
}

/// The body that the API takes.
fn body(form: &Form) -> RawBody {
    let mut body = form.object(&[
        "default_project_owner_id",
        "customer_facing_name",
        "customer_facing_description",
    ]);
    let customers = match form.value("audience") {
        "some" => form.all("customers").collect(),
        _ => json!("all"),
    };
    body.insert("enabled".to_owned(), json!(form.is_on("enabled")));
    body.insert("customers".to_owned(), customers);
    body.insert("cover".to_owned(), cover::json(form));
    RawBody::of(&Value::Object(body))
}

pub(super) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<PlaybookId>,
) -> Answer {
    let playbook = app.registrar.playbook(&page.actor, id).await?;
    let form = saved(&playbook);
    render(&app, page, &playbook, form, false).await
}

/// Saves; or, by its other buttons, uploads or searches and saves nothing yet.
pub(super) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<PlaybookId>,
    request: Request,
) -> Answer {
    // Before the body is read: nobody who may not upload makes us hold megabytes.
    app.registrar
        .require(&page.actor, Permission::ManagePlaybooks)?;
    let playbook = app.registrar.playbook(&page.actor, id).await?;
    let brought = cover::read(request).await?;
    let (form, unfit) = cover::keep(&app, &page.actor, brought).await;
    if let Some(problem) = unfit {
        let form = form.refused(problem)?;
        return render(&app, page, &playbook, form, true).await;
    }
    if form.value("intent") != "save" {
        return render(&app, page, &playbook, form, true).await;
    }
    let caller = Caller(page.actor.clone());
    let saving = api::self_service::save(
        State(app.clone()),
        caller,
        Id(id),
        form.if_match(),
        body(&form),
    );
    match saving.await {
        Ok(_) => Ok(see_other(&format!(
            "/admin/playbooks/{id}/portal?done=saved"
        ))),
        Err(problem) => {
            let playbook = app.registrar.playbook(&page.actor, id).await?;
            let mut form = form.refused(at_fields(problem))?;
            if form.is_stale() {
                form = form.beside(saved(&playbook));
            }
            render(&app, page, &playbook, form, true).await
        }
    }
}

/// A refusal whose pointers name the fields of this page.
fn at_fields(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        if error.pointer.starts_with("/customers/") {
            error.pointer.truncate("/customers".len());
        } else if error.pointer == "/cover/media_id" {
            error.pointer = "/cover-file".to_owned();
        }
    }
    problem
}

async fn render(
    app: &App,
    page: ConsolePage,
    playbook: &Stored<Playbook>,
    form: Form,
    is_dirty: bool,
) -> Answer {
    let offered = audience::offered(app, &page.actor, &form).await?;
    let picture = Picture::of_form(&form, playbook.id);
    let origin = picture.origin.clone();
    let refusal = form.refusal();
    let page = Page::render(&PortalPage {
        head: Head::of(playbook, &page),
        owners: people::active_staff(app, &page.actor).await?,
        offered,
        picture,
        is_dirty,
        form,
        c: page.c,
    })?;
    Ok(page.with_pictures_of(origin).after(refusal))
}
