//! Stores that are wrong with customers and links.

use crate::{
    Case, case,
    flaw::{Flaw, Inside, answers, answers_inside, hides, now, sticks, told, told_inside},
};
use registration_core::{
    model::{Customer, CustomerId, DomainName, InviteLink, LinkCode, Revision, Stored},
    ports::{Directory, Page},
};
use registration_testkit::fixtures::minute;

pub(crate) fn cases() -> Vec<Case> {
    [customers(), open_forms(), links()]
        .into_iter()
        .flatten()
        .collect()
}

fn customers() -> Vec<Case> {
    type Rows = Vec<Stored<Customer>>;
    vec![
        case(
            "domains are sorted when they are written",
            told("customers.insert", |it: &mut Customer| {
                let domains = &mut it.settings.permitted_domains;
                domains.sort_by_key(|entry| entry.domain().as_str().to_owned());
            }),
            &["customer::a_customer_is_stored_exactly"],
        ),
        case(
            "an update keeps the reference",
            told_inside("customers.update", |inside, it: &mut Stored<Customer>| {
                let stored = now(inside.work().customers().find(it.id));
                it.value.reference = stored.and_then(|stored| stored.reference);
            }),
            &[
                "customer::an_update_writes_the_whole_customer",
                "search::a_renamed_customer_is_found_by_its_new_name",
            ],
        ),
        case(
            "an update only adds domains",
            told_inside("customers.update", |inside, it: &mut Stored<Customer>| {
                let stored = now(inside.work().customers().find(it.id)).expect("it is there");
                let domains = stored.settings.permitted_domains;
                it.value.settings.permitted_domains.extend(domains);
            }),
            &["customer::a_removed_domain_no_longer_leads_to_the_customer"],
        ),
        case(
            "several customers come in the order in which they are named",
            answers("customers.get_shared", |rows: &mut Rows| rows.reverse()),
            &["customer::several_customers_come_in_the_order_of_their_ids"],
        ),
        case(
            "several customers are found in another order than that of their ids",
            answers("directory.customers_by_id", |rows: &mut Rows| {
                rows.reverse()
            }),
            &["customer::several_customers_come_in_the_order_of_their_ids"],
        ),
        case(
            "a look passes over archived customers",
            answers("customers.find", |row: &mut Option<Customer>| {
                row.take_if(|it| it.archived_at.is_some());
            }),
            &["customer::a_look_inside_of_a_unit_of_work_finds_the_customer"],
        ),
        case(
            "a customer comes once for each of its domains that fit",
            answers_inside("directory.customers_permitting", |_, rows: &mut Rows| {
                let twice = rows
                    .iter()
                    .filter(|it| it.settings.permitted_domains.len() > 1);
                let twice: Rows = twice.cloned().collect();
                rows.extend(twice);
            }),
            &["customer::customers_are_found_by_any_of_several_permitted_domains"],
        ),
        case(
            "only the first of several domains is looked for",
            told(
                "directory.customers_permitting",
                |it: &mut Vec<DomainName>| {
                    it.truncate(1);
                },
            ),
            &["customer::customers_are_found_by_any_of_several_permitted_domains"],
        ),
        case(
            "it is forgotten that a customer is archived",
            told("customers.insert", |it: &mut Customer| {
                it.archived_at = None
            }),
            &["customer::an_archived_customer_is_not_listed"],
        ),
        case(
            "an archived customer is not found by its id",
            answers(
                "directory.customer",
                |row: &mut Option<Stored<Customer>>| {
                    row.take_if(|it| it.archived_at.is_some());
                },
            ),
            &["customer::an_archived_customer_is_not_listed"],
        ),
        case(
            "% is a wildcard",
            told("directory.customers", |q: &mut Option<String>| {
                q.take_if(|q| q == "%");
            }),
            &["search::customers_are_found_by_name_and_reference"],
        ),
        case(
            "upper and lower case are known of ASCII only",
            told("directory.customers", folds_ascii_only),
            &["search::customers_are_found_by_name_and_reference"],
        ),
        case(
            "a customer is found by what it was called before",
            told("customers.update", |it: &mut Stored<Customer>| {
                it.value.name.push_str(" formerly Old");
            }),
            &["search::a_renamed_customer_is_found_by_its_new_name"],
        ),
    ]
}

/// Which customer's form is shown to whoever comes without a link.
fn open_forms() -> Vec<Case> {
    type Row = Option<Stored<Customer>>;
    const LAW: &[&str] =
        &["customer::the_newest_customer_whose_portal_form_admits_somebody_is_found"];
    const CALL: &str = "directory.open_customer";
    // Where none is found, the first that is not archived and fits.
    fn or_else(fits: fn(&Customer) -> bool) -> Flaw {
        answers_inside(CALL, move |inside, row: &mut Row| {
            if row.is_none() {
                *row = listed(inside).into_iter().find(|it| fits(it));
            }
        })
    }
    vec![
        case(
            "the oldest customer with an open form is found",
            answers_inside(CALL, |inside, row: &mut Row| {
                let open = |it: &Stored<Customer>| {
                    let settings = &it.settings;
                    settings.self_service_registration && !settings.permitted_domains.is_empty()
                };
                *row = listed(inside).into_iter().rfind(open);
            }),
            LAW,
        ),
        case(
            "a form that is off is open",
            or_else(|it| !it.settings.permitted_domains.is_empty()),
            LAW,
        ),
        case(
            "a form that admits nobody is open",
            or_else(|it| it.settings.self_service_registration),
            LAW,
        ),
        case(
            "the form of a customer that was archived from the start is open",
            told("customers.insert", |it: &mut Customer| {
                it.archived_at = None
            }),
            LAW,
        ),
    ]
}

/// The customers that are listed, newest first.
fn listed(inside: &mut Inside<'_>) -> Vec<Stored<Customer>> {
    let all = Page {
        limit: 1000,
        before: None,
    };
    now(inside.store().customers(None, all))
}

/// A search whose capital letters beyond ASCII fit nothing but themselves.
pub(crate) fn folds_ascii_only(q: &mut Option<String>) {
    if let Some(q) = q
        && q.chars().any(|c| !c.is_ascii() && c.is_uppercase())
    {
        q.push('\u{0}');
    }
}

fn links() -> Vec<Case> {
    type Row = Option<Stored<InviteLink>>;
    vec![
        case(
            "retired codes are turned round",
            told("invite_links.insert", |it: &mut InviteLink| {
                it.retired.reverse();
            }),
            &["invite_link::a_link_is_stored_exactly"],
        ),
        case(
            "an update leaves the switch alone",
            told("invite_links.update", |it: &mut Stored<InviteLink>| {
                it.value.enabled = true;
            }),
            &["invite_link::an_update_writes_the_whole_link"],
        ),
        case(
            "taking a use is an edit",
            answers("directory.invite_link", |row: &mut Row| {
                if let Some(row) = row {
                    row.revision.0 += i64::from(row.uses);
                }
            }),
            &[
                "invite_link::taking_a_use_is_not_an_edit",
                "race::a_crowd_takes_exactly_the_uses_that_a_link_has",
            ],
        ),
        case(
            "an edit sets the uses",
            told_inside(
                "invite_links.update",
                |inside, it: &mut Stored<InviteLink>| {
                    let links = inside.work().invite_links();
                    let stored = now(links.get(it.id)).map_or(0, |stored| stored.uses);
                    for _ in stored..it.uses {
                        now(links.take_use(it.id, minute(1)));
                    }
                },
            ),
            &["invite_link::an_update_of_a_link_leaves_its_uses_alone"],
        ),
        case(
            "uses are given without end",
            answers("invite_links.take_use", |given: &mut bool| *given = true),
            &[
                "invite_link::a_link_gives_no_more_uses_than_its_maximum",
                "invite_link::an_unknown_link_gives_no_use",
                "race::a_crowd_takes_exactly_the_uses_that_a_link_has",
            ],
        ),
        case(
            "a code that was replaced leads nowhere",
            answers_inside("directory.invite_link_by_code", |_, row: &mut Row| {
                row.take_if(|it| !it.retired.is_empty());
            }),
            &["invite_link::a_code_leads_to_its_link_even_when_it_was_replaced"],
        ),
        case(
            "codes compare without case",
            told("directory.invite_link_by_code", |code: &mut LinkCode| {
                if code.0 == "SECOND" {
                    code.0.make_ascii_lowercase();
                }
            }),
            &["invite_link::a_code_leads_to_its_link_even_when_it_was_replaced"],
        ),
        case(
            "a link with a known code is passed over",
            hides("invite_links.insert", || ()),
            &["invite_link::a_code_belongs_to_one_link_for_ever"],
        ),
        case(
            "a link may rotate to a known code",
            hides("invite_links.update", || Revision(2)),
            &["invite_link::a_code_belongs_to_one_link_for_ever"],
        ),
        case(
            "everybody has the links of whoever asked first",
            sticks::<CustomerId>("directory.invite_links"),
            &["invite_link::the_links_of_a_customer_are_listed"],
        ),
    ]
}
