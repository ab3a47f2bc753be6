//! How values of the model lie in columns: ids, moments, codes, JSON, and what a search compares.

use registration_core::{
    model::{PersonName, Revision, SecretDigest, Stored, Timestamp},
    ports::{BoxError, Page, StoreError},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sqlx::{
    Database, Decode, Encode, Row, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    sqlite::{SqliteArguments, SqliteRow, SqliteTypeInfo},
};
use std::{fmt::Display, str::FromStr};
use uuid::Uuid;

/// A statement with what is bound to it.
pub(crate) type Statement<'q> = sqlx::query::Query<'q, Sqlite, SqliteArguments>;

/// What can be read from the columns that its file lists.
pub(crate) trait Record: Sized {
    /// What errors call it.
    const ENTITY: &'static str;

    /// Takes its columns from `row`, in the order in which they are listed.
    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError>;

    /// Reads a whole row.
    fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        Self::read(&mut Fields::new(row, Self::ENTITY))
    }
}

impl<T: Record> Record for Stored<T> {
    const ENTITY: &'static str = T::ENTITY;

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        let value = T::read(row)?;
        Ok(Self::new(value, Revision(row.next()?)))
    }
}

/// The columns of a row, taken one after the other: several values of one joined row follow each other.
pub(crate) struct Fields<'r> {
    row: &'r SqliteRow,
    entity: &'static str,
    next: usize,
}

impl<'r> Fields<'r> {
    /// All columns of a row that holds an `entity`.
    pub(crate) fn new(row: &'r SqliteRow, entity: &'static str) -> Self {
        Self {
            row,
            entity,
            next: 0,
        }
    }

    /// A stored value that cannot be read because of `cause`.
    pub(crate) fn corrupt(&self, cause: impl Into<BoxError>) -> StoreError {
        StoreError::corrupt(self.entity, cause)
    }

    /// The next column as the database has it.
    pub(crate) fn next<T: Decode<'r, Sqlite> + Type<Sqlite>>(&mut self) -> Result<T, StoreError> {
        let value = self.row.try_get(self.next);
        self.next += 1;
        value.map_err(|cause| self.corrupt(cause))
    }

    /// An id.
    pub(crate) fn id<T: From<Uuid>>(&mut self) -> Result<T, StoreError> {
        self.next::<Uuid>().map(T::from)
    }

    /// An id, or none.
    pub(crate) fn id_if<T: From<Uuid>>(&mut self) -> Result<Option<T>, StoreError> {
        Ok(self.next::<Option<Uuid>>()?.map(T::from))
    }

    /// A moment.
    pub(crate) fn time(&mut self) -> Result<Timestamp, StoreError> {
        let at = self.next()?;
        Timestamp::from_micros(at).map_err(|cause| self.corrupt(cause))
    }

    /// A moment, or none.
    pub(crate) fn time_if(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = self.next()?;
        at.map(Timestamp::from_micros)
            .transpose()
            .map_err(|cause| self.corrupt(cause))
    }

    /// A number that is never negative.
    pub(crate) fn number<T>(&mut self) -> Result<T, StoreError>
    where
        T: TryFrom<i64, Error: Into<BoxError>>,
    {
        let number: i64 = self.next()?;
        T::try_from(number).map_err(|cause| self.corrupt(cause))
    }

    /// A number that is never negative, or none.
    pub(crate) fn number_if<T>(&mut self) -> Result<Option<T>, StoreError>
    where
        T: TryFrom<i64, Error: Into<BoxError>>,
    {
        let number: Option<i64> = self.next()?;
        number
            .map(T::try_from)
            .transpose()
            .map_err(|cause| self.corrupt(cause))
    }

    /// Text that has a type of its own: an address, a code.
    pub(crate) fn parsed<T>(&mut self) -> Result<T, StoreError>
    where
        T: FromStr<Err: Into<BoxError>>,
    {
        let text: &str = self.next()?;
        text.parse().map_err(|cause| self.corrupt(cause))
    }

    /// Text that has a type of its own, or none.
    pub(crate) fn parsed_if<T>(&mut self) -> Result<Option<T>, StoreError>
    where
        T: FromStr<Err: Into<BoxError>>,
    {
        let text: Option<&str> = self.next()?;
        let parsed = text.map(str::parse).transpose();
        parsed.map_err(|cause: T::Err| self.corrupt(cause))
    }

    /// First and last name, in two columns.
    pub(crate) fn name(&mut self) -> Result<PersonName, StoreError> {
        let (first, last): (&str, &str) = (self.next()?, self.next()?);
        PersonName::new(first, last).map_err(|cause| self.corrupt(cause))
    }

    /// The digest of a secret.
    pub(crate) fn digest(&mut self) -> Result<SecretDigest, StoreError> {
        let bytes: &[u8] = self.next()?;
        let digest = bytes.try_into().map_err(|cause| self.corrupt(cause))?;
        Ok(SecretDigest(digest))
    }

    /// The digest of a secret, or none.
    pub(crate) fn digest_if(&mut self) -> Result<Option<SecretDigest>, StoreError> {
        let bytes: Option<&[u8]> = self.next()?;
        let digest = bytes.map(<[u8; 32]>::try_from).transpose();
        let digest = digest.map_err(|cause| self.corrupt(cause))?;
        Ok(digest.map(SecretDigest))
    }

    /// A value that lies there as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T, StoreError> {
        let text: &str = self.next()?;
        serde_json::from_str(text).map_err(|cause| self.corrupt(cause))
    }

    /// A value that lies there as JSON, or none.
    pub(crate) fn json_if<T: DeserializeOwned>(&mut self) -> Result<Option<T>, StoreError> {
        let text: Option<&str> = self.next()?;
        text.map(serde_json::from_str)
            .transpose()
            .map_err(|cause| self.corrupt(cause))
    }
}

/// Binds a value as the text of its JSON: exactly what was written comes back, whatever it contains.
pub(crate) struct Json<'a, T>(pub(crate) &'a T);

impl<T> Type<Sqlite> for Json<'_, T> {
    fn type_info() -> SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl<'q, T: Serialize> Encode<'q, Sqlite> for Json<'_, T> {
    fn encode_by_ref(
        &self,
        buffer: &mut <Sqlite as Database>::ArgumentBuffer,
    ) -> Result<IsNull, BoxDynError> {
        <String as Encode<'q, Sqlite>>::encode(serde_json::to_string(self.0)?, buffer)
    }
}

/// A moment as it is bound: microseconds since 1970, which sort as moments do.
pub(crate) fn time(at: Timestamp) -> i64 {
    at.as_micros()
}

/// A moment or none, as it is bound.
pub(crate) fn time_if(at: Option<Timestamp>) -> Option<i64> {
    at.map(time)
}

/// A digest as it is bound.
pub(crate) fn digest(digest: &SecretDigest) -> Vec<u8> {
    digest.0.to_vec()
}

/// Ids as they are bound to `json_each`, which has no bytes: in hexadecimal digits, for `unhex`.
pub(crate) fn ids(ids: impl IntoIterator<Item = Uuid>) -> String {
    let digits = ids.into_iter().map(|id| id.simple().to_string());
    Value::from_iter(digits).to_string()
}

/// Texts as they are bound to `json_each`.
pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    Value::from_iter(texts).to_string()
}

/// What a search for a person or a customer looks through, in lower case as Rust folds it: SQLite folds ASCII only.
/// Nobody types the line break between the two, so nothing is found across it.
pub(crate) fn search(first: &impl Display, second: &impl Display) -> String {
    format!("{first}\n{second}").to_lowercase()
}

/// Text from outside that is looked up as it is.
pub(crate) fn sought(text: &str) -> &str {
    text
}

/// What is searched for; every text contains the empty one.
pub(crate) fn needle(q: Option<&str>) -> String {
    q.unwrap_or_default().to_lowercase()
}

/// The id that a page lies before; every id that is ever made is smaller than the greatest.
pub(crate) fn before(page: Page) -> Uuid {
    page.before.unwrap_or(Uuid::max())
}

/// How many rows a page has.
pub(crate) fn limit(page: Page) -> i64 {
    page.limit.into()
}

/// What a mail server or a cause said, cut to what a screen shows.
pub(crate) fn reason(error: &str) -> String {
    let visible = error.chars().filter(|c| *c != '\0');
    visible.take(1_000).collect()
}
