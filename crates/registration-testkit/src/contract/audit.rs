//! The audit trail, and the attempts that rules refused.

use super::{Subject, list::ALL};
use crate::fixtures::minute;
use registration_core::{
    model::{
        ActorRef, AuditAction, AuditEntry, AuditEntryId, OriginKind, RefusedAttempt, SubjectKind,
    },
    ports::{AuditFilter, StoreError},
};
use serde_json::json;
use time::Duration;

async fn append(subject: &Subject, entries: &[AuditEntry]) {
    subject
        .write(async |work| {
            for entry in entries {
                work.audit().append(entry).await?;
            }
            Ok(())
        })
        .await;
}

async fn listed(subject: &Subject, filter: AuditFilter) -> Vec<AuditEntryId> {
    let listed = subject.directory.audit_entries(&filter, ALL).await.unwrap();
    listed.iter().map(|entry| entry.id).collect()
}

fn actors(subject: &Subject) -> Vec<ActorRef> {
    let make = &subject.make;
    vec![
        ActorRef::Visitor,
        ActorRef::Account(make.id()),
        ActorRef::Staff(make.id()),
        ActorRef::ApiKey(make.id()),
        ActorRef::CommandLine,
        ActorRef::System,
    ]
}

/// Every action by every kind of actor on every kind of subject is read as it was written, values included.
pub async fn an_audit_entry_is_stored_exactly(subject: &Subject) {
    let make = &subject.make;
    let actors = actors(subject);
    let values = [
        None,
        Some(json!({"domains": ["ä.example", "b\"'\\.example"], "on": true, "none": null})),
        Some(json!({"deep": {"number": -7, "list": [[], {}]}, "emoji": "🎉", "text": ""})),
        Some(json!("a text alone")),
    ];
    let mut entries = Vec::new();
    for (index, action) in AuditAction::ALL.iter().enumerate() {
        let mut entry = make.audit_entry(make.id());
        entry.action = *action;
        entry.actor = actors[index % actors.len()];
        entry.subject_kind = SubjectKind::ALL[index % SubjectKind::ALL.len()];
        entry.customer = (index % 2 == 0).then(|| make.id());
        entry.before = values[index % values.len()].clone();
        entry.after = values[(index + 1) % values.len()].clone();
        entries.push(entry);
    }
    append(subject, &entries).await;
    entries.reverse();
    let filter = AuditFilter::default();
    let listed = subject.directory.audit_entries(&filter, ALL).await.unwrap();
    assert_eq!(listed, entries);
}

/// Each part of the filter keeps exactly what fits; together they narrow each other.
pub async fn audit_entries_are_filtered_by_each_of_their_parts(subject: &Subject) {
    let make = &subject.make;
    let (staff, about, customer) = (make.id(), make.id(), make.id());
    let mut entries: Vec<AuditEntry> = (0..6).map(|_| make.audit_entry(make.id())).collect();
    entries[1].actor = ActorRef::Staff(staff);
    entries[2].action = AuditAction::RequestMapped;
    entries[3].subject = about;
    entries[4].customer = Some(customer);
    entries[5] = AuditEntry {
        actor: ActorRef::Staff(staff),
        action: AuditAction::RequestMapped,
        subject: about,
        customer: Some(customer),
        ..make.audit_entry(about)
    };
    append(subject, &entries).await;
    let ids = |wanted: [usize; 2]| wanted.map(|index| entries[index].id);
    let actor = AuditFilter {
        actor: Some(staff.0),
        ..AuditFilter::default()
    };
    let action = AuditFilter {
        action: Some(AuditAction::RequestMapped),
        ..AuditFilter::default()
    };
    let of_subject = AuditFilter {
        subject: Some(about),
        ..AuditFilter::default()
    };
    let at_customer = AuditFilter {
        customer: Some(customer),
        ..AuditFilter::default()
    };
    assert_eq!(listed(subject, actor.clone()).await, ids([5, 1]));
    assert_eq!(listed(subject, action.clone()).await, ids([5, 2]));
    assert_eq!(listed(subject, of_subject.clone()).await, ids([5, 3]));
    assert_eq!(listed(subject, at_customer).await, ids([5, 4]));
    let all = AuditFilter {
        actor: actor.actor,
        action: action.action,
        subject: of_subject.subject,
        customer: Some(customer),
        from: Some(entries[0].at),
        to: Some(minute(60)),
    };
    assert_eq!(listed(subject, all.clone()).await, [entries[5].id]);
    let nobody = AuditFilter {
        actor: Some(make.id()),
        ..all
    };
    assert_eq!(listed(subject, nobody).await, []);
}

/// A stretch of time begins with its first moment and ends before its last, to the microsecond.
pub async fn audit_entries_are_filtered_by_time(subject: &Subject) {
    let tick = Duration::MICROSECOND;
    let (from, to) = (minute(10), minute(20));
    let moments = [from.plus(-tick), from, to.plus(-tick), to, minute(30)];
    let entries = moments.map(|at| AuditEntry {
        at,
        ..subject.make.audit_entry(subject.make.id())
    });
    append(subject, &entries).await;
    let between = async |from, to| {
        let filter = AuditFilter {
            from,
            to,
            ..AuditFilter::default()
        };
        let listed = listed(subject, filter).await;
        let index = |id| entries.iter().position(|entry| entry.id == id);
        listed.into_iter().filter_map(index).collect::<Vec<_>>()
    };
    assert_eq!(between(Some(from), Some(to)).await, [2, 1]);
    assert_eq!(between(Some(from), None).await, [4, 3, 2, 1]);
    assert_eq!(between(None, Some(to)).await, [2, 1, 0]);
    assert!(between(Some(to), Some(from)).await.is_empty());
}

/// The trail is append-only: an entry with the id of another is refused.
pub async fn an_audit_entry_cannot_be_written_over(subject: &Subject) {
    let entry = subject.make.audit_entry(subject.make.id());
    append(subject, std::slice::from_ref(&entry)).await;
    let second = AuditEntry {
        id: entry.id,
        ..subject.make.audit_entry(subject.make.id())
    };
    let refused = subject
        .try_write(async |work| work.audit().append(&second).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    let listed = subject
        .directory
        .audit_entries(&AuditFilter::default(), ALL)
        .await;
    assert_eq!(listed.unwrap(), [entry]);
}

/// An attempt at every door is read as it was noted, newest first, and does not stand in the audit trail.
pub async fn a_refused_attempt_is_stored_exactly(subject: &Subject) {
    let make = &subject.make;
    let mut attempts: Vec<RefusedAttempt> = Vec::new();
    for (index, door) in OriginKind::ALL.iter().enumerate() {
        let mut attempt = make.refused_attempt();
        attempt.door = *door;
        attempt.customer = (index % 2 == 0).then(|| make.id());
        attempt.reason = format!("reason-{index}");
        attempts.push(attempt);
    }
    subject
        .write(async |work| {
            for attempt in &attempts {
                work.audit().refused(attempt).await?;
            }
            Ok(())
        })
        .await;
    attempts.reverse();
    let listed = subject.directory.refused_attempts(ALL).await.unwrap();
    assert_eq!(listed, attempts);
    let entries = subject
        .directory
        .audit_entries(&AuditFilter::default(), ALL)
        .await;
    assert_eq!(entries.unwrap(), []);
}

/// Attempts from before a moment are removed; those of that moment and later stay, and so does the audit trail.
pub async fn refused_attempts_are_forgotten_by_when_they_were_made(subject: &Subject) {
    let make = &subject.make;
    let at = minute(10);
    let moments = [minute(1), at.plus(-Duration::MICROSECOND), at, minute(11)];
    let attempts = moments.map(|at| RefusedAttempt {
        at,
        ..make.refused_attempt()
    });
    let mut entry = make.audit_entry(make.id());
    entry.at = minute(1);
    append(subject, std::slice::from_ref(&entry)).await;
    subject
        .write(async |work| {
            for attempt in &attempts {
                work.audit().refused(attempt).await?;
            }
            work.audit().forget_refused(at).await
        })
        .await;
    let left = subject.directory.refused_attempts(ALL).await.unwrap();
    assert_eq!(left, [attempts[3].clone(), attempts[2].clone()]);
    let kept = listed(subject, AuditFilter::default()).await;
    assert_eq!(kept, [entry.id]);
}
