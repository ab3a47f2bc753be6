//! Lists of permitted domains, as staff save them over a list that stands.
#![no_main]

#[path = "../claims.rs"]
mod claims;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    match std::str::from_utf8(bytes) {
        Ok(text) => claims::hold("settings", text),
        Err(_) => return libfuzzer_sys::Corpus::Reject,
    }
    libfuzzer_sys::Corpus::Keep
});
