//! A law by its name, and how one is run on what a factory gives.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::Poll,
    time::Duration,
};

/// A law at work on a subject.
pub type Running<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A law of a contract, for a test harness that makes its tests itself.
pub struct Law<S: 'static> {
    name: &'static str,
    run: for<'a> fn(&'a S) -> Running<'a>,
}

impl<S> Law<S> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str, run: for<'a> fn(&'a S) -> Running<'a>) -> Self {
        Self { name, run }
    }

    /// Its module and its function: `"outbox::a_queued_mail_is_shown"`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Runs it on a subject that is empty and used by nobody else; panics when it does not hold. The subject is not
    /// examined first, as it is when the law is proved.
    #[must_use]
    pub fn run<'a>(&self, subject: &'a S) -> Running<'a> {
        (self.run)(subject)
    }
}

impl<S> std::fmt::Debug for Law<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// How long a proof may take before it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// For the factory to give its subject: a minute.
    pub factory: Duration,
    /// For one law: two minutes. Only what waits for itself takes longer.
    pub law: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            factory: Duration::from_secs(60),
            law: Duration::from_secs(120),
        }
    }
}

impl Limits {
    /// The same with another time for the factory.
    #[must_use]
    pub const fn for_the_factory(self, factory: Duration) -> Self {
        Self { factory, ..self }
    }

    /// The same with another time for a law.
    #[must_use]
    pub const fn for_a_law(self, law: Duration) -> Self {
        Self { law, ..self }
    }
}

/// Runs `law` on what `factory` gives, after `examine`, on a runtime of its own.
pub(crate) fn prove<S>(
    limits: Limits,
    factory: impl Future<Output = S>,
    examine: impl AsyncFnOnce(&S),
    law: impl AsyncFnOnce(&S),
) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("a runtime starts");
    runtime.block_on(async {
        let made = tokio::time::timeout(limits.factory, caught(factory)).await;
        let subject = match made {
            Ok(Ok(subject)) => subject,
            Ok(Err(panic)) => panic!("the factory panics: {}", words(&*panic)),
            Err(_) => panic!(
                "the factory gives nothing within {:?}: it waits for something that does not come",
                limits.factory
            ),
        };
        let proof = async {
            examine(&subject).await;
            law(&subject).await;
        };
        tokio::time::timeout(limits.law, proof)
            .await
            .unwrap_or_else(|_| {
                panic!(
                    "the law does not come to an end within {:?}; what waits for itself never does",
                    limits.law
                )
            });
    });
}

/// What a panic of `future` said, instead of the panic.
async fn caught<T>(future: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        // Nothing of it is used again after it panicked.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    })
    .await
}

/// What somebody said who panicked.
pub(crate) fn words(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word")
}

/// Makes one `#[test]` of every law that is named, or a list of them.
#[doc(hidden)]
#[macro_export]
macro_rules! laws {
    (tests $contract:ident ($factory:expr) $($module:ident { $($law:ident,)* })*) => { $($(
        #[test]
        fn $law() {
            // Whatever the factory does, it does inside of the proof, which tells a panic of it from one of the law.
            $crate::$contract::prove(
                async { ($factory)().await },
                $crate::$contract::$module::$law,
            );
        }
    )*)* };
    (list $contract:ident () $($module:ident { $($law:ident,)* })*) => {
        &[$($(
            $crate::Law::new(
                concat!(stringify!($module), "::", stringify!($law)),
                |subject| Box::pin($crate::$contract::$module::$law(subject)),
            ),
        )*)*]
    };
}
