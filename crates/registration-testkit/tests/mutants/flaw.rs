//! What can be wrong with a store: one thing at a time, named by the call that it is wrong with.

use registration_core::ports::{StoreError, UnitOfWork};
use registration_testkit::memory::MemoryStore;
use std::{
    any::Any,
    fmt::Debug,
    pin::pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, Waker},
};

type Result<T> = std::result::Result<T, StoreError>;
type Hook = Arc<dyn Fn(&mut Inside<'_>, &mut dyn Any) + Send + Sync>;

/// The sound store that a mutant is wrapped around, as a flaw sees it.
pub(crate) enum Inside<'a> {
    Work(&'a mut dyn UnitOfWork),
    Store(&'a MemoryStore),
}

/// What is wrong with a store.
#[derive(Clone)]
pub(crate) enum Flaw {
    Nothing,
    ForgetsToRollBack,
    ForgetsToCommit,
    /// A unit of work that changed nothing cannot be committed.
    RefusesEmptyWork,
    /// Everybody sees each statement at once.
    CommitsEachStatement,
    /// Units of work begin on what was committed last and overwrite what others committed meanwhile.
    TakesNoLocks,
    /// What the call loads is not locked by it.
    DoesNotLock(&'static str),
    /// Several rows are locked in the order in which they are named.
    LocksInTheOrderNamed,
    /// Says that its units of work wait only for rows, and lets them wait for each other.
    PretendsToHaveManyWriters,
    /// A unit of work that is dropped holds its locks for ever.
    KeepsItsLocks,
    /// Somebody who stopped waiting gets the lock all the same and never lets go of it.
    LocksForWhoeverLeft,
    /// After an error this call works, and what went well is committed.
    GoesOnAfterErrors(&'static str),
    /// After an error everything works: rows are checked one by one, and so is what they name.
    ChecksEachStatement,
    /// After an error the next unit of work fails too.
    StaysBroken,
    /// The call is told something else than what the caller said.
    Told(&'static str, Hook),
    /// The caller is told something else than what the call answers.
    Answers(&'static str, Hook),
    /// The call is not made.
    Skips(&'static str, Hook),
    /// As [`Answers`](Self::Answers), and the unit of work lives on after an error, for flaws that hide one.
    Hides(&'static str, Hook),
}

/// A call is told `T`s that were changed on the way.
pub(crate) fn told<T: 'static>(
    call: &'static str,
    change: impl Fn(&mut T) + Send + Sync + 'static,
) -> Flaw {
    told_inside(call, move |_, told| change(told))
}

/// The same, after a look into the sound store.
pub(crate) fn told_inside<T: 'static>(
    call: &'static str,
    change: impl Fn(&mut Inside<'_>, &mut T) + Send + Sync + 'static,
) -> Flaw {
    Flaw::Told(call, hook(change))
}

/// A call that is told what it was told the first time, whatever it is told.
pub(crate) fn sticks<T: Clone + Send + Sync + 'static>(call: &'static str) -> Flaw {
    let first = OnceLock::new();
    told(call, move |told: &mut T| {
        *told = first.get_or_init(|| told.clone()).clone();
    })
}

/// A caller is told a `T` that was changed on the way.
pub(crate) fn answers<T: 'static>(
    call: &'static str,
    change: impl Fn(&mut T) + Send + Sync + 'static,
) -> Flaw {
    Flaw::Answers(call, on_success(move |_, told| change(told)))
}

/// The same, after a look into the sound store.
pub(crate) fn answers_inside<T: 'static>(
    call: &'static str,
    change: impl Fn(&mut Inside<'_>, &mut T) + Send + Sync + 'static,
) -> Flaw {
    Flaw::Answers(call, on_success(change))
}

/// A call that is not made, and `answer` is given.
pub(crate) fn skips<T: 'static>(
    call: &'static str,
    answer: impl Fn() -> T + Send + Sync + 'static,
) -> Flaw {
    Flaw::Skips(
        call,
        hook(move |_, told: &mut Option<Result<T>>| *told = Some(Ok(answer()))),
    )
}

/// A call that fails.
pub(crate) fn fails<T: 'static>(call: &'static str) -> Flaw {
    Flaw::Skips(
        call,
        hook(|_, told: &mut Option<Result<T>>| {
            *told = Some(Err(StoreError::Unavailable("flawed".into())));
        }),
    )
}

/// A call that fails where it should find nothing.
pub(crate) fn misses<T: 'static>(call: &'static str) -> Flaw {
    Flaw::Answers(
        call,
        hook(|_, told: &mut Result<Option<T>>| {
            if matches!(told, Ok(None)) {
                *told = Err(StoreError::Unavailable("there is none".into()));
            }
        }),
    )
}

/// A call whose duplicates and stale updates are passed over as if they had been written: `answer` is given.
pub(crate) fn hides<T: 'static>(
    call: &'static str,
    answer: impl Fn() -> T + Send + Sync + 'static,
) -> Flaw {
    Flaw::Hides(
        call,
        hook(move |_, told: &mut Result<T>| {
            if told.is_err() {
                *told = Ok(answer());
            }
        }),
    )
}

fn on_success<T: 'static>(
    change: impl Fn(&mut Inside<'_>, &mut T) + Send + Sync + 'static,
) -> Hook {
    hook(move |inside, told: &mut Result<T>| {
        if let Ok(told) = told {
            change(inside, told);
        }
    })
}

// What has another type is another argument of the call.
fn hook<T: 'static>(change: impl Fn(&mut Inside<'_>, &mut T) + Send + Sync + 'static) -> Hook {
    Arc::new(move |inside, told| {
        if let Some(told) = told.downcast_mut() {
            change(inside, told);
        }
    })
}

impl Flaw {
    /// `argument` is the call and the argument, as in `queue.claim(now)`: a flaw names both, or all arguments of a type.
    pub(crate) fn tell(&self, argument: &str, mut inside: Inside<'_>, told: &mut dyn Any) {
        if let Self::Told(call, hook) = self
            && (*call == argument || *call == of(argument))
        {
            hook(&mut inside, told);
        }
    }

    pub(crate) fn skip<T: 'static>(&self, made: &str, mut inside: Inside<'_>) -> Option<Result<T>> {
        let mut answer: Option<Result<T>> = None;
        if let Self::Skips(call, hook) = self
            && *call == made
        {
            hook(&mut inside, &mut answer);
            assert!(answer.is_some(), "{made} answers with another type");
        }
        answer
    }

    pub(crate) fn answer(&self, made: &str, mut inside: Inside<'_>, answer: &mut dyn Any) {
        if let Self::Answers(call, hook) | Self::Hides(call, hook) = self
            && *call == made
        {
            hook(&mut inside, answer);
        }
    }

    /// The call that is wrong, where it is one.
    pub(crate) fn call(&self) -> Option<&'static str> {
        match self {
            Self::Told(call, _)
            | Self::Answers(call, _)
            | Self::Skips(call, _)
            | Self::Hides(call, _)
            | Self::GoesOnAfterErrors(call) => Some(of(call)),
            _ => None,
        }
    }
}

/// The call without its argument.
fn of(argument: &str) -> &str {
    argument.split('(').next().unwrap_or(argument)
}

impl Inside<'_> {
    pub(crate) fn work(&mut self) -> &mut dyn UnitOfWork {
        match self {
            Self::Work(work) => *work,
            Self::Store(_) => panic!("the flaw is one of a unit of work"),
        }
    }

    pub(crate) fn store(&self) -> &MemoryStore {
        match self {
            Self::Store(store) => store,
            Self::Work(_) => panic!("the flaw is one of the store"),
        }
    }
}

/// What a call in memory answers, which waits for nothing: one poll is all.
pub(crate) fn now<T>(call: impl Future<Output = std::result::Result<T, impl Debug>>) -> T {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer.expect("the sound store answers"),
        Poll::Pending => panic!("somebody else is writing"),
    }
}
