//! Takes mail from the outbox to the mailer: a few at once, woken by the bell, and by the clock for what others queued.

use super::{Stop, housekeeping::Causes, stopped};
use crate::bell::NotifyBell;
use registration_core::{
    model::{MailId, MailKind},
    ports::{ClaimedMail, StoreError},
    usecase::{Delivery, Postman},
};
use std::time::Duration;
use tokio::{task::JoinSet, time::Instant};

/// How many are sent at once. Each is claimed just before, so that its lease covers the sending and not a queue here,
/// and so that a process that dies leaves few mails whose outcome is unknown.
const HANDS: usize = 8;

/// With fewer free hands it is not worth asking.
const WORTH_ASKING: usize = HANDS / 2;

/// How often to look for what the bell of this process didn't tell.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The bell rings with every commit, also with those that queue nothing; many together are answered by one look.
const GATHER: Duration = Duration::from_millis(20);

/// How long to leave a database alone that doesn't answer, at most.
const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);

/// Until the stop; then what is being sent is finished.
pub(super) async fn deliver(postman: Postman, bell: NotifyBell, stop: Stop) {
    let mut sending = JoinSet::new();
    let mut back_off = Duration::ZERO;
    let mut next_look = Instant::now();
    let mut may_be_more = true;
    loop {
        let free = HANDS - sending.len();
        if may_be_more && free >= WORTH_ASKING && Instant::now() >= next_look {
            may_be_more = match postman.claim(free as u32).await {
                Ok(claimed) => {
                    back_off = Duration::ZERO;
                    next_look = Instant::now();
                    let all_hands = claimed.len() == free;
                    for mail in claimed {
                        let postman = postman.clone();
                        sending.spawn(async move { deliver_one(&postman, &mail).await });
                    }
                    all_hands
                }
                Err(error) => {
                    back_off = (back_off * 2).clamp(LOOK_EVERY, LONGEST_BACK_OFF);
                    next_look = Instant::now() + back_off;
                    tracing::warn!(
                        error = %Causes(&error), again_in = ?back_off,
                        "the outbox cannot be read; mail waits"
                    );
                    true
                }
            };
        }
        let pause = match may_be_more {
            true if free < WORTH_ASKING => Duration::MAX,
            true => next_look.saturating_duration_since(Instant::now()),
            false => LOOK_EVERY,
        };
        tokio::select! {
            biased;
            () = stopped(stop.clone()) => break,
            Some(_) = sending.join_next() => {}
            () = bell.heard(), if !may_be_more => {
                next_look = Instant::now() + GATHER;
                may_be_more = true;
            }
            () = tokio::time::sleep(pause.min(LONGEST_BACK_OFF)) => may_be_more = true,
        }
    }
    while sending.join_next().await.is_some() {}
}

/// One mail, and a line in the log: its id and kind, never its address or what it says.
async fn deliver_one(postman: &Postman, claimed: &ClaimedMail) {
    let (id, kind) = (claimed.mail.id, claimed.mail.mail.kind());
    match postman.deliver(claimed).await {
        Ok(delivery) => log(&delivery, kind),
        Err(error) => log_unmarked(id, kind, &error),
    }
}

fn log(delivery: &Delivery, kind: MailKind) {
    let kind = kind.code();
    match delivery {
        Delivery::Sent(id) => tracing::info!(mail = %id, kind, "mail sent"),
        // The server's reply may name the address, so it stands in the outbox and not here.
        Delivery::Retried(id, at, _) => {
            tracing::warn!(mail = %id, kind, again_at = %at, "mail not sent yet; the outbox says why");
        }
        Delivery::Failed(id, _) => {
            tracing::error!(mail = %id, kind, "mail failed for good; the outbox says why");
        }
    }
}

fn log_unmarked(id: MailId, kind: MailKind, error: &StoreError) {
    tracing::warn!(
        mail = %id, kind = kind.code(), error = %Causes(error),
        "what became of a mail could not be written; it is tried again when its lease is over"
    );
}

#[cfg(test)]
mod tests;
