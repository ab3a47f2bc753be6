//! How anything is asked of the database: what is kept where, a question, and its answers.

use futures_util::TryStreamExt;
use registration_core::{
    model::Stored,
    ports::{BoxError, Page, StoreError},
};
use sqlx::{
    Encode, QueryBuilder, Sqlite, SqliteExecutor, Type, error::DatabaseError, sqlite::SqliteRow,
};
use std::marker::PhantomData;
use uuid::Uuid;

pub(super) type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Something of the model that lies in a table, one a row.
pub(super) trait Kept: Sized + Send {
    /// What errors call it.
    const NAME: &'static str;
    /// The beginning of each question for it, up to a condition.
    const SELECT: &'static str;

    /// Reads a row. None is what the portal does not see: Fairlead may write what is no contact to us.
    fn read(row: &SqliteRow) -> Result<Option<Stored<Self>>, BoxError>;
}

/// A question, made longer condition by condition.
pub(super) struct Question<T> {
    sql: QueryBuilder<Sqlite>,
    about: PhantomData<fn() -> T>,
}

/// A question for all of a kind.
pub(super) fn all<T: Kept>() -> Question<T> {
    Question {
        sql: QueryBuilder::new(T::SELECT),
        about: PhantomData,
    }
}

/// A question for the one with this id.
pub(super) fn one_by_id<T: Kept>(id: Uuid) -> Question<T> {
    all().with("portal_id = ?", id.to_string())
}

impl<T: Kept> Question<T> {
    /// Narrowed by a condition with one `?`, which stands for `value`.
    pub(super) fn with<V>(mut self, condition: &'static str, value: V) -> Self
    where
        V: for<'q> Encode<'q, Sqlite> + Type<Sqlite>,
    {
        let (before, behind) = condition.split_once('?').unwrap_or((condition, ""));
        self.sql.push(" AND ").push(before);
        self.sql.push_bind(value).push(behind);
        self
    }

    /// Narrowed by a condition, if there is a value.
    pub(super) fn with_if<V>(self, condition: &'static str, value: Option<V>) -> Self
    where
        V: for<'q> Encode<'q, Sqlite> + Type<Sqlite>,
    {
        match value {
            Some(value) => self.with(condition, value),
            None => self,
        }
    }

    /// With what stands behind the conditions.
    pub(super) fn then(mut self, rest: &'static str) -> Self {
        self.sql.push(" ").push(rest);
        self
    }

    /// The oldest first, `limit` at most.
    pub(super) fn oldest(mut self, limit: u32) -> Self {
        self.sql.push(" ORDER BY portal_id LIMIT ");
        self.sql.push_bind(i64::from(limit));
        self
    }

    /// The answers, in the order that was asked for.
    pub(super) async fn many(mut self, db: impl SqliteExecutor<'_>) -> Result<Vec<Stored<T>>> {
        let rows = self.sql.build().fetch_all(db).await;
        let rows = rows.map_err(|error| failure(T::NAME, error))?;
        let read = rows.iter().map(read);
        read.filter_map(Result::transpose).collect()
    }

    /// The first answer.
    pub(super) async fn one(self, db: impl SqliteExecutor<'_>) -> Result<Option<Stored<T>>> {
        Ok(self.many(db).await?.into_iter().next())
    }

    /// A page of the answers that are `wanted`, newest first. It reads on until the page is full, since SQLite folds the
    /// case of ASCII only, and what Fairlead writes has no folded column beside it.
    pub(super) async fn newest(
        mut self,
        db: impl SqliteExecutor<'_>,
        page: Page,
        wanted: impl Fn(&T) -> bool + Send,
    ) -> Result<Vec<Stored<T>>> {
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        if limit == 0 {
            return Ok(found);
        }
        if let Some(before) = page.before {
            self = self.with("portal_id < ?", before.to_string());
        }
        self.sql.push(" ORDER BY portal_id DESC");
        let mut rows = self.sql.build().fetch(db);
        while let Some(row) = rows.try_next().await.map_err(|e| failure(T::NAME, e))? {
            found.extend(read(&row)?.filter(|it: &Stored<T>| wanted(&it.value)));
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }
}

fn read<T: Kept>(row: &SqliteRow) -> Result<Option<Stored<T>>> {
    T::read(row).map_err(|cause| StoreError::corrupt(T::NAME, cause))
}

/// Texts as `json_each` takes them: one statement finds the many.
pub(super) fn list(texts: impl IntoIterator<Item = impl ToString>) -> String {
    let texts = texts.into_iter().map(|text| text.to_string());
    serde_json::Value::from_iter(texts).to_string()
}

/// Whether one of `texts` contains `q`, whatever the case of both.
pub(super) fn says(q: Option<&str>, texts: &[&str]) -> bool {
    let q = q.unwrap_or_default().to_lowercase();
    texts.iter().any(|text| text.to_lowercase().contains(&q))
}

/// What an error of a statement about a `name` means to whoever called.
pub(super) fn failure(name: &'static str, error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => StoreError::Duplicate(name),
        sqlx::Error::Database(cause) if is_busy(&**cause) => StoreError::Contention(error.into()),
        // There is one writer: whoever waited for it in vain waited for another unit of work.
        sqlx::Error::PoolTimedOut => StoreError::Contention(error.into()),
        _ => StoreError::Unavailable(error.into()),
    }
}

/// `SQLITE_BUSY` (5) and `SQLITE_LOCKED` (6): Fairlead itself is writing.
fn is_busy(error: &dyn DatabaseError) -> bool {
    matches!(primary_code(error), Some(5 | 6))
}

/// SQLite's result code, without what an extended one adds in the higher bits.
pub(super) fn primary_code(error: &dyn DatabaseError) -> Option<i32> {
    Some(error.code()?.parse::<i32>().ok()? & 0xff)
}
