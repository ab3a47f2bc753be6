//! Every list comes in pages, newest first by id, complete and without a row twice.

use super::{
    Subject,
    list::{ALL, page},
    scene::Scene,
};
use crate::fixtures::email;
use registration_core::{
    model::{Customer, CustomerId, Role, Scope},
    ports::{AuditFilter, OutboxFilter, Page, ProjectFilter, RegistrationFilter, UnitOfWork},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many of each are listed.
const ROWS: usize = 7;

/// Stores `ROWS` of everything that is listed, in an order that is not that of their ids.
async fn store(subject: &Subject) -> Customer {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    macro_rules! shuffled {
        ($work:ident . $repository:ident . $insert:ident, $value:expr) => {
            let mut values: Vec<_> = (0..ROWS).map(|_| $value).collect();
            for step in 0..ROWS {
                // 7 is prime: every row comes once.
                let value = &mut values[step * 3 % ROWS];
                $work.$repository().$insert(value).await?;
            }
        };
    }
    subject
        .write(async |work: &mut dyn UnitOfWork| {
            shuffled!(work.customers.insert, make.customer());
            shuffled!(work.invite_links.insert, make.invite_link(&scene.customer));
            shuffled!(work.contacts.insert, make.contact(&scene.customer));
            shuffled!(work.registrations.insert, make.registration());
            shuffled!(work.playbooks.insert, make.playbook());
            shuffled!(work.staff.insert, make.staff([Role::Auditor]));
            shuffled!(work.api_keys.insert, make.api_key(Scope::Read));
            shuffled!(work.audit.append, make.audit_entry(make.id()));
            shuffled!(work.audit.refused, make.refused_attempt());
            shuffled!(work.outbox.enqueue, make.plain_mail());
            shuffled!(
                work.projects.insert,
                make.project(
                    &scene.customer,
                    &scene.playbook,
                    &scene.staff,
                    &scene.contact
                )
            );
            Ok(())
        })
        .await;
    scene.customer
}

/// The lists of the directory, and how a page of ids is read from each.
const LISTS: [&str; 12] = [
    "customers",
    "invite_links",
    "contacts",
    "contacts_on_domain",
    "registrations",
    "playbooks",
    "projects",
    "staff",
    "api_keys",
    "audit_entries",
    "refused_attempts",
    "mails",
];

async fn read(subject: &Subject, list: &str, customer: CustomerId, page: Page) -> Vec<Uuid> {
    let from = &subject.directory;
    let domain = email("ann@example.com").domain().clone();
    macro_rules! ids {
        ($rows:expr) => {
            $rows.await.unwrap().iter().map(|row| row.id.0).collect()
        };
    }
    match list {
        "customers" => ids!(from.customers(None, page)),
        "invite_links" => ids!(from.invite_links(customer, page)),
        "contacts" => ids!(from.contacts(customer, None, page)),
        "contacts_on_domain" => ids!(from.contacts_on_domain(&domain, page)),
        "registrations" => ids!(from.registrations(&RegistrationFilter::default(), page)),
        "playbooks" => ids!(from.playbooks(page)),
        "projects" => ids!(from.projects(&ProjectFilter::default(), page)),
        "staff" => ids!(from.staff(page)),
        "api_keys" => ids!(from.api_keys(page)),
        "audit_entries" => ids!(from.audit_entries(&AuditFilter::default(), page)),
        "refused_attempts" => ids!(from.refused_attempts(page)),
        "mails" => ids!(from.mails(&OutboxFilter::default(), page)),
        other => panic!("no list is called {other}"),
    }
}

/// Whatever the size of the pages: they are complete, newest first, and no row comes twice.
pub async fn pages_are_complete_and_newest_first(subject: &Subject) {
    let customer = store(subject).await.id;
    for list in LISTS {
        let all = read(subject, list, customer, ALL).await;
        assert!(all.len() >= ROWS, "{list}: {} rows", all.len());
        let sorted: BTreeSet<Uuid> = all.iter().copied().collect();
        let newest_first: Vec<Uuid> = sorted.into_iter().rev().collect();
        assert_eq!(all, newest_first, "{list}");
        for limit in [1, 2, 3, 100] {
            let (mut rows, mut before) = (Vec::new(), None);
            loop {
                let next = read(subject, list, customer, page(limit, before)).await;
                assert!(next.len() <= limit as usize, "{list}");
                let Some(last) = next.last() else { break };
                before = Some(*last);
                rows.extend(next);
                assert!(rows.len() <= all.len(), "{list}: a row comes twice");
            }
            assert_eq!(rows, all, "{list} in pages of {limit}");
        }
    }
}

/// A page of nothing is empty, and so is what comes after the last row.
pub async fn there_is_nothing_after_the_last_row(subject: &Subject) {
    let customer = store(subject).await.id;
    for list in LISTS {
        let all = read(subject, list, customer, ALL).await;
        for (limit, before, expected) in [
            (0, None, &[] as &[Uuid]),
            (5, all.last().copied(), &[]),
            (5, Some(Uuid::nil()), &[]),
            (1000, Some(Uuid::max()), &all),
        ] {
            let rows = read(subject, list, customer, page(limit, before)).await;
            assert_eq!(rows, expected, "{list}");
        }
    }
}

/// The row that a page begins after need not be in the list, nor anywhere: its place is enough.
pub async fn a_page_begins_after_a_row_that_need_not_be_there(subject: &Subject) {
    let customer = store(subject).await.id;
    for list in LISTS {
        let all = read(subject, list, customer, ALL).await;
        let place = all[2].as_u128();
        for (before, expected) in [(place + 1, &all[2..]), (place - 1, &all[3..])] {
            let before = Some(Uuid::from_u128(before));
            let rows = read(subject, list, customer, page(1000, before)).await;
            assert_eq!(rows, expected, "{list}");
        }
    }
}

/// What is added while somebody turns pages neither shifts nor repeats a row.
pub async fn new_rows_do_not_shift_pages(subject: &Subject) {
    let make = &subject.make;
    let mut ids = Vec::new();
    let add = async || {
        let customer = make.customer();
        subject
            .write(async |work| work.customers().insert(&customer).await)
            .await;
        customer.id.0
    };
    for _ in 0..4 {
        ids.insert(0, add().await);
    }
    let read = async |page| -> Vec<Uuid> {
        let rows = subject.directory.customers(None, page).await.unwrap();
        rows.iter().map(|row| row.id.0).collect()
    };
    let first = read(page(2, None)).await;
    add().await;
    let second = read(page(2, first.last().copied())).await;
    assert_eq!([first, second].concat(), ids);
}
