//! Saving a customer from the console: the Details tab and the Identity Configuration are two views of one record.
//!
//! One button saves name, reference and portal settings: they have one version, and a page with one *Save* must not
//! keep half of what was typed. So they go through one unit of work, after every field of both was found good.

use super::{impact::ImpactPage, settings_form};
use crate::{
    api::{customers, portal_settings},
    etag,
    extract::RawBody,
    pages::{
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::{Problem, Slug},
    state::App,
};
use axum::response::IntoResponse;
use registration_core::{
    model::{Customer, CustomerId, Stored},
    policy::settings::SettingsWarning,
    usecase::{Impact, SavedSettings},
};

/// Which of the two pages was filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Details,
    Identity,
}

impl View {
    /// The page's address.
    pub(crate) fn address(self, id: CustomerId) -> String {
        match self {
            Self::Details => format!("/admin/customers/{id}"),
            Self::Identity => format!("/admin/settings/identity?customer_id={id}"),
        }
    }

    fn done(self, id: CustomerId, done: &str) -> String {
        let mark = if self == Self::Identity { '&' } else { '?' };
        format!("{}{mark}done={done}", self.address(id))
    }

    async fn render(
        self,
        app: &App,
        page: ConsolePage,
        saved: &Stored<Customer>,
        form: Form,
        is_changed: bool,
    ) -> Answer {
        let refusal = form.refusal();
        let page = match self {
            Self::Details => super::details::render(app, page, saved, form, is_changed).await?,
            Self::Identity => {
                super::super::identity::render(app, page, saved, form, is_changed).await?
            }
        };
        Ok(page.after(refusal))
    }
}

/// Takes the form of either page: adds or removes a domain by a round trip, asks where people are hit, or saves.
pub(crate) async fn submit(
    app: &App,
    page: ConsolePage,
    id: CustomerId,
    mut form: Form,
    view: View,
) -> Answer {
    let saved = customers::may_manage(app, &page.actor, id).await?;
    let settings = &saved.settings;
    if view == View::Identity {
        // This page does not show the portal form's switch: it keeps what the seen version says.
        form.remove("self_service_registration");
        if settings.self_service_registration {
            form.add("self_service_registration", "on");
        }
    }
    if form.is_on("remove_domain") {
        let domain = form.value("remove_domain").to_owned();
        settings_form::remove(&mut form, &domain, settings);
        return view.render(app, page, &saved, form, true).await;
    }
    // Enter in any field presses the first button; with nothing to add it means to save.
    let adds = form.value("intent") == "add-domain" && !form.value("new_domain").trim().is_empty();
    let asked = Asked::of(&form, &saved, view);
    if adds {
        let refused = asked
            .look(app, &page, id)
            .await
            .err()
            .and_then(only_wrong_items);
        let refused = settings_form::settle(&mut form, &page.c, settings, refused);
        let form = match refused {
            Some(problem) => form.refused(problem)?,
            None => form,
        };
        return view.render(app, page, &saved, form, true).await;
    }
    if form.value("intent") == "edit" {
        return view.render(app, page, &saved, form, true).await;
    }
    let is_stale = etag::seen(&form.if_match())? != saved.revision;
    let looked = if is_stale || form.is_on("confirmed") {
        Ok(Impact::default())
    } else {
        asked.look(app, &page, id).await
    };
    let outcome = match looked {
        Ok(impact) if impact != Impact::default() => {
            settings_form::settle(&mut form, &page.c, settings, None);
            let (c, saved) = (page.c, saved.value);
            return Ok(
                Page::render(&ImpactPage::new(c, saved, form, view, impact))?.into_response(),
            );
        }
        Ok(_) => asked.save(app, &page, id, &form).await,
        Err(refused) => Err(refused),
    };
    match outcome {
        Ok(done) => Ok(see_other(&view.done(id, done_key(&done)))),
        Err(problem) => {
            let problem = settings_form::settle(&mut form, &page.c, settings, Some(problem));
            let form = match problem {
                Some(problem) => form.refused(problem)?,
                None => form,
            };
            let form = if form.is_stale() {
                let now = app.registrar.customer(&page.actor, id).await?;
                form.beside(settings_form::of_customer(&now))
            } else {
                form
            };
            view.render(app, page, &saved, form, true).await
        }
    }
}

/// What is just said after saving: a list that narrows the link and opens the portal form deserves a word.
fn done_key(saved: &SavedSettings) -> &'static str {
    let mut warnings = saved.warnings.iter();
    if warnings.any(|one| one.warning == SettingsWarning::OpensPortalForm) {
        "saved-opens"
    } else {
        "saved"
    }
}

/// While a list is still being typed, only items that can never be permitted are told: ticks come before *Save*.
fn only_wrong_items(mut problem: Problem) -> Option<Problem> {
    let is_of_item = |pointer: &str| pointer.starts_with("/permitted_domains/");
    problem
        .errors
        .retain(|one| is_of_item(&one.pointer) && !settings_form::is_concern(&one.code));
    (problem.slug != Slug::Invalid || !problem.errors.is_empty()).then_some(problem)
}

/// What the form asks for, as the API takes it.
struct Asked {
    record: RawBody,
    settings: RawBody,
}

impl Asked {
    fn of(form: &Form, saved: &Customer, view: View) -> Self {
        let fields: &[&str] = match view {
            View::Details => &["name", "reference"],
            View::Identity => &[],
        };
        Self {
            record: form.json(fields),
            settings: settings_form::body(form, &saved.settings),
        }
    }

    /// Whom saving would hit, or everything that is wrong with the record and the settings.
    async fn look(&self, app: &App, page: &ConsolePage, id: CustomerId) -> Result<Impact, Problem> {
        let record = customers::change_of(&self.record);
        let (proposed, _) = portal_settings::proposal(&self.settings)?;
        let impact = app.registrar.preview_settings(&page.actor, id, &proposed);
        match (record, impact.await.map_err(Problem::from)) {
            (Ok(_), impact) => impact,
            (Err(first), Err(second)) if second.slug == Slug::Invalid => {
                Err(Problem::invalid([first.errors, second.errors].concat()))
            }
            (Err(refused), _) => Err(refused),
        }
    }

    async fn save(
        &self,
        app: &App,
        page: &ConsolePage,
        id: CustomerId,
        form: &Form,
    ) -> Result<SavedSettings, Problem> {
        let seen = etag::seen(&form.if_match())?;
        let record = customers::change_of(&self.record)?;
        let (proposed, leavers) = portal_settings::proposal(&self.settings)?;
        let (registrar, actor) = (&app.registrar, &page.actor);
        let saved = registrar.configure_with_record(actor, id, seen, record, proposed, leavers);
        Ok(saved.await?)
    }
}
