//! The folder obeys the contract of pictures, and what else lies in it does no harm.

use super::*;
use registration_core::model::PictureFormat;
use registration_testkit::{
    contract::Subject, fixtures::Fixtures, media_contract, memory::MemoryStore,
};
use std::{os::unix::fs::PermissionsExt as _, sync::Arc};

media_contract!(|| async {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let media = MediaFolder::at(folder.path().join("to/be/made"));
    Subject::new(MemoryStore::default())
        .with_media(Arc::new(media))
        .keeping(folder)
});

#[tokio::test]
async fn a_picture_and_its_folder_are_for_their_owner_alone() {
    let (folder, make) = (tempfile::tempdir().unwrap(), Fixtures::default());
    let path = folder.path().join("media");
    let id: MediaId = make.id();
    let picture = make.picture(PictureFormat::Png, 100);
    MediaFolder::at(&path).put(id, &picture).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    assert_eq!(mode(&path.join(id.to_string())), 0o600);
    assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
}

#[tokio::test]
async fn other_files_are_no_pictures() {
    let (folder, make) = (tempfile::tempdir().unwrap(), Fixtures::default());
    let media = MediaFolder::at(folder.path());
    let id: MediaId = make.id();
    let upper = id.to_string().to_uppercase();
    for name in ["README", ".upload-x", &upper, &format!("{}", id.0.simple())] {
        fs::write(folder.path().join(name), "text").unwrap();
    }
    assert_eq!(media.ids(None, 9).await.unwrap(), []);
    fs::write(folder.path().join(id.to_string()), "<svg>").unwrap();
    let read = media.get(id).await;
    assert!(matches!(read, Err(StoreError::Corrupt { .. })), "{read:?}");
}

#[test]
fn what_was_left_half_written_is_removed_when_it_is_old() {
    let folder = tempfile::tempdir().unwrap();
    let media = MediaFolder::at(folder.path());
    let write = |name: &str, age: Duration| {
        let file = fs::File::create(folder.path().join(name)).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
    };
    write(".upload-old", ABANDONED * 2);
    write(".upload-new", ABANDONED / 2);
    write("another", ABANDONED * 2);
    media.sweep().unwrap();
    let mut left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, [".upload-new", "another"]);
    MediaFolder::at(folder.path().join("none")).sweep().unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_keeps_nothing() {
    let (folder, make) = (tempfile::tempdir().unwrap(), Fixtures::default());
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let picture = make.picture(PictureFormat::Png, 100);
    let refused = MediaFolder::at(file.join("media"))
        .put(make.id(), &picture)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
}
