//! The store under test.

use crate::fixtures::Fixtures;
use registration_core::ports::{
    Directory, MailCapture, MailQueue, MediaStore, Store, StoreError, UnitOfWork,
};
use std::{any::Any, sync::Arc, time::Duration};

/// How many units of work of a store can be open at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Writers {
    /// One: the next begins when it has ended, or fails with [`StoreError::Contention`].
    One,
    /// Many: they wait for each other only when they want the same row.
    Many,
}

/// A store under test with everything that an adapter has to provide. Laws want it empty and to themselves.
#[non_exhaustive]
pub struct Subject {
    /// Opens units of work.
    pub store: Arc<dyn Store>,
    /// Reads what was committed.
    pub directory: Arc<dyn Directory>,
    /// Hands out mails.
    pub queue: Arc<dyn MailQueue>,
    /// Keeps mails.
    pub capture: Arc<dyn MailCapture>,
    /// Keeps pictures.
    pub media: Arc<dyn MediaStore>,
    /// How many units of work can be open at once.
    pub writers: Writers,
    /// Makes the values that laws store.
    pub make: Fixtures,
    _kept: Option<Box<dyn Any + Send>>,
}

impl Subject {
    /// A store that is all five ports at once, and has one writer.
    pub fn new<S>(store: S) -> Self
    where
        S: Store + Directory + MailQueue + MailCapture + MediaStore + 'static,
    {
        let store = Arc::new(store);
        let [one, two, three, four] = std::array::from_fn(|_| store.clone());
        Self::of(one, two, three, four, store)
    }

    /// A store whose five ports are five values, with one writer.
    pub fn of(
        store: Arc<dyn Store>,
        directory: Arc<dyn Directory>,
        queue: Arc<dyn MailQueue>,
        capture: Arc<dyn MailCapture>,
        media: Arc<dyn MediaStore>,
    ) -> Self {
        Self {
            store,
            directory,
            queue,
            capture,
            media,
            writers: Writers::One,
            make: Fixtures::default(),
            _kept: None,
        }
    }

    /// The same with units of work that wait for each other only when they want the same row: the laws on shared locks
    /// and on passing over locked rows are then proved too.
    #[must_use]
    pub fn with_many_writers(self) -> Self {
        Self {
            writers: Writers::Many,
            ..self
        }
    }

    /// The same with pictures that are kept elsewhere.
    #[must_use]
    pub fn with_media(self, media: Arc<dyn MediaStore>) -> Self {
        Self { media, ..self }
    }

    /// The same, and `guard` lives until the law has ended: a temporary folder, a database that is dropped with it.
    #[must_use]
    pub fn keeping(self, guard: impl Any + Send) -> Self {
        Self {
            _kept: Some(Box::new(guard)),
            ..self
        }
    }

    /// Begins a unit of work; waits while the store is busy.
    pub(super) async fn begin(&self) -> Box<dyn UnitOfWork> {
        begin(&*self.store).await.expect("a unit of work begins")
    }

    /// Does `change` in a unit of work of its own.
    pub(super) async fn try_write<T>(
        &self,
        change: impl AsyncFnOnce(&mut dyn UnitOfWork) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut work = self.begin().await;
        let answer = change(&mut *work).await?;
        work.commit().await?;
        Ok(answer)
    }

    /// Does `change`, which has to succeed, in a unit of work of its own.
    pub(super) async fn write<T>(
        &self,
        change: impl AsyncFnOnce(&mut dyn UnitOfWork) -> Result<T, StoreError>,
    ) -> T {
        self.try_write(change)
            .await
            .expect("the unit of work commits")
    }
}

/// Begins a unit of work; waits while the store is busy, for a while.
pub(super) async fn begin(store: &dyn Store) -> Result<Box<dyn UnitOfWork>, StoreError> {
    let mut patience = 200;
    loop {
        match store.begin().await {
            Err(StoreError::Contention(_)) if patience > 0 => patience -= 1,
            other => return other,
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
