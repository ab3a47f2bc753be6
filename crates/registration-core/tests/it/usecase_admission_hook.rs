//! The admission hook: it narrows what the rules admit, is seen in the trace, and never leaves anything used up.

use crate::{
    office::{ALL, Office, boss, conflict, email, refused},
    watchful::Watchful,
};
use async_trait::async_trait;
use registration_core::{
    model::{Customer, CustomerId, InviteLinkId, OriginKind, StateKind},
    policy::admission::{Finding, Refusal, Rule, TraceStep},
    ports::{
        AdmissionHook, AdmissionQuestion, Directory, HookError, Store, StoreError, UnitOfWork,
    },
    usecase::{Conflict, Error, NextStep},
};
use registration_testkit::{
    doubles::{FixedClock, PlainHasher, Unlimited},
    memory::MemoryStore,
};
use std::sync::{Arc, Mutex};

/// A system outside that says what it was told to say, or nothing at all. Clones are one system.
#[derive(Clone, Default)]
struct Outside {
    findings: Arc<Mutex<Option<Vec<Finding>>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    watchful: Option<Watchful>,
}

type Asked = (String, OriginKind, Option<InviteLinkId>, Vec<CustomerId>);

impl Outside {
    fn saying(findings: impl Into<Vec<Finding>>) -> Self {
        let outside = Self::default();
        outside.now_says(findings);
        outside
    }

    fn now_says(&self, findings: impl Into<Vec<Finding>>) {
        *self.findings.lock().unwrap() = Some(findings.into());
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait]
impl AdmissionHook for Outside {
    async fn findings(&self, question: AdmissionQuestion<'_>) -> Result<Vec<Finding>, HookError> {
        if let Some(watchful) = &self.watchful {
            watchful.nothing_is_open("the admission hook");
        }
        self.asked.lock().unwrap().push((
            question.address.to_string(),
            question.door,
            question.link,
            question.customers.to_vec(),
        ));
        let findings = self.findings.lock().unwrap().clone();
        findings.ok_or_else(|| HookError("connection refused".into()))
    }
}

fn with(office: Office, outside: &Outside) -> Office {
    Office {
        registrar: (office.registrar).with_admission_hook(Arc::new(outside.clone())),
        ..office
    }
}

fn seat_limit() -> Finding {
    Finding::veto("seat_limit", "all 25 seats are taken")
}

fn steps(trace: &[TraceStep]) -> Vec<(Option<CustomerId>, bool, &str)> {
    let of_hook = trace.iter().filter(|step| step.rule == Rule::AdmissionHook);
    of_hook
        .map(|step| (step.customer, step.matched, step.why.as_str()))
        .collect()
}

#[tokio::test]
async fn a_veto_refuses_the_activation_and_nothing_is_used_up() {
    let outside = Outside::saying([seat_limit()]);
    let office = with(Office::new(), &outside);
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let submitted = office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;

    let seen = office.inspect(&letter.token()).await.unwrap();
    assert_eq!(seen.next, NextStep::RequestAccess);
    let refusal = conflict(office.activate(letter.token()).await);
    assert_eq!(refusal, Conflict::NotAdmitted(Refusal::Vetoed));
    assert!(Refusal::Vetoed.offers_request());
    assert!(!office.has_account("ann@acme.com").await);
    let registration = office.registration(submitted.registration_id).await;
    assert_eq!(registration.state.kind(), StateKind::AwaitingActivation);
    let refused = office.store.refused_attempts(ALL).await.unwrap();
    assert_eq!(refused[0].reason, "vetoed");

    outside.now_says([]);
    let activated = office.activate(letter.token()).await.unwrap();
    assert_eq!(activated.customer.id, acme.id);
}

#[tokio::test]
async fn a_veto_takes_no_use_of_a_link() {
    let outside = Outside::saying([seat_limit()]);
    let office = with(Office::new(), &outside);
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "ann@x.com").await;
    let letter = office.letter("ann@x.com").await;
    conflict(office.activate(letter.token()).await);
    assert_eq!(office.link(&acme).await.uses, 0);
    let asked = outside.asked().pop().unwrap();
    let (door, at) = (OriginKind::InviteLink, vec![acme.id]);
    assert_eq!(asked, ("ann@x.com".to_owned(), door, Some(link.id), at));

    outside.now_says([]);
    office.activate(letter.token()).await.unwrap();
    assert_eq!(office.link(&acme).await.uses, 1);
}

#[tokio::test]
async fn explaining_gives_the_answer_of_the_activation_with_every_finding_in_the_trace() {
    let note = Finding::note("known", "a customer since 2019");
    let outside = Outside::saying([note.clone(), seat_limit()]);
    let office = with(Office::new(), &outside);
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let ann = email("ann@acme.com");
    let explained = office.registrar.explain(&boss(), &ann, None).await.unwrap();
    assert_eq!(explained.decision, "request");
    assert_eq!(explained.refusal, Some(Refusal::Vetoed));
    let told = [
        (None, true, "known: a customer since 2019"),
        (None, false, "seat_limit: all 25 seats are taken"),
    ];
    assert_eq!(steps(&explained.trace), told);
    assert_eq!(explained.trace.last().unwrap().rule, Rule::AdmissionHook);

    outside.now_says([note.at(acme.id)]);
    let explained = office.registrar.explain(&boss(), &ann, None).await.unwrap();
    assert_eq!(explained.decision, "join");
    let told = [(Some(acme.id), true, "known: a customer since 2019")];
    assert_eq!(steps(&explained.trace), told);

    outside.now_says([]);
    let explained = office.registrar.explain(&boss(), &ann, None).await.unwrap();
    let told = "the admission hook was asked and found nothing";
    assert_eq!(steps(&explained.trace), [(None, true, told)]);
}

#[tokio::test]
async fn a_veto_at_one_customer_leaves_the_others() {
    let outside = Outside::default();
    let office = with(Office::new(), &outside);
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let beta = office.open_customer("Beta", &["acme.com"]).await;
    outside.now_says([seat_limit().at(acme.id)]);
    let activated = office.join("ann@acme.com").await;
    assert_eq!(activated.customer.id, beta.id);
}

#[tokio::test]
async fn the_hook_is_not_asked_about_what_the_rules_refuse_and_cannot_admit_it() {
    let outside = Outside::saying([Finding::note("vip", "let them in")]);
    let office = with(Office::new(), &outside);
    office.open_customer("Acme", &["acme.com"]).await;
    office.submit("eve@evilacme.com").await;
    let letter = office.letter("eve@evilacme.com").await;
    let refusal = conflict(office.activate(letter.token()).await);
    assert_eq!(refusal, Conflict::NotAdmitted(Refusal::DomainNotPermitted));
    assert_eq!(outside.asked(), []);
}

#[tokio::test]
async fn the_hook_is_not_asked_before_the_address_is_proven() {
    let outside = Outside::saying([]);
    let office = with(Office::new(), &outside);
    office.open_customer("Acme", &["acme.com"]).await;
    let submitted = office.submit("ann@acme.com").await;
    let again = office
        .registrar
        .resend_to_visitor(submitted.registration_id);
    again.await.unwrap();
    assert_eq!(outside.asked(), []);
    let letter = office.letter("ann@acme.com").await;
    office.activate(letter.token()).await.unwrap();
    assert_eq!(outside.asked().len(), 1);
}

#[tokio::test]
async fn a_hook_that_does_not_answer_admits_nobody_and_uses_nothing_up() {
    let outside = Outside::default();
    let office = with(Office::new(), &outside);
    office.open_customer("Acme", &["acme.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    refused!(
        office.inspect(&letter.token()).await,
        Error::HookUnavailable(_)
    );
    refused!(
        office.activate(letter.token()).await,
        Error::HookUnavailable(_)
    );
    let ann = email("ann@acme.com");
    let explained = office.registrar.explain(&boss(), &ann, None).await;
    refused!(explained, Error::HookUnavailable(_));
    assert!(!office.has_account("ann@acme.com").await);

    outside.now_says([]);
    office.activate(letter.token()).await.unwrap();
}

#[tokio::test]
async fn what_a_person_decided_is_not_put_to_the_hook() {
    let outside = Outside::saying([seat_limit()]);
    let office = with(Office::new(), &outside);
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    office.invite(&acme, "ann@x.com").await.unwrap();
    let letter = office.letter("ann@x.com").await;
    office.activate(letter.token()).await.unwrap();
    assert_eq!(outside.asked(), []);
}

#[tokio::test]
async fn the_hook_is_asked_with_no_unit_of_work_open() {
    let (office, watchful) = Office::watched(0);
    let outside = Outside {
        watchful: Some(watchful),
        ..Outside::saying([])
    };
    let office = with(office, &outside);
    office.open_customer("Acme", &["acme.com"]).await;
    office.join("ann@acme.com").await;
    assert_eq!(outside.asked().len(), 1);
}

/// A store in which somebody opens the portal form of a customer just before a unit of work begins, once.
#[derive(Clone)]
struct OpenedMeanwhile {
    store: MemoryStore,
    customer: Arc<Mutex<Option<Customer>>>,
}

#[async_trait]
impl Store for OpenedMeanwhile {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let customer = self.customer.lock().unwrap().take();
        if let Some(customer) = customer {
            let mut work = self.store.begin().await?;
            let stored = work.customers().get(customer.id).await?.unwrap();
            let mut opened = stored.value.clone();
            opened.settings.self_service_registration = true;
            work.customers().update(&stored.replace(opened)).await?;
            work.commit().await?;
        }
        self.store.begin().await
    }
}

#[tokio::test]
async fn a_customer_that_opens_after_the_hook_answered_is_asked_about_first() {
    let clock = FixedClock::default();
    let store = MemoryStore::with_clock(clock.clone());
    let meanwhile = OpenedMeanwhile {
        store: store.clone(),
        customer: Arc::default(),
    };
    let (units, directory) = (meanwhile.clone(), store.clone());
    let office = Office::over(clock, store, units, directory, PlainHasher, Unlimited);
    let outside = Outside::default();
    let office = with(office, &outside);
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let beta = office.open_customer("Beta", &["acme.com"]).await;
    let closed = office.configure(&beta, |settings| settings.self_service_registration = false);
    closed.await;
    outside.now_says([seat_limit().at(beta.id)]);
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;

    *meanwhile.customer.lock().unwrap() = Some(beta.clone());
    let activated = office.activate(letter.token()).await.unwrap();
    assert_eq!(activated.customer.id, acme.id);
    let about: Vec<Vec<CustomerId>> = outside.asked().into_iter().map(|one| one.3).collect();
    let mut both = vec![acme.id, beta.id];
    both.sort_unstable();
    assert_eq!(about, [vec![acme.id], both]);
}
