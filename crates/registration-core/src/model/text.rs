//! Free text of people: one line or a paragraph, without characters that a reader cannot see.

use thiserror::Error;

use crate::model::character::{self, RefusedCharacter};

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidText {
    /// Nothing but white space was given.
    #[error("Enter some text.")]
    Empty,
    /// It has more characters than fit.
    #[error("This text is too long: use at most {max} characters.")]
    TooLong {
        /// How many characters fit.
        max: usize,
    },
    /// It contains a control character, or a line break where one line is asked for.
    #[error("Remove line breaks and control characters from the text.")]
    ControlCharacter,
    /// It contains a bidi or zero-width character.
    #[error("Type the text anew: it contains a character that cannot be seen.")]
    HiddenCharacter,
}

impl InvalidText {
    /// A stable name of the reason, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong { .. } => "text_too_long",
            Self::ControlCharacter => "text_control_character",
            Self::HiddenCharacter => "text_hidden_character",
        }
    }
}

impl From<RefusedCharacter> for InvalidText {
    fn from(refused: RefusedCharacter) -> Self {
        match refused {
            RefusedCharacter::Control => Self::ControlCharacter,
            RefusedCharacter::Hidden => Self::HiddenCharacter,
        }
    }
}

/// One line of at most `max` characters, trimmed and not empty.
///
/// ```
/// use registration_core::model::text::{InvalidText, line};
///
/// assert_eq!(line("  Acme Ltd ", 80)?, "Acme Ltd");
/// assert_eq!(line("Acme\r\nBcc: x", 80), Err(InvalidText::ControlCharacter));
/// # Ok::<(), InvalidText>(())
/// ```
pub fn line(typed: &str, max: usize) -> Result<String, InvalidText> {
    let text = typed.trim();
    check(text, max, false)?;
    Ok(text.to_owned())
}

/// Text of at most `max` characters that may have line breaks and tabs, trimmed and not empty.
///
/// Browsers send CR LF for a line break; it becomes LF, so that the length is what people count.
///
/// ```
/// use registration_core::model::text::{InvalidText, paragraph};
///
/// assert_eq!(paragraph("Hello,\r\nwe met in Leeds. ", 500)?, "Hello,\nwe met in Leeds.");
/// assert_eq!(paragraph("pay\u{202E}lap", 500), Err(InvalidText::HiddenCharacter));
/// # Ok::<(), InvalidText>(())
/// ```
pub fn paragraph(typed: &str, max: usize) -> Result<String, InvalidText> {
    let text = typed.trim().replace("\r\n", "\n");
    check(&text, max, true)?;
    Ok(text)
}

fn check(text: &str, max: usize, line_breaks: bool) -> Result<(), InvalidText> {
    if text.is_empty() {
        return Err(InvalidText::Empty);
    }
    if text.chars().nth(max).is_some() {
        return Err(InvalidText::TooLong { max });
    }
    Ok(character::inspect(text, line_breaks, takes_joiner)?)
}

// Emoji and many scripts join; nothing in ASCII does.
fn takes_joiner(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !character::is_joiner(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_kept_as_it_is() {
        for text in [
            "Acme Ltd",
            "Müller & Söhne <GmbH>",
            "'; DROP TABLE x; --",
            "=1+1",
            "日本語 株式会社",
            "می\u{200C}خواهم",
            "שלום",
            "👩\u{200D}👩\u{200D}👧",
            "❤\u{FE0F}\u{200D}🔥",
            "see https://example.com/",
        ] {
            assert_eq!(line(text, 80).as_deref(), Ok(text));
            assert_eq!(paragraph(text, 80).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_line_has_no_line_break_and_a_paragraph_may() {
        assert_eq!(line("a\nb", 9), Err(InvalidText::ControlCharacter));
        assert_eq!(line("a\tb", 9), Err(InvalidText::ControlCharacter));
        assert_eq!(paragraph(" a\r\n\tb\n", 9).as_deref(), Ok("a\n\tb"));
        assert_eq!(paragraph("a\rb", 9), Err(InvalidText::ControlCharacter));
        assert_eq!(paragraph("a\r\r\nb", 9), Err(InvalidText::ControlCharacter));
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for text in [
            "a\u{202E}b",
            "a\u{2066}b",
            "a\u{200B}b",
            "a\u{200D}b",
            "می\u{200C}",
            "\u{200C}می",
            "می\u{200C} خواهم",
            "\u{FEFF}a",
            "a \u{FE0F}",
            "\u{2800}",
            "a\u{E0041}",
        ] {
            assert_eq!(line(text, 9), Err(InvalidText::HiddenCharacter), "{text:?}");
            assert_eq!(
                paragraph(text, 9),
                Err(InvalidText::HiddenCharacter),
                "{text:?}"
            );
        }
        for text in ["a\0b", "a\u{1B}b", "a\u{2028}b", "a\u{85}b"] {
            assert_eq!(
                paragraph(text, 9),
                Err(InvalidText::ControlCharacter),
                "{text:?}"
            );
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(line("äöü", 3).as_deref(), Ok("äöü"));
        assert_eq!(line("äöüß", 3), Err(InvalidText::TooLong { max: 3 }));
        assert_eq!(line(" \u{3000}\n", 3), Err(InvalidText::Empty));
    }
}
