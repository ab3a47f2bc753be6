//! Stores that are wrong with registrations: what is pending, what is unique, what is listed.

use crate::{
    Case, case,
    customers::folds_ascii_only,
    flaw::{Flaw, Inside, answers, answers_inside, hides, now, skips, told, told_inside},
    people::divided,
};
use registration_core::{
    model::{
        EmailAddress, Registration, RegistrationState, Revision, StateKind, Stored, Timestamp,
    },
    ports::{Directory, Page, RegistrationFilter},
};
use registration_testkit::fixtures::{email, minute};
use time::Duration;

pub(crate) fn cases() -> Vec<Case> {
    [registrations(), keys(), lists(), waiting()]
        .into_iter()
        .flatten()
        .collect()
}

fn registrations() -> Vec<Case> {
    type Rows = Vec<Stored<Registration>>;
    vec![
        case(
            "why somebody was let in is forgotten",
            told("registrations.insert", |it: &mut Registration| {
                if let RegistrationState::AwaitingActivation { decision, .. } = &mut it.state {
                    *decision = None;
                }
            }),
            &["registration::a_registration_is_stored_exactly"],
        ),
        case(
            "the name of a registration is kept in one piece and divided at its last space",
            told("registrations.insert", |it: &mut Registration| {
                it.name = divided(&it.name);
            }),
            &["registration::a_registration_is_stored_exactly"],
        ),
        case(
            "an update leaves the code alone",
            told("registrations.update", |it: &mut Stored<Registration>| {
                it.value.code = None;
            }),
            &["registration::an_update_writes_the_whole_registration"],
        ),
        case(
            "what is over by time is not pending",
            answers("registrations.get_pending_of", |rows: &mut Rows| {
                let live = |it: &Stored<_>| is_live(it);
                rows.retain(live);
            }),
            &["registration::pending_registrations_are_loaded_by_address_contact_and_customer"],
        ),
        case(
            "the pending ones of a contact are not found",
            skips("registrations.get_pending_for", Rows::new),
            &["registration::pending_registrations_are_loaded_by_address_contact_and_customer"],
        ),
        case(
            "the pending ones of a customer come newest first",
            answers("registrations.get_pending_at", |rows: &mut Rows| {
                rows.reverse()
            }),
            &["registration::pending_registrations_are_loaded_by_address_contact_and_customer"],
        ),
        case(
            "a contact that nobody knows has the pending ones of everybody",
            answers_inside(
                "registrations.get_pending_for",
                |inside, rows: &mut Rows| {
                    let all = inside
                        .work()
                        .registrations()
                        .get_overdue(minute(100_000), 99);
                    *rows = now(all);
                },
            ),
            &["registration::nothing_pending_is_an_empty_list"],
        ),
        case(
            "a registration is overdue only after its end",
            told("registrations.get_overdue", |now: &mut Timestamp| {
                *now = now.plus(-Duration::MICROSECOND);
            }),
            &["registration::a_registration_is_overdue_from_its_end_on"],
        ),
        case(
            "the limit of overdue ones is not kept",
            told("registrations.get_overdue", |limit: &mut u32| *limit = 100),
            &["registration::a_registration_is_overdue_from_its_end_on"],
        ),
        case(
            "a request is neglected although it was reminded often enough",
            told("registrations.get_neglected", |reminders: &mut u8| {
                *reminders += 1;
            }),
            &["registration::a_request_is_neglected_by_its_age_and_its_reminders"],
        ),
        case(
            "a request is neglected from its beginning on",
            told("registrations.get_neglected", |by: &mut Timestamp| {
                *by = by.plus(Duration::DAY);
            }),
            &["registration::a_request_is_neglected_by_its_age_and_its_reminders"],
        ),
    ]
}

fn is_live(row: &Registration) -> bool {
    row.state.expires_at().is_some_and(|end| end > minute(0))
}

fn keys() -> Vec<Case> {
    vec![
        case(
            "no customer equals no other, as SQL has it",
            skips_where("registrations.insert", |it| {
                it.customer.is_none() && it.state.kind() == StateKind::AwaitingActivation
            }),
            &[
                "registration_key::an_address_has_one_pending_registration_at_a_customer",
                "registration_key::an_overdue_registration_keeps_its_place",
                "registration_key::a_newer_registration_takes_the_place_of_an_older_one_at_once",
            ],
        ),
        case(
            "requests have no key",
            skips_where("registrations.insert", |it| {
                it.state.kind() == StateKind::AwaitingMapping
            }),
            &["registration_key::an_address_has_one_open_request"],
        ),
        case(
            "final states keep their place",
            told_inside(
                "registrations.update",
                |inside, it: &mut Stored<Registration>| {
                    if it.state.expires_at().is_none()
                        && let Some(row) = now(inside.work().registrations().get(it.id))
                    {
                        it.value.state = row.value.state;
                    }
                },
            ),
            &[
                "registration_key::a_final_registration_makes_room",
                "registration_key::a_newer_registration_takes_the_place_of_an_older_one_at_once",
            ],
        ),
        case(
            "an update is not held to the key",
            hides("registrations.update", || Revision(2)),
            &["registration_key::an_update_cannot_take_a_place_that_is_taken"],
        ),
        case(
            "a locale takes hyphens for nothing",
            told("registrations.insert", |it: &mut Registration| {
                it.email = without_hyphens(&it.email);
            }),
            &["registration_key::addresses_compare_bytewise"],
        ),
    ]
}

fn without_hyphens(address: &EmailAddress) -> EmailAddress {
    let local = address.local_part().replace('-', "");
    email(&format!("{local}@{}", address.domain()))
}

/// A call whose duplicates are passed over where `wanted` says so: the row gets an address of its own instead.
fn skips_where(
    call: &'static str,
    wanted: impl Fn(&Registration) -> bool + Send + Sync + 'static,
) -> Flaw {
    told(call, move |it: &mut Registration| {
        if wanted(it) {
            it.email = email(&format!("r{}@elsewhere.example", it.id.0.simple()));
        }
    })
}

fn lists() -> Vec<Case> {
    type Rows = Vec<Stored<Registration>>;
    fn ignores(
        says: &str,
        part: impl Fn(&mut RegistrationFilter) + Send + Sync + 'static,
        laws: &'static [&'static str],
    ) -> Case {
        case(says, told("directory.registrations", part), laws)
    }
    const EACH: &str =
        "registration_list::registrations_are_filtered_by_state_door_customer_and_link";
    const TOGETHER: &str =
        "registration_list::the_parts_of_a_filter_of_registrations_narrow_each_other";
    vec![
        case(
            "the oldest comes first",
            answers("directory.registrations", |rows: &mut Rows| rows.reverse()),
            &[
                "registration_list::registrations_are_listed_newest_first",
                "moment::rows_of_one_moment_have_the_order_of_their_ids",
            ],
        ),
        case(
            "the newest by time comes first",
            answers("directory.registrations", |rows: &mut Rows| {
                rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
            }),
            &["moment::rows_of_one_moment_have_the_order_of_their_ids"],
        ),
        ignores(
            "the state is not looked at",
            |it| it.state = None,
            &[EACH, TOGETHER],
        ),
        ignores("the door is not looked at", |it| it.origin = None, &[EACH]),
        ignores(
            "the customer is not looked at",
            |it| it.customer = None,
            &[EACH],
        ),
        ignores("the link is not looked at", |it| it.link = None, &[EACH]),
        ignores(
            "the last part of a filter wins",
            |it| {
                if it.q.is_some() {
                    it.state = None;
                }
            },
            &[TOGETHER],
        ),
        ignores(
            "the text is not looked at",
            |it| it.q = None,
            &["search::registrations_are_found_by_name_and_address"],
        ),
        ignores(
            "upper and lower case are known of ASCII only in registrations",
            |it| folds_ascii_only(&mut it.q),
            &["search::registrations_are_found_by_name_and_address"],
        ),
        case(
            "a page begins with the row that it is to begin after",
            told("directory.registrations", |page: &mut Page| {
                page.before = page
                    .before
                    .map(|id| uuid::Uuid::from_u128(id.as_u128() + 1));
            }),
            &[
                "page::pages_are_complete_and_newest_first",
                "moment::rows_of_one_moment_have_the_order_of_their_ids",
            ],
        ),
    ]
}

/// What has waited longest.
fn waiting() -> Vec<Case> {
    type Row = Option<Stored<Registration>>;
    fn of_state(state: Option<StateKind>, inside: &Inside<'_>) -> Vec<Stored<Registration>> {
        let filter = RegistrationFilter {
            state,
            ..RegistrationFilter::default()
        };
        let all = Page {
            limit: 1000,
            before: None,
        };
        now(inside.store().registrations(&filter, all))
    }
    const LAW: &[&str] = &["registration_list::the_request_that_waits_longest_is_found"];
    vec![
        case(
            "the newest request has waited longest",
            answers_inside("directory.longest_waiting", |inside, row: &mut Row| {
                let requests = of_state(Some(StateKind::AwaitingMapping), inside);
                *row = requests.into_iter().next();
            }),
            LAW,
        ),
        case(
            "whoever has to activate waits too",
            answers_inside("directory.longest_waiting", |inside, row: &mut Row| {
                *row = of_state(None, inside).pop();
            }),
            LAW,
        ),
    ]
}
