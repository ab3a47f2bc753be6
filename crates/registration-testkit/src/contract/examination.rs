//! What a subject has to be before a law is run on it: empty, alone, and one database seen from all sides.

use super::{Subject, list::ALL};
use crate::fixtures;
use registration_core::{
    model::{ApiKey, Scope, SecretDigest, Timestamp},
    ports::{AuditFilter, OutboxFilter, ProjectFilter, RegistrationFilter},
};
use std::hash::{BuildHasher, RandomState};
use uuid::Uuid;

/// Panics, and says why, when laws cannot be run on the subject.
pub(super) async fn examine(subject: &Subject) {
    expect_empty(subject).await;
    expect_one_database(subject).await;
}

async fn expect_empty(subject: &Subject) {
    let directory = &subject.directory;
    let mut lying: Vec<(&str, Uuid)> = Vec::new();
    macro_rules! look {
        ($($list:ident($($argument:expr),*)),+) => { $(
            let rows = directory.$list($($argument),*).await.unwrap_or_else(|error| {
                panic!("the directory of a fresh store cannot list {}: {error:?}", stringify!($list))
            });
            lying.extend(rows.iter().map(|row| (stringify!($list), row.id.0)));
        )+ };
    }
    look!(
        customers(None, ALL),
        staff(ALL),
        playbooks(ALL),
        registrations(&RegistrationFilter::default(), ALL),
        projects(&ProjectFilter::default(), ALL),
        mails(&OutboxFilter::default(), ALL),
        audit_entries(&AuditFilter::default(), ALL),
        refused_attempts(ALL)
    );
    let captured = subject.capture.captured(None, None).await;
    let captured = captured.expect("the capture of a fresh store answers");
    lying.extend(captured.iter().map(|mail| ("captured", mail.id.0)));
    let pictures = subject.media.ids(None, 1).await;
    let pictures = pictures.expect("a fresh store lists its pictures");
    lying.extend(pictures.iter().map(|id| ("pictures", id.0)));
    let Some((list, id)) = lying.first() else {
        return;
    };
    if is_of_a_law(*id) {
        panic!(
            "the factory gives a store that another law has used ({list} has {id}): give each test one of its own, \
             not the same to all"
        );
    }
    panic!(
        "the factory gives a store in which something lies ({list} has {id}): give each test an empty one, and leave \
         demonstration data out"
    );
}

/// Whether the kit's own fixtures made the id: they date everything within a day of their beginning.
fn is_of_a_law(id: Uuid) -> bool {
    let millis = i64::try_from(id.as_u128() >> 80).unwrap_or_default();
    let start = fixtures::start().as_micros() / 1_000;
    (start..start + 86_400_000).contains(&millis)
}

/// Commits an API key, which is the one thing that can be taken away again without a trace, and looks for it.
async fn expect_one_database(subject: &Subject) {
    let mine = marker();
    let write = subject.try_write(async |work| work.api_keys().insert(&mine).await);
    write.await.unwrap_or_else(|error| {
        panic!("a fresh store does not take an API key, so that no law can be run: {error:?}")
    });
    let listed = subject.directory.api_keys(ALL).await;
    let listed = listed.expect("the directory of a fresh store answers");
    assert!(
        listed.contains(&mine),
        "the directory does not show what a unit of work committed: either commit keeps nothing, or `directory` looks \
         at another database than `store`"
    );
    assert!(
        listed.len() == 1,
        "API keys lie in the store that this law did not write: it was not empty, or another test uses it at this \
         moment; give each test an empty one of its own"
    );
    let removed = subject
        .try_write(async |work| work.api_keys().delete(mine.id).await)
        .await;
    assert!(
        matches!(removed, Ok(true)),
        "a fresh store does not remove an API key, so that no law can be run: {removed:?}"
    );
}

/// A key that no other test has, in whatever process.
fn marker() -> ApiKey {
    let random = || RandomState::new().hash_one(std::time::SystemTime::now());
    let mut digest = [0; 32];
    for part in digest.chunks_mut(8) {
        part.copy_from_slice(&random().to_be_bytes());
    }
    let (high, low) = (random(), random());
    ApiKey {
        id: Uuid::from_u64_pair(high, low).into(),
        digest: SecretDigest(digest),
        name: "the kit looks whether the directory shows this".to_owned(),
        scope: Scope::Read,
        created_at: Timestamp::from(time::OffsetDateTime::now_utc()),
    }
}
