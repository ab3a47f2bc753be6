//! What only a store in a file has to keep: who reads the file, who shares it, what a bad row does.

use registration_core::{
    model::MailState,
    ports::{Directory, MailQueue, Page, Store, StoreError},
};
use registration_sqlite::SqliteStore;
use registration_testkit::fixtures::{Fixtures, minute};
use sqlx::{Connection, SqliteConnection, query};
use std::path::Path;
use tempfile::TempDir;

const ALL: Page = Page {
    limit: 1_000,
    before: None,
};

fn url(folder: &TempDir) -> String {
    format!(
        "sqlite:{}/deep/below/registration.db",
        folder.path().display()
    )
}

async fn open(folder: &TempDir) -> SqliteStore {
    let store = SqliteStore::open(&url(folder)).await.unwrap();
    store.migrate().await.unwrap();
    store
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[tokio::test]
async fn what_it_creates_is_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder).await;
    let below = folder.path().join("deep/below");
    assert_eq!(mode(&folder.path().join("deep")), 0o700);
    assert_eq!(mode(&below), 0o700);
    for file in [
        "registration.db",
        "registration.db-wal",
        "registration.db-shm",
    ] {
        assert_eq!(mode(&below.join(file)), 0o600, "{file}");
    }
    store.close().await;
}

#[tokio::test]
async fn what_was_committed_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let customer = Fixtures::default().customer();
    let store = open(&folder).await;
    let mut work = store.begin().await.unwrap();
    work.customers().insert(&customer).await.unwrap();
    work.commit().await.unwrap();
    store.close().await;
    let store = open(&folder).await;
    let found = store.customer(customer.id).await.unwrap().unwrap();
    assert_eq!(found.value, customer);
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_make_the_tables_once() {
    let folder = tempfile::tempdir().unwrap();
    let starts = (0..8).map(|_| {
        let url = url(&folder);
        tokio::spawn(async move {
            let store = SqliteStore::open(&url).await?;
            store.migrate().await?;
            store.customers(None, ALL).await
        })
    });
    for start in starts.collect::<Vec<_>>() {
        assert_eq!(start.await.unwrap().unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_share_the_file_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let make = Fixtures::default();
    let stores = [open(&folder).await, open(&folder).await];
    let writes = (0..40).map(|n| {
        let (store, customer) = (stores[n % 2].clone(), make.customer());
        tokio::spawn(async move {
            let mut work = store.begin().await?;
            work.customers().insert(&customer).await?;
            work.commit().await
        })
    });
    for write in writes.collect::<Vec<_>>() {
        write.await.unwrap().unwrap();
    }
    assert_eq!(stores[0].customers(None, ALL).await.unwrap().len(), 40);
}

#[tokio::test]
async fn a_database_in_memory_is_shared_by_its_clones_and_by_nobody_else() {
    let store = SqliteStore::open("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let mut work = store.clone().begin().await.unwrap();
    let customer = Fixtures::default().customer();
    work.customers().insert(&customer).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(store.customers(None, ALL).await.unwrap().len(), 1);
    let other = SqliteStore::open("sqlite::memory:").await.unwrap();
    other.migrate().await.unwrap();
    assert_eq!(other.customers(None, ALL).await.unwrap(), []);
}

#[tokio::test]
async fn an_address_that_cannot_be_opened_is_an_error() {
    for url in [
        "postgres://localhost/registration",
        "sqlite:/proc/nowhere/registration.db",
    ] {
        let opened = SqliteStore::open(url).await;
        assert!(matches!(opened, Err(StoreError::Unavailable(_))), "{url}");
    }
}

#[tokio::test]
async fn a_mail_that_cannot_be_read_keeps_no_other_from_being_sent() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder).await;
    let make = Fixtures::default();
    let (bad, good) = (make.plain_mail(), make.plain_mail());
    let mut work = store.begin().await.unwrap();
    work.outbox().enqueue(&bad).await.unwrap();
    work.outbox().enqueue(&good).await.unwrap();
    work.commit().await.unwrap();
    let mut other = SqliteConnection::connect(&url(&folder)).await.unwrap();
    query("UPDATE outbox SET payload = '{\"kind\":\"of_tomorrow\"}' WHERE id = $1")
        .bind(bad.id.0)
        .execute(&mut other)
        .await
        .unwrap();
    let claimed = store.claim(minute(9), minute(10), 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].mail.id, good.id);
    let state: String = sqlx::query_scalar("SELECT state FROM outbox WHERE id = $1")
        .bind(bad.id.0)
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!(state, MailState::Failed.code());
}

#[tokio::test]
async fn tables_are_current_after_migrating_and_not_before_or_after_a_newer_program() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&url(&folder)).await.unwrap();
    assert!(!store.is_current().await.unwrap());
    store.migrate().await.unwrap();
    assert!(store.is_current().await.unwrap());
    let mut connection = SqliteConnection::connect(&url(&folder)).await.unwrap();
    query("UPDATE _sqlx_migrations SET version = version + 1000")
        .execute(&mut connection)
        .await
        .unwrap();
    assert!(!store.is_current().await.unwrap());
}
