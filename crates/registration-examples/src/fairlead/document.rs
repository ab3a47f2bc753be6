//! Documents: all that Fairlead never had, one row each, whatever it is.

use super::{
    kept::{Kept, Result, list},
    moment,
    unit_of_work::Work,
};
use registration_core::{
    model::{Revision, Stored, Timestamp},
    ports::{BoxError, StoreError},
};
use sqlx::{QueryBuilder, Row, Sqlite, sqlite::SqliteRow};

/// What of a document stands in columns: what it names, and by what it is found.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) id: String,
    pub(super) company: Option<String>,
    pub(super) person: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) source: Option<String>,
    pub(super) topic: Option<String>,
    pub(super) made_at: String,
    pub(super) ends_at: Option<String>,
    pub(super) due_at: Option<String>,
    /// Of each there is one only among the documents of a kind.
    pub(super) keys: Vec<String>,
}

impl Columns {
    pub(super) fn new(id: impl ToString, made_at: Timestamp) -> Self {
        Self {
            id: id.to_string(),
            made_at: moment::text(made_at),
            ..Self::default()
        }
    }
}

/// An id as text, if there is one.
pub(super) fn id(id: Option<impl ToString>) -> Option<String> {
    id.map(|id| id.to_string())
}

/// What lies in `portal_documents`.
pub(super) trait Document: Kept + Sync {
    fn columns(&self) -> Columns;
    fn body(&self) -> Result<String, BoxError>;
}

/// Makes a type of the model a document: its kind, how it looks in JSON (itself, or a shape that serde derived for it),
/// and its columns.
macro_rules! document {
    ($type:ty as $shape:ty, $kind:literal, |$it:ident| $columns:expr) => {
        impl $crate::fairlead::kept::Kept for $type {
            const NAME: &'static str = $kind;
            const SELECT: &'static str = concat!(
                "SELECT body, portal_revision FROM portal_documents WHERE kind = '",
                $kind,
                "'"
            );

            fn read(
                row: &sqlx::sqlite::SqliteRow,
            ) -> std::result::Result<
                Option<registration_core::model::Stored<Self>>,
                registration_core::ports::BoxError,
            > {
                let (body, revision) = $crate::fairlead::document::parts(row)?;
                let mut json = serde_json::Deserializer::from_str(body);
                let value = <$shape>::deserialize(&mut json)?;
                Ok(Some(registration_core::model::Stored::new(value, revision)))
            }
        }

        impl $crate::fairlead::document::Document for $type {
            fn columns(&self) -> $crate::fairlead::document::Columns {
                let $it = self;
                $columns
            }

            fn body(&self) -> std::result::Result<String, registration_core::ports::BoxError> {
                let mut json = Vec::new();
                <$shape>::serialize(self, &mut serde_json::Serializer::new(&mut json))?;
                Ok(String::from_utf8(json)?)
            }
        }
    };
}
pub(super) use document;

/// The two columns that every document is read from.
pub(super) fn parts(row: &SqliteRow) -> Result<(&str, Revision), sqlx::Error> {
    Ok((
        row.try_get("body")?,
        Revision(row.try_get("portal_revision")?),
    ))
}

/// What an update writes; a document keeps its id, its kind and its age.
const WRITTEN: &str = "company, person, owner, source, topic, ends_at, due_at, body";

fn bind(statement: &mut QueryBuilder<Sqlite>, columns: Columns, body: String) {
    let mut values = statement.separated(", ");
    values.push_bind(columns.company).push_bind(columns.person);
    values.push_bind(columns.owner).push_bind(columns.source);
    values.push_bind(columns.topic).push_bind(columns.ends_at);
    values.push_bind(columns.due_at).push_bind(body);
}

impl Work {
    /// Writes a new document. Its keys, its id included, are held by constraints.
    pub(super) async fn add<T: Document>(&mut self, document: &T) -> Result<()> {
        let mut columns = document.columns();
        let (id, made_at) = (columns.id.clone(), std::mem::take(&mut columns.made_at));
        let keys = std::mem::take(&mut columns.keys);
        let body = self.body(document)?;
        let mut statement = QueryBuilder::new("INSERT INTO portal_documents (");
        statement
            .push(WRITTEN)
            .push(", portal_id, kind, made_at) VALUES (");
        bind(&mut statement, columns, body);
        statement.push(", ").push_bind(id.clone());
        statement.push(", ").push_bind(T::NAME);
        statement.push(", ").push_bind(made_at).push(")");
        self.write(T::NAME, &mut statement).await?;
        self.write_keys::<T>(id, keys).await
    }

    /// Writes a changed document, on the revision it was loaded at.
    pub(super) async fn change<T: Document>(&mut self, changed: &Stored<T>) -> Result<Revision> {
        let mut columns = changed.columns();
        let (id, keys) = (columns.id.clone(), std::mem::take(&mut columns.keys));
        let next = changed.revision.next();
        let mut statement = self.update(&changed.value, columns)?;
        statement.push(", portal_revision = ").push_bind(next.0);
        statement.push(" WHERE portal_id = ").push_bind(id.clone());
        statement
            .push(" AND portal_revision = ")
            .push_bind(changed.revision.0);
        if self.write(T::NAME, &mut statement).await? == 0 {
            return self.or_die(Err(StoreError::Stale(T::NAME)));
        }
        let mut statement = QueryBuilder::new("DELETE FROM portal_keys WHERE document = ");
        statement.push_bind(id.clone());
        self.write(T::NAME, &mut statement).await?;
        self.write_keys::<T>(id, keys).await?;
        Ok(next)
    }

    /// Writes what is no edit and moves no revision: a use of a link, the progress of a mail. Keys stay.
    pub(super) async fn note<T: Document>(&mut self, document: &T) -> Result<()> {
        let columns = document.columns();
        let id = columns.id.clone();
        let mut statement = self.update(document, columns)?;
        statement.push(" WHERE portal_id = ").push_bind(id);
        self.write(T::NAME, &mut statement).await?;
        Ok(())
    }

    /// Removes the documents of a kind for which a condition with one `?` holds, and says how many.
    pub(super) async fn remove<T: Document>(
        &mut self,
        condition: &'static str,
        value: String,
    ) -> Result<u64> {
        let mut statement = QueryBuilder::new("DELETE FROM portal_documents WHERE kind = ");
        let (before, behind) = condition.split_once('?').unwrap_or((condition, ""));
        statement.push_bind(T::NAME).push(" AND ").push(before);
        statement.push_bind(value).push(behind);
        self.write(T::NAME, &mut statement).await
    }

    fn update<T: Document>(
        &mut self,
        document: &T,
        columns: Columns,
    ) -> Result<QueryBuilder<Sqlite>> {
        let mut statement = QueryBuilder::new("UPDATE portal_documents SET (");
        statement.push(WRITTEN).push(") = (");
        bind(&mut statement, columns, self.body(document)?);
        statement.push(")");
        Ok(statement)
    }

    async fn write_keys<T: Document>(&mut self, id: String, keys: Vec<String>) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let mut statement =
            QueryBuilder::new("INSERT INTO portal_keys (kind, key, document) SELECT ");
        statement.push_bind(T::NAME).push(", value, ").push_bind(id);
        statement
            .push(" FROM json_each(")
            .push_bind(list(keys))
            .push(")");
        self.write(T::NAME, &mut statement).await?;
        Ok(())
    }

    fn body<T: Document>(&mut self, document: &T) -> Result<String> {
        let body = document.body();
        self.or_die(body.map_err(|cause| StoreError::corrupt(T::NAME, cause)))
    }
}
