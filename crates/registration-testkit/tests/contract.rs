//! The store in memory obeys the contract.

use registration_testkit::{contract::Subject, memory::MemoryStore, store_contract};

store_contract!(|| async { Subject::new(MemoryStore::default()) });
