//! Whatever people do, in whichever order: the SQLite store keeps the product's promises.

use registration_sqlite::SqliteStore;
use registration_testkit::{contract::Subject, history::Config, store_histories};

// Fewer than in memory, and longer: each opens a file of its own.
const CONFIG: Config = Config {
    cases: 12,
    steps: 80,
    seed: None,
};

store_histories!(CONFIG, || async {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("registration.db").display());
    let store = SqliteStore::open(&url).await.expect("the store opens");
    store.migrate().await.expect("the tables are made");
    Subject::new(store).keeping(folder)
});
