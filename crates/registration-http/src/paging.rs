//! Lists: `?limit=&cursor=`, `{data, next_cursor}` and `Link: rel="next"` (RFC 8288).

use crate::problem::Problem;
use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use base64ct::{Base64UrlUnpadded, Encoding};
use registration_core::{ports::Page, usecase::Listing};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Rows of a page when nothing is said.
const DEFAULT_LIMIT: u32 = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// How many rows, 1 to 100; 50 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The page that was asked for, and the address it was asked with.
pub(crate) struct Paging {
    page: Result<Page, Problem>,
    uri: axum::http::Uri,
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = crate::extract::Query::<PageQuery>::from_request_parts(parts, state).await;
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state)
            .await
            .unwrap_or_else(|never| match never {});
        Ok(Self {
            page: query.and_then(|query| query.0.page()),
            uri,
        })
    }
}

impl PageQuery {
    fn page(&self) -> Result<Page, Problem> {
        let limit = match self.limit.as_deref() {
            None => DEFAULT_LIMIT,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=100).contains(limit))
                .ok_or_else(|| {
                    Problem::field("/limit", "invalid_limit", "limit is a number from 1 to 100")
                })?,
        };
        let before = match self.cursor.as_deref() {
            None | Some("") => None,
            Some(cursor) => Some(read_cursor(cursor).ok_or_else(|| {
                Problem::field(
                    "/cursor",
                    "invalid_cursor",
                    "send the next_cursor of a page, as it was",
                )
            })?),
        };
        Ok(Page { limit, before })
    }
}

fn read_cursor(cursor: &str) -> Option<Uuid> {
    let mut bytes = [0; 16];
    let read = Base64UrlUnpadded::decode(cursor, &mut bytes).ok()?;
    (read.len() == 16).then(|| Uuid::from_bytes(bytes))
}

/// A page of a list, as it is sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// The rows, newest first.
    data: Vec<T>,
    /// Where the next page begins; null on the last page.
    next_cursor: Option<String>,
}

impl Paging {
    /// The page, or what is wrong with its parameters: to be asked for after permission and existence were checked.
    pub(crate) fn page(&self) -> Result<Page, Problem> {
        self.page.clone()
    }

    /// Answers with a page of rows, each mapped by `row`.
    pub(crate) fn answer<T, R: Serialize>(
        &self,
        listing: Listing<T>,
        row: impl FnMut(T) -> R,
    ) -> Response {
        let next_cursor = listing
            .next
            .map(|id| Base64UrlUnpadded::encode_string(id.as_bytes()));
        let link = next_cursor
            .as_deref()
            .and_then(|cursor| HeaderValue::from_str(&self.next_link(cursor)).ok());
        let list = List {
            data: listing.items.into_iter().map(row).collect(),
            next_cursor,
        };
        let mut response = axum::Json(list).into_response();
        if let Some(link) = link {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }

    /// The address of the next page, for a link on a page.
    pub(crate) fn older<T>(&self, listing: &Listing<T>) -> Option<String> {
        let next = listing.next?;
        Some(self.address_of(&Base64UrlUnpadded::encode_string(next.as_bytes())))
    }

    fn next_link(&self, cursor: &str) -> String {
        format!("<{}>; rel=\"next\"", self.address_of(cursor))
    }

    fn address_of(&self, cursor: &str) -> String {
        let query = self.uri.query().unwrap_or_default();
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="))
            .collect();
        let mut pairs = kept;
        let cursor = format!("cursor={cursor}");
        pairs.push(&cursor);
        format!("{}?{}", self.uri.path(), pairs.join("&"))
    }
}
