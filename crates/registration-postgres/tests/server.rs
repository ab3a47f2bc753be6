//! What only a store with a server has to keep: who shares it, whose locks meet, what a bad row or a NUL does.

use registration_core::{
    model::{LinkCode, MailState},
    ports::{Directory, MailQueue, Page, RegistrationFilter, Store, StoreError},
};
use registration_postgres::PostgresStore;
use registration_testkit::{
    fixtures::{Fixtures, minute},
    servers::fresh_database,
};
use sqlx::{Connection, PgConnection, query};

const ALL: Page = Page {
    limit: 1_000,
    before: None,
};

async fn open() -> (PostgresStore, String) {
    let url = fresh_database().await;
    let store = PostgresStore::connect(&url, 4).await.unwrap();
    store.migrate().await.unwrap();
    (store, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_make_the_tables_once() {
    let url = fresh_database().await;
    let starts = (0..8).map(|_| {
        let url = url.clone();
        tokio::spawn(async move {
            let store = PostgresStore::connect(&url, 2).await?;
            store.migrate().await?;
            store.customers(None, ALL).await
        })
    });
    for start in starts.collect::<Vec<_>>() {
        assert_eq!(start.await.unwrap().unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_of_waiting_ends_in_contention_for_one_and_success_for_the_other() {
    let (store, _) = open().await;
    let make = Fixtures::default();
    let (first, second) = (make.account(), make.account());
    let mut work = store.begin().await.unwrap();
    work.accounts().insert(&first).await.unwrap();
    work.accounts().insert(&second).await.unwrap();
    work.commit().await.unwrap();

    let (mut left, mut right) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    left.accounts().get(first.id).await.unwrap();
    right.accounts().get(second.id).await.unwrap();
    let left = tokio::spawn(async move { left.accounts().get(second.id).await.map(drop) });
    let right = tokio::spawn(async move { right.accounts().get(first.id).await.map(drop) });
    let ends = [left.await.unwrap(), right.await.unwrap()];
    let lost = ends
        .iter()
        .filter(|end| matches!(end, Err(StoreError::Contention(_))));
    assert_eq!(lost.count(), 1, "{ends:?}");
    assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1, "{ends:?}");
}

#[tokio::test]
async fn whoever_refers_to_a_row_does_not_wait_for_its_lock() {
    let (store, _) = open().await;
    let make = Fixtures::default();
    let customer = make.customer();
    let mut work = store.begin().await.unwrap();
    work.customers().insert(&customer).await.unwrap();
    work.commit().await.unwrap();

    let mut holder = store.begin().await.unwrap();
    holder.customers().get(customer.id).await.unwrap();
    let mut work = store.begin().await.unwrap();
    work.contacts()
        .insert(&make.contact(&customer))
        .await
        .unwrap();
    work.commit().await.unwrap();
}

#[tokio::test]
async fn a_nul_in_what_is_looked_up_finds_nothing_and_is_no_error() {
    let (store, _) = open().await;
    let found = store
        .invite_link_by_code(&LinkCode("a\0b".to_owned()))
        .await;
    assert_eq!(found.unwrap(), None);
    assert_eq!(store.customers(Some("\0"), ALL).await.unwrap(), []);
    let filter = RegistrationFilter {
        q: Some("\0".to_owned()),
        ..RegistrationFilter::default()
    };
    assert_eq!(store.registrations(&filter, ALL).await.unwrap(), []);
    let mut work = store.begin().await.unwrap();
    let contact = Fixtures::default().id();
    assert_eq!(
        work.projects().get_by_form(contact, "\0").await.unwrap(),
        None
    );
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_unavailable() {
    for url in [
        "sqlite:registration.db",
        "postgres://user@127.0.0.1:1/registration",
    ] {
        let connected = PostgresStore::connect(url, 1).await;
        assert!(
            matches!(connected, Err(StoreError::Unavailable(_))),
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_mail_that_cannot_be_read_keeps_no_other_from_being_sent() {
    let (store, url) = open().await;
    let make = Fixtures::default();
    let (bad, good) = (make.plain_mail(), make.plain_mail());
    let mut work = store.begin().await.unwrap();
    work.outbox().enqueue(&bad).await.unwrap();
    work.outbox().enqueue(&good).await.unwrap();
    work.commit().await.unwrap();
    let mut other = PgConnection::connect(&url).await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_current_after_migrating_and_not_before_or_after_a_newer_program() {
    let url = fresh_database().await;
    let store = PostgresStore::connect(&url, 2).await.unwrap();
    assert!(!store.is_current().await.unwrap());
    store.migrate().await.unwrap();
    assert!(store.is_current().await.unwrap());
    let mut connection = PgConnection::connect(&url).await.unwrap();
    query("UPDATE _sqlx_migrations SET version = version + 1000")
        .execute(&mut connection)
        .await
        .unwrap();
    assert!(!store.is_current().await.unwrap());
}
