//! What is stored is what is read.

/// Stores each of `$values` and reads it back: by a look, and loaded in a unit of work.
macro_rules! is_stored_exactly {
    ($subject:ident, $repository:ident, $find:ident, $values:expr) => {
        for value in $values {
            $subject
                .write(async |work| work.$repository().insert(&value).await)
                .await;
            let stored = registration_core::model::Stored::new(
                value.clone(),
                registration_core::model::Revision::FIRST,
            );
            let found = $subject.directory.$find(value.id).await.unwrap();
            assert_eq!(found.as_ref(), Some(&stored), "looked up");
            let loaded = $subject
                .write(async |work| work.$repository().get(value.id).await)
                .await;
            assert_eq!(loaded, Some(stored), "loaded");
        }
    };
}

/// Stores the first of `$values`, which are not stored yet, and changes it into each of the others: an update writes
/// everything but the id and when it was created.
macro_rules! an_update_writes_everything {
    ($subject:ident, $repository:ident, $find:ident, $values:expr) => {{
        let mut values = $values.into_iter();
        let first = values.next().expect("there is a first");
        $subject
            .write(async |work| work.$repository().insert(&first).await)
            .await;
        let mut revision = registration_core::model::Revision::FIRST;
        for mut value in values.chain([first.clone()]) {
            value.id = first.id;
            value.created_at = first.created_at;
            let changed = registration_core::model::Stored::new(value.clone(), revision);
            revision = $subject
                .write(async |work| work.$repository().update(&changed).await)
                .await;
            let found = $subject.directory.$find(first.id).await.unwrap();
            let stored = registration_core::model::Stored::new(value, revision);
            assert_eq!(found, Some(stored));
        }
    }};
}

pub(super) use {an_update_writes_everything, is_stored_exactly};
