//! Reads the fields out of the schemas of the OpenAPI document.

use super::{Prose, prose, text};
use serde_json::Value;

/// How deep members of members are shown.
const MAX_DEPTH: usize = 4;

/// One member of a body, or one parameter.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) about: Vec<Prose>,
}

/// The schemas by name.
pub(super) struct Schemas<'a>(&'a Value);

impl<'a> Schemas<'a> {
    pub(super) fn of(document: &'a Value) -> Self {
        Self(&document["components"]["schemas"])
    }

    /// A parameter of the path, the query or a header.
    pub(super) fn parameter(&self, parameter: &Value) -> Field {
        let place = text(&parameter["in"]);
        Field {
            name: text(&parameter["name"]),
            kind: format!("{} in {place}", kind(&parameter["schema"])),
            required: parameter["required"] == true,
            about: prose(&parameter["description"]),
        }
    }

    /// What a body is called, and its members.
    pub(super) fn content(&self, body: &'a Value) -> (String, Vec<Field>) {
        let mut contents = body["content"].as_object().into_iter().flatten();
        match contents.next() {
            Some((_, content)) => {
                let schema = &content["schema"];
                (kind(schema), self.fields(schema))
            }
            None => (text(&body["description"]), Vec::new()),
        }
    }

    fn fields(&self, schema: &'a Value) -> Vec<Field> {
        let mut fields = Vec::new();
        self.collect(schema, "", 0, &mut fields);
        fields
    }

    /// Members, and below each the members of what it holds: `steps`, `steps[].title`.
    fn collect(&self, schema: &'a Value, prefix: &str, depth: usize, fields: &mut Vec<Field>) {
        if depth > MAX_DEPTH {
            return;
        }
        let schema = self.resolve(schema);
        // A flattened struct stands as several schemas, all of which hold; of an optional one the other choice is null.
        for several in ["allOf", "oneOf", "anyOf"] {
            for part in schema[several].as_array().into_iter().flatten() {
                self.collect(part, prefix, depth, fields);
            }
        }
        if !schema["items"].is_null() {
            self.collect(&schema["items"], &format!("{prefix}[]"), depth, fields);
        }
        let required = schema["required"].as_array();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let dot = if prefix.is_empty() { "" } else { "." };
            let path = format!("{prefix}{dot}{name}");
            fields.push(Field {
                kind: kind(property),
                required: required.is_some_and(|all| all.iter().any(|one| one == name)),
                about: prose(&property["description"]),
                name: path.clone(),
            });
            self.collect(property, &path, depth + 1, fields);
        }
    }

    fn resolve(&self, schema: &'a Value) -> &'a Value {
        match name(schema) {
            Some(name) => &self.0[name],
            None => schema,
        }
    }
}

/// The name of a schema that stands elsewhere.
fn name(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// A type in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = name(schema) {
        return name.to_owned();
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[choice].as_array() {
            let kinds: Vec<String> = parts.iter().map(kind).collect();
            return kinds.join(" or ");
        }
    }
    match &schema["type"] {
        Value::Array(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(text).collect();
            kinds.join(" or ")
        }
        Value::String(array) if array == "array" => format!("list of {}", kind(&schema["items"])),
        Value::String(one) => match schema["format"].as_str() {
            Some(format) => format!("{one} ({format})"),
            None => one.clone(),
        },
        _ => "any".to_owned(),
    }
}
