//! Updates name the revision they were loaded at.

use super::{
    Subject,
    scene::{Scene, each_aggregate},
};
use registration_core::{
    model::{Revision, Stored},
    ports::StoreError,
};

/// What is inserted begins at the first revision, for whoever loads it and whoever looks.
pub async fn what_is_inserted_has_the_first_revision(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let first = Some(Stored::new($value.clone(), Revision::FIRST));
            let found = $subject.directory.$find($value.id).await.unwrap();
            assert_eq!(found, first, stringify!($repository));
            let loaded = $subject
                .write(async |work| work.$repository().get($value.id).await)
                .await;
            assert_eq!(loaded, first, stringify!($repository));
        };
    }
    each_aggregate!(law, subject, scene);
}

/// An update returns the next revision, which whoever loads it next has to name.
pub async fn an_update_moves_the_revision_by_one(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            for expected in [2, 3] {
                let (changed, revision) = $subject
                    .write(async |work| {
                        let loaded = work.$repository().get($value.id).await?;
                        let mut changed = loaded.expect("it is there");
                        $change(&mut changed.value);
                        let revision = work.$repository().update(&changed).await?;
                        Ok((changed.value, revision))
                    })
                    .await;
                assert_eq!(revision, Revision(expected), stringify!($repository));
                let found = $subject.directory.$find($value.id).await.unwrap();
                let next = Stored::new(changed, revision);
                assert_eq!(found, Some(next), stringify!($repository));
            }
        };
    }
    each_aggregate!(law, subject, scene);
}

/// One unit of work can update a row twice, on the revision that the first update returned.
pub async fn the_returned_revision_is_good_for_the_next_update(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let revision = $subject
                .write(async |work| {
                    let mut changed = Stored::new($value.clone(), Revision::FIRST);
                    $change(&mut changed.value);
                    changed.revision = work.$repository().update(&changed).await?;
                    work.$repository().update(&changed).await
                })
                .await;
            assert_eq!(revision, Revision(3), stringify!($repository));
        };
    }
    each_aggregate!(law, subject, scene);
}

/// An update on an older revision is stale and changes nothing.
pub async fn a_stale_update_is_refused(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let loaded = Stored::new($value.clone(), Revision::FIRST);
            let mut changed = loaded.clone();
            $change(&mut changed.value);
            $subject
                .write(async |work| work.$repository().update(&changed).await)
                .await;
            let late = $subject
                .try_write(async |work| work.$repository().update(&loaded).await)
                .await;
            assert!(
                matches!(late, Err(StoreError::Stale(_))),
                "{}: {late:?}",
                stringify!($repository)
            );
            let found = $subject.directory.$find($value.id).await.unwrap();
            let kept = Stored::new(changed.value, Revision(2));
            assert_eq!(found, Some(kept), stringify!($repository));
        };
    }
    each_aggregate!(law, subject, scene);
}

/// An update on a revision that is yet to come is as stale.
pub async fn an_update_on_a_later_revision_is_refused(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let early = Stored::new($value.clone(), Revision(2));
            let refused = $subject
                .try_write(async |work| work.$repository().update(&early).await)
                .await;
            assert!(
                matches!(refused, Err(StoreError::Stale(_))),
                "{}: {refused:?}",
                stringify!($repository)
            );
        };
    }
    each_aggregate!(law, subject, scene);
}

/// What was never inserted cannot be updated, and is not inserted by the try.
pub async fn an_update_of_what_is_not_there_is_stale(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let mut unknown = Stored::new($value.clone(), Revision::FIRST);
            unknown.value.id = $subject.make.id();
            let refused = $subject
                .try_write(async |work| work.$repository().update(&unknown).await)
                .await;
            assert!(
                matches!(refused, Err(StoreError::Stale(_))),
                "{}: {refused:?}",
                stringify!($repository)
            );
            let found = $subject.directory.$find(unknown.value.id).await.unwrap();
            assert_eq!(found, None, stringify!($repository));
        };
    }
    each_aggregate!(law, subject, scene);
}

/// Whoever asks for what is not there gets nothing, not an error.
pub async fn what_is_not_there_is_none(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            // One before all and one after all.
            for id in [uuid::Uuid::nil(), uuid::Uuid::max()] {
                let loaded = $subject
                    .write(async |work| work.$repository().get(id.into()).await)
                    .await;
                assert_eq!(loaded, None, stringify!($repository));
                let found = $subject.directory.$find(id.into()).await.unwrap();
                assert_eq!(found, None, stringify!($repository));
            }
            let _ = &$value;
        };
    }
    each_aggregate!(law, subject, scene);
}

/// An id is used once; a second insert is a duplicate and changes nothing.
pub async fn a_second_insert_of_an_id_is_a_duplicate(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let mut again = $value.clone();
            $change(&mut again);
            let refused = $subject
                .try_write(async |work| work.$repository().insert(&again).await)
                .await;
            assert!(
                matches!(refused, Err(StoreError::Duplicate(_))),
                "{}: {refused:?}",
                stringify!($repository)
            );
            let found = $subject.directory.$find($value.id).await.unwrap();
            let kept = Stored::new($value.clone(), Revision::FIRST);
            assert_eq!(found, Some(kept), stringify!($repository));
        };
    }
    each_aggregate!(law, subject, scene);
}
