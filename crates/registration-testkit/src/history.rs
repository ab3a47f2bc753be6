//! Histories: sequences of what people do, made up against a small reference model, and laws that hold after each step.
//!
//! Where the [contract](crate::contract) asks a store for one promise at a time, a history plays the whole product on
//! it: staff configure, people register, activate, are suspended and come back, links are replaced, time passes. The
//! reference model is a handful of plain maps (what staff set, and what was answered); after every step the laws
//! compare it with what the store holds and what the registrar lets people do:
//!
//! - nobody has access without proof or decision, and an address has one account;
//! - every membership has its provenance in the trail, and every change its entry;
//! - a session opens what its account may open, and what was taken away opens nothing;
//! - one open registration per address and customer, a final one never changes, a dead link proves nothing;
//! - no link gives more uses than its maximum;
//! - a project is seen by exactly whom it should;
//! - every event has exactly its mails;
//! - explaining a registration gives the decision that activation takes.
//!
//! [`store_histories!`](crate::store_histories) makes a test of them on a store of your own:
//!
//! ```
//! use registration_testkit::{contract::Subject, history::Config, memory::MemoryStore, store_histories};
//!
//! store_histories!(Config { cases: 20, ..Config::default() }, || async {
//!     Subject::new(MemoryStore::default())
//! });
//! # fn main() {}
//! ```
//!
//! A failing history is shrunk and told as a list of what people did:
//!
//! ```text
//! what_was_taken_away_opens_nothing: ann@acme.com signs in
//!   customer A: form on, permits [acme.com], links on for anyone
//!   1. ann@acme.com submits the portal form
//!   2. ann@acme.com activates with the newest link
//!   3. staff switch the access of ann@acme.com at Customer A off
//! ```

mod command;
mod generator;
mod laws;
mod ledger;
mod model;
mod perform;
mod reading;
mod story;
mod world;

use crate::contract::Subject;
use generator::Corridor;
use model::Model;
use proptest::test_runner::{
    Config as Proptest, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner,
};
use proptest_state_machine::ReferenceStateMachine;
use std::{cell::RefCell, fmt, sync::atomic::Ordering};
use world::{Broken, World};

pub use command::{Command, PEOPLE, Proven, Settings};

/// How many histories are played, and how long they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// How many histories.
    pub cases: u32,
    /// How many steps each has at most.
    pub steps: usize,
    /// Where the made-up begins: one seed gives the same histories in every run. None draws one.
    pub seed: Option<u64>,
}

impl Default for Config {
    /// As many as a debug build plays on a store in memory within seconds; others in every run.
    fn default() -> Self {
        Self {
            cases: 64,
            steps: 40,
            seed: None,
        }
    }
}

/// A history that breaks a law, as short as it could be made.
#[derive(Debug, Clone)]
pub struct Counterexample {
    /// The law that is broken.
    pub law: &'static str,
    /// What was found instead.
    pub why: String,
    /// How the customers are set at first.
    pub customers: Vec<Settings>,
    /// What people did.
    pub commands: Vec<Command>,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.law, self.why)?;
        for (place, settings) in self.customers.iter().enumerate() {
            writeln!(f, "  {}: {settings}", story::customer_name(place))?;
        }
        for (place, command) in self.commands.iter().enumerate() {
            writeln!(f, "  {}. {command}", place + 1)?;
        }
        Ok(())
    }
}

/// Plays histories on stores that `factory` makes, one for each, and tells the first that breaks a law.
///
/// # Errors
/// The shortest history that was found to break it.
pub fn search<F: Future<Output = Subject>>(
    factory: impl Fn() -> F,
    config: Config,
) -> Result<(), Box<Counterexample>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts");
    let last: RefCell<Option<Broken>> = RefCell::new(None);
    let histories = Corridor::sequential_strategy(1..=config.steps);
    let played = runner(config).run(&histories, |(model, commands, seen)| {
        let play = async {
            let mut world = World::open(factory().await, &model).await?;
            for command in &commands {
                if let Some(seen) = &seen {
                    seen.fetch_add(1, Ordering::SeqCst);
                }
                world.step(command).await?;
            }
            Ok(())
        };
        runtime.block_on(play).map_err(|broken: Broken| {
            let reason = broken.law;
            last.replace(Some(broken));
            TestCaseError::fail(reason)
        })
    });
    match played {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, (model, commands, _))) => {
            // What panics, in the factory or below, comes without a law.
            let panicked = || Broken::by("nothing_panics", reason.to_string());
            let broken = last.into_inner().unwrap_or_else(panicked);
            Err(Box::new(told(&model, commands, broken)))
        }
        Err(TestError::Abort(reason)) => panic!("no histories can be made: {reason}"),
    }
}

/// Plays histories on stores that `factory` makes, one for each. Panics with the first that breaks a law.
pub fn run<F: Future<Output = Subject>>(factory: impl Fn() -> F, config: Config) {
    if let Err(found) = search(factory, config) {
        panic!("a history breaks a law\n{found}");
    }
}

fn told(model: &Model, commands: Vec<Command>, broken: Broken) -> Counterexample {
    Counterexample {
        law: broken.law,
        why: broken.why,
        customers: model
            .customers
            .iter()
            .map(|customer| customer.settings.clone())
            .collect(),
        commands,
    }
}

/// Failures are told, not kept in files.
fn runner(config: Config) -> TestRunner {
    let proptest = Proptest {
        cases: config.cases,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Proptest::default()
    };
    match config.seed {
        None => TestRunner::new(proptest),
        Some(seed) => {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&seed.to_le_bytes());
            TestRunner::new_with_rng(proptest, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
        }
    }
}

/// Makes a `#[test]` of histories on the stores that a factory makes: one for each history, empty and to itself.
///
/// ```
/// use registration_testkit::{contract::Subject, history::Config, memory::MemoryStore, store_histories};
///
/// store_histories!(Config { cases: 8, ..Config::default() }, || async {
///     Subject::new(MemoryStore::default())
/// });
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! store_histories {
    ($config:expr, $factory:expr) => {
        #[test]
        fn no_history_breaks_a_law() {
            $crate::history::run($factory, $config);
        }
    };
}
