//! Telephone numbers of people, kept as they were written.

use thiserror::Error;

const MAX: usize = 40;

/// The text isn't a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Write a telephone number such as +44 20 7946 0018 ext. 7: at most 40 characters.")]
pub struct InvalidPhone;

impl InvalidPhone {
    /// A stable name of the reason, for programs.
    pub fn code(self) -> &'static str {
        "invalid_phone"
    }
}

/// A telephone number as people write it: digits and what divides them, and an extension after `x`, `ext` or `#`.
///
/// ```
/// use registration_core::model::phone;
///
/// assert_eq!(phone(" +44 (20) 7946-0018 ext. 7 ").unwrap(), "+44 (20) 7946-0018 ext. 7");
/// assert!(phone("call me").is_err());
/// ```
pub fn phone(typed: &str) -> Result<String, InvalidPhone> {
    let text = typed.trim();
    let (number, extension) = match text.find(['x', 'X', 'e', 'E', '#']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let is_number = number
        .chars()
        .all(|c| c.is_ascii_digit() || " +()-./".contains(c));
    let has_digit = number.contains(|c: char| c.is_ascii_digit());
    if is_number && has_digit && is_extension(extension) && text.len() <= MAX {
        Ok(text.to_owned())
    } else {
        Err(InvalidPhone)
    }
}

/// Nothing, or a sign for extensions and then digits.
fn is_extension(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let digits = ["ext.", "ext", "x", "#"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign));
    text.is_empty()
        || digits.is_some_and(|digits| {
            let digits = digits.trim_start_matches(' ');
            !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn what_people_write_is_kept_and_the_rest_refused() {
        for good in [
            "110",
            "+49 (0)30 / 123-45.67",
            "555-0100 ext 12",
            "555-0100x9",
            "555 #4",
        ] {
            assert_eq!(phone(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            " ",
            "ext. 7",
            "555 ext",
            "=1+1",
            "555\n0100",
            "555 x\n7",
            "555 ext.\u{2000}7",
            "٠١٢",
            "javascript:1",
            &"1".repeat(41),
        ] {
            assert!(phone(bad).is_err(), "{bad:?}");
        }
    }
}
