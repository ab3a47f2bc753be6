//! A form on its way: what was typed, and why it cannot be accepted.
//!
//! A page hands what was typed to the handler of the API as JSON ([`Form::json`]), so that a form and a program meet the
//! same rules. What the handler refuses comes back as a [`Problem`] whose pointers name the fields of the form.

use super::{page::Page, texts::Texts};
use crate::{
    extract::RawBody,
    pages::language::Language,
    problem::{Problem, Slug},
};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Why a form is not read.
pub(super) const TOO_LARGE: &str = "the form is larger than 64 KiB";

/// The fields of a form in their order, with the refusal of the last try.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    values: Vec<(String, String)>,
    problem: Option<Problem>,
    /// What was saved by somebody else since this form was opened.
    current: Option<Vec<(String, String)>>,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !Self::is_sent_by(request.headers()) {
            return Err(Problem::new(
                Slug::UnsupportedMediaType,
                "send a form with Content-Type: application/x-www-form-urlencoded",
            ));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Problem::new(Slug::TooLarge, TOO_LARGE))?;
        let values = form_urlencoded::parse(&bytes).into_owned().collect();
        Ok(Self {
            values,
            ..Self::default()
        })
    }
}

impl Form {
    /// Whether a request with these headers sends a form without files.
    pub(crate) fn is_sent_by(headers: &HeaderMap) -> bool {
        let kind = headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|value| value.to_str().ok());
        kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
    }

    /// A form that shows what is saved now.
    pub(crate) fn of<const N: usize>(values: [(&str, &str); N]) -> Self {
        let mut form = Self::default();
        for (name, value) in values {
            form.add(name, value);
        }
        form
    }

    /// Adds a value, after those of the same name.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<String>) {
        self.values.push((name.to_owned(), value.into()));
    }

    /// Replaces the values of a name by one.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.remove(name);
        self.add(name, value);
    }

    /// Takes the values of a name out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.values.retain(|(one, _)| one != name);
    }

    /// What was typed into a field; empty when it isn't there.
    pub(crate) fn value(&self, name: &str) -> &str {
        let mut all = self.all(name);
        all.next_back().unwrap_or_default()
    }

    /// Every value of a name, in order.
    pub(crate) fn all(&self, name: &str) -> impl DoubleEndedIterator<Item = &str> {
        let of_name = self.values.iter().filter(move |(one, _)| one == name);
        of_name.map(|(_, value)| value.as_str())
    }

    /// Whether a box is ticked, or a field of this name was sent at all.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Whether `value` is among the values of a name.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|one| one == value)
    }

    /// Every field but those named, to be carried through a page that asks again.
    pub(crate) fn carried(&self, but: &[&str]) -> Vec<(&str, &str)> {
        let kept = self.values.iter();
        kept.filter(|(name, _)| !but.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// The body that the API takes: these fields as text. A field that was left empty is left out.
    pub(crate) fn json(&self, names: &[&str]) -> RawBody {
        RawBody::of(&Value::Object(self.object(names)))
    }

    /// The same as a JSON object, for bodies that hold more than text.
    pub(crate) fn object(&self, names: &[&str]) -> Map<String, Value> {
        let given = names.iter().filter(|name| self.is_on(name));
        given
            .map(|name| ((*name).to_owned(), self.value(name).into()))
            .collect()
    }

    /// `If-Match` with the version that the form was opened with.
    pub(crate) fn if_match(&self) -> HeaderMap {
        let tag = HeaderValue::from_str(self.value("version"));
        tag.map(|tag| HeaderMap::from_iter([(header::IF_MATCH, tag)]))
            .unwrap_or_default()
    }

    /// The form with the refusal, to be shown again. What is not about the form passes on: signing in, a page that
    /// does not exist, another site's form.
    pub(crate) fn refused(mut self, problem: Problem) -> Result<Self, Problem> {
        match problem.slug {
            Slug::Unauthenticated | Slug::NotFound | Slug::ForeignOrigin => Err(problem),
            _ => {
                self.problem = Some(problem);
                Ok(self)
            }
        }
    }

    /// A stale form beside what was saved meanwhile: shows both, and saves over it when sent again.
    pub(crate) fn beside(mut self, saved: Self) -> Self {
        self.set("version", saved.value("version"));
        self.current = Some(saved.values);
        self
    }

    /// Whether the last try came too late.
    pub(crate) fn is_stale(&self) -> bool {
        self.problem
            .as_ref()
            .is_some_and(|one| one.slug == Slug::Stale)
    }

    /// What somebody else saved meanwhile in a field, where it differs from what was typed.
    pub(crate) fn meanwhile(&self, name: &str) -> Option<String> {
        let current = self.current.as_ref()?;
        let values = |of: &[(String, String)]| {
            let named = of.iter().filter(|(one, _)| one == name);
            named.map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let (saved, typed) = (values(current), values(&self.values));
        (saved != typed).then(|| saved.join(", "))
    }

    /// The page that shows this form again.
    pub(crate) fn again(&self, page: Page) -> Response {
        page.after(self.refusal())
    }

    /// What was refused, for the answer that shows it.
    pub(crate) fn refusal(&self) -> Option<Arc<Problem>> {
        self.problem.clone().map(Arc::new)
    }

    /// What was refused, for pages that say more about it.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// What the summary says, in a sentence.
    pub(crate) fn summary(&self, texts: &Texts) -> Option<String> {
        let problem = self.problem.as_ref()?;
        if !problem.errors.is_empty() {
            return Some(texts.with("summary-fields", &[("count", problem.errors.len().into())]));
        }
        Some(problem_detail(*texts, problem))
    }

    /// The fields that the summary names, with why.
    pub(crate) fn errors(&self, texts: &Texts) -> Vec<(String, String)> {
        let errors = self.problem.iter().flat_map(|problem| &problem.errors);
        errors
            .map(|one| {
                let name = one.pointer.trim_start_matches('/').replace('/', "-");
                (name, error_text(*texts, &one.code, &one.detail))
            })
            .collect()
    }

    /// The ids of what describes a field, for `aria-describedby`.
    pub(crate) fn described(&self, texts: &Texts, name: &str, has_hint: bool) -> Option<String> {
        let parts = [
            (has_hint, "h"),
            (self.error(texts, name).is_some(), "e"),
            (self.meanwhile(name).is_some(), "m"),
        ];
        let ids = parts.into_iter().filter(|(is_there, _)| *is_there);
        let ids: Vec<String> = ids.map(|(_, part)| format!("{part}-{name}")).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Why a field cannot be accepted.
    pub(crate) fn error(&self, texts: &Texts, name: &str) -> Option<String> {
        let errors = self.errors(texts).into_iter();
        let mut of_field = errors.filter(|(one, _)| one == name);
        of_field.next().map(|(_, text)| text)
    }
}

/// A refusal of the API in the reader's language. English is the language in which the API speaks.
pub(crate) fn error_text(texts: Texts, code: &str, detail: &str) -> String {
    let key = format!("error-{}", code.replace('_', "-"));
    let translated = (texts.0 != Language::English).then(|| texts.find(&key, &[]));
    translated.flatten().unwrap_or_else(|| sentence(detail))
}

/// What a problem says, in the reader's language.
pub(crate) fn problem_detail(texts: Texts, problem: &Problem) -> String {
    problem_text(texts, problem.slug.code(), &problem.detail)
}

/// The same for a problem that was written down already.
pub(crate) fn problem_text(texts: Texts, slug: &str, detail: &str) -> String {
    let key = format!("problem-{slug}-about");
    let translated = (texts.0 != Language::English).then(|| texts.find(&key, &[]));
    translated.flatten().unwrap_or_else(|| sentence(detail))
}

/// A detail of the API as a sentence: a capital in front and a full stop.
pub(crate) fn sentence(detail: &str) -> String {
    let mut letters = detail.chars();
    let first = letters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(letters).collect();
    let is_closed = text.ends_with(['.', '!', '?']);
    if is_closed { text } else { text + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_what_was_typed_and_says_what_is_wrong_with_it() {
        let english = Texts(Language::English);
        let form = Form::of([("email", "ann@"), ("name", "Ann")]);
        let problem = Problem::field("/email", "invalid_address", "this is no address");
        let form = form.refused(problem).unwrap();
        assert_eq!(form.value("email"), "ann@");
        assert_eq!(
            form.error(&english, "email").unwrap(),
            "This is no address."
        );
        assert_eq!(form.error(&english, "name"), None);
        assert_eq!(form.refusal().unwrap().slug, Slug::Invalid);
    }

    #[test]
    fn a_stale_form_shows_both_values_and_takes_the_newer_version() {
        let typed = Form::of([("version", "\"1\""), ("name", "Mine"), ("reference", "R")]);
        let saved = Form::of([("version", "\"2\""), ("name", "Theirs"), ("reference", "R")]);
        let problem = Problem::new(Slug::Stale, "it was changed");
        let form = typed.refused(problem).unwrap().beside(saved);
        assert_eq!(form.value("name"), "Mine");
        assert_eq!(form.meanwhile("name").as_deref(), Some("Theirs"));
        assert_eq!(form.meanwhile("reference"), None);
        assert_eq!(form.value("version"), "\"2\"");
        assert!(form.is_stale());
    }

    #[test]
    fn what_is_not_about_the_form_passes_on() {
        let problem = Problem::new(Slug::NotFound, "no such thing");
        assert!(Form::default().refused(problem).is_err());
    }
}
