//! The one error table: which answer becomes which RFC 9457 problem document.
//!
//! A [`Problem`] travels in the response's extensions; the middleware in `transport` writes it down with the request's
//! id and logs its cause, which is never shown.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use registration_core::{
    Error,
    policy::access::Denied,
    usecase::{Conflict, FieldError},
};
use serde_json::{Map, Value, json};
use std::sync::Arc;

pub mod catalogue;

pub use catalogue::Slug;

/// A refusal on its way out.
///
/// ```
/// use axum::response::IntoResponse;
/// use registration_core::{Error, usecase::Conflict};
/// use registration_http::problem::{Problem, Slug};
/// let problem = Problem::from(Error::NotFound("customer"));
/// let document = problem.document("req-7");
/// assert_eq!((&document["type"], &document["detail"]), (&"/problems/not-found".into(), &"there is no such customer".into()));
/// assert_eq!(problem.into_response().status(), 404);
///
/// let field = Problem::field("/name", "text_empty", "Enter some text.");
/// assert_eq!(field.document("req-8")["errors"][0]["pointer"], "/name");
/// assert_eq!(Problem::from(Error::from(Conflict::AlreadyMember)).slug, Slug::AlreadyMember);
/// ```
#[derive(Debug, Clone)]
pub struct Problem {
    /// Which kind.
    pub slug: Slug,
    /// What to do, in a sentence.
    pub detail: String,
    /// Fields that cannot be accepted.
    pub errors: Vec<FieldError>,
    /// Members of this kind.
    pub members: Map<String, Value>,
    /// How long to wait, in seconds.
    pub retry_after: Option<u64>,
    /// Why, for the log only.
    pub cause: Option<Arc<Error>>,
}

impl Problem {
    /// A problem of this kind.
    pub fn new(slug: Slug, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self {
            slug,
            detail,
            errors: Vec::new(),
            members: Map::new(),
            retry_after: None,
            cause: None,
        }
    }

    /// Fields that cannot be accepted.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [only] => only.detail.clone(),
            several => format!("{} fields cannot be accepted", several.len()),
        };
        Self {
            errors,
            ..Self::new(Slug::Invalid, detail)
        }
    }

    /// One field that cannot be accepted.
    pub fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError::new(pointer, code, detail)])
    }

    #[must_use]
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// The document, as it is sent.
    #[must_use]
    pub fn document(&self, request_id: &str) -> Value {
        let mut document = json!({
            "type": format!("/problems/{}", self.slug.code()),
            "title": self.slug.title(),
            "status": self.slug.status().as_u16(),
            "detail": self.detail,
            "request_id": request_id,
        });
        let Value::Object(members) = &mut document else {
            return document;
        };
        members.extend(self.members.clone());
        if !self.errors.is_empty() {
            let errors = self.errors.iter();
            let errors = errors.map(
                |one| json!({ "pointer": one.pointer, "code": one.code, "detail": one.detail }),
            );
            members.insert("errors".into(), errors.collect());
        }
        document
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.slug.status().into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.slug.status() == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Denied(Denied::NotSignedIn) => Self::new(Slug::Unauthenticated, detail),
            Error::Denied(Denied::NotAllowed) => Self::new(Slug::Forbidden, detail),
            Error::NotFound(_) => Self::new(Slug::NotFound, detail),
            Error::Stale => Self::new(Slug::Stale, detail),
            Error::Invalid(errors) => Self::invalid(errors),
            Error::ContactNotAtCustomer => Self {
                errors: vec![FieldError::new(
                    "/contact_id",
                    "contact_not_at_customer",
                    detail.clone(),
                )],
                ..Self::new(Slug::ContactNotAtCustomer, detail)
            },
            Error::Conflict(conflict) => from_conflict(&conflict),
            Error::LinkUnavailable(refusal) => {
                let reason =
                    refusal.and_then(registration_core::policy::admission::Refusal::link_reason);
                Self::new(Slug::LinkUnavailable, detail).with("reason", reason.unwrap_or("unknown"))
            }
            Error::TokenUnavailable => Self::new(Slug::TokenUnavailable, detail),
            Error::WrongCode { attempts_left } => {
                Self::new(Slug::WrongCode, detail).with("attempts_left", attempts_left)
            }
            Error::WeakPassword(weakness) => Self {
                errors: vec![FieldError::new(
                    "/password",
                    weakness.code(),
                    weakness.advice(),
                )],
                ..Self::new(Slug::WeakPassword, detail)
            },
            Error::SignInFailed => Self::new(Slug::SignInFailed, detail),
            Error::Throttled(retry) => Self {
                retry_after: Some(retry.0.whole_seconds().max(1).unsigned_abs()),
                ..Self::new(Slug::TooManyRequests, detail)
            },
            Error::Busy => Self {
                retry_after: Some(1),
                ..Self::new(Slug::Busy, detail)
            },
            Error::HookUnavailable(_)
            | Error::Store(
                registration_core::ports::StoreError::Unavailable(_)
                | registration_core::ports::StoreError::Contention(_),
            ) => Self {
                retry_after: Some(1),
                cause: Some(Arc::new(error)),
                ..Self::new(
                    Slug::Unavailable,
                    "the service cannot answer at the moment; try again",
                )
            },
            Error::Store(_) | Error::Hash(_) => Self {
                cause: Some(Arc::new(error)),
                ..Self::new(
                    Slug::Internal,
                    "something went wrong on our side; it has been written down",
                )
            },
        }
    }
}

fn from_conflict(conflict: &Conflict) -> Problem {
    let of = |slug| Problem::new(slug, conflict.to_string());
    match conflict {
        Conflict::NotAdmitted(refusal) => {
            let problem = of(Slug::NotAdmitted).with("reason", refusal.code());
            if refusal.offers_request() {
                problem.with("next", "request_access")
            } else {
                problem
            }
        }
        Conflict::CustomerRequired(customers) => {
            let customers = customers
                .iter()
                .map(|(id, name)| json!({ "id": id, "name": name }));
            of(Slug::CustomerRequired).with("customers", customers.collect::<Value>())
        }
        Conflict::AlreadyPending => of(Slug::AlreadyPending),
        Conflict::AlreadyMember => of(Slug::AlreadyMember),
        Conflict::ContactHasAccess => of(Slug::ContactHasAccess),
        Conflict::ContactConflict => of(Slug::ContactConflict),
        Conflict::AlreadyDecided {
            decision,
            decided_by,
        } => of(Slug::AlreadyDecided)
            .with("decision", *decision)
            .with("decided_by", json!(decided_by)),
        Conflict::Claimed { by, until } => of(Slug::Claimed)
            .with("claimed_by", json!(by))
            .with("claimed_until", json!(until)),
        Conflict::LastAdministrator => of(Slug::LastAdministrator),
        Conflict::OwnerUnavailable => of(Slug::OwnerUnavailable),
        Conflict::RegistrationEnded(state) => {
            of(Slug::RegistrationEnded).with("state", state.code())
        }
        Conflict::MailNotRetriable => of(Slug::MailNotRetriable),
        Conflict::AlreadyExists(_) => of(Slug::AlreadyExists),
    }
}
