//! Uploaded pictures: kept as they are, once, until they are forgotten.

use super::Subject;
use registration_core::{
    model::{MediaId, Picture, PictureFormat},
    ports::StoreError,
};
use std::sync::Arc;

async fn put(subject: &Subject, pictures: &[(MediaId, Picture)]) {
    for (id, picture) in pictures {
        subject.media.put(*id, picture).await.unwrap();
    }
}

/// A picture of either format and of every size is read byte for byte as it was put; an unknown one is none.
pub async fn a_picture_is_kept_exactly(subject: &Subject) {
    let make = &subject.make;
    let pictures: Vec<(MediaId, Picture)> = PictureFormat::ALL
        .iter()
        .flat_map(|format| [*format; 3].into_iter().zip([0, 1_000, Picture::MAX_BYTES]))
        .map(|(format, length)| (make.id(), make.picture(format, length)))
        .collect();
    put(subject, &pictures).await;
    for (id, picture) in &pictures {
        let kept = subject.media.get(*id).await.unwrap();
        // Compared by hand: a failure would print megabytes.
        assert!(kept.is_some_and(|kept| kept == *picture), "{picture:?}");
    }
    let unknown = subject.media.get(make.id()).await.unwrap();
    assert!(unknown.is_none());
}

/// A second picture with an id is a duplicate, and the first one stays.
pub async fn a_picture_is_never_written_over(subject: &Subject) {
    let make = &subject.make;
    let id = make.id();
    let (first, second) = (
        make.picture(PictureFormat::Png, 100),
        make.picture(PictureFormat::Jpeg, 200),
    );
    put(subject, &[(id, first.clone())]).await;
    for picture in [&second, &first] {
        let refused = subject.media.put(id, picture).await;
        assert!(
            matches!(refused, Err(StoreError::Duplicate(_))),
            "{refused:?}"
        );
    }
    assert_eq!(subject.media.get(id).await.unwrap(), Some(first));
}

/// Of a crowd that puts pictures with one id one succeeds, and its picture is there.
pub async fn a_crowd_puts_one_picture_with_an_id(subject: &Subject) {
    let make = &subject.make;
    let id: MediaId = make.id();
    let pictures: Vec<Picture> = (0..8)
        .map(|extra| make.picture(PictureFormat::Png, 50_000 + extra))
        .collect();
    let media = &subject.media;
    let tasks: Vec<_> = pictures
        .iter()
        .cloned()
        .map(|picture| {
            let media = Arc::clone(media);
            tokio::spawn(async move { media.put(id, &picture).await })
        })
        .collect();
    let mut put = Vec::new();
    for task in tasks {
        put.push(task.await.unwrap());
    }
    let winners: Vec<usize> = (0..put.len()).filter(|one| put[*one].is_ok()).collect();
    assert_eq!(winners.len(), 1, "{put:?}");
    assert_eq!(
        media.get(id).await.unwrap(),
        Some(pictures[winners[0]].clone())
    );
}

/// A forgotten picture is gone, and no other one. Forgetting what isn't there is no error.
pub async fn a_forgotten_picture_is_gone_and_no_other(subject: &Subject) {
    let make = &subject.make;
    let picture = make.picture(PictureFormat::Jpeg, 10);
    let [before, forgotten, after]: [MediaId; 3] = std::array::from_fn(|_| make.id());
    put(
        subject,
        &[before, forgotten, after].map(|id| (id, picture.clone())),
    )
    .await;
    for id in [forgotten, forgotten, make.id()] {
        subject.media.forget(id).await.unwrap();
    }
    assert_eq!(subject.media.get(forgotten).await.unwrap(), None);
    assert_eq!(subject.media.ids(None, 9).await.unwrap(), [before, after]);
    assert_eq!(subject.media.get(after).await.unwrap(), Some(picture));
}

/// Ids are listed oldest first, whatever the order in which they came, page after page, each once.
pub async fn pictures_are_listed_oldest_first(subject: &Subject) {
    let make = &subject.make;
    assert_eq!(subject.media.ids(None, 10).await.unwrap(), []);
    let picture = make.picture(PictureFormat::Png, 10);
    let ids: [MediaId; 7] = std::array::from_fn(|_| make.id());
    for index in [3, 0, 6, 1, 5, 2, 4] {
        put(subject, &[(ids[index], picture.clone())]).await;
    }
    assert_eq!(subject.media.ids(None, 10).await.unwrap(), ids);
    assert_eq!(subject.media.ids(None, 3).await.unwrap(), ids[..3]);
    assert_eq!(subject.media.ids(Some(ids[2]), 3).await.unwrap(), ids[3..6]);
    assert_eq!(subject.media.ids(Some(ids[5]), 3).await.unwrap(), ids[6..]);
    assert_eq!(subject.media.ids(Some(ids[6]), 3).await.unwrap(), []);
    // The id behind which a page begins need not be there any more.
    subject.media.forget(ids[2]).await.unwrap();
    assert_eq!(subject.media.ids(Some(ids[2]), 1).await.unwrap(), [ids[3]]);
}
