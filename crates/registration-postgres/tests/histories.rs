//! Whatever people do, in whichever order: the Postgres store keeps the product's promises.

use registration_postgres::PostgresStore;
use registration_testkit::{
    contract::Subject, history::Config, servers::fresh_database, store_histories,
};

// Fewer than in memory, and longer: each makes a database of its own.
const CONFIG: Config = Config {
    cases: 8,
    steps: 80,
    seed: None,
};

store_histories!(CONFIG, || async {
    let url = fresh_database().await;
    let store = PostgresStore::connect(&url, 2)
        .await
        .expect("the database answers");
    store.migrate().await.expect("the tables are made");
    Subject::new(store).with_many_writers()
});
