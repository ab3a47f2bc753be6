//! A page for each kind of problem: where `type` leads.

use super::page::Page;
use crate::{
    extract::Segments,
    problem::{Problem, Slug},
};
use askama::Template;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    kind: Slug,
}

pub(crate) async fn show(Segments(slug): Segments<String>) -> Result<Page, Problem> {
    let kind = Slug::ALL.iter().find(|kind| kind.code() == slug);
    let unknown = || Problem::new(Slug::NotFound, "there is no such kind of problem");
    let kind = *kind.ok_or_else(unknown)?;
    Page::render(&ProblemPage { kind })
}
