//! The worker sends all there is, waits for a sick queue, and finishes what it holds.

use super::*;
use async_trait::async_trait;
use registration_core::{
    model::{OutboxMail, Timestamp},
    ports::{Bell as _, MailQueue, Mailer, MailerError},
};
use registration_testkit::{doubles::FixedClock, fixtures::Fixtures};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};
use tokio::{sync::watch, task::JoinHandle, time::timeout};

const PATIENCE: Duration = Duration::from_secs(20);

/// A queue that refuses the first claims, and counts what is marked as sent.
#[derive(Default)]
struct Queue {
    waiting: Mutex<VecDeque<OutboxMail>>,
    refusals: AtomicUsize,
    largest_claim: AtomicUsize,
    sent: AtomicUsize,
}

#[async_trait]
impl MailQueue for Queue {
    async fn claim(
        &self,
        _: Timestamp,
        _: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>, StoreError> {
        if self.refusals.load(SeqCst) > 0 {
            self.refusals.fetch_sub(1, SeqCst);
            return Err(StoreError::Unavailable("down".into()));
        }
        let mut waiting = self.waiting.lock().unwrap();
        let count = waiting.len().min(limit as usize);
        self.largest_claim.fetch_max(count, SeqCst);
        let claimed = waiting.drain(..count).map(|mail| ClaimedMail {
            mail,
            claim: 1,
            attempt: 1,
            unknown_outcomes: 0,
        });
        Ok(claimed.collect())
    }

    async fn sent(&self, _: MailId, _: Timestamp) -> Result<(), StoreError> {
        self.sent.fetch_add(1, SeqCst);
        Ok(())
    }

    async fn retry(
        &self,
        _: MailId,
        _: u32,
        _: Timestamp,
        _: &str,
        _: bool,
    ) -> Result<(), StoreError> {
        Ok(())
    }

    async fn failed(&self, _: MailId, _: u32, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A mailer that takes its time.
#[derive(Default)]
struct SlowMailer {
    takes: Duration,
    begun: AtomicUsize,
}

#[async_trait]
impl Mailer for SlowMailer {
    async fn send(&self, _: &OutboxMail) -> Result<(), MailerError> {
        self.begun.fetch_add(1, SeqCst);
        tokio::time::sleep(self.takes).await;
        Ok(())
    }
}

struct Bench {
    queue: Arc<Queue>,
    mailer: Arc<SlowMailer>,
    bell: NotifyBell,
    stop: watch::Sender<bool>,
    worker: JoinHandle<()>,
}

impl Bench {
    fn start(queue: Queue, takes: Duration) -> Self {
        let (queue, bell) = (Arc::new(queue), NotifyBell::default());
        let mailer = Arc::new(SlowMailer {
            takes,
            ..SlowMailer::default()
        });
        let clock = Arc::new(FixedClock::at(registration_testkit::fixtures::start()));
        let postman = Postman::new(queue.clone(), mailer.clone(), clock);
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(deliver(postman, bell.clone(), stopped));
        Self {
            queue,
            mailer,
            bell,
            stop,
            worker,
        }
    }

    async fn until_sent(&self, count: usize) {
        let all = async {
            while self.queue.sent.load(SeqCst) < count {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(PATIENCE, all).await.expect("not all mail was sent");
    }

    fn put(&self, count: usize) {
        self.queue.waiting.lock().unwrap().extend(mails(count));
    }
}

fn mails(count: usize) -> VecDeque<OutboxMail> {
    let make = Fixtures::default();
    (0..count).map(|_| make.plain_mail()).collect()
}

#[tokio::test]
async fn all_that_waits_is_sent_and_never_more_claimed_than_is_sent_at_once() {
    let waiting = Mutex::new(mails(100));
    let bench = Bench::start(
        Queue {
            waiting,
            ..Queue::default()
        },
        Duration::from_millis(1),
    );
    bench.until_sent(100).await;
    assert!(bench.queue.largest_claim.load(SeqCst) <= HANDS);
}

#[tokio::test]
async fn the_bell_brings_a_mail_out_at_once_and_a_missed_bell_soon() {
    let bench = Bench::start(Queue::default(), Duration::ZERO);
    // Let it fall asleep.
    tokio::time::sleep(GATHER).await;
    bench.put(1);
    let rung = Instant::now();
    bench.bell.ring();
    bench.until_sent(1).await;
    assert!(rung.elapsed() < LOOK_EVERY, "{:?}", rung.elapsed());
    bench.put(1);
    bench.until_sent(2).await;
}

#[tokio::test]
async fn a_queue_that_is_down_is_asked_again_and_nothing_ends() {
    let queue = Queue {
        refusals: 2.into(),
        waiting: Mutex::new(mails(3)),
        ..Queue::default()
    };
    let bench = Bench::start(queue, Duration::ZERO);
    bench.bell.ring();
    bench.until_sent(3).await;
    assert!(!bench.worker.is_finished());
}

#[tokio::test]
async fn a_stop_finishes_what_is_being_sent_and_claims_no_more() {
    let waiting = Mutex::new(mails(HANDS * 3));
    let bench = Bench::start(
        Queue {
            waiting,
            ..Queue::default()
        },
        Duration::from_millis(200),
    );
    while bench.mailer.begun.load(SeqCst) < HANDS {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    bench.stop.send(true).unwrap();
    timeout(PATIENCE, bench.worker).await.unwrap().unwrap();
    let (begun, sent) = (
        bench.mailer.begun.load(SeqCst),
        bench.queue.sent.load(SeqCst),
    );
    assert_eq!((begun, sent), (HANDS, HANDS));
}
