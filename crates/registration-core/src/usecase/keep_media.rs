//! Pictures are uploaded, shown to those who may see a playbook with them, and forgotten when none has them.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{Actor, AuditAction, Cover, MediaId, Picture, PlaybookId, SubjectKind},
    policy::{access::Permission, covers, provisioning},
    ports::PortalSession,
};
use serde_json::json;

/// How many pictures one step of housekeeping looks at.
const BATCH: u32 = 100;

impl Registrar {
    /// Keeps a picture that was decoded and encoded anew. A playbook can show it within a day.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    ///
    /// ```
    /// use registration_core::model::{Actor, PictureFormat};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let picture = registration_testkit::fixtures::Fixtures::default().picture(PictureFormat::Png, 800);
    /// let id = registrar.upload_media(&Actor::CommandLine, picture.clone()).await?;
    /// assert_eq!(registrar.media_for_staff(&Actor::CommandLine, id).await?, picture);
    /// office.clock.advance(time::Duration::hours(25));
    /// registrar.forget().await?;
    /// assert!(registrar.media_for_staff(&Actor::CommandLine, id).await.is_err(), "no playbook shows it");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn upload_media(&self, actor: &Actor, picture: Picture) -> Result<MediaId, Error> {
        self.require(actor, Permission::ManagePlaybooks)?;
        let now = self.now();
        let id: MediaId = self.new_id(now);
        // Before the entry that tells of it: a picture that nobody knows of is forgotten, an entry never.
        self.ports.media.put(id, &picture).await?;
        let what = json!({ "format": picture.format(), "bytes": picture.bytes().len() });
        self.retry(|| async {
            let mut work = self.begin().await?;
            let (actor, action) = (actor.reference(), AuditAction::MediaUploaded);
            let record = Record::new(actor, action, SubjectKind::Media, id.0).after(what.clone());
            self.record(work.as_mut(), now, record).await?;
            self.commit(work).await
        })
        .await?;
        Ok(id)
    }

    /// A picture, for whoever may see playbooks.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn media_for_staff(&self, actor: &Actor, id: MediaId) -> Result<Picture, Error> {
        self.require(actor, Permission::ReadPlaybooks)?;
        self.picture(id).await
    }

    /// A picture that is the cover of a playbook which the account may start now; every other one is as if there were
    /// none.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn media_for_portal(
        &self,
        session: &PortalSession,
        id: MediaId,
    ) -> Result<Picture, Error> {
        let playbooks = self.ports.directory.playbooks_covered_by(&[id]).await?;
        let is_offered = playbooks.iter().any(|playbook| {
            let mut contacts = session.contacts.iter();
            contacts.any(|(one, _)| provisioning::offered_to(playbook, one.customer).is_ok())
        });
        if !is_offered {
            return Err(Error::NotFound("picture"));
        }
        self.picture(id).await
    }

    async fn picture(&self, id: MediaId) -> Result<Picture, Error> {
        let picture = self.ports.media.get(id).await?;
        picture.ok_or(Error::NotFound("picture"))
    }

    /// Whether a playbook may show a picture. Whoever saves on a revision that isn't the current one is refused later,
    /// so what is read here is what is locked then.
    pub(super) async fn may_become_cover(
        &self,
        playbook: PlaybookId,
        picture: MediaId,
    ) -> Result<bool, Error> {
        let playbook = self.ports.directory.playbook(playbook).await?;
        let current = playbook.map_or(Cover::None, |playbook| playbook.value.self_service.cover);
        if !covers::may_become(picture, &current, self.now()) {
            return Ok(false);
        }
        Ok(self.ports.media.get(picture).await?.is_some())
    }

    /// Forgets the pictures that no playbook shows and that none can show any more.
    pub(super) async fn forget_unused_media(&self) -> Result<(), Error> {
        let (now, mut last) = (self.now(), None);
        loop {
            let mut old = self.ports.media.ids(last, BATCH).await?;
            // Ids sort by time: behind the first that is young, all are.
            old.retain(|id| covers::is_over(*id, now));
            let Some(next) = old.last().copied() else {
                return Ok(());
            };
            let playbooks = self.ports.directory.playbooks_covered_by(&old).await?;
            for id in old {
                let cover = Cover::Upload { media: id };
                if !playbooks.iter().any(|one| one.self_service.cover == cover) {
                    self.ports.media.forget(id).await?;
                }
            }
            last = Some(next);
        }
    }
}
