//! The contract of mailers: what delivery relies on, whether a mail leaves by SMTP, by an API of a provider or not at all.
//!
//! [`mailer_contract!`](crate::mailer_contract!) makes one test of every law. A factory is told how the [`Peer`] is to
//! behave that the mailer talks to, and gives a [`MailerSubject`]: the mailer, and the [`Inbox`] in which one sees what
//! arrived. Where it cannot make a peer behave so it says [`CannotStage`], and the macro has to name that peer too: a
//! law is never left out without a word.
//!
//! ```
//! use registration_testkit::{
//!     doubles::{Outcome, RecordingMailer},
//!     mailer_contract,
//!     mailer_contract::{CannotStage, MailerSubject, Peer},
//! };
//! use std::sync::Arc;
//!
//! mailer_contract!(
//!     async |peer| {
//!         let outcome = match peer {
//!             Peer::Takes => Outcome::Delivered,
//!             Peer::PutsOff => Outcome::Transient,
//!             Peer::RefusesTheRecipient => Outcome::Permanent,
//!             Peer::DropsAfterTheData => Outcome::UnknownButTaken,
//!             _ => return Err(CannotStage("it talks to nobody and renders nothing")),
//!         };
//!         let mailer = Arc::new(RecordingMailer::always(outcome));
//!         Ok(MailerSubject::new(mailer.clone(), mailer))
//!     },
//!     except [Peer::Shows, Peer::IsUnreachable, Peer::SaysNothing, Peer::QuotesTheMail]
//! );
//! # fn main() {}
//! ```

pub mod arrival;
mod every;
pub mod failure;
pub mod reading;
mod subject;

pub use subject::{Arrived, CannotStage, Inbox, MailerSubject, Peer};

use crate::{Law, Limits, law};

/// Every law of the contract of mailers, with the peer that it needs.
pub const LAWS: &[(Peer, Law<MailerSubject>)] = crate::mailer_laws! { list () };

/// Runs `law`, which needs `peer`, on what `factory` gives for it, on a runtime of its own; or, when `except` names the
/// peer, makes sure that the factory cannot stage it.
///
/// # Panics
///
/// When the law does not hold, when the factory cannot stage a peer that `except` does not name, and when it can stage
/// one that `except` names.
pub fn prove<F>(peer: Peer, except: &[Peer], factory: F, law: impl AsyncFnOnce(&MailerSubject))
where
    F: AsyncFnOnce(Peer) -> Result<MailerSubject, CannotStage>,
{
    law::prove(
        Limits::default(),
        factory(peer),
        async |made| {
            let excepted = except.contains(&peer);
            match made {
                Err(CannotStage(why)) => assert!(
                    excepted,
                    "the factory cannot stage {peer:?} ({why}): write `except [Peer::{peer:?}]` if no law of it can be proved"
                ),
                Ok(subject) => {
                    assert!(
                        !excepted,
                        "the factory stages {peer:?}: take it out of `except`, so that its laws are proved"
                    );
                    subject.expect_empty().await;
                }
            }
        },
        async |made| {
            if let Ok(subject) = made {
                law(subject).await;
            }
        },
    );
}

/// Makes one `#[test]` of every law of the contract of mailers.
///
/// The factory is called once for each test with the [`Peer`](crate::mailer_contract::Peer) that the law needs. The peers
/// that it cannot stage are named after `except`; [the module](mod@crate::mailer_contract) stages more of them.
///
/// ```
/// use registration_testkit::{doubles::RecordingMailer, mailer_contract};
/// use registration_testkit::mailer_contract::{CannotStage, MailerSubject, Peer};
///
/// mailer_contract!(
///     async |peer| match peer {
///         Peer::Takes => {
///             let mailer = std::sync::Arc::new(RecordingMailer::default());
///             Ok(MailerSubject::new(mailer.clone(), mailer))
///         }
///         _ => Err(CannotStage("its server takes every mail")),
///     },
///     except [
///         Peer::Shows, Peer::PutsOff, Peer::RefusesTheRecipient, Peer::DropsAfterTheData,
///         Peer::IsUnreachable, Peer::SaysNothing, Peer::QuotesTheMail,
///     ]
/// );
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! mailer_contract {
    ($factory:expr) => {
        $crate::mailer_contract! { $factory, except [] }
    };
    ($factory:expr, except [$($peer:expr),* $(,)?]) => {
        $crate::mailer_laws! { tests ($factory, [$($peer),*]) }
    };
}
