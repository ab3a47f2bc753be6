//! Histories hold on the store in memory, and find what is wrong with broken ones.

mod directory;
mod flawed;

use flawed::{Flaw, Flawed};
use registration_testkit::{
    contract::Subject,
    history::{self, Config},
    memory::MemoryStore,
    store_histories,
};
use std::sync::Arc;

store_histories!(
    Config {
        cases: 200,
        ..Config::default()
    },
    || async { Subject::new(MemoryStore::default()) }
);

fn broken(flaw: Flaw) -> Subject {
    let (inner, flawed) = Flawed::new(flaw);
    let flawed = Arc::new(flawed);
    Subject::of(flawed.clone(), flawed, inner.clone(), inner.clone(), inner)
}

/// Histories find each flaw by one of these laws, and tell it in a few steps.
macro_rules! found {
    ($($name:ident: $flaw:ident by $($law:ident)|+;)+) => { $(
        #[test]
        fn $name() {
            let config = Config { cases: 1_500, steps: 60, seed: Some(1) };
            let found = history::search(|| async { broken(Flaw::$flaw) }, config);
            let found = found.expect_err("histories find the flaw");
            assert!([$(stringify!($law)),+].contains(&found.law), "{found}");
            assert!(found.commands.len() <= 10, "it is told at length:\n{found}");
        }
    )+ };
}

found! {
    a_link_that_counts_no_uses_is_found: CountsNoUses by
        no_link_gives_more_uses_than_its_maximum;
    a_suspension_that_leaves_sessions_open_is_found: EndsNoSessions by
        a_session_opens_what_its_account_may_open_and_nothing_else;
    a_trail_without_provenance_is_found: DropsProvenance by
        every_change_is_in_the_trail | every_membership_has_its_provenance;
    a_directory_that_shows_every_project_is_found: ShowsEveryProject by
        a_project_is_seen_by_exactly_whom_it_should;
    a_mail_that_is_queued_twice_is_found: QueuesTwice by
        every_event_has_exactly_its_mails;
    a_token_that_survives_its_end_is_found: EndsNoTokens by
        a_dead_proof_proves_nothing;
    access_that_is_never_taken_away_is_found: KeepsAccess by
        nobody_has_access_without_proof_or_decision;
    settings_that_are_not_saved_are_found: KeepsDomains by
        a_form_answers_as_its_link_says | an_explanation_is_what_activation_decides;
    a_suspension_that_spares_what_is_pending_is_found: FindsNothingPending by
        what_was_taken_away_opens_nothing;
    an_archived_customer_that_keeps_its_people_is_found: ShowsArchivedCustomers by
        a_session_opens_what_its_account_may_open_and_nothing_else;
}

/// Without a flaw the wrapper is the store inside: what is found above is the flaw.
#[test]
fn no_history_breaks_a_law_on_what_has_no_flaw() {
    history::run(
        || async { broken(Flaw::Nothing) },
        Config {
            cases: 30,
            ..Config::default()
        },
    );
}

/// One seed makes the same histories, so that a failure can be played again.
#[test]
fn one_seed_finds_the_same_history() {
    let play = || {
        let config = Config {
            cases: 300,
            steps: 30,
            seed: Some(7),
        };
        let found = history::search(|| async { broken(Flaw::QueuesTwice) }, config);
        found.expect_err("it is found").to_string()
    };
    assert_eq!(play(), play());
}
