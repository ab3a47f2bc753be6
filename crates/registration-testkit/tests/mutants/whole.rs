//! Stores that are wrong as a whole: with units of work, their locks, their errors and the revisions of what they write.

use crate::{
    Case, calls, case,
    flaw::{Flaw, answers, hides, misses, now, skips, told_inside},
    hanging,
};
use registration_core::model::{
    Account, Contact, Customer, InviteLink, Playbook, Project, Registration, Revision, Staff,
    Stored,
};

/// What can be wrong with the revisions of each kind of aggregate, and with its ids.
macro_rules! of_aggregate {
    ($repository:ident, $find:ident, $model:ty) => {{
        const INSERT: &str = concat!(stringify!($repository), ".insert");
        const UPDATE: &str = concat!(stringify!($repository), ".update");
        const GET: &str = concat!(stringify!($repository), ".get");
        const FIND: &str = concat!("directory.", stringify!($find));
        type Row = Option<Stored<$model>>;
        vec![
            case(
                concat!(stringify!($repository), " begin at a revision of their own"),
                answers(GET, |row: &mut Row| {
                    row.iter_mut().for_each(|row| row.revision = Revision(7));
                }),
                &["revision::what_is_inserted_has_the_first_revision"],
            ),
            case(
                concat!(stringify!($repository), " are found at another revision"),
                answers(FIND, |row: &mut Row| {
                    row.iter_mut().for_each(|row| row.revision = Revision(7));
                }),
                &["revision::what_is_inserted_has_the_first_revision"],
            ),
            case(
                concat!(
                    stringify!($repository),
                    " give the revision before an update"
                ),
                answers(UPDATE, |revision: &mut Revision| revision.0 -= 1),
                &[
                    "revision::an_update_moves_the_revision_by_one",
                    "revision::the_returned_revision_is_good_for_the_next_update",
                ],
            ),
            case(
                concat!(stringify!($repository), " are written over on any revision"),
                told_inside(UPDATE, |inside, row: &mut Stored<$model>| {
                    if let Some(stored) = now(inside.work().$repository().get(row.id)) {
                        row.revision = stored.revision;
                    }
                }),
                &[
                    "revision::a_stale_update_is_refused",
                    "revision::an_update_on_a_later_revision_is_refused",
                    "lost_reply::an_update_that_is_repeated_is_stale",
                ],
            ),
            case(
                concat!(
                    stringify!($repository),
                    " that are not there are passed over"
                ),
                hides(UPDATE, || Revision(2)),
                &["revision::an_update_of_what_is_not_there_is_stale"],
            ),
            case(
                concat!(stringify!($repository), " that are not there are an error"),
                misses::<Stored<$model>>(GET),
                &["revision::what_is_not_there_is_none"],
            ),
            case(
                concat!(stringify!($repository), " with a known id are passed over"),
                hides(INSERT, || ()),
                &[
                    "revision::a_second_insert_of_an_id_is_a_duplicate",
                    "lost_reply::an_insert_that_is_repeated_is_a_duplicate",
                ],
            ),
        ]
    }};
}

pub(crate) fn cases() -> Vec<Case> {
    let each = [
        of_aggregate!(customers, customer, Customer),
        of_aggregate!(invite_links, invite_link, InviteLink),
        of_aggregate!(registrations, registration, Registration),
        of_aggregate!(accounts, account, Account),
        of_aggregate!(contacts, contact, Contact),
        of_aggregate!(playbooks, playbook, Playbook),
        of_aggregate!(projects, project, Project),
        of_aggregate!(staff, staff_member, Staff),
    ];
    [units_of_work(), locks(), races(), errors()]
        .into_iter()
        .chain(each)
        .flatten()
        .collect()
}

fn units_of_work() -> Vec<Case> {
    vec![
        case(
            "commit keeps nothing",
            Flaw::ForgetsToCommit,
            &[
                "unit_of_work::committing_makes_everything_visible",
                "customer::a_customer_is_stored_exactly",
            ],
        ),
        case(
            "what is dropped is kept",
            Flaw::ForgetsToRollBack,
            &[
                "unit_of_work::dropping_undoes_everything",
                "invite_link::a_use_that_was_not_committed_is_not_taken",
                "token::a_token_lives_on_when_its_end_is_not_committed",
                "outbox::a_key_is_not_used_by_what_is_not_committed",
                "outbox::a_mail_is_claimable_if_and_only_if_it_was_committed",
            ],
        ),
        case(
            "each statement is seen at once",
            Flaw::CommitsEachStatement,
            &[
                "unit_of_work::the_directory_sees_nothing_before_the_commit_and_does_not_wait_for_it",
                "unit_of_work::dropping_undoes_everything",
            ],
        ),
        case(
            "a unit of work sees only what was committed before",
            answers(
                "contacts.get_by_email",
                |row: &mut Option<Stored<Contact>>| *row = None,
            ),
            &["unit_of_work::a_unit_of_work_sees_its_own_changes"],
        ),
        case(
            "what a row names has to be written before it",
            Flaw::ChecksEachStatement,
            &["unit_of_work::what_names_another_row_may_be_written_before_it"],
        ),
        case(
            "there has to be something to commit",
            Flaw::RefusesEmptyWork,
            &["unit_of_work::an_empty_unit_of_work_commits"],
        ),
    ]
}

/// The laws that see that a call does not lock what it loads.
fn laws_of_lock(call: &str) -> &'static [&'static str] {
    match call {
        "tokens.get" => &["lock::a_loaded_token_is_locked"],
        _ if call.ends_with(".get") => {
            &["lock::whoever_wants_a_loaded_row_waits_and_sees_the_change"]
        }
        _ if call.ends_with(".get_shared") => &[
            "shared_lock::a_shared_lock_keeps_changes_out",
            "shared_lock::an_exclusive_lock_keeps_shared_locks_out",
        ],
        _ if call.starts_with("registrations.") => {
            &["lock::pending_registrations_that_are_loaded_together_are_locked"]
        }
        _ => &["lock::what_is_loaded_by_something_else_than_its_id_is_locked_too"],
    }
}

fn locks() -> Vec<Case> {
    let loads = calls::of_units_of_work().filter(|call| call.contains(".get"));
    let does_not_lock = |call| {
        case(
            format!("{call} does not lock"),
            Flaw::DoesNotLock(call),
            laws_of_lock(call),
        )
    };
    let of_the_whole = vec![
        case(
            "nothing is locked",
            Flaw::TakesNoLocks,
            &[
                "lock::whoever_wants_a_loaded_row_waits_and_sees_the_change",
                "lock::what_is_loaded_by_something_else_than_its_id_is_locked_too",
                "lock::pending_registrations_that_are_loaded_together_are_locked",
                "lock::no_change_of_a_crowd_is_lost",
                "lock::a_crowd_that_counts_in_one_row_counts_everybody",
                "shared_lock::a_shared_lock_keeps_changes_out",
                "shared_lock::an_exclusive_lock_keeps_shared_locks_out",
            ],
        ),
        hanging(
            "locks outlive a unit of work that is dropped",
            Flaw::KeepsItsLocks,
            &["lock::dropping_lets_go_of_the_locks"],
        ),
        hanging(
            "whoever stopped waiting gets the lock",
            Flaw::LocksForWhoeverLeft,
            &["lock::a_wait_that_is_given_up_harms_nobody"],
        ),
        hanging(
            "several rows are locked in the order in which they are named",
            Flaw::LocksInTheOrderNamed,
            &["shared_lock::shared_locks_of_several_rows_never_wait_in_a_circle"],
        ),
        hanging(
            "units of work wait for each other whatever they want",
            Flaw::PretendsToHaveManyWriters,
            &[
                "shared_lock::shared_locks_do_not_wait_for_each_other",
                "shared_lock::a_look_does_not_wait_for_a_lock",
                "shared_lock::overdue_registrations_that_others_hold_are_passed_over",
                "shared_lock::neglected_requests_that_others_hold_are_passed_over",
            ],
        ),
        case(
            "a look finds nothing that somebody changes",
            skips("customers.find", || None::<Customer>),
            &["shared_lock::a_look_does_not_wait_for_a_lock"],
        ),
    ];
    of_the_whole
        .into_iter()
        .chain(loads.map(does_not_lock))
        .collect()
}

fn races() -> Vec<Case> {
    vec![case(
        "what is unique is checked by reading first",
        Flaw::TakesNoLocks,
        &[
            "race::a_crowd_creates_one_account_for_an_address",
            "race::a_crowd_creates_one_contact_for_an_address_at_a_customer",
            "race::a_crowd_begins_one_registration_of_a_kind",
            "race::a_crowd_starts_one_project_with_a_form",
            "race::a_crowd_takes_exactly_the_uses_that_a_link_has",
        ],
    )]
}

fn errors() -> Vec<Case> {
    let whole = [
        case(
            "a unit of work goes on after an error",
            Flaw::ChecksEachStatement,
            &[
                "error::after_a_duplicate_the_commit_fails",
                "error::after_a_stale_update_the_commit_fails",
            ],
        ),
        case(
            "an error takes the next unit of work down",
            Flaw::StaysBroken,
            &["error::the_next_unit_of_work_knows_nothing_of_a_failed_one"],
        ),
    ];
    let after = |call: &'static str| {
        case(
            format!("{call} works after an error"),
            Flaw::GoesOnAfterErrors(call),
            &["error::after_an_error_every_further_call_fails"],
        )
    };
    whole
        .into_iter()
        .chain(calls::of_units_of_work().map(after))
        .collect()
}
