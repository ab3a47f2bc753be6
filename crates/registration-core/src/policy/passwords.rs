//! Which passwords are good enough (`security.md` 9, NIST SP 800-63B-4 § 3.1.1.2).

use crate::codes::codes;

/// The fewest characters of a password.
pub const MIN_CHARS: usize = 15;
/// The most characters of a password.
pub const MAX_CHARS: usize = 1_024;

codes! {
    /// Why a password is refused.
    #[non_exhaustive]
    pub enum Weakness {
        /// None was given.
        Missing = "required",
        /// Fewer than [`MIN_CHARS`] characters.
        TooShort = "too_short",
        /// More than [`MAX_CHARS`] characters.
        TooLong = "too_long",
        /// Easy to guess, given who the person is.
        Guessable = "guessable",
    }
}

impl Weakness {
    /// What the person should do.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Missing => "choose a password",
            Self::TooShort => {
                "use at least 15 characters; a sentence of your own is easiest to remember"
            }
            Self::TooLong => "use at most 1,024 characters",
            Self::Guessable => {
                "this password is easy to guess; use several unrelated words, without your name, address or company"
            }
        }
    }
}

/// Whether `password` is good enough for somebody whom `context` describes (name, address, customer).
///
/// No composition rules: length, and an estimate (zxcvbn ≥ 3) that knows common passwords and the context.
///
/// # Errors
/// What is wrong with it.
///
/// ```
/// use registration_core::policy::passwords::{Weakness, check};
/// assert_eq!(check("hunter2", &[]), Err(Weakness::TooShort));
/// assert_eq!(check("passwordpassword", &[]), Err(Weakness::Guessable));
/// assert_eq!(check("ann.example@acme.com", &["ann.example@acme.com"]), Err(Weakness::Guessable));
/// assert_eq!(check("seven walruses hum quietly", &["Ann"]), Ok(()));
/// ```
pub fn check(password: &str, context: &[&str]) -> Result<(), Weakness> {
    let chars = password.chars().count();
    if chars < MIN_CHARS {
        return Err(Weakness::TooShort);
    }
    if chars > MAX_CHARS {
        return Err(Weakness::TooLong);
    }
    // The estimate's cost grows faster than the length, and its first hundred characters decide.
    let head: String = password.chars().take(100).collect();
    let words: Vec<&str> = context
        .iter()
        .flat_map(|text| std::iter::once(*text).chain(parts(text)))
        .collect();
    if zxcvbn::zxcvbn(&head, &words).score() < zxcvbn::Score::Three {
        return Err(Weakness::Guessable);
    }
    Ok(())
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| part.chars().count() >= 3)
}
