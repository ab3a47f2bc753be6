//! Stores that are wrong with mails: the outbox, the queue and the capture.

use crate::{
    Case, case,
    flaw::{answers, fails, hides, now, skips, sticks, told, told_inside},
};
use registration_core::{
    model::{EmailAddress, MailId, MailKind, OutboxMail, Timestamp},
    ports::{CapturedMail, ClaimedMail, MailQueue, OutboxEntry, OutboxFilter},
};
use registration_testkit::fixtures::{minute, start};
use time::Duration;
use uuid::Uuid;

pub(crate) fn cases() -> Vec<Case> {
    [outbox(), claims(), reports(), captures()]
        .into_iter()
        .flatten()
        .collect()
}

type Claimed = Vec<ClaimedMail>;

fn outbox() -> Vec<Case> {
    fn ignores(says: &str, part: impl Fn(&mut OutboxFilter) + Send + Sync + 'static) -> Case {
        const FILTERED: &str = "outbox::mails_are_filtered_by_state_kind_and_address";
        case(says, told("directory.mails", part), &[FILTERED])
    }
    vec![
        case(
            "the language is forgotten",
            told("outbox.enqueue", |it: &mut OutboxMail| it.locale = None),
            &["outbox::a_mail_is_stored_exactly"],
        ),
        case(
            "what a mail says is not shown",
            answers("directory.mail", |it: &mut Option<OutboxEntry>| {
                it.iter_mut().for_each(|it| it.mail = None);
            }),
            &["outbox::a_queued_mail_is_shown"],
        ),
        case(
            "in which language a mail is, and until when it is good, is not shown",
            answers("directory.mail", |it: &mut Option<OutboxEntry>| {
                if let Some(it) = it {
                    (it.locale, it.expires_at) = (None, None);
                }
            }),
            &["outbox::a_queued_mail_is_shown"],
        ),
        case(
            "a second mail with an id is passed over",
            hides("outbox.enqueue", || ()),
            &["outbox::a_mail_is_claimable_if_and_only_if_it_was_committed"],
        ),
        case(
            "a mail is not held to its key",
            told("outbox.enqueue", |it: &mut OutboxMail| it.once = None),
            &[
                "outbox::a_mail_is_written_once_for_its_key",
                "race::a_crowd_queues_a_mail_once",
                "lost_reply::a_mail_is_queued_once_however_often_its_unit_of_work_is_repeated",
            ],
        ),
        case(
            "keys compare without case",
            told("outbox.enqueue", |it: &mut OutboxMail| {
                it.once.iter_mut().for_each(|it| it.make_ascii_lowercase());
            }),
            &["outbox::a_mail_is_written_once_for_its_key"],
        ),
        case(
            "whatever is asked for is queued again",
            answers("outbox.requeue", |requeued: &mut bool| *requeued = true),
            &[
                "outbox::only_a_failed_mail_is_queued_again",
                "lost_reply::a_requeue_that_is_repeated_changes_nothing",
            ],
        ),
        case(
            "what is queued again is due at once",
            told("outbox.requeue", |at: &mut Timestamp| *at = start()),
            &["outbox::only_a_failed_mail_is_queued_again"],
        ),
        case(
            "a mail expires only after its end",
            told("outbox.wipe_expired", |now: &mut Timestamp| {
                *now = now.plus(-Duration::MICROSECOND);
            }),
            &["outbox::expired_mails_are_wiped"],
        ),
        ignores("the state is not looked at", |it| it.state = None),
        ignores("the kind is not looked at", |it| it.kind = None),
        ignores("the address is not looked at", |it| it.to = None),
    ]
}

fn claims() -> Vec<Case> {
    vec![
        case(
            "a mail is held for no time",
            told("queue.claim(leased_until)", |until: &mut Timestamp| {
                *until = start()
            }),
            &[
                "mail_queue::no_mail_is_held_by_two_workers",
                "mail_queue::a_lease_that_ran_out_is_an_unknown_outcome",
            ],
        ),
        case(
            "a mail is let go a moment early",
            told("queue.claim(leased_until)", |until: &mut Timestamp| {
                *until = until.plus(-Duration::MICROSECOND);
            }),
            &["mail_queue::a_lease_that_ran_out_is_an_unknown_outcome"],
        ),
        case(
            "the newest mails come first",
            answers("queue.claim", |claimed: &mut Claimed| claimed.reverse()),
            &["mail_queue::the_oldest_mails_are_claimed_first"],
        ),
        case(
            "more is claimed than was asked for",
            told("queue.claim", |limit: &mut u32| *limit += 1),
            &["mail_queue::the_oldest_mails_are_claimed_first"],
        ),
        case(
            "an empty queue is an error",
            fails::<Claimed>("queue.claim"),
            &["mail_queue::an_empty_queue_gives_nothing"],
        ),
        case(
            "unknown outcomes are forgotten",
            answers("queue.claim", |claimed: &mut Claimed| {
                claimed.iter_mut().for_each(|it| it.unknown_outcomes = 0);
            }),
            &[
                "mail_queue::a_lease_that_ran_out_is_an_unknown_outcome",
                "mail_queue::an_unknown_outcome_is_counted_when_it_is_told",
            ],
        ),
        case(
            "an attempt is taken for a claim",
            answers("queue.claim", |claimed: &mut Claimed| {
                claimed.iter_mut().for_each(|it| it.claim = it.attempt);
            }),
            &["outbox::only_a_failed_mail_is_queued_again"],
        ),
        case(
            "a mail is claimed although its token is dead",
            told("outbox.enqueue", |it: &mut OutboxMail| it.expires_at = None),
            &["mail_queue::an_expired_mail_is_not_claimed"],
        ),
        case(
            "a mail is claimed before it is due",
            told("queue.claim(now)", |now: &mut Timestamp| {
                *now = now.plus(Duration::MICROSECOND)
            }),
            &[
                "mail_queue::a_mail_is_tried_again_at_its_time",
                "mail_queue::a_lease_that_ran_out_is_an_unknown_outcome",
            ],
        ),
    ]
}

/// Whichever claim is the last one: it is among these.
const CLAIMS: std::ops::RangeInclusive<u32> = 1..=9;

fn reports() -> Vec<Case> {
    vec![
        case(
            "what was sent is kept as failed",
            told_inside("queue.sent", |inside, id: &mut MailId| {
                for claim in CLAIMS {
                    now(inside.store().failed(*id, claim, ""));
                }
                *id = Uuid::nil().into();
            }),
            &[
                "mail_queue::a_sent_mail_is_wiped_and_never_sent_again",
                "mail_queue::a_mail_that_was_given_up_can_still_turn_out_to_be_sent",
                "outbox::expired_mails_are_wiped",
            ],
        ),
        case(
            "a mail is tried again at once",
            told("queue.retry", |at: &mut Timestamp| *at = start()),
            &["mail_queue::a_mail_is_tried_again_at_its_time"],
        ),
        case(
            "why it failed is cut off",
            told("queue.failed", |error: &mut String| error.truncate(3)),
            &["mail_queue::a_failed_mail_keeps_its_content"],
        ),
        case(
            "what failed stays in the queue",
            skips("queue.failed", || ()),
            &[
                "mail_queue::a_failed_mail_keeps_its_content",
                "lost_reply::a_report_that_is_repeated_changes_nothing",
            ],
        ),
        case(
            "older claims are heard when they give up",
            told_inside("queue.failed(id)", |inside, id: &mut MailId| {
                for claim in CLAIMS {
                    now(inside.store().failed(*id, claim, "late"));
                }
            }),
            &[
                "mail_queue::a_late_report_of_an_older_claim_changes_nothing",
                "mail_queue::a_late_report_from_before_a_requeue_changes_nothing",
            ],
        ),
        case(
            "older claims are heard when they try again",
            told_inside("queue.retry(id)", |inside, id: &mut MailId| {
                for claim in CLAIMS {
                    now(inside.store().retry(*id, claim, minute(1), "late", true));
                }
            }),
            &[
                "mail_queue::a_late_report_of_an_older_claim_changes_nothing",
                "mail_queue::a_late_report_from_before_a_requeue_changes_nothing",
            ],
        ),
        case(
            "a report on an unknown mail is an error",
            fails::<()>("queue.sent"),
            &["mail_queue::a_report_on_an_unknown_mail_is_no_error"],
        ),
        case(
            "a mail was sent when it was claimed",
            told("queue.sent", |at: &mut Timestamp| *at = start()),
            &[
                "lost_reply::a_report_that_is_repeated_changes_nothing",
                "mail_queue::a_sent_mail_is_wiped_and_never_sent_again",
            ],
        ),
    ]
}

fn captures() -> Vec<Case> {
    vec![
        case(
            "links are forgotten",
            told("capture.capture", |it: &mut CapturedMail| it.links.clear()),
            &["capture::a_captured_mail_is_kept_exactly"],
        ),
        case(
            "a mail is kept as often as it is captured",
            told_inside("capture.capture", |inside, it: &mut CapturedMail| {
                let store = inside.store();
                let kept = now(registration_core::ports::MailCapture::captured(
                    store, None, None,
                ));
                let id = it.id.0.as_u128() + kept.len() as u128;
                it.id = Uuid::from_u128(id).into();
            }),
            &[
                "capture::a_mail_is_captured_once",
                "lost_reply::a_capture_that_is_repeated_keeps_one_mail",
            ],
        ),
        case(
            "the address is not looked at",
            told("capture.captured", |to: &mut Option<EmailAddress>| {
                *to = None
            }),
            &["capture::captured_mails_are_filtered_by_address_and_kind"],
        ),
        case(
            "the kind is not looked at",
            told("capture.captured", |kind: &mut Option<MailKind>| {
                *kind = None
            }),
            &["capture::captured_mails_are_filtered_by_address_and_kind"],
        ),
        case(
            "the newest is left out",
            answers("capture.captured", |mails: &mut Vec<CapturedMail>| {
                if mails.len() == 100 {
                    mails.remove(0);
                }
            }),
            &["capture::at_most_a_hundred_captured_mails_are_shown"],
        ),
        case(
            "a mail is shown as the one that was asked for first",
            sticks::<MailId>("directory.mail"),
            &["outbox::a_queued_mail_is_shown"],
        ),
    ]
}
