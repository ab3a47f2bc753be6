//! E-mail addresses: one strict parser, one canonical form.

mod role_mailbox;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::model::{
    character,
    domain_name::{DomainName, InvalidDomainName},
};

const MAX_ADDRESS: usize = 254;
const MAX_LOCAL_PART: usize = 64;

/// An address that mail can be sent to as it stands, in lower-case ASCII.
///
/// Two addresses are one exactly when their canonical forms are the same bytes. Whatever two mail
/// programs might read in two ways (quotes, comments, routes, encoded words) is refused, never repaired.
///
/// ```
/// use registration_core::model::email::EmailAddress;
///
/// let address: EmailAddress = "Ann.Lee@Example.COM".parse()?;
/// assert_eq!(address.as_str(), "ann.lee@example.com");
/// assert_eq!(address.local_part(), "ann.lee");
/// assert_eq!(address.domain().as_str(), "example.com");
/// assert!("\"ann\"@example.com".parse::<EmailAddress>().is_err());
/// # Ok::<(), registration_core::model::email::InvalidEmailAddress>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct EmailAddress {
    // The whole address comes first: it decides every comparison, as the domain is a part of it.
    address: String,
    domain: DomainName,
}

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidEmailAddress {
    /// Nothing was given.
    #[error("Enter an e-mail address, such as name@example.com.")]
    Empty,
    /// The whole address is longer than 254 octets.
    #[error("This e-mail address is too long: use at most 254 characters.")]
    TooLong,
    /// It contains a control character, a line break for example.
    #[error("Type the e-mail address anew: it contains a control character.")]
    ControlCharacter,
    /// It contains a bidi or zero-width character.
    #[error("Type the e-mail address anew: it contains a character that cannot be seen.")]
    HiddenCharacter,
    /// It contains a space.
    #[error("Remove the spaces from the e-mail address.")]
    Space,
    /// It has no `@`.
    #[error("Add the @ sign and the domain, as in name@example.com.")]
    MissingAt,
    /// It has more than one `@`.
    #[error("Enter one e-mail address with a single @ sign.")]
    SecondAt,
    /// It contains quotes or a backslash.
    #[error("Enter the e-mail address without quotes or backslashes.")]
    Quoted,
    /// It contains a parenthesis.
    #[error("Enter the e-mail address without a comment in parentheses.")]
    Comment,
    /// It contains `%` or `!`, with which mail was once routed.
    #[error("Enter an e-mail address without % and !.")]
    Routing,
    /// It contains `=?`, which begins an encoded word.
    #[error("Enter the e-mail address itself, not an encoded form of it.")]
    EncodedWord,
    /// Nothing stands before the `@`.
    #[error("Add the name before the @ sign.")]
    LocalPartEmpty,
    /// More than 64 octets stand before the `@`.
    #[error("The part before the @ sign is too long: use at most 64 characters.")]
    LocalPartTooLong,
    /// The part before the `@` begins or ends with a dot or has two in a row.
    #[error("Check the dots before the @ sign: none at its beginning or end, no two in a row.")]
    LocalPartDots,
    /// The part before the `@` has characters outside ASCII.
    #[error("Use only unaccented letters, digits and common signs before the @ sign.")]
    LocalPartNotAscii,
    /// The part before the `@` has an ASCII character that may not stand there.
    #[error("Remove the character before the @ sign that cannot stand in an e-mail address.")]
    LocalPartCharacter,
    /// What stands behind the `@` is not a domain name.
    #[error(transparent)]
    Domain(#[from] InvalidDomainName),
}

impl InvalidEmailAddress {
    /// A stable name of the reason, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::ControlCharacter => "control_character",
            Self::HiddenCharacter => "hidden_character",
            Self::Space => "space",
            Self::MissingAt => "missing_at",
            Self::SecondAt => "second_at",
            Self::Quoted => "quoted",
            Self::Comment => "comment",
            Self::Routing => "routing",
            Self::EncodedWord => "encoded_word",
            Self::LocalPartEmpty => "local_part_empty",
            Self::LocalPartTooLong => "local_part_too_long",
            Self::LocalPartDots => "local_part_dots",
            Self::LocalPartNotAscii => "local_part_not_ascii",
            Self::LocalPartCharacter => "local_part_character",
            Self::Domain(reason) => reason.code(),
        }
    }
}

impl EmailAddress {
    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        &self.address[..self.address.len() - self.domain.as_str().len() - 1]
    }

    /// What stands behind the `@`, byte for byte.
    pub fn domain(&self) -> &DomainName {
        &self.domain
    }

    /// Whether it names a function and not a person, such as `support@` (RFC 2142).
    ///
    /// ```
    /// # use registration_core::model::email::EmailAddress;
    /// assert!("no-reply@example.com".parse::<EmailAddress>().unwrap().is_role_mailbox());
    /// assert!(!"ann@example.com".parse::<EmailAddress>().unwrap().is_role_mailbox());
    /// ```
    pub fn is_role_mailbox(&self) -> bool {
        role_mailbox::is_role_mailbox(self.local_part())
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmailAddress;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        check_characters(typed)?;
        let (local_part, domain) = typed.split_once('@').ok_or(match typed {
            "" => InvalidEmailAddress::Empty,
            _ => InvalidEmailAddress::MissingAt,
        })?;
        check_local_part(local_part)?;
        if domain.contains('@') {
            return Err(InvalidEmailAddress::SecondAt);
        }
        let domain: DomainName = domain.parse()?;
        let length = local_part.len() + 1 + domain.as_str().len();
        if length > MAX_ADDRESS {
            return Err(InvalidEmailAddress::TooLong);
        }
        let mut address = String::with_capacity(length);
        address.push_str(local_part);
        address.make_ascii_lowercase();
        address.push('@');
        address.push_str(domain.as_str());
        Ok(Self { address, domain })
    }
}

// These are looked for on both sides of the `@`, so that their reason is told wherever they stand.
fn check_characters(typed: &str) -> Result<(), InvalidEmailAddress> {
    if typed.bytes().any(|byte| byte.is_ascii_control()) {
        return Err(InvalidEmailAddress::ControlCharacter);
    }
    if typed.bytes().any(|byte| byte == b' ') {
        return Err(InvalidEmailAddress::Space);
    }
    if typed.is_ascii() {
        return Ok(());
    }
    for c in typed.chars() {
        if character::is_control(c) {
            return Err(InvalidEmailAddress::ControlCharacter);
        }
        if character::is_hidden(c) || character::is_joiner(c) || character::is_variation_selector(c)
        {
            return Err(InvalidEmailAddress::HiddenCharacter);
        }
    }
    Ok(())
}

fn check_local_part(local_part: &str) -> Result<(), InvalidEmailAddress> {
    if local_part.is_empty() {
        return Err(InvalidEmailAddress::LocalPartEmpty);
    }
    // A dot may stand neither at the beginning nor behind another.
    let mut before = b'.';
    for byte in local_part.bytes() {
        match byte {
            b'.' if before == b'.' => return Err(InvalidEmailAddress::LocalPartDots),
            b'?' if before == b'=' => return Err(InvalidEmailAddress::EncodedWord),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' => {}
            b'#' | b'$' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^' | b'_'
            | b'`' | b'{' | b'|' | b'}' | b'~' => {}
            b'"' | b'\\' => return Err(InvalidEmailAddress::Quoted),
            b'(' | b')' => return Err(InvalidEmailAddress::Comment),
            b'%' | b'!' => return Err(InvalidEmailAddress::Routing),
            0x80.. => return Err(InvalidEmailAddress::LocalPartNotAscii),
            _ => return Err(InvalidEmailAddress::LocalPartCharacter),
        }
        before = byte;
    }
    if before == b'.' {
        return Err(InvalidEmailAddress::LocalPartDots);
    }
    if local_part.len() > MAX_LOCAL_PART {
        return Err(InvalidEmailAddress::LocalPartTooLong);
    }
    Ok(())
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmailAddress;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        typed.parse()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.address)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.address)
    }
}

impl Serialize for EmailAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.address)
    }
}

#[cfg(test)]
mod tests;
