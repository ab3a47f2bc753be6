//! Inviting up to a hundred addresses at once: one a line, and what became of each.

use crate::{
    api::invitations::{self, ItemResult},
    extract::{Id, RawBody},
    pages::{
        chrome::Chrome,
        form::{Form, error_text, problem_text},
        page::{Answer, Page},
        visit::ConsolePage,
    },
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::model::CustomerId;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "console/invite_many.html")]
struct InviteManyPage {
    c: Chrome,
    name: String,
    href: String,
    form: Form,
    /// What became of each line, once something was sent.
    results: Option<Vec<Outcome>>,
    invited: usize,
}

/// What became of one line.
struct Outcome {
    line: usize,
    address: String,
    /// Why not.
    refused: Option<String>,
}

pub(crate) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
) -> Answer {
    render(&app, page, id, Form::default(), None).await
}

async fn render(
    app: &App,
    page: ConsolePage,
    id: CustomerId,
    form: Form,
    results: Option<Vec<Outcome>>,
) -> Answer {
    let customer = app.registrar.customer_to_invite_to(&page.actor, id).await?;
    let refusal = form.refusal();
    let all = results.iter().flatten();
    let page = Page::render(&InviteManyPage {
        c: page.c,
        name: customer.name.clone(),
        href: format!("/admin/customers/{id}"),
        invited: all.filter(|one| one.refused.is_none()).count(),
        form,
        results,
    })?;
    Ok(page.after(refusal))
}

pub(crate) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    mut form: Form,
) -> Answer {
    let typed = form.value("invitations").to_owned();
    let lines: Vec<(usize, &str)> = lines(&typed).collect();
    let message = form.value("message");
    let wanted = lines.iter().map(|(_, line)| invitation(line, message));
    let body = RawBody::of(&json!({ "invitations": wanted.collect::<Value>() }));
    let caller = Caller(page.actor.clone());
    let sent = if lines.is_empty() {
        let why = "write at least one address";
        Err(Problem::field("/invitations", "required", why))
    } else {
        invitations::invite_batch(State(app.clone()), caller, Id(id), body).await
    };
    let results = match sent {
        Ok(results) => results.0.results,
        Err(problem) => return render(&app, page, id, form.refused(problem)?, None).await,
    };
    let outcomes = results.iter().zip(&lines);
    let outcomes: Vec<Outcome> = outcomes
        .map(|(result, (line, typed))| Outcome {
            line: *line,
            address: if result.email.is_empty() {
                (*typed).to_owned()
            } else {
                result.email.clone()
            },
            refused: reason(&page.c, result),
        })
        .collect();
    let kept = outcomes.iter().zip(&lines);
    let kept = kept.filter(|(outcome, _)| outcome.refused.is_some());
    let kept: Vec<&str> = kept.map(|(_, (_, line))| *line).collect();
    form.set("invitations", kept.join("\n"));
    render(&app, page, id, form, Some(outcomes)).await
}

/// The lines that say something, with their numbers as people count them.
fn lines(typed: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = typed.lines().enumerate();
    let trimmed = numbered.map(|(index, line)| (index + 1, line.trim()));
    trimmed.filter(|(_, line)| !line.is_empty())
}

/// What a line asks for: `Ann Lee <ann@acme.com>`, `ann@acme.com, Ann, Lee`, or the address alone.
fn invitation(line: &str, message: &str) -> Value {
    let (email, first, last) = match line.strip_suffix('>').and_then(|rest| rest.split_once('<')) {
        Some((name, email)) => {
            let name = name.trim().trim_matches('"').trim();
            let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
            (email, first, last)
        }
        None => {
            let mut parts = line.splitn(3, [',', ';', '\t']);
            let mut next = || parts.next().unwrap_or_default();
            (next(), next(), next())
        }
    };
    json!({
        "email": email.trim(), "first_name": first.trim(), "last_name": last.trim(), "message": message,
    })
}

/// Why a line was refused, in the reader's language.
fn reason(c: &Chrome, result: &ItemResult) -> Option<String> {
    let problem = result.problem.as_ref()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().into_iter().flatten();
    let errors: Vec<String> = errors
        .map(|one| error_text(c.texts, &text(&one["code"]), &text(&one["detail"])))
        .collect();
    if !errors.is_empty() {
        return Some(errors.join(" "));
    }
    let kind = text(&problem["type"]);
    let slug = kind.rsplit('/').next().unwrap_or_default();
    Some(problem_text(c.texts, slug, &text(&problem["detail"])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_in_each_of_its_three_forms() {
        let whole = |first: &str, last: &str| json!({ "email": "ann@acme.com", "first_name": first, "last_name": last, "message": "" });
        for (line, wanted) in [
            ("ann@acme.com", whole("", "")),
            ("Ann Lee <ann@acme.com>", whole("Ann", "Lee")),
            ("\"Ann Mae Lee\" <ann@acme.com>", whole("Ann Mae", "Lee")),
            ("Ann <ann@acme.com>", whole("Ann", "")),
            ("<ann@acme.com>", whole("", "")),
            ("ann@acme.com, Ann, Lee", whole("Ann", "Lee")),
            ("ann@acme.com;Ann", whole("Ann", "")),
            ("ann@acme.com\tAnn\tLee", whole("Ann", "Lee")),
        ] {
            assert_eq!(invitation(line, ""), wanted, "{line}");
        }
    }

    #[test]
    fn lines_keep_their_numbers_when_empty_ones_stand_between() {
        let found: Vec<_> = lines("a@b.com\r\n\r\n  c@d.com \n").collect();
        assert_eq!(found, [(1, "a@b.com"), (3, "c@d.com")]);
    }
}
