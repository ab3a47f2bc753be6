//! Whatever people do, in whichever order: the product's promises hold in Fairlead's tables.

use registration_examples::fairlead::Fairlead;
use registration_testkit::{contract::Subject, history::Config, store_histories};

// A few and long ones: each opens a file of its own.
const CONFIG: Config = Config {
    cases: 6,
    steps: 80,
    seed: None,
};

store_histories!(CONFIG, || async {
    let fairlead = Fairlead::for_a_while("").await;
    let (store, folder) = fairlead.expect("Fairlead is installed");
    Subject::new(store).keeping(folder)
});
