//! The laws of the contract catch stores that break them: each mutant has one flaw, and laws that have to see it.

mod directory;
mod mail;
mod media;
mod repository;
mod store;

use registration_testkit::{
    contract::{
        self, Subject, account, capture, customer, error, invite_link, lock, mail_queue, outbox,
        page, prove, race, registration_key, revision, search, session, unit_of_work,
    },
    store_contract,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::{Flaw, Mutant};

mod without_a_flaw {
    //! The mutants do nothing but what their flaw says: without one they obey every law.

    use super::*;

    store_contract!(|| async { subject(Flaw::Nothing) });
}

fn subject(flaw: Flaw) -> Subject {
    Subject::new(Mutant::new(flaw))
}

/// Each of `$law`s fails on a store with the flaw.
macro_rules! catches {
    ($($name:ident: $flaw:ident by $($law:path),+;)+) => { $(
        #[test]
        fn $name() {
            $(
                let proof = AssertUnwindSafe(|| prove(async { subject(Flaw::$flaw) }, $law));
                let broken = catch_unwind(proof).is_err();
                assert!(broken, "{} does not see it", stringify!($law));
            )+
        }
    )+ };
}

catches! {
    a_store_that_forgets_to_roll_back_is_caught: ForgetsToRollBack by
        unit_of_work::dropping_undoes_everything,
        contract::invite_link::a_use_that_was_not_committed_is_not_taken,
        contract::token::a_token_lives_on_when_its_end_is_not_committed,
        outbox::a_key_is_not_used_by_what_is_not_committed,
        outbox::a_mail_is_claimable_if_and_only_if_it_was_committed;
    a_store_that_forgets_to_commit_is_caught: ForgetsToCommit by
        unit_of_work::committing_makes_everything_visible,
        customer::a_customer_is_stored_exactly;
    a_store_without_locks_is_caught: TakesNoLocks by
        lock::whoever_wants_a_loaded_row_waits_and_sees_the_change,
        lock::what_is_loaded_by_something_else_than_its_id_is_locked_too,
        lock::pending_registrations_that_are_loaded_together_are_locked,
        lock::no_change_of_a_crowd_is_lost,
        lock::a_crowd_that_counts_in_one_row_counts_everybody,
        contract::shared_lock::a_shared_lock_keeps_changes_out,
        contract::shared_lock::an_exclusive_lock_keeps_shared_locks_out;
    a_store_that_checks_uniqueness_by_reading_first_is_caught: TakesNoLocks by
        race::a_crowd_creates_one_account_for_an_address,
        race::a_crowd_creates_one_contact_for_an_address_at_a_customer,
        race::a_crowd_begins_one_registration_of_a_kind,
        race::a_crowd_starts_one_project_with_a_form,
        race::a_crowd_takes_exactly_the_uses_that_a_link_has;
    a_store_that_ignores_revisions_is_caught: IgnoresRevisions by
        revision::a_stale_update_is_refused,
        revision::an_update_on_a_later_revision_is_refused;
    a_store_that_goes_on_after_an_error_is_caught: GoesOnAfterErrors by
        error::after_a_duplicate_the_commit_fails,
        error::after_an_error_every_further_call_fails;
    a_store_that_passes_over_duplicates_is_caught: PassesOverDuplicates by
        account::an_address_has_one_account,
        race::a_crowd_creates_one_account_for_an_address,
        revision::a_second_insert_of_an_id_is_a_duplicate;
    a_store_to_which_no_customer_is_many_is_caught: NobodyIsManyCustomers by
        registration_key::an_address_has_one_pending_registration_at_a_customer,
        registration_key::a_newer_registration_takes_the_place_of_an_older_one_at_once,
        race::a_crowd_begins_one_registration_of_a_kind;
    a_store_in_which_final_states_keep_their_place_is_caught: FinalStatesKeepTheirPlace by
        registration_key::a_final_registration_makes_room,
        registration_key::a_newer_registration_takes_the_place_of_an_older_one_at_once;
    a_store_that_gives_more_uses_than_the_maximum_is_caught: GivesUsesWithoutEnd by
        invite_link::a_link_gives_no_more_uses_than_its_maximum,
        invite_link::an_unknown_link_gives_no_use,
        race::a_crowd_takes_exactly_the_uses_that_a_link_has;
    a_store_whose_editors_change_uses_is_caught: EditsUses by
        invite_link::an_update_of_a_link_leaves_its_uses_alone;
    a_store_that_ignores_once_is_caught: IgnoresOnce by
        outbox::a_mail_is_written_once_for_its_key,
        race::a_crowd_queues_a_mail_once;
    a_store_that_requeues_anything_is_caught: RequeuesAnything by
        outbox::only_a_failed_mail_is_queued_again;
    a_queue_that_hands_a_mail_to_two_workers_is_caught: HandsAMailToTwo by
        mail_queue::no_mail_is_held_by_two_workers,
        mail_queue::a_lease_that_ran_out_is_an_unknown_outcome;
    a_queue_that_retries_at_once_is_caught: RetriesAtOnce by
        mail_queue::a_mail_is_tried_again_at_its_time;
    a_queue_that_forgets_unknown_outcomes_is_caught: ForgetsUnknownOutcomes by
        mail_queue::a_lease_that_ran_out_is_an_unknown_outcome,
        mail_queue::an_unknown_outcome_is_counted_when_it_is_told;
    a_queue_that_keeps_what_was_sent_is_caught: KeepsWhatWasSent by
        mail_queue::a_sent_mail_is_wiped_and_never_sent_again,
        outbox::only_a_failed_mail_is_queued_again;
    a_queue_that_hears_older_claims_is_caught: HearsOlderClaims by
        mail_queue::a_late_report_of_an_older_claim_changes_nothing,
        mail_queue::a_late_report_from_before_a_requeue_changes_nothing;
    a_queue_that_counts_claims_anew_is_caught: CountsClaimsAnew by
        mail_queue::a_late_report_from_before_a_requeue_changes_nothing,
        outbox::only_a_failed_mail_is_queued_again;
    a_capture_that_keeps_a_mail_twice_is_caught: CapturesTwice by
        capture::a_mail_is_captured_once;
    a_store_that_writes_over_pictures_is_caught: WritesOverPictures by
        contract::media::a_picture_is_never_written_over,
        contract::media::a_crowd_puts_one_picture_with_an_id;
    a_store_that_forgets_older_pictures_is_caught: ForgetsOlderPictures by
        contract::media::a_forgotten_picture_is_gone_and_no_other;
    a_store_that_lists_pictures_from_the_start_is_caught: ListsPicturesFromTheStart by
        contract::media::pictures_are_listed_oldest_first;
    a_directory_that_lists_the_oldest_first_is_caught: ListsOldestFirst by
        page::pages_are_complete_and_newest_first;
    a_directory_that_ignores_the_last_page_is_caught: IgnoresTheLastPage by
        page::pages_are_complete_and_newest_first,
        page::there_is_nothing_after_the_last_row,
        page::new_rows_do_not_shift_pages;
    a_directory_to_which_percent_is_a_wildcard_is_caught: PercentIsAWildcard by
        search::customers_are_found_by_name_and_reference;
    a_directory_that_folds_ascii_only_is_caught: FoldsAsciiOnly by
        search::customers_are_found_by_name_and_reference,
        search::a_renamed_customer_is_found_by_its_new_name;
    a_directory_that_shows_access_that_ended_is_caught: ShowsAccessThatEnded by
        session::a_session_shows_only_access_that_is_live,
        session::access_that_ends_is_gone_with_the_next_look;
}

/// A factory that hands out one store to several tests is told so.
#[test]
fn a_store_in_which_something_lies_is_refused() {
    let used = registration_testkit::memory::MemoryStore::default();
    let share = || async { Subject::new(used.clone()) };
    prove(share(), outbox::a_queued_mail_is_shown);
    let second = catch_unwind(AssertUnwindSafe(|| {
        prove(share(), unit_of_work::an_empty_unit_of_work_commits);
    }));
    let reason = second.expect_err("the second law is not run");
    let reason = reason.downcast::<String>().expect("it says why");
    assert!(reason.contains("give each test an empty one"), "{reason}");
}
