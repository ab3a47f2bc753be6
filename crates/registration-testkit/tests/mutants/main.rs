//! The laws of the contract catch stores that break them: each law has mutants, stores with one flaw, that it fails on.

mod calls;
mod customers;
mod flaw;
mod mail;
mod media;
mod name;
mod people;
mod proofs;
mod registrations;
mod store;
mod whole;
mod work;

use flaw::Flaw;
use registration_testkit::contract::{LAWS, Subject};
use registration_testkit::{Law, store_contract};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use store::Mutant;

mod without_a_flaw {
    //! The mutants do nothing but what their flaw says: without one they obey every law.

    use super::*;

    store_contract!(|| async { Mutant::subject(Flaw::Nothing) });
}

/// A store with one flaw, and the laws that have to see it.
struct Case {
    /// What is wrong with it.
    says: String,
    flaw: Flaw,
    laws: &'static [&'static str],
    sees: Sees,
}

/// How a law sees a flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sees {
    /// It panics.
    Panics,
    /// It waits for what never comes, until its time is up.
    Hangs,
}

/// A mutant that has a flaw, with what is wrong with it in words.
fn case(says: impl Into<String>, flaw: Flaw, laws: &'static [&'static str]) -> Case {
    Case {
        says: says.into(),
        flaw,
        laws,
        sees: Sees::Panics,
    }
}

/// The same, and the laws wait for what never comes.
fn hanging(says: &str, flaw: Flaw, laws: &'static [&'static str]) -> Case {
    Case {
        sees: Sees::Hangs,
        ..case(says, flaw, laws)
    }
}

fn cases() -> Vec<Case> {
    [
        whole::cases(),
        customers::cases(),
        registrations::cases(),
        people::cases(),
        proofs::cases(),
        work::cases(),
        mail::cases(),
        media::cases(),
        name::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The threads that mutants run on.
const QUIET: &str = "mutant";

/// What flaws panicked with. A law that fails because its mutant does has seen nothing.
static IN_A_FLAW: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// How long a law is given that has to hang. One that panics does so before.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a law makes of a store with the flaw: none when it holds.
fn verdict(law: &Law<Subject>, flaw: &Flaw) -> Option<Sees> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name(QUIET)
        .enable_all()
        .build()
        .expect("a runtime starts");
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let subject = Mutant::subject(flaw.clone());
            tokio::time::timeout(PATIENCE, law.run(&subject)).await
        })
    }));
    runtime.shutdown_background();
    match outcome {
        Ok(Ok(())) => None,
        Ok(Err(_)) => Some(Sees::Hangs),
        Err(_) => Some(Sees::Panics),
    }
}

/// A law without a mutant that it fails on proves nothing, and a mutant that obeys the laws it is for is none.
#[test]
fn every_law_catches_the_stores_that_break_it() {
    let cases = cases();
    let known: BTreeSet<&str> = LAWS.iter().map(Law::name).collect();
    let mut proofs: Vec<(&Case, &Law<Subject>)> = Vec::new();
    for case in &cases {
        assert!(!case.laws.is_empty(), "{}: no law is named", case.says);
        for name in case.laws {
            let law = LAWS.iter().find(|law| law.name() == *name);
            proofs.push((case, law.unwrap_or_else(|| panic!("{name} is no law"))));
        }
    }
    let caught: BTreeSet<&str> = proofs.iter().map(|(_, law)| law.name()).collect();
    let uncaught: Vec<_> = known.difference(&caught).collect();
    assert!(uncaught.is_empty(), "no mutant breaks {uncaught:#?}");

    // Their panics are what is wanted; nobody has to read them.
    let loud = take_hook();
    set_hook(Box::new(move |panic| {
        let mut in_a_flaw = IN_A_FLAW.lock().unwrap_or_else(PoisonError::into_inner);
        match panic.location() {
            _ if std::thread::current().name() != Some(QUIET) => loud(panic),
            Some(at) if at.file().contains("mutants") => in_a_flaw.push(panic.to_string()),
            _ => {}
        }
    }));
    let (next, survivors) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            let thread = std::thread::Builder::new().name(QUIET.to_owned());
            let worker = thread.spawn_scoped(scope, || {
                while let Some((case, law)) = proofs.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let seen = verdict(law, &case.flaw);
                    if seen != Some(case.sees) {
                        let line = format!("{}: {} — {seen:?}", law.name(), case.says);
                        survivors.lock().expect("nobody panics here").push(line);
                    }
                }
            });
            worker.expect("a thread starts");
        }
    });
    let survivors = survivors.into_inner().expect("nobody panics here");
    assert!(survivors.is_empty(), "not caught: {survivors:#?}");
    let in_a_flaw = IN_A_FLAW.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(
        in_a_flaw.is_empty(),
        "flaws that cannot be had: {in_a_flaw:#?}"
    );
}

/// Each call of each port is wrong in at least one mutant: none is written by a store and seen by no law.
#[test]
fn every_call_of_every_port_is_wrong_in_some_mutant() {
    let wrong: BTreeSet<_> = cases()
        .iter()
        .filter_map(|case| match &case.flaw {
            Flaw::GoesOnAfterErrors(_) => None,
            flaw => flaw.call(),
        })
        .collect();
    let all: BTreeSet<_> = calls::all().collect();
    let unknown: Vec<_> = wrong.difference(&all).collect();
    assert!(unknown.is_empty(), "no such call: {unknown:?}");
    let right: Vec<_> = all.difference(&wrong).collect();
    assert!(right.is_empty(), "no mutant is wrong with {right:#?}");
}
