//! Pictures: who may upload one, which playbook may show it, and when it is forgotten.

use crate::office::{ALL, Office, actor, boss, field_code, offer, refused};
use registration_core::{
    model::{
        Actor, AuditAction, Cover, MediaId, Picture, PictureFormat, Playbook, Role, Stored,
        SubjectKind,
    },
    policy::access::Denied,
    ports::{Directory, MediaStore},
    usecase::Error,
};
use registration_testkit::fixtures::Fixtures;
use time::Duration;

fn picture() -> Picture {
    Fixtures::default().picture(PictureFormat::Png, 100)
}

async fn upload(office: &Office) -> MediaId {
    office.tick();
    office
        .registrar
        .upload_media(&boss(), picture())
        .await
        .unwrap()
}

/// Saves a cover on the revision that is there now.
async fn cover(
    office: &Office,
    playbook: &Playbook,
    cover: Cover,
) -> Result<Stored<Playbook>, Error> {
    let now = office.store.playbook(playbook.id).await.unwrap().unwrap();
    let owner = now.self_service.default_project_owner.unwrap();
    let mut change = offer(owner);
    change.cover = cover;
    let registrar = &office.registrar;
    registrar
        .offer_playbook(&boss(), now.id, now.revision, change)
        .await
}

async fn two_playbooks(office: &Office) -> (Stored<Playbook>, Stored<Playbook>) {
    let owner = office.staff("owner@portal.example", [Role::PlaybookEditor], false);
    let owner = owner.await;
    (
        office.playbook(owner.id).await,
        office.playbook(owner.id).await,
    )
}

#[tokio::test]
async fn whoever_manages_playbooks_uploads_and_it_is_written_down() {
    let office = Office::new();
    let editor = office
        .staff("ed@portal.example", [Role::PlaybookEditor], false)
        .await;
    let auditor = office
        .staff("au@portal.example", [Role::Auditor], false)
        .await;
    let upload = async |by: &Actor| office.registrar.upload_media(by, picture()).await;
    refused!(
        upload(&actor(&auditor)).await,
        Error::Denied(Denied::NotAllowed)
    );
    refused!(
        upload(&Actor::Visitor).await,
        Error::Denied(Denied::NotSignedIn)
    );
    assert_eq!(office.store.ids(None, 9).await.unwrap(), []);
    let id = upload(&actor(&editor)).await.unwrap();
    assert_eq!(office.store.get(id).await.unwrap(), Some(picture()));
    let trail = office.trail().await;
    let entry = trail
        .iter()
        .find(|one| one.action == AuditAction::MediaUploaded);
    let entry = entry.unwrap();
    assert_eq!(
        (entry.subject_kind, entry.subject),
        (SubjectKind::Media, id.0)
    );
    assert_eq!(entry.actor, actor(&editor).reference());
    let shown = office.registrar.media_for_staff(&actor(&auditor), id).await;
    assert_eq!(shown.unwrap(), picture());
}

#[tokio::test]
async fn a_playbook_shows_a_picture_of_the_last_day_or_keeps_the_one_it_has() {
    let office = Office::new();
    let (first, second) = two_playbooks(&office).await;
    let media = upload(&office).await;
    let upload = Cover::Upload { media };
    let unknown = Cover::Upload {
        media: first.id.0.into(),
    };
    assert_eq!(
        field_code(cover(&office, &first, unknown).await),
        "unknown_media"
    );
    cover(&office, &first, upload.clone()).await.unwrap();
    office.advance(Duration::hours(24));
    office.registrar.forget().await.unwrap();
    // As its own it stays; for another one it is too old, and for itself, once it was given up.
    cover(&office, &first, upload.clone()).await.unwrap();
    assert_eq!(
        field_code(cover(&office, &second, upload.clone()).await),
        "unknown_media"
    );
    cover(&office, &first, Cover::None).await.unwrap();
    assert_eq!(
        field_code(cover(&office, &first, upload).await),
        "unknown_media"
    );
}

#[tokio::test]
async fn what_no_playbook_shows_is_forgotten_and_nothing_else() {
    let office = Office::new();
    let (playbook, archived) = two_playbooks(&office).await;
    // More than housekeeping looks at in one step, with the shown ones in the midst of them.
    let mut ids = Vec::new();
    for _ in 0..230 {
        ids.push(upload(&office).await);
    }
    for (playbook, media) in [(&playbook, ids[5]), (&archived, ids[150])] {
        cover(&office, playbook, Cover::Upload { media })
            .await
            .unwrap();
    }
    let registrar = &office.registrar;
    registrar
        .archive_playbook(&boss(), archived.id, None)
        .await
        .unwrap();
    office.advance(Duration::hours(24) + Duration::minutes(59));
    let young = upload(&office).await;
    registrar.forget().await.unwrap();
    assert_eq!(office.store.ids(None, 1_000).await.unwrap().len(), 231);
    office.advance(Duration::minutes(2));
    registrar.forget().await.unwrap();
    let left = office.store.ids(None, 1_000).await.unwrap();
    assert_eq!(left, [ids[5], ids[150], young]);
    assert_eq!(office.store.playbooks(ALL).await.unwrap().len(), 1);
}
