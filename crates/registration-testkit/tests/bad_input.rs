//! Whoever gives the kit something that proves nothing is told so, in a sentence that says what.

use async_trait::async_trait;
use registration_core::{
    model::Timestamp,
    ports::{Clock, Mailer, MailerError, Store},
};
use registration_testkit::{
    Limits,
    contract::{self, Subject, media, moment, outbox, prove_within, unit_of_work},
    doubles::{FixedClock, Outcome, RecordingMailer},
    fixtures::{Fixtures, start},
    mailer_contract::{self, CannotStage, MailerSubject, Peer, arrival},
    memory::MemoryStore,
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

/// What a proof says that is none.
fn told(proof: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(proof)).expect_err("the law is not proved");
    match panic.downcast::<String>() {
        Ok(words) => *words,
        Err(panic) => (*panic.downcast::<&str>().expect("it says why")).to_owned(),
    }
}

/// What is told when an easy law is run on what `factory` gives.
fn told_of(factory: impl Future<Output = Subject>) -> String {
    told(|| contract::prove(factory, unit_of_work::an_empty_unit_of_work_commits))
}

#[track_caller]
fn says(told: &str, words: &str) {
    assert!(told.contains(words), "{told:?} does not say {words:?}");
}

#[test]
fn a_factory_that_gives_one_store_to_all_is_told_so() {
    let used = MemoryStore::default();
    let share = async || Subject::new(used.clone());
    contract::prove(share(), outbox::a_queued_mail_is_shown);
    let told = told_of(share());
    says(
        &told,
        "the factory gives a store that another law has used (mails has ",
    );
    says(&told, "give each test one of its own, not the same to all");
}

#[test]
fn a_factory_that_gives_one_folder_of_pictures_to_all_is_told_so() {
    let folder = Arc::new(MemoryStore::default());
    let share = async || Subject::new(MemoryStore::default()).with_media(folder.clone());
    contract::prove(share(), media::pictures_are_listed_oldest_first);
    says(
        &told_of(share()),
        "the factory gives a store that another law has used (pictures has ",
    );
}

#[test]
fn a_factory_whose_store_has_rows_in_it_is_told_so() {
    let told = told_of(async {
        let store = MemoryStore::default();
        let mut customer = Fixtures::default().customer();
        customer.id = uuid::Uuid::from_u128(7).into();
        let mut work = store.begin().await.expect("it begins");
        work.customers().insert(&customer).await.expect("it is new");
        work.commit().await.expect("it commits");
        Subject::new(store)
    });
    says(
        &told,
        "the factory gives a store in which something lies (customers has 00000000-",
    );
    says(
        &told,
        "give each test an empty one, and leave demonstration data out",
    );
}

#[test]
fn a_factory_that_panics_is_told_so() {
    let told_of_it = told_of(async { panic!("no database at {}", "localhost") });
    says(&told_of_it, "the factory panics: no database at localhost");
    // Before it gives a future, too, when the macro calls it.
    let factory = || -> std::future::Ready<Subject> { panic!("no folder") };
    says(
        &told_of(async { factory().await }),
        "the factory panics: no folder",
    );
}

#[test]
fn a_factory_that_never_ends_is_told_so() {
    let limits = Limits::default().for_the_factory(Duration::from_millis(50));
    let told = told(|| {
        prove_within(
            limits,
            std::future::pending::<Subject>(),
            unit_of_work::an_empty_unit_of_work_commits,
        );
    });
    says(
        &told,
        "the factory gives nothing within 50ms: it waits for something that does not come",
    );
}

#[test]
fn a_law_that_never_ends_is_told_so() {
    let limits = Limits::default().for_a_law(Duration::from_millis(200));
    let told = told(|| {
        prove_within(
            limits,
            async { Subject::new(MemoryStore::default()) },
            async |subject: &Subject| {
                let _held = subject.store.begin().await.expect("it begins");
                let _ = subject.store.begin().await;
            },
        );
    });
    says(
        &told,
        "the law does not come to an end within 200ms; what waits for itself never does",
    );
}

#[test]
fn a_clock_that_stands_still_is_told_of() {
    let told = told(|| {
        contract::prove(
            async { Subject::new(MemoryStore::with_clock(FixedClock::default())) },
            moment::the_clock_of_the_store_goes_forward,
        );
    });
    says(
        &told,
        "the store's clock stands still at 2026-03-02T09:00:00",
    );
}

#[test]
fn a_clock_that_goes_backwards_is_told_of() {
    struct Backwards(AtomicI64);
    impl Clock for Backwards {
        fn now(&self) -> Timestamp {
            let seconds = self.0.fetch_add(1, Ordering::SeqCst);
            start().plus(-time::Duration::seconds(seconds))
        }
    }
    let told = told(|| {
        contract::prove(
            async { Subject::new(MemoryStore::with_clock(Backwards(AtomicI64::new(0)))) },
            moment::the_clock_of_the_store_goes_forward,
        );
    });
    says(&told, "the store's clock goes backwards: ");
}

#[test]
fn a_clock_that_is_wrong_is_told_of() {
    let told = told(|| {
        contract::prove(
            async {
                Subject::new(MemoryStore::with_clock(FixedClock::at(
                    Timestamp::from_micros(0).expect("1970"),
                )))
            },
            moment::the_store_tells_the_time,
        );
    });
    says(&told, "the store's clock is wrong: 1970-01-01T00:00:00");
}

#[test]
fn a_directory_that_looks_at_another_database_is_told_of() {
    let told = told_of(async {
        let (store, other) = (
            Arc::new(MemoryStore::default()),
            Arc::new(MemoryStore::default()),
        );
        Subject::of(store.clone(), other, store.clone(), store.clone(), store)
    });
    says(
        &told,
        "the directory does not show what a unit of work committed",
    );
    says(&told, "`directory` looks at another database than `store`");
}

#[test]
fn somebody_who_writes_at_the_same_time_is_told_of() {
    let told = told_of(async {
        let store = MemoryStore::default();
        let mut work = store.begin().await.expect("it begins");
        let key = Fixtures::default().api_key(registration_core::model::Scope::Read);
        work.api_keys().insert(&key).await.expect("it is new");
        work.commit().await.expect("it commits");
        Subject::new(store)
    });
    says(
        &told,
        "it was not empty, or another test uses it at this moment",
    );
}

/// What is told when a law that needs `peer` is run with these exceptions.
fn told_of_mailer(except: &[Peer], made: Result<MailerSubject, CannotStage>) -> String {
    told(|| {
        mailer_contract::prove(
            Peer::Takes,
            except,
            async |_| made,
            arrival::a_mail_arrives_once,
        );
    })
}

fn recording() -> MailerSubject {
    let mailer = Arc::new(RecordingMailer::default());
    MailerSubject::new(mailer.clone(), mailer)
}

#[test]
fn a_peer_that_cannot_be_staged_has_to_be_named() {
    let told = told_of_mailer(&[], Err(CannotStage("it is a wall")));
    says(
        &told,
        "the factory cannot stage Takes (it is a wall): write `except [Peer::Takes]`",
    );
    mailer_contract::prove(
        Peer::Takes,
        &[Peer::Takes],
        async |_| Err(CannotStage("it is a wall")),
        arrival::a_mail_arrives_once,
    );
}

#[test]
fn a_peer_that_is_named_although_it_can_be_staged_is_told_of() {
    let told = told_of_mailer(&[Peer::Takes], Ok(recording()));
    says(&told, "the factory stages Takes: take it out of `except`");
}

#[test]
fn a_mailer_whose_inbox_was_used_is_told_of() {
    let told = told_of_mailer(&[], {
        let subject = recording();
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        let mail = subject.make.plain_mail();
        runtime
            .block_on(subject.mailer.send(&mail))
            .expect("it is taken");
        Ok(subject)
    });
    says(
        &told,
        "the factory gives a mailer whose inbox has mails in it",
    );
}

#[test]
fn a_mailer_that_panics_is_no_proof() {
    struct Panics;
    #[async_trait]
    impl Mailer for Panics {
        async fn send(&self, _: &registration_core::model::OutboxMail) -> Result<(), MailerError> {
            panic!("no template")
        }
    }
    let inbox = Arc::new(RecordingMailer::always(Outcome::Delivered));
    let told = told_of_mailer(&[], Ok(MailerSubject::new(Arc::new(Panics), inbox)));
    says(&told, "no template");
}
