//! The contract of the stores: one law for each thing that core relies on, run on any implementation of the ports.
//!
//! [`store_contract!`](crate::store_contract) makes one test of every law. Each law is a plain function as well, for
//! whoever wants to run it in another way:
//!
//! ```
//! use registration_testkit::{contract::{self, Subject}, memory::MemoryStore};
//!
//! contract::prove(
//!     async { Subject::new(MemoryStore::default()) },
//!     contract::unit_of_work::dropping_undoes_everything,
//! );
//! ```

mod crowd;
pub mod error;
mod list;
pub mod lock;
pub mod race;
pub mod revision;
mod scene;
pub mod shared_lock;
mod subject;
pub mod unit_of_work;

pub use subject::{Subject, Writers, prove};

/// Makes one `#[test]` of every law of the contract of stores.
///
/// The factory is called once for each test. It returns a future of a [`Subject`](crate::contract::Subject) around a
/// store that nobody else uses and in which nothing lies yet.
///
/// ```
/// use registration_testkit::{contract::Subject, memory::MemoryStore, store_contract};
///
/// store_contract!(|| async { Subject::new(MemoryStore::default()) });
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! store_contract {
    ($factory:expr) => {
        $crate::laws! { $factory;
            error {
                after_a_duplicate_the_commit_fails,
                after_a_stale_update_the_commit_fails,
                after_an_error_every_further_call_fails,
                the_next_unit_of_work_knows_nothing_of_a_failed_one,
            }
            lock {
                whoever_wants_a_loaded_row_waits_and_sees_the_change,
                what_is_loaded_by_something_else_than_its_id_is_locked_too,
                pending_registrations_that_are_loaded_together_are_locked,
                dropping_lets_go_of_the_locks,
                a_wait_that_is_given_up_harms_nobody,
                no_change_of_a_crowd_is_lost,
                a_crowd_that_counts_in_one_row_counts_everybody,
            }
            race {
                a_crowd_creates_one_account_for_an_address,
                a_crowd_creates_one_contact_for_an_address_at_a_customer,
                a_crowd_begins_one_registration_of_a_kind,
                a_crowd_starts_one_project_with_a_form,
                a_crowd_queues_a_mail_once,
                a_crowd_takes_exactly_the_uses_that_a_link_has,
            }
            revision {
                what_is_inserted_has_the_first_revision,
                an_update_moves_the_revision_by_one,
                the_returned_revision_is_good_for_the_next_update,
                a_stale_update_is_refused,
                an_update_on_a_later_revision_is_refused,
                an_update_of_what_is_not_there_is_stale,
                what_is_not_there_is_none,
                a_second_insert_of_an_id_is_a_duplicate,
            }
            shared_lock {
                shared_locks_do_not_wait_for_each_other,
                a_shared_lock_keeps_changes_out,
                an_exclusive_lock_keeps_shared_locks_out,
                shared_locks_of_several_rows_never_wait_in_a_circle,
                a_look_does_not_wait_for_a_lock,
                overdue_registrations_that_others_hold_are_passed_over,
                neglected_requests_that_others_hold_are_passed_over,
            }
            unit_of_work {
                committing_makes_everything_visible,
                dropping_undoes_everything,
                the_directory_sees_nothing_before_the_commit_and_does_not_wait_for_it,
                a_unit_of_work_sees_its_own_changes,
                what_names_another_row_may_be_written_before_it,
                an_empty_unit_of_work_commits,
            }
        }
    };
}

/// Makes one `#[test]` of every law that is named.
#[doc(hidden)]
#[macro_export]
macro_rules! laws {
    ($factory:expr; $($module:ident { $($law:ident,)* })*) => { $($(
        #[test]
        fn $law() {
            $crate::contract::prove(($factory)(), $crate::contract::$module::$law);
        }
    )*)* };
}
