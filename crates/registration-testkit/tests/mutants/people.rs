//! Stores that are wrong with accounts, contacts and staff.

use crate::{
    Case, case,
    flaw::{answers, answers_inside, hides, now, skips, sticks, told, told_inside},
};
use registration_core::{
    model::{
        Account, AccountId, Contact, CustomerId, DomainName, EmailAddress, PersonName,
        PortalAccess, Revision, Role, Staff, Stored,
    },
    ports::Directory,
};
use registration_testkit::fixtures::name;

pub(crate) fn cases() -> Vec<Case> {
    [accounts(), contacts(), staff()]
        .into_iter()
        .flatten()
        .collect()
}

/// The name as somebody reads it back who kept it in one piece.
pub(crate) fn divided(name: &PersonName) -> PersonName {
    PersonName::from_full(&name.to_string()).expect("it is a name")
}

fn accounts() -> Vec<Case> {
    type Row = Option<Stored<Account>>;
    vec![
        case(
            "a password is cut off",
            told("accounts.insert", |it: &mut Account| {
                it.password.0.truncate(20)
            }),
            &["account::an_account_is_stored_exactly"],
        ),
        case(
            "the name of an account is kept in one piece and divided at its last space",
            told("accounts.insert", |it: &mut Account| {
                it.name = divided(&it.name)
            }),
            &["account::an_account_is_stored_exactly"],
        ),
        case(
            "the language of an account is forgotten",
            told("accounts.insert", |it: &mut Account| it.locale = None),
            &["account::an_account_is_stored_exactly"],
        ),
        case(
            "an update leaves the password alone",
            told_inside("accounts.update", |inside, it: &mut Stored<Account>| {
                let stored = now(inside.work().accounts().get(it.id)).expect("it is there");
                it.value.password = stored.value.password;
            }),
            &["account::an_update_writes_the_whole_account"],
        ),
        case(
            "an account is loaded by the address that was asked for first",
            sticks::<EmailAddress>("accounts.get_by_email"),
            &["account::an_account_is_found_by_its_address"],
        ),
        case(
            "an account is not found by its address",
            skips("directory.account_by_email", || Row::None),
            &["account::an_account_is_found_by_its_address"],
        ),
        case(
            "a second account for an address is passed over",
            hides("accounts.insert", || ()),
            &[
                "account::an_address_has_one_account",
                "race::a_crowd_creates_one_account_for_an_address",
            ],
        ),
        case(
            "an account may take the address of another",
            hides("accounts.update", || Revision(2)),
            &["account::an_address_has_one_account"],
        ),
    ]
}

fn contacts() -> Vec<Case> {
    type Rows = Vec<Stored<Contact>>;
    vec![
        case(
            "who suspended is kept, what was before is not",
            told("contacts.insert", |it: &mut Contact| {
                if let PortalAccess::Suspended { was, .. } = &mut it.access {
                    *was = None;
                }
            }),
            &["contact::a_contact_is_stored_exactly"],
        ),
        case(
            "the name of a contact is kept in one piece and divided at its last space",
            told("contacts.insert", |it: &mut Contact| {
                it.name = divided(&it.name)
            }),
            &["contact::a_contact_is_stored_exactly"],
        ),
        case(
            "an update divides the name of a contact at its last space",
            told("contacts.update", |it: &mut Stored<Contact>| {
                it.value.name = divided(&it.value.name);
            }),
            &["contact::an_update_writes_the_whole_contact"],
        ),
        case(
            "an update leaves the telephone alone",
            told("contacts.update", |it: &mut Stored<Contact>| {
                it.value.phone = None
            }),
            &["contact::an_update_writes_the_whole_contact"],
        ),
        case(
            "a second contact with an address is passed over",
            hides("contacts.insert", || ()),
            &["contact::an_address_has_one_contact_at_a_customer"],
        ),
        case(
            "a contact may take the address of another",
            hides("contacts.update", || Revision(2)),
            &["contact::an_address_has_one_contact_at_a_customer"],
        ),
        case(
            "an address is looked for at one customer for ever",
            sticks::<CustomerId>("contacts.get_by_email"),
            &["contact::a_contact_is_loaded_by_its_address_at_its_customer"],
        ),
        case(
            "those of an account come newest first",
            answers("contacts.get_of_account", |rows: &mut Rows| rows.reverse()),
            &["contact::active_contacts_are_loaded_by_account_and_by_customer"],
        ),
        case(
            "those of one account are those of everybody",
            sticks::<AccountId>("contacts.get_of_account"),
            &["contact::active_contacts_are_loaded_by_account_and_by_customer"],
        ),
        case(
            "those of a customer come newest first",
            answers("contacts.get_active_at", |rows: &mut Rows| rows.reverse()),
            &["contact::active_contacts_are_loaded_by_account_and_by_customer"],
        ),
        case(
            "a suspension is forgotten",
            told_inside("contacts.update", |inside, it: &mut Stored<Contact>| {
                let stored = now(inside.work().contacts().get(it.id)).expect("it is there");
                it.value.access = stored.value.access;
            }),
            &[
                "contact::a_suspended_contact_is_no_longer_loaded_with_its_account",
                "session::access_that_ends_is_gone_with_the_next_look",
            ],
        ),
        case(
            "an address is looked for where it was found first",
            answers("directory.contacts_by_email", |rows: &mut Rows| {
                rows.truncate(1)
            }),
            &["contact::the_contacts_of_an_address_are_found_at_every_customer"],
        ),
        case(
            "a domain is looked for with all below it",
            answers_inside("directory.contacts_on_domain", |inside, rows: &mut Rows| {
                let below: DomainName = "eu.acme.example".parse().expect("it is a domain");
                let page = registration_core::ports::Page {
                    limit: 9,
                    before: None,
                };
                rows.extend(now(inside.store().contacts_on_domain(&below, page)));
            }),
            &["contact::contacts_are_found_by_exactly_their_domain"],
        ),
        case(
            "everybody has the contacts of whoever asked first",
            sticks::<CustomerId>("directory.contacts"),
            &["contact::the_contacts_of_a_customer_are_listed"],
        ),
        case(
            "_ is a wildcard",
            told("directory.contacts", |q: &mut Option<String>| {
                if let Some(q) = q {
                    *q = q.replace("p_@", "@");
                }
            }),
            &["search::contacts_are_found_by_name_and_address"],
        ),
        case(
            "a contact is found by the name it had",
            told("contacts.update", |it: &mut Stored<Contact>| {
                it.value.name = name("Örjan", "Lee");
            }),
            &["search::a_changed_contact_is_found_by_its_new_name_and_address"],
        ),
    ]
}

fn staff() -> Vec<Case> {
    type Rows = Vec<Stored<Staff>>;
    vec![
        case(
            "one of several roles is kept",
            told("staff.insert", |it: &mut Staff| {
                let last = it.roles.iter().next_back().copied();
                it.roles.retain(|role| Some(*role) == last);
            }),
            &[
                "staff::a_staff_member_is_stored_exactly",
                "staff::the_active_administrators_are_loaded",
            ],
        ),
        case(
            "the language of a member is forgotten",
            told("staff.insert", |it: &mut Staff| it.locale = None),
            &["staff::a_staff_member_is_stored_exactly"],
        ),
        case(
            "an update leaves duty alone",
            told("staff.update", |it: &mut Stored<Staff>| {
                it.value.on_duty = false
            }),
            &["staff::an_update_writes_the_whole_staff_member"],
        ),
        case(
            "a second member with an address is passed over",
            hides("staff.insert", || ()),
            &["staff::an_address_has_one_staff_member"],
        ),
        case(
            "a member may take the address of another",
            hides("staff.update", || Revision(2)),
            &["staff::an_address_has_one_staff_member"],
        ),
        case(
            "who is inactive is not found",
            answers(
                "directory.staff_by_email",
                |row: &mut Option<Stored<Staff>>| {
                    row.take_if(|it| !it.active);
                },
            ),
            &["staff::a_staff_member_is_found_by_the_address"],
        ),
        case(
            "administrators are who has no other role",
            answers("staff.get_administrators", |rows: &mut Rows| {
                rows.retain(|it| it.roles.iter().all(|role| *role == Role::Administrator));
            }),
            &["staff::the_active_administrators_are_loaded"],
        ),
        case(
            "who is inactive is not listed",
            answers("directory.staff", |rows: &mut Rows| {
                rows.retain(|it| it.active)
            }),
            &["staff::staff_are_listed_and_the_active_ones_are_known"],
        ),
        case(
            "the active ones come newest first",
            answers("directory.active_staff", |rows: &mut Rows| rows.reverse()),
            &["staff::staff_are_listed_and_the_active_ones_are_known"],
        ),
    ]
}
