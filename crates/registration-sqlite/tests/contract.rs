//! The SQLite store obeys the contract.

use registration_sqlite::SqliteStore;
use registration_testkit::{contract::Subject, store_contract};

store_contract!(|| async {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("registration.db").display());
    let store = SqliteStore::open(&url).await.expect("the store opens");
    store.migrate().await.expect("the tables are made");
    Subject::new(store).keeping(folder)
});
