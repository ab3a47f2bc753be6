//! The page of a staff invitation, and of a setup link: the first password, and with the latter who it is.

use crate::{
    api::staff_session,
    client::ClientNetwork,
    extract::{RawBody, Segments},
    pages::{
        chrome::Chrome,
        dead_link::{DeadLinkPage, Way},
        form::Form,
        page::{Answer, Page, see_other_with_cookies},
    },
    problem::{Problem, Slug},
    state::App,
};
use askama::Template;
use axum::{extract::State, response::IntoResponse};
use registration_core::{Error, model::Secret, usecase::StaffProof};

#[derive(Template)]
#[template(path = "console/activate.html")]
struct ActivatePage {
    c: Chrome,
    form: Form,
    proof: StaffProof,
}

impl ActivatePage {
    fn lede(&self) -> String {
        let brand = self.c.brand.name.as_str();
        match &self.proof {
            StaffProof::Setup => self.c.t1("console-setup-lede", "brand", brand),
            StaffProof::Invitation { name, .. } => {
                let lede = self.c.say("console-activate-lede").with("name", name);
                lede.with("brand", brand).to_string()
            }
        }
    }
}

type Token = Result<Segments<String>, Problem>;

pub(crate) async fn show(State(app): State<App>, c: Chrome, token: Token) -> Answer {
    match inspect(&app, token).await {
        Ok((_, proof)) => {
            let form = Form::default();
            let view = ActivatePage { c, form, proof };
            Ok(Page::render(&view)?.into_response())
        }
        Err(problem) => dead(c, problem),
    }
}

pub(crate) async fn submit(
    State(app): State<App>,
    c: Chrome,
    client: ClientNetwork,
    token: Token,
    form: Form,
) -> Answer {
    let (token, proof) = match inspect(&app, token).await {
        Ok(inspected) => inspected,
        Err(problem) => return dead(c, problem),
    };
    let mut body = match proof {
        StaffProof::Setup => form.object(&["name", "email", "password"]),
        StaffProof::Invitation { .. } => form.object(&["password"]),
    };
    body.insert("token".to_owned(), token.into());
    let body = RawBody::of(&body.into());
    match staff_session::activate(State(app), client, body).await {
        Ok(answer) => Ok(see_other_with_cookies("/admin?done=welcome", &answer)),
        Err(problem) if problem.slug == Slug::TokenUnavailable => dead(c, problem),
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = ActivatePage { c, form, proof };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

async fn inspect(app: &App, token: Token) -> Result<(String, StaffProof), Problem> {
    // What is no text is as unknown as any other token.
    let Segments(token) = token.map_err(|_| Error::TokenUnavailable)?;
    let secret = Secret::presented(token.as_str());
    let proof = app.registrar.inspect_staff_activation(&secret).await?;
    Ok((token, proof))
}

fn dead(c: Chrome, problem: Problem) -> Answer {
    if problem.slug != Slug::TokenUnavailable {
        return Err(problem);
    }
    DeadLinkPage {
        title: c.t("activate-dead-title"),
        about: c.t("console-activate-dead"),
        ways: vec![
            Way::new("/admin/sign-in", c.t("sign-in")),
            Way::new("/admin/reset-password", c.t("reset-again")),
        ],
        home: "/admin",
        c,
    }
    .answer(problem.slug.status())
}
