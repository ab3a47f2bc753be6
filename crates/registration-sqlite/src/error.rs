//! What SQLite's errors mean to those who called.

use registration_core::ports::StoreError;

/// Reads an error of a statement about `entity`.
///
/// SQLite names no constraint, so what is a duplicate follows from the statement.
pub(crate) fn store_error(entity: &'static str, error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => {
            StoreError::Duplicate(entity)
        }
        sqlx::Error::Database(cause) if is_busy(cause.code().as_deref()) => {
            StoreError::Contention(error.into())
        }
        // Whoever waits for the one writer waits for another unit of work.
        sqlx::Error::PoolTimedOut => StoreError::Contention(error.into()),
        _ => StoreError::Unavailable(error.into()),
    }
}

/// `SQLITE_BUSY` and `SQLITE_LOCKED`, whatever the extended code adds in the higher bits.
fn is_busy(code: Option<&str>) -> bool {
    code.and_then(|code| code.parse::<i32>().ok())
        .is_some_and(|code| matches!(code & 0xff, 5 | 6))
}
