//! What Postgres's errors mean to those who called.

use registration_core::ports::StoreError;

/// Reads an error of a statement about `entity`.
///
/// What is a duplicate follows from the statement, as in SQLite, which names no constraint.
pub(crate) fn store_error(entity: &'static str, error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => {
            StoreError::Duplicate(entity)
        }
        sqlx::Error::Database(cause) if is_busy(cause.code().as_deref()) => {
            StoreError::Contention(error.into())
        }
        _ => StoreError::Unavailable(error.into()),
    }
}

/// A serialization failure, a deadlock, a lock that was not available in time.
fn is_busy(code: Option<&str>) -> bool {
    matches!(code, Some("40001" | "40P01" | "55P03"))
}
