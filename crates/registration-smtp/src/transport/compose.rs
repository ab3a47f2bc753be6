//! Writes a rendered mail as MIME.

use crate::{
    Rendered, Sender,
    render::{full_name, one_line},
};
use lettre::{
    Address, Message,
    address::AddressError,
    error::Error as MessageError,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use registration_core::model::{EmailAddress, OutboxMail};
use std::time::SystemTime;
use time::OffsetDateTime;

/// Why a mail cannot be written: its row is bad.
#[derive(Debug, thiserror::Error)]
pub(super) enum ComposeError {
    #[error("the address cannot stand in a header: {0}")]
    Address(#[from] AddressError),
    #[error("the mail cannot be written: {0}")]
    Message(#[from] MessageError),
}

pub(super) fn compose(
    sender: &Sender,
    mail: &OutboxMail,
    rendered: &Rendered,
) -> Result<Vec<u8>, ComposeError> {
    let message = Message::builder()
        .from(mailbox(sender.name.as_deref(), &sender.address)?)
        .to(mailbox(Some(&full_name(&mail.mail)), &mail.to)?)
        .subject(rendered.subject.as_str())
        // The same in every attempt, so that a second copy is recognised as one.
        .message_id(Some(format!("<{}@{}>", mail.id, sender.address.domain())))
        .date(written_at(mail))
        // Out-of-office notes in answer to a mail that nobody reads the answers to help nobody.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .raw_header(header("Content-Language", rendered.language))
        .multipart(MultiPart::alternative_plain_html(
            rendered.text.clone(),
            rendered.html.clone(),
        ))?;
    Ok(message.formatted())
}

fn mailbox(name: Option<&str>, address: &EmailAddress) -> Result<Mailbox, AddressError> {
    let address = Address::new(address.local_part(), address.domain().as_str())?;
    // lettre panics on a line break in a display name. No parser of ours lets one through, but a row may be older.
    let name = name.map(one_line).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

// When it was queued: that is when it was written, however late it is sent. lettre cannot write a date before 1970.
fn written_at(mail: &OutboxMail) -> SystemTime {
    OffsetDateTime::from(mail.created_at)
        .max(OffsetDateTime::UNIX_EPOCH)
        .into()
}
