//! A store in memory with one flaw.

use async_trait::async_trait;
use registration_core::ports::{
    AccountRepository, ApiKeyRepository, AuditTrail, ContactRepository, CustomerRepository,
    InviteLinkRepository, Outbox, PlaybookRepository, ProjectRepository, RegistrationRepository,
    SessionRepository, StaffRepository, Store, StoreError, TokenRepository, UnitOfWork,
};
use registration_testkit::memory::MemoryStore;
use std::{
    pin::pin,
    task::{Context, Waker},
};

/// What is wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Nothing,
    ForgetsToRollBack,
    ForgetsToCommit,
    /// Units of work begin on what was committed last and overwrite what others committed meanwhile.
    TakesNoLocks,
    /// Of customers.
    IgnoresRevisions,
    /// Of inserting accounts.
    GoesOnAfterErrors,
    /// Says that an account was inserted when there is one already.
    PassesOverDuplicates,
    /// A unique index in which no customer equals no other, as SQL has it.
    NobodyIsManyCustomers,
    /// A unique index without its condition.
    FinalStatesKeepTheirPlace,
    GivesUsesWithoutEnd,
    EditsUses,
    IgnoresOnce,
    RequeuesAnything,
    HandsAMailToTwo,
    RetriesAtOnce,
    ForgetsUnknownOutcomes,
    KeepsWhatWasSent,
    HearsOlderClaims,
    /// Takes the number of the attempt, which a requeue resets, for that of the claim.
    CountsClaimsAnew,
    CapturesTwice,
    WritesOverPictures,
    ForgetsOlderPictures,
    ListsPicturesFromTheStart,
    /// Of customers, as the three that follow.
    ListsOldestFirst,
    IgnoresTheLastPage,
    PercentIsAWildcard,
    FoldsAsciiOnly,
    ShowsAccessThatEnded,
}

/// A store in memory with one flaw.
pub(crate) struct Mutant {
    pub(crate) flaw: Flaw,
    pub(crate) inner: MemoryStore,
}

impl Mutant {
    pub(crate) fn new(flaw: Flaw) -> Self {
        Self {
            flaw,
            inner: MemoryStore::default(),
        }
    }

    pub(crate) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }
}

/// A unit of work with one flaw.
pub(crate) struct Work {
    pub(crate) flaw: Flaw,
    /// None once it is committed.
    inner: Option<Box<dyn UnitOfWork>>,
    /// Where it is played back to when it took no lock: the copy that it works on, and the store.
    unlocked: Option<(MemoryStore, MemoryStore)>,
}

impl Work {
    pub(crate) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }

    pub(crate) fn inner(&mut self) -> &mut dyn UnitOfWork {
        &mut **self.inner.as_mut().expect("it is not committed yet")
    }
}

#[async_trait]
impl Store for Mutant {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let unlocked = self
            .has(Flaw::TakesNoLocks)
            .then(|| (self.inner.copy(), self.inner.clone()));
        let store = unlocked.as_ref().map_or(&self.inner, |(copy, _)| copy);
        Ok(Box::new(Work {
            flaw: self.flaw,
            inner: Some(store.begin().await?),
            unlocked,
        }))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        if self.has(Flaw::ForgetsToRollBack) {
            // Committing in memory waits for nothing: one poll is all.
            let commit = pin!(inner.commit());
            let _ = commit.poll(&mut Context::from_waker(Waker::noop()));
        }
    }
}

#[async_trait]
impl UnitOfWork for Work {
    fn customers(&mut self) -> &mut dyn CustomerRepository {
        self
    }
    fn invite_links(&mut self) -> &mut dyn InviteLinkRepository {
        self
    }
    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }
    fn tokens(&mut self) -> &mut dyn TokenRepository {
        self.inner().tokens()
    }
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }
    fn contacts(&mut self) -> &mut dyn ContactRepository {
        self.inner().contacts()
    }
    fn staff(&mut self) -> &mut dyn StaffRepository {
        self.inner().staff()
    }
    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.inner().sessions()
    }
    fn api_keys(&mut self) -> &mut dyn ApiKeyRepository {
        self.inner().api_keys()
    }
    fn playbooks(&mut self) -> &mut dyn PlaybookRepository {
        self.inner().playbooks()
    }
    fn projects(&mut self) -> &mut dyn ProjectRepository {
        self.inner().projects()
    }
    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }
    fn audit(&mut self) -> &mut dyn AuditTrail {
        self.inner().audit()
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let inner = self.inner.take().expect("it is committed once");
        if self.has(Flaw::ForgetsToCommit) {
            return Ok(());
        }
        inner.commit().await?;
        if let Some((copy, store)) = &self.unlocked {
            store.restore(copy);
        }
        Ok(())
    }
}
