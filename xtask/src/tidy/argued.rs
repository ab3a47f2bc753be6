//! What is argued about a mutant is about code that is there.

use super::Finding;
use super::tree::Tree;
use crate::mutants::argued::{LIST, read};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(list) = tree.get(LIST) else {
        return vec![Finding::new(
            LIST,
            1,
            "is missing; `cargo xtask mutants` reads it",
        )];
    };
    let mut findings = Vec::new();
    for argued in read(list) {
        let Ok(argued) = argued else {
            findings.push(Finding::new(LIST, 1, argued.unwrap_err()));
            continue;
        };
        let code = tree.get(argued.file());
        let is_there = code.is_some_and(|code| {
            let function = argued.function().map(|name| format!("fn {name}"));
            function.is_none_or(|function| has_function(code, &function))
        });
        if !is_there {
            findings.push(Finding::new(
                LIST,
                argued.line,
                "argues about a function that is no more; take the line out",
            ));
        }
    }
    findings
}

fn has_function(code: &str, function: &str) -> bool {
    code.match_indices(function).any(|(at, _)| {
        let after = code[at + function.len()..].chars().next();
        after.is_some_and(|c| c == '(' || c == '<')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: (&str, &str) = (
        "a.rs",
        "impl A { fn live(&self) {} }\nconst B: u8 = 1 + 1;\n",
    );

    fn findings(list: &str) -> usize {
        check(&Tree::from([CODE, (LIST, list)])).len()
    }

    #[test]
    fn what_is_argued_is_about_a_function_that_is_there() {
        assert_eq!(
            findings("# Why.\n\na.rs: replace < with <= in A::live -- why\n"),
            0
        );
        assert_eq!(
            findings("a.rs: replace A::live -> bool with true -- why\n"),
            0
        );
        assert_eq!(findings("a.rs: replace + with * -- a constant\n"), 0);
        assert_eq!(findings("a.rs: replace < with <= in A::liv -- why\n"), 1);
        assert_eq!(findings("b.rs: replace + with * -- a constant\n"), 1);
    }

    #[test]
    fn the_list_is_there_and_gives_reasons() {
        assert_eq!(findings("a.rs: replace < with <= in A::live\n"), 1);
        assert_eq!(check(&Tree::from([CODE])).len(), 1);
    }
}
