//! The texts that fuzzing kept: each way through the parsers that it found, gone again in each build.

#[path = "../../fuzz/claims.rs"]
mod claims;

fn hold_of_kept(target: &str, kept: &str) {
    let mut texts = 0;
    for kept in kept.lines() {
        let text: String = serde_json::from_str(kept).expect("each line is a JSON string");
        claims::hold(target, &text);
        texts += 1;
    }
    assert!(texts > 50, "{target}: only {texts} texts are kept");
}

#[test]
fn what_is_claimed_of_addresses_holds_of_all_that_were_kept() {
    hold_of_kept("address", include_str!("../../fuzz/kept/address.jsonl"));
}

#[test]
fn what_is_claimed_of_domains_holds_of_all_that_were_kept() {
    hold_of_kept("domain", include_str!("../../fuzz/kept/domain.jsonl"));
}

#[test]
fn what_is_claimed_of_settings_holds_of_all_that_were_kept() {
    hold_of_kept("settings", include_str!("../../fuzz/kept/settings.jsonl"));
}

#[test]
fn what_is_claimed_of_what_people_write_holds_of_all_that_was_kept() {
    hold_of_kept("person", include_str!("../../fuzz/kept/person.jsonl"));
}
