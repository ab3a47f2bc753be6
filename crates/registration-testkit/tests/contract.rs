//! The store in memory obeys the contract.

use registration_testkit::{
    contract::{LAWS, Subject},
    memory::MemoryStore,
    store_contract,
};

store_contract!(|| async { Subject::new(MemoryStore::default()) });

/// A law that nobody runs proves nothing.
#[test]
fn every_law_is_in_the_macro() {
    let source = |file: &std::path::Path| std::fs::read_to_string(file).expect("a source file");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let list = source(&folder.join("contract/every.rs"));
    let mut laws = 0;
    for file in std::fs::read_dir(folder.join("contract")).expect("the laws") {
        for line in source(&file.expect("a file").path()).lines() {
            let law = line.strip_prefix("pub async fn ");
            if let Some((law, _)) = law.and_then(|line| line.split_once('(')) {
                assert!(list.contains(&format!(" {law},\n")), "{law} is not run");
                laws += 1;
            }
        }
    }
    assert_eq!(laws, LAWS.len(), "the list names laws that are not there");
}
