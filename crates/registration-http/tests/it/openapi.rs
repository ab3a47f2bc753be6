//! The published OpenAPI document is what the code says, and hangs together.

use serde_json::Value;

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

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                found.push(reference.to_owned());
            }
            members.values().for_each(|one| references(one, found));
        }
        Value::Array(items) => items.iter().for_each(|one| references(one, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document: Value = serde_json::from_str(&registration_http::openapi()).unwrap();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn methods_of_one_path_stand_together() {
    let document: Value = serde_json::from_str(&registration_http::openapi()).unwrap();
    for (path, methods) in [
        ("/api/v1/registrations", ["get", "post"]),
        ("/api/v1/registration-requests", ["get", "post"]),
        ("/api/v1/customers/{id}", ["patch", "delete"]),
    ] {
        for method in methods {
            assert!(
                document["paths"][path][method].is_object(),
                "{method} {path}"
            );
        }
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document: Value = serde_json::from_str(&registration_http::openapi()).unwrap();
    let mut names = std::collections::HashSet::new();
    let paths = document["paths"].as_object().unwrap().values();
    for operation in paths.flat_map(|operations| operations.as_object().unwrap().values()) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{name}");
    }
}
