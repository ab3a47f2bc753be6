//! Lines of plain text: subjects in one, paragraphs in as many as fit.

/// How many characters a line of a mail may have and still fit when it is quoted (RFC 3676).
const WIDTH: usize = 76;
/// How many characters a subject may have; mail programs show fewer.
const LONGEST_LINE: usize = 150;

/// One line without control, bidi and other unseen characters, cut where it is too long.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(word.chars().filter(|c| !reorders(*c)));
        }
    }
    match line.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

// Core's parsers refuse these; a row that an older version wrote may have them all the same.
fn reorders(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Wraps each line at spaces; what is quoted stays quoted. A web address is one word and never broken. At most one
/// empty line follows another line.
pub(super) fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            if !empty {
                out.push('\n');
            }
            empty = true;
            continue;
        }
        empty = false;
        let (quote, words) = match line.strip_prefix('>') {
            Some(words) => ("> ", words),
            None => ("", line),
        };
        let mut width = 0;
        for word in words.split_whitespace() {
            let length = word.chars().count();
            if width == 0 {
                out.push_str(quote);
                width = quote.len() + length;
            } else if width + 1 + length > WIDTH {
                out.push('\n');
                out.push_str(quote);
                width = quote.len() + length;
            } else {
                out.push(' ');
                width += 1 + length;
            }
            out.push_str(word);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_one_line_whatever_comes() {
        assert_eq!(one_line(" a\r\nBcc:\u{0}x\u{202E}y \t z\n"), "a Bcc: xy z");
        assert_eq!(one_line(&"ü".repeat(500)).chars().count(), 151);
    }

    #[test]
    fn lines_fit_and_addresses_stay_whole() {
        let address = format!("https://example.com/{}", "a".repeat(90));
        let text = wrapped(&format!(
            "\n\n{}\n\n\n{address}\n> {}",
            "word ".repeat(40),
            "said ".repeat(40)
        ));
        assert!(text.lines().any(|line| line == address));
        assert!(
            text.lines()
                .filter(|line| *line != address)
                .all(|line| line.len() <= 76)
        );
        assert_eq!(text.lines().filter(|line| line.is_empty()).count(), 1);
        assert_eq!(
            text.lines().filter(|line| line.starts_with("> ")).count(),
            3
        );
        assert!(text.ends_with("said\n"));
    }
}
