//! The published OpenAPI document is what the code says.

#[test]
fn the_document_in_docs_is_up_to_date() {
    let published = include_str!("../../../../docs/openapi.json");
    let is_same = published.trim() == registration_http::openapi().trim();
    assert!(
        is_same,
        "docs/openapi.json is out of date: write it anew with `cargo xtask openapi`"
    );
}

#[test]
fn every_operation_says_what_it_is() {
    let document: serde_json::Value = serde_json::from_str(&registration_http::openapi()).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            for member in ["summary", "tags", "operationId", "responses"] {
                assert!(
                    !operation[member].is_null(),
                    "{method} {path} has no {member}"
                );
            }
        }
    }
}
