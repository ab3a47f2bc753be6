//! Every look-up and every list goes through an index: none becomes slower as tables grow.

use super::{List, Statement, access, customer, people, record, work};
use crate::{SqliteStore, column};
use registration_core::{
    model::{AuditAction, LinkCode, MailState, SecretDigest, SessionHolder, StateKind, Timestamp},
    ports::{AuditFilter, OutboxFilter, Page, ProjectFilter, RegistrationFilter},
};
use sqlx::{AssertSqlSafe, Execute, Row, query_with};
use uuid::Uuid;

const PAGE: Page = Page {
    limit: 50,
    before: None,
};

/// The steps by which the database answers.
async fn steps(store: &SqliteStore, mut statement: column::Statement<'_>) -> Vec<String> {
    let arguments = statement.take_arguments().unwrap().unwrap_or_default();
    let explain = format!("EXPLAIN QUERY PLAN {}", statement.sql().as_str());
    let explain = query_with(AssertSqlSafe(explain), arguments);
    let rows = explain.fetch_all(store.writer()).await.unwrap();
    rows.iter().map(|row| row.get("detail")).collect()
}

/// Whether a step looks at each row of a table.
fn reads_a_whole_table(step: &str) -> bool {
    step.starts_with("SCAN") && !step.contains("json_each") && !step.contains("USING INDEX")
}

fn lists() -> Vec<List> {
    let (id, at) = (Uuid::nil(), Timestamp::from_micros(0).unwrap());
    let (registration, project) = (RegistrationFilter::default, ProjectFilter::default);
    let (audit, mail) = (AuditFilter::default, OutboxFilter::default);
    let registrations = [
        registration(),
        RegistrationFilter {
            state: Some(StateKind::AwaitingMapping),
            ..registration()
        },
        RegistrationFilter {
            customer: Some(id.into()),
            q: Some("ann".to_owned()),
            ..registration()
        },
        RegistrationFilter {
            link: Some(id.into()),
            ..registration()
        },
    ];
    let projects = [
        project(),
        ProjectFilter {
            customer: Some(id.into()),
            ..project()
        },
        ProjectFilter {
            owner: Some(id.into()),
            ..project()
        },
        ProjectFilter {
            visible_to: Some(vec![id.into()]),
            ..project()
        },
    ];
    let entries = [
        audit(),
        AuditFilter {
            actor: Some(id),
            ..audit()
        },
        AuditFilter {
            action: Some(AuditAction::SignedIn),
            ..audit()
        },
        AuditFilter {
            subject: Some(id),
            ..audit()
        },
        AuditFilter {
            customer: Some(id.into()),
            from: Some(at),
            to: Some(at),
            ..audit()
        },
    ];
    let mails = [
        mail(),
        OutboxFilter {
            state: Some(MailState::Failed),
            ..mail()
        },
        OutboxFilter {
            to: Some("ann@example.com".parse().unwrap()),
            ..mail()
        },
    ];
    let mut lists = Vec::new();
    lists.extend(registrations.map(|filter| people::registrations(&filter, PAGE)));
    lists.extend(projects.map(|filter| work::projects(&filter, PAGE)));
    lists.extend(entries.map(|filter| record::audit_entries(&filter, PAGE)));
    lists.extend(mails.map(|filter| record::mails(&filter, PAGE)));
    lists
}

fn statements() -> Vec<Statement> {
    let (id, digest) = (Uuid::nil(), SecretDigest([0; 32]));
    let email = "ann@example.com".parse().unwrap();
    let domain = "example.com".parse().unwrap();
    vec![
        access::portal_session(&digest),
        access::staff_session(&digest),
        access::sessions_of(SessionHolder::Account(id.into())),
        access::sessions_of(SessionHolder::Staff(id.into())),
        access::api_key(&digest),
        access::api_keys(PAGE),
        access::token(&digest),
        access::account(id.into()),
        access::account_by_email(&email),
        customer::by_id(id.into()),
        customer::by_ids(&[id.into()]),
        customer::open(Some("acme"), PAGE),
        customer::permitting(std::slice::from_ref(&domain)),
        customer::self_service(),
        customer::link(id.into()),
        customer::link_by_code(&LinkCode("code".to_owned())),
        customer::links(id.into(), PAGE),
        people::contact(id.into()),
        people::contacts(id.into(), Some("ann"), PAGE),
        people::contacts_by_email(&email),
        people::contacts_on_domain(&domain, PAGE),
        people::registration(id.into()),
        people::longest_waiting(),
        people::staff_member(id.into()),
        people::staff_by_email(&email),
        people::staff(PAGE),
        work::playbook(id.into()),
        work::playbooks(PAGE),
        work::self_service_playbooks(),
        work::playbooks_covered_by(&[id.into()]),
        work::project(id.into()),
        record::names(&[id]),
        record::refused_attempts(PAGE),
        record::mail(id.into()),
    ]
}

#[tokio::test]
async fn no_look_up_and_no_list_reads_a_whole_table() {
    let store = SqliteStore::open("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    for statement in statements() {
        let steps = steps(&store, statement).await;
        assert!(
            !steps.iter().any(|step| reads_a_whole_table(step)),
            "{steps:#?}"
        );
    }
    for mut filtered in lists() {
        let steps = steps(&store, filtered.build().persistent(false)).await;
        assert!(
            !steps.iter().any(|step| reads_a_whole_table(step)),
            "{steps:#?}"
        );
        let sorts = steps.iter().any(|step| step.contains("ORDER BY"));
        assert!(!sorts, "sorts rows that no page has: {steps:#?}");
    }
}
