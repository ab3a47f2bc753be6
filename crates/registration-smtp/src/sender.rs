//! From whom the mails come.

use crate::render::one_line;
use registration_core::model::{EmailAddress, InvalidEmailAddress};
use std::{fmt, str::FromStr};

/// The `From` of every mail.
///
/// ```
/// use registration_smtp::Sender;
///
/// let sender: Sender = "\"Halden Cloud\" <portal@example.com>".parse()?;
/// assert_eq!(sender.name.as_deref(), Some("Halden Cloud"));
/// assert_eq!(sender.address.as_str(), "portal@example.com");
/// # Ok::<(), registration_smtp::InvalidSender>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name that mail programs show.
    pub name: Option<String>,
    /// The address, also of the envelope: reports of failed deliveries go there.
    pub address: EmailAddress,
}

/// Why a text names no sender.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSender {
    /// It is neither an address nor a name with an address in angle brackets.
    #[error("write the sender as in \"Example Portal\" <portal@example.com>")]
    Form,
    /// The address is none.
    #[error("the sender's address is not valid: {0}")]
    Address(#[from] InvalidEmailAddress),
}

impl FromStr for Sender {
    type Err = InvalidSender;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let Some((name, rest)) = text.split_once('<') else {
            return Ok(Self {
                name: None,
                address: text.parse()?,
            });
        };
        let address = rest.strip_suffix('>').ok_or(InvalidSender::Form)?;
        let name = name.trim();
        let name = match name.strip_prefix('"') {
            Some(quoted) => quoted.strip_suffix('"').ok_or(InvalidSender::Form)?,
            None => name,
        };
        if name.contains(['"', '\\', '<', '>']) || one_line(name) != name {
            return Err(InvalidSender::Form);
        }
        Ok(Self {
            name: (!name.is_empty()).then(|| name.to_owned()),
            address: address.parse()?,
        })
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "\"{name}\" <{}>", self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_understood() {
        for (text, shown) in [
            ("a@example.com", "a@example.com"),
            ("<a@example.com>", "a@example.com"),
            ("Ann, Ltd. <a@example.com>", "\"Ann, Ltd.\" <a@example.com>"),
            ("\"Grüße\" <a@Example.com>", "\"Grüße\" <a@example.com>"),
        ] {
            assert_eq!(text.parse::<Sender>().unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for text in [
            "",
            "Ann",
            "Ann <a@example.com",
            "\"Ann <a@example.com>",
            "Ann <a@example.com> <b@example.com>",
            "Ann\r\nBcc: x <a@example.com>",
            "\"A\\\"nn\" <a@example.com>",
            "a@example.com, b@example.com",
        ] {
            assert!(text.parse::<Sender>().is_err(), "{text}");
        }
    }
}
