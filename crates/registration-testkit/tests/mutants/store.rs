//! A store in memory with one flaw: every call of every port passes by the flaw.

use crate::flaw::{Flaw, now};
use async_trait::async_trait;
use registration_core::{
    model::CustomerId,
    ports::{
        AccountRepository, ApiKeyRepository, AuditTrail, ContactRepository, CustomerRepository,
        InviteLinkRepository, Outbox, PlaybookRepository, ProjectRepository,
        RegistrationRepository, SessionRepository, StaffRepository, Store, StoreError,
        TokenRepository, UnitOfWork,
    },
};
use registration_testkit::{contract::Subject, memory::MemoryStore};
use std::{
    any::Any,
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{OwnedMutexGuard, oneshot};

/// A store in memory with one flaw.
pub(crate) struct Mutant {
    pub(crate) flaw: Flaw,
    pub(crate) inner: MemoryStore,
    broken: Arc<AtomicBool>,
    locks: Arc<Locks>,
}

/// Locks of customers, for the flaw that needs them.
type Locks = Mutex<BTreeMap<CustomerId, Arc<tokio::sync::Mutex<()>>>>;

impl Mutant {
    /// The mutant, ready for a law.
    pub(crate) fn subject(flaw: Flaw) -> Subject {
        let many_writers = matches!(flaw, Flaw::PretendsToHaveManyWriters);
        let subject = Subject::new(Self {
            flaw,
            inner: MemoryStore::default(),
            broken: Arc::default(),
            locks: Arc::default(),
        });
        if many_writers {
            subject.with_many_writers()
        } else {
            subject
        }
    }
}

/// A unit of work with one flaw.
pub(crate) struct Work {
    pub(crate) flaw: Flaw,
    inner: Inner,
    store: MemoryStore,
    /// Whether a call failed.
    failed: bool,
    /// Whether a call was made.
    used: bool,
    broken: Arc<AtomicBool>,
    locks: Arc<Locks>,
    held: Vec<OwnedMutexGuard<()>>,
}

/// Where statements go.
enum Inner {
    /// To a unit of work of the sound store.
    Whole(Box<dyn UnitOfWork>),
    /// To one of a copy, which is put in place of the store at the end.
    Copy(MemoryStore, Box<dyn UnitOfWork>),
    /// Each to one of its own, on a copy, while the sound store is locked.
    Pieces(
        MemoryStore,
        Option<Box<dyn UnitOfWork>>,
        #[allow(dead_code)] Box<dyn UnitOfWork>,
    ),
    /// To one that begins with the first call that locks; looks go to a copy.
    Late {
        work: Option<Box<dyn UnitOfWork>>,
        look: Option<Box<dyn UnitOfWork>>,
    },
    /// Each to one of its own.
    Open(Option<Box<dyn UnitOfWork>>),
    Ended,
}

impl Work {
    /// Where the next statement goes.
    pub(crate) async fn inner(&mut self, call: &str) -> &mut dyn UnitOfWork {
        self.used = true;
        let store = self.store.clone();
        let looks = matches!(self.flaw, Flaw::DoesNotLock(flawed) if flawed == call);
        match &mut self.inner {
            Inner::Whole(work) | Inner::Copy(_, work) => &mut **work,
            Inner::Pieces(copy, piece, _) => {
                let begun = copy.begin().await.expect("a copy is free");
                &mut **piece.insert(begun)
            }
            Inner::Late {
                work: work @ None,
                look,
            } if looks => {
                *work = None;
                let begun = store.copy().begin().await.expect("a copy is free");
                &mut **look.insert(begun)
            }
            Inner::Late { work, .. } => {
                if work.is_none() {
                    *work = Some(store.begin().await.expect("the store begins"));
                }
                &mut **work.as_mut().expect("it was begun")
            }
            Inner::Open(piece) => {
                let begun = store.begin().await.expect("the store is free");
                &mut **piece.insert(begun)
            }
            Inner::Ended => panic!("the unit of work is over"),
        }
    }

    /// The statement is over, well or not.
    pub(crate) async fn statement_ends(&mut self, well: bool) {
        self.failed |= !well;
        if !well && matches!(self.flaw, Flaw::StaysBroken) {
            self.broken.store(true, Ordering::SeqCst);
        }
        if let Inner::Pieces(_, piece, _) | Inner::Open(piece) = &mut self.inner
            && let Some(piece) = piece.take()
            && well
        {
            // What it names may be missing; then it is lost, as in a store that checks each statement.
            if piece.commit().await.is_err() {
                self.failed = true;
            }
        }
    }

    /// Whether the call is refused because an earlier one failed.
    pub(crate) fn refuses(&self, call: &str) -> bool {
        match &self.flaw {
            Flaw::GoesOnAfterErrors(flawed) => self.failed && *flawed != call,
            _ => false,
        }
    }

    /// Locks the customers that a call loads, for the flaw that does so in the order named.
    pub(crate) async fn lock(&mut self, call: &str, ids: Vec<CustomerId>) {
        if !matches!(self.flaw, Flaw::LocksInTheOrderNamed) || !call.starts_with("customers.get") {
            return;
        }
        for id in ids {
            let lock = {
                let mut locks = self.locks.lock().expect("nobody panics here");
                Arc::clone(locks.entry(id).or_default())
            };
            self.held.push(lock.lock_owned().await);
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// The customers that are named, where an argument names any.
pub(crate) fn customers(argument: &dyn Any) -> Vec<CustomerId> {
    if let Some(ids) = argument.downcast_ref::<Vec<CustomerId>>() {
        return ids.clone();
    }
    argument.downcast_ref().copied().into_iter().collect()
}

#[async_trait]
impl Store for Mutant {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("somebody failed before".into()));
        }
        let inner = match &self.flaw {
            Flaw::TakesNoLocks | Flaw::LocksInTheOrderNamed => {
                let copy = self.inner.copy();
                let work = copy.begin().await?;
                Inner::Copy(copy, work)
            }
            Flaw::ChecksEachStatement | Flaw::GoesOnAfterErrors(_) | Flaw::Hides(..) => {
                let lock = self.inner.begin().await?;
                Inner::Pieces(self.inner.copy(), None, lock)
            }
            Flaw::CommitsEachStatement => Inner::Open(None),
            Flaw::DoesNotLock(_) => Inner::Late {
                work: None,
                look: None,
            },
            Flaw::LocksForWhoeverLeft => Inner::Whole(begin_for_whoever(&self.inner).await),
            _ => Inner::Whole(self.inner.begin().await?),
        };
        Ok(Box::new(Work {
            flaw: self.flaw.clone(),
            inner,
            store: self.inner.clone(),
            failed: false,
            used: false,
            broken: Arc::clone(&self.broken),
            locks: Arc::clone(&self.locks),
            held: Vec::new(),
        }))
    }
}

/// Begins a unit of work even when nobody waits for it any more; then it is never ended.
async fn begin_for_whoever(store: &MemoryStore) -> Box<dyn UnitOfWork> {
    let (give, take) = oneshot::channel();
    let store = store.clone();
    tokio::spawn(async move {
        let work = store.begin().await.expect("a unit of work begins");
        if let Err(nobodys) = give.send(work) {
            std::mem::forget(nobodys);
        }
    });
    take.await.expect("it is given")
}

impl Drop for Work {
    fn drop(&mut self) {
        let inner = std::mem::replace(&mut self.inner, Inner::Ended);
        match (&self.flaw, inner) {
            // One that failed cannot be committed.
            (Flaw::ForgetsToRollBack, Inner::Whole(work)) if !self.failed => now(work.commit()),
            (Flaw::KeepsItsLocks, Inner::Whole(work)) => std::mem::forget(work),
            _ => {}
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
        self
    }
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }
    fn contacts(&mut self) -> &mut dyn ContactRepository {
        self
    }
    fn staff(&mut self) -> &mut dyn StaffRepository {
        self
    }
    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }
    fn api_keys(&mut self) -> &mut dyn ApiKeyRepository {
        self
    }
    fn playbooks(&mut self) -> &mut dyn PlaybookRepository {
        self
    }
    fn projects(&mut self) -> &mut dyn ProjectRepository {
        self
    }
    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }
    fn audit(&mut self) -> &mut dyn AuditTrail {
        self
    }

    async fn commit(mut self: Box<Self>) -> Result<(), StoreError> {
        let unused = !self.used;
        match std::mem::replace(&mut self.inner, Inner::Ended) {
            Inner::Whole(_) if matches!(self.flaw, Flaw::ForgetsToCommit) => Ok(()),
            Inner::Whole(_) if unused && matches!(self.flaw, Flaw::RefusesEmptyWork) => {
                Err(StoreError::Unavailable("there is nothing to commit".into()))
            }
            Inner::Whole(work) => work.commit().await,
            Inner::Copy(copy, work) => {
                work.commit().await?;
                self.store.restore(&copy);
                Ok(())
            }
            Inner::Pieces(copy, ..) => {
                self.store.restore(&copy);
                Ok(())
            }
            Inner::Late {
                work: Some(work), ..
            } => work.commit().await,
            Inner::Late { .. } | Inner::Open(_) | Inner::Ended => Ok(()),
        }
    }
}
