//! Empty databases in a Postgres that is running already.

use sqlx::{AssertSqlSafe, Connection, PgConnection, raw_sql};
use std::{
    env,
    hash::{BuildHasher, Hasher, RandomState},
    process,
};

/// Names the server: the URL of any database that may create others, `postgres:///postgres?host=DIR&user=postgres`
/// for example.
pub const SERVER: &str = "REGISTRATION_TEST_POSTGRES";

/// Creates an empty database with a name that nobody else has, and tells its URL.
///
/// # Panics
///
/// When no server is named or it cannot be reached. A test that would be skipped without Postgres proves nothing, and
/// nobody would notice.
///
/// ```no_run
/// use registration_testkit::servers::fresh_database;
///
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let url = fresh_database().await; // REGISTRATION_TEST_POSTGRES names the server
/// assert!(url.contains("/test_"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
pub async fn fresh_database() -> String {
    let server = env::var(SERVER).unwrap_or_else(|_| {
        panic!(
            "{SERVER} is not set: run the tests with `cargo xtask test`, which starts a throw-away Postgres"
        )
    });
    let name = random_name();
    let mut connection = PgConnection::connect(&server)
        .await
        .unwrap_or_else(|error| panic!("the Postgres named by {SERVER} does not answer: {error}"));
    // template0, since nobody can be connected to it: `CREATE DATABASE` fails when its template is in use.
    raw_sql(AssertSqlSafe(format!(
        "CREATE DATABASE {name} TEMPLATE template0"
    )))
    .execute(&mut connection)
    .await
    .unwrap_or_else(|error| panic!("database {name} could not be created: {error}"));
    connection.close().await.ok();
    with_database(&server, &name)
}

// The hasher's keys are the randomness that the standard library has; the process id keeps processes apart for sure.
fn random_name() -> String {
    let random = RandomState::new().build_hasher().finish();
    format!("test_{}_{random:016x}", process::id())
}

fn with_database(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let authority = address.find("://").map_or(0, |scheme| scheme + 3);
    let end = address[authority..]
        .find('/')
        .map_or(address.len(), |slash| authority + slash);
    format!("{}/{name}{options}", &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_the_database_changes() {
        for (server, database) in [
            (
                "postgres:///postgres?host=/run/pg&user=postgres",
                "postgres:///fresh?host=/run/pg&user=postgres",
            ),
            (
                "postgres://u:p@db:5433/main",
                "postgres://u:p@db:5433/fresh",
            ),
            ("postgres://localhost", "postgres://localhost/fresh"),
        ] {
            assert_eq!(with_database(server, "fresh"), database);
        }
    }

    #[test]
    fn no_name_comes_twice() {
        assert_ne!(random_name(), random_name());
    }
}
