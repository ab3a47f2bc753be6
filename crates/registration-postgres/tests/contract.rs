//! The Postgres store obeys the contract.

use registration_postgres::PostgresStore;
use registration_testkit::{contract::Subject, servers::fresh_database, store_contract};

store_contract!(|| async {
    let url = fresh_database().await;
    let store = PostgresStore::connect(&url, PostgresStore::DEFAULT_CONNECTIONS)
        .await
        .expect("the database answers");
    store.migrate().await.expect("the tables are made");
    Subject::new(store).with_many_writers()
});
