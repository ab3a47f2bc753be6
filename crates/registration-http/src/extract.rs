//! Reads requests strictly: one JSON object, known fields only, every reason at once.

mod object;

use crate::problem::{Problem, Slug};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::BytesRejection},
    http::{HeaderMap, header, request::Parts},
};
use registration_core::usecase::FieldError;
use serde::de::DeserializeOwned;
use std::fmt::Display;

pub(crate) use object::Object;

/// The deepest nesting of a body.
const MAX_DEPTH: usize = 16;

/// A body that was received whole and is not parsed yet: permission and existence are checked first.
pub(crate) struct RawBody {
    bytes: Bytes,
    is_json: bool,
}

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(unreadable)?;
        Ok(Self { bytes, is_json })
    }
}

fn unreadable(rejection: BytesRejection) -> Problem {
    if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::new(Slug::TooLarge, "the body is larger than 64 KiB")
    } else {
        Problem::new(Slug::Malformed, "the body did not arrive whole")
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
        || kind.eq_ignore_ascii_case("application/merge-patch+json")
}

impl RawBody {
    /// A body that one of our own pages made of its form.
    pub(crate) fn of(value: &serde_json::Value) -> Self {
        Self {
            bytes: value.to_string().into(),
            is_json: true,
        }
    }

    /// Parses the body, an object, into `T`.
    pub(crate) fn parse<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if !self.is_json {
            return Err(Problem::new(
                Slug::UnsupportedMediaType,
                "send JSON with Content-Type: application/json",
            ));
        }
        if depth(&self.bytes) > MAX_DEPTH {
            return Err(Problem::new(
                Slug::Malformed,
                "the body is nested too deeply",
            ));
        }
        let mut json = serde_json::Deserializer::from_slice(&self.bytes);
        let Object(parsed) =
            serde_path_to_error::deserialize(&mut json).map_err(|error| unfit(&error))?;
        json.end().map_err(|_| {
            Problem::new(Slug::Malformed, "there is something after the JSON value")
        })?;
        Ok(parsed)
    }

    /// Parses the body, or takes the default where nothing was sent.
    pub(crate) fn parse_or_default<T: DeserializeOwned + Default>(&self) -> Result<T, Problem> {
        Ok(self.parse_if_any()?.unwrap_or_default())
    }

    /// Parses the body; none where nothing was sent.
    pub(crate) fn parse_if_any<T: DeserializeOwned>(&self) -> Result<Option<T>, Problem> {
        if self.bytes.is_empty() {
            Ok(None)
        } else {
            self.parse().map(Some)
        }
    }
}

/// How deep brackets nest, outside of strings.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// A body of JSON that isn't the one that was asked for.
fn unfit(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let inner = error.inner();
    if !inner.is_data() {
        return Problem::new(Slug::Malformed, "the body is not JSON");
    }
    let text = inner.to_string();
    let message = text.split(" at line ").next().unwrap_or_default();
    let named = |prefix: &str| {
        message
            .strip_prefix(prefix)
            .and_then(|rest| rest.split('`').next())
    };
    let here = pointer(error.path());
    // serde names a missing, unknown or doubled field in its message; the path ends at the object or at the field.
    let (code, field, detail) = if let Some(field) = named("missing field `") {
        ("required", Some(field), "this field is required".to_owned())
    } else if let Some(field) = named("unknown field `") {
        (
            "unknown_field",
            Some(field),
            "there is no such field".to_owned(),
        )
    } else if let Some(field) = named("duplicate field `") {
        (
            "duplicate_field",
            Some(field),
            "this field stands there twice".to_owned(),
        )
    } else if message.starts_with("unknown variant") || message.starts_with("not one of") {
        ("unknown_value", None, message.to_owned())
    } else {
        ("invalid_type", None, message.to_owned())
    };
    let pointer = match field {
        Some(field) if !here.ends_with(&format!("/{field}")) => format!("{here}/{field}"),
        _ => here,
    };
    Problem::field(&pointer, code, detail)
}

/// The JSON pointer (RFC 6901) of a path.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escape(key)),
            Segment::Enum { variant } => format!("/{}", escape(variant)),
            Segment::Unknown => "/?".to_owned(),
        })
        .collect()
}

/// Collects what is wrong with the fields of a body, so that all of it is told at once.
#[derive(Default)]
pub(crate) struct Fields {
    wrong: Vec<FieldError>,
}

/// Something that could not be parsed, with its stable code.
pub(crate) trait Reason: Display {
    /// The code in `errors[].code`.
    fn code(&self) -> String;
}

macro_rules! reasons {
    ($($name:ty),+) => { $(
        impl Reason for $name {
            fn code(&self) -> String {
                <$name>::code(*self).to_owned()
            }
        }
    )+ };
}

use registration_core::model as m;
reasons!(
    m::InvalidEmailAddress,
    m::InvalidLocale,
    m::InvalidName,
    m::InvalidPhone,
    m::InvalidText
);

impl Reason for m::UnknownCode {
    fn code(&self) -> String {
        "unknown_value".into()
    }
}

impl Reason for uuid::Error {
    fn code(&self) -> String {
        "invalid_id".into()
    }
}

impl Reason for m::InvalidTimestamp {
    fn code(&self) -> String {
        "invalid_time".into()
    }
}

impl Reason for m::InvalidCoverUrl {
    fn code(&self) -> String {
        "invalid_url".into()
    }
}

impl Fields {
    /// Keeps a good value, or notes why it isn't.
    pub(crate) fn take<T, E: Reason>(&mut self, pointer: &str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(reason) => {
                self.note(pointer, &reason.code(), reason.to_string());
                None
            }
        }
    }

    /// Parses a value that may be left out. An empty one counts as left out, as forms send it.
    pub(crate) fn optional<T, E: Reason>(
        &mut self,
        pointer: &str,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        self.take(pointer, parse(text))
    }

    /// Notes a field that cannot be accepted.
    pub(crate) fn note(&mut self, pointer: &str, code: &str, detail: impl Into<String>) {
        self.wrong.push(FieldError::new(pointer, code, detail));
    }

    /// The problem that tells all reasons, if there are any.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        if self.wrong.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid(self.wrong))
        }
    }
}

/// The value of a field after [`Fields::finish`] said that all are good.
///
/// Handlers finish first; a `None` here would be a field that was never noted.
pub(crate) fn good<T>(value: Option<T>) -> Result<T, Problem> {
    value.ok_or_else(|| Problem::new(Slug::Internal, "a field was accepted without a value"))
}

/// What stands in the path, as text. Bytes that are no text name nothing: 404.
pub(crate) struct Segments<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Segments<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let segments = Path::<T>::from_request_parts(parts, state).await;
        let missing = |_| Problem::new(Slug::NotFound, "there is no such thing");
        segments.map(|Path(text)| Self(text)).map_err(missing)
    }
}

/// An id in the path. One that isn't well formed names nothing: 404, as for a random one.
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Send + Sync, T: std::str::FromStr + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Segments(text) = Segments::<String>::from_request_parts(parts, state).await?;
        let missing = |_| Problem::new(Slug::NotFound, "there is no such thing");
        text.parse().map(Self).map_err(missing)
    }
}

/// A query string, every reason as a problem.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(query)) => Ok(Self(query)),
            Err(rejection) => {
                let text = rejection.body_text();
                let detail = text.rsplit(": ").next().unwrap_or_default().to_owned();
                Err(Problem::field("/query", "invalid_query", detail))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Form {
        name: String,
        list: Vec<Object<Inner>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Inner {
        n: u8,
    }

    fn refused(json: &str) -> (Slug, String, String) {
        let body = RawBody {
            bytes: Bytes::copy_from_slice(json.as_bytes()),
            is_json: true,
        };
        let problem = body.parse::<Form>().unwrap_err();
        let error = problem.errors.first().cloned();
        let error = error.unwrap_or_else(|| FieldError::new("", "", ""));
        (problem.slug, error.pointer, error.code)
    }

    #[test]
    fn every_misfit_is_named_by_pointer_and_code() {
        let invalid =
            |pointer: &str, code: &str| (Slug::Invalid, pointer.to_owned(), code.to_owned());
        assert_eq!(refused(r#"{"list":[]}"#), invalid("/name", "required"));
        assert_eq!(
            refused(r#"{"name":["a"],"list":[]}"#),
            invalid("/name", "invalid_type")
        );
        assert_eq!(
            refused(r#"{"name":"a","role":1,"list":[]}"#),
            invalid("/role", "unknown_field")
        );
        assert_eq!(
            refused(r#"{"name":"a","name":"b","list":[]}"#),
            invalid("/name", "duplicate_field")
        );
        assert_eq!(
            refused(r#"{"name":"a","list":[{"n":1},{"n":"x"}]}"#),
            invalid("/list/1/n", "invalid_type")
        );
        assert_eq!(
            refused(r#"{"name":"a","list":[{}]}"#),
            invalid("/list/0/n", "required")
        );
        assert_eq!(refused(r#"["a",[]]"#), invalid("", "invalid_type"));
        assert_eq!(
            refused(r#"{"name":"a","list":[{"n":1},[2]]}"#),
            invalid("/list/1", "invalid_type")
        );
        assert_eq!(refused("{\"name\"").0, Slug::Malformed);
        assert_eq!(refused(&"[".repeat(40)).0, Slug::Malformed);
    }
}
