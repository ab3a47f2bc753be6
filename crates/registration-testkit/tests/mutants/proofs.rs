//! Stores that are wrong with what people prove themselves with: sessions, tokens and keys.

use crate::{
    Case, case,
    flaw::{answers, answers_inside, fails, hides, now, skips, sticks, told, told_inside},
};
use registration_core::{
    model::{
        ApiKey, Contact, Scope, SecretDigest, Session, SessionHolder, Staff, Stored, Timestamp,
        Token, TokenPurpose,
    },
    ports::{Directory, PortalSession},
};
use registration_testkit::fixtures::minute;
use time::Duration;

pub(crate) fn cases() -> Vec<Case> {
    [sessions(), tokens(), keys()]
        .into_iter()
        .flatten()
        .collect()
}

fn sessions() -> Vec<Case> {
    type Portal = Option<PortalSession>;
    type Console = Option<(Session, Stored<Staff>)>;
    vec![
        case(
            "the customer's name is missing",
            answers("directory.portal_session", |it: &mut Portal| {
                let contacts = it.iter_mut().flat_map(|it| &mut it.contacts);
                contacts.for_each(|(_, name)| name.clear());
            }),
            &["session::a_portal_session_comes_with_account_and_contacts"],
        ),
        case(
            "who is inactive has no session",
            answers("directory.staff_session", |it: &mut Console| {
                it.take_if(|(_, staff)| !staff.active);
            }),
            &["session::a_staff_session_comes_with_the_staff_member_of_this_moment"],
        ),
        case(
            "whoever comes first opens the console",
            sticks::<SecretDigest>("directory.portal_session"),
            &["session::a_session_opens_its_own_door_only"],
        ),
        case(
            "access that ended is shown",
            answers_inside("directory.portal_session", |inside, it: &mut Portal| {
                if let Some(it) = it {
                    let all = now(inside.store().contacts_by_email(&it.account.email));
                    let named = |row: Stored<Contact>| {
                        let customer = now(inside.store().customer(row.customer));
                        (
                            row.value,
                            customer.map_or_else(String::new, |it| it.value.name),
                        )
                    };
                    it.contacts = all.into_iter().map(named).collect();
                }
            }),
            &[
                "session::a_session_shows_only_access_that_is_live",
                "session::access_that_ends_is_gone_with_the_next_look",
            ],
        ),
        case(
            "it is not noted that a session was used",
            skips("sessions.touch", || ()),
            &["session::a_session_remembers_when_it_was_used"],
        ),
        case(
            "the use of a session is noted to the second",
            told("sessions.touch", |at: &mut Timestamp| {
                *at = whole_second(*at)
            }),
            &["session::a_session_remembers_when_it_was_used"],
        ),
        case(
            "a session ends with all of its holder",
            told_inside("sessions.end", |inside, digest: &mut SecretDigest| {
                let _ = digest;
                now(inside.work().sessions().forget_begun_by(minute(1)));
            }),
            &[
                "session::a_session_ends_alone",
                "lost_reply::an_end_that_is_repeated_changes_nothing",
            ],
        ),
        case(
            "the sessions of everybody end",
            told_inside("sessions.end_all", |inside, holder: &mut SessionHolder| {
                let _ = holder;
                now(inside.work().sessions().forget_begun_by(minute(1)));
            }),
            &["session::all_sessions_of_a_holder_end_together"],
        ),
        case(
            "the session that is kept ends too",
            told("sessions.end_others", |kept: &mut SecretDigest| {
                kept.0[0] ^= 1;
            }),
            &[
                "session::all_other_sessions_of_a_holder_end",
                "lost_reply::an_end_that_is_repeated_changes_nothing",
            ],
        ),
        case(
            "other sessions go on",
            skips("sessions.end_others", || ()),
            &["session::all_other_sessions_of_a_holder_end"],
        ),
        case(
            "the other sessions of whoever asked first end",
            sticks::<SessionHolder>("sessions.end_others"),
            &["session::all_other_sessions_of_a_holder_end"],
        ),
        case(
            "the oldest session comes first",
            answers("directory.sessions_of", |rows: &mut Vec<Session>| {
                rows.reverse()
            }),
            &["session::the_sessions_of_a_holder_are_listed_newest_first"],
        ),
        case(
            "nobody is stranded",
            skips("sessions.end_stranded", || ()),
            &["session::exactly_the_stranded_sessions_end"],
        ),
        case(
            "a session is forgotten only after its time",
            told("sessions.forget_begun_by", |at: &mut Timestamp| {
                *at = at.plus(-Duration::MICROSECOND);
            }),
            &["session::sessions_are_forgotten_by_when_they_began"],
        ),
        case(
            "a second session with a secret is passed over",
            hides("sessions.insert", || ()),
            &["session::a_second_session_with_a_digest_is_a_duplicate"],
        ),
    ]
}

fn whole_second(at: Timestamp) -> Timestamp {
    let micros = at.as_micros();
    Timestamp::from_micros(micros - micros.rem_euclid(1_000_000)).expect("it is a moment")
}

fn tokens() -> Vec<Case> {
    vec![
        case(
            "a token that is over is not loaded",
            answers("tokens.get", |it: &mut Option<Token>| {
                it.take_if(|it| it.expires_at < minute(0));
            }),
            &["token::a_token_is_stored_exactly"],
        ),
        case(
            "a token that is over is not found",
            answers("directory.token", |it: &mut Option<Token>| {
                it.take_if(|it| it.expires_at < minute(0));
            }),
            &["token::a_token_is_stored_exactly"],
        ),
        case(
            "an unknown secret is an error",
            fails::<Option<Token>>("tokens.get"),
            &["token::an_unknown_token_is_none"],
        ),
        case(
            "a second token with a secret is passed over",
            hides("tokens.insert", || ()),
            &["token::a_second_token_with_a_digest_is_a_duplicate"],
        ),
        case(
            "a purpose ends for whatever it is bound to first",
            sticks::<TokenPurpose>("tokens.end"),
            &["token::ending_a_purpose_ends_all_of_its_tokens_and_no_others"],
        ),
        case(
            "a token that ends does so only after the unit of work",
            skips("tokens.end", || ()),
            &[
                "token::a_token_lives_on_when_its_end_is_not_committed",
                "lost_reply::an_end_that_is_repeated_changes_nothing",
            ],
        ),
        case(
            "a token is forgotten only after its end",
            told("tokens.forget_expired", |now: &mut Timestamp| {
                *now = now.plus(-Duration::MICROSECOND);
            }),
            &["token::tokens_are_forgotten_from_their_end_on"],
        ),
    ]
}

fn keys() -> Vec<Case> {
    vec![
        case(
            "every key may do the same",
            told("api_keys.insert", |it: &mut ApiKey| it.scope = Scope::Read),
            &["api_key::an_api_key_is_stored_exactly"],
        ),
        case(
            "a removed key still opens",
            skips("api_keys.delete", || true),
            &["api_key::a_removed_api_key_opens_nothing"],
        ),
        case(
            "a key is found that nobody has",
            sticks::<SecretDigest>("directory.api_key"),
            &["api_key::an_api_key_is_stored_exactly"],
        ),
        case(
            "a second key with a digest is passed over",
            hides("api_keys.insert", || ()),
            &["api_key::a_second_api_key_with_a_digest_or_an_id_is_a_duplicate"],
        ),
    ]
}
