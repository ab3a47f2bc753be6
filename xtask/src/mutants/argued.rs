//! The list of mutants that no test can notice, one a line with the reason.

/// Where it lies.
pub(crate) const LIST: &str = "crates/registration-core/mutants.txt";

/// One line of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Argued {
    /// As cargo-mutants names it, without line and column.
    pub(crate) mutant: String,
    /// Counted from 1.
    pub(crate) line: usize,
}

impl Argued {
    /// The file that is changed.
    pub(crate) fn file(&self) -> &str {
        self.mutant.split_once(": ").map_or("", |(file, _)| file)
    }

    /// The name of the function that is changed; none for a constant.
    pub(crate) fn function(&self) -> Option<&str> {
        let (_, change) = self.mutant.split_once(": ")?;
        let path = match change.rsplit_once(" in ") {
            Some((_, path)) => path,
            // `replace Misfit::advice -> &'static str with ""`
            None => change.strip_prefix("replace ")?.split_once(" -> ")?.0,
        };
        path.rsplit("::").next()
    }
}

/// `FILE: CHANGE -- REASON`, below a header of `#` lines.
pub(crate) fn read(list: &str) -> impl Iterator<Item = Result<Argued, String>> {
    list.lines()
        .zip(1..)
        .filter(|(text, _)| !text.is_empty() && !text.starts_with('#'))
        .map(|(text, line)| match text.split_once(" -- ") {
            Some((mutant, why)) if !why.trim().is_empty() => Ok(Argued {
                mutant: mutant.to_owned(),
                line,
            }),
            _ => Err(format!("{LIST}:{line}: ` -- ` and the reason are missing")),
        })
}

/// `src/a.rs:27:45: replace …` without the place in the file.
pub(crate) fn without_place(name: &str) -> String {
    match name.split_once(": ") {
        Some((place, change)) => {
            let file = place.split(':').next().unwrap_or(place);
            format!("{file}: {change}")
        }
        None => name.to_owned(),
    }
}
