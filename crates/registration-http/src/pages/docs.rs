//! The reference page: the OpenAPI document as people read it, grouped, without scripts.

mod schema;

use askama::Template;
use schema::{Field, Schemas};
use serde_json::Value;
use std::collections::BTreeMap;

/// The methods in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

#[derive(Template)]
#[template(path = "docs.html")]
struct DocsPage {
    title: String,
    version: String,
    about: Vec<Vec<Prose>>,
    groups: Vec<Group>,
}

struct Group {
    name: String,
    anchor: String,
    operations: Vec<Operation>,
}

struct Operation {
    method: &'static str,
    path: String,
    about: Vec<Vec<Prose>>,
    parameters: Vec<Field>,
    body: Vec<Field>,
    answers: Vec<Answer>,
}

struct Answer {
    status: String,
    what: String,
    fields: Vec<Field>,
}

/// A part of a sentence; code stood between backticks.
struct Prose {
    text: String,
    is_code: bool,
}

/// Writes the page. The document is ours: what it lacks is left out.
pub(super) fn render(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let page = DocsPage {
        title: text(&document["info"]["title"]),
        version: text(&document["info"]["version"]),
        about: paragraphs(&document["info"]["description"]),
        groups: groups(&document),
    };
    page.render().unwrap_or_default()
}

fn groups(document: &Value) -> Vec<Group> {
    let schemas = Schemas::of(document);
    let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = operations.get(method) else {
                continue;
            };
            let tag = text(&operation["tags"][0]);
            let read = read(method, path, operation, &schemas);
            by_tag.entry(tag).or_default().push(read);
        }
    }
    let group = |(name, operations): (String, Vec<Operation>)| Group {
        anchor: name.to_lowercase().replace(' ', "-"),
        name,
        operations,
    };
    by_tag.into_iter().map(group).collect()
}

fn read<'a>(
    method: &'static str,
    path: &str,
    operation: &'a Value,
    schemas: &Schemas<'a>,
) -> Operation {
    let mut about = paragraphs(&operation["summary"]);
    about.extend(paragraphs(&operation["description"]));
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let answers = operation["responses"].as_object().into_iter().flatten();
    Operation {
        method,
        path: path.to_owned(),
        about,
        parameters: parameters.map(|one| schemas.parameter(one)).collect(),
        body: schemas.content(&operation["requestBody"]).1,
        answers: answers
            .map(|(status, answer)| {
                let (what, fields) = schemas.content(answer);
                let status = status.clone();
                // A problem has the same members everywhere; the introduction tells them.
                let is_problem = what == "ProblemDocument";
                Answer {
                    status,
                    fields: if is_problem { Vec::new() } else { fields },
                    what: if is_problem { "a problem".into() } else { what },
                }
            })
            .collect(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn paragraphs(value: &Value) -> Vec<Vec<Prose>> {
    let text = value.as_str().unwrap_or_default();
    let parts = text.split("\n\n").map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(sentence)
        .collect()
}

fn prose(value: &Value) -> Vec<Prose> {
    sentence(value.as_str().unwrap_or_default())
}

fn sentence(text: &str) -> Vec<Prose> {
    let piece = |(index, text): (usize, &str)| Prose {
        text: text.to_owned(),
        is_code: index % 2 == 1,
    };
    text.split('`').enumerate().map(piece).collect()
}
