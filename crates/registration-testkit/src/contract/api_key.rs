//! API keys.

use super::{Subject, list::ALL};
use registration_core::{
    model::{ApiKey, Scope},
    ports::StoreError,
};

async fn store(subject: &Subject, key: &ApiKey) {
    subject
        .write(async |work| work.api_keys().insert(key).await)
        .await;
}

/// A key of every scope is found by its digest as it was written; keys are listed newest first.
pub async fn an_api_key_is_stored_exactly(subject: &Subject) {
    let mut keys = Vec::new();
    for scope in Scope::ALL {
        let key = subject.make.api_key(*scope);
        store(subject, &key).await;
        let found = subject.directory.api_key(&key.digest).await.unwrap();
        assert_eq!(found, Some(key.clone()));
        keys.insert(0, key);
    }
    assert_eq!(subject.directory.api_keys(ALL).await.unwrap(), keys);
    let unknown = subject.directory.api_key(&subject.make.digest()).await;
    assert_eq!(unknown.unwrap(), None);
}

/// A removed key opens nothing; removing it again says that there was none.
pub async fn a_removed_api_key_opens_nothing(subject: &Subject) {
    let (key, other) = (
        subject.make.api_key(Scope::Admin),
        subject.make.api_key(Scope::Read),
    );
    store(subject, &key).await;
    store(subject, &other).await;
    for expected in [true, false] {
        let removed = subject
            .write(async |work| work.api_keys().delete(key.id).await)
            .await;
        assert_eq!(removed, expected);
    }
    let found = subject.directory.api_key(&key.digest).await.unwrap();
    assert_eq!(found, None);
    assert_eq!(subject.directory.api_keys(ALL).await.unwrap(), [other]);
}

/// No two keys share an id or a digest.
pub async fn a_second_api_key_with_a_digest_or_an_id_is_a_duplicate(subject: &Subject) {
    let key = subject.make.api_key(Scope::Read);
    store(subject, &key).await;
    let same_digest = ApiKey {
        digest: key.digest,
        ..subject.make.api_key(Scope::Admin)
    };
    let same_id = ApiKey {
        id: key.id,
        ..subject.make.api_key(Scope::Admin)
    };
    for second in [same_digest, same_id] {
        let refused = subject
            .try_write(async |work| work.api_keys().insert(&second).await)
            .await;
        assert!(
            matches!(refused, Err(StoreError::Duplicate(_))),
            "{refused:?}"
        );
    }
    assert_eq!(subject.directory.api_keys(ALL).await.unwrap(), [key]);
}
