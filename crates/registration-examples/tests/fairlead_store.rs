//! The store in Fairlead's tables obeys the contract.

use registration_examples::fairlead::Fairlead;
use registration_testkit::{contract::Subject, store_contract};

store_contract!(|| async {
    let fairlead = Fairlead::for_a_while("").await;
    let (store, folder) = fairlead.expect("Fairlead is installed");
    Subject::new(store).keeping(folder)
});
