//! The portal form: what is mailed to whom, what a second submission does, and asking for the mail again.

use crate::office::{Office, boss, email, field_code, mapper, refused};
use registration_core::{
    model::{ActivationCode, MailKind, StateKind},
    ports::Directory,
    usecase::{Conflict, Error, NextStep, Proof},
};
use registration_testkit::doubles::Bursts;
use time::Duration;

#[tokio::test]
async fn a_permitted_address_proves_itself_and_comes_in() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let submitted = office.submit("ann@acme.com").await;
    assert!(
        !office.has_account("ann@acme.com").await,
        "nothing exists before the proof"
    );

    let letter = office.letter("ann@acme.com").await;
    assert_eq!(letter.kind, MailKind::Activation);
    for proof in [
        letter.token(),
        Proof::Code {
            registration: submitted.registration_id,
            code: letter.code(),
        },
    ] {
        let seen = office.inspect(&proof).await.unwrap();
        assert_eq!(seen.next, NextStep::SetPassword);
        assert_eq!(
            seen.customers.iter().map(|one| one.id).collect::<Vec<_>>(),
            [acme.id]
        );
    }

    let activated = office.activate(letter.token()).await.unwrap();
    assert_eq!(activated.customer.id, acme.id);
    let visit = office.visit(&activated).await.unwrap();
    assert_eq!(visit.account.email, email("ann@acme.com"));
    assert_eq!(visit.contacts[0].0.id, activated.contact);
    refused!(
        office.activate(letter.token()).await,
        Error::TokenUnavailable
    );
}

#[tokio::test]
async fn an_address_that_no_rule_admits_is_offered_a_request() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    for address in ["ann@evilacme.com", "ann@eu.acme.com", "support@acme.com"] {
        office.submit(address).await;
        let letter = office.letter(address).await;
        assert_eq!(letter.kind, MailKind::NotSetUp, "{address}");
        let seen = office.inspect(&letter.token()).await.unwrap();
        assert_eq!(
            (seen.next, seen.customers.len()),
            (NextStep::RequestAccess, 0)
        );
        let answer = office.activate(letter.token()).await;
        refused!(answer, Error::Conflict(Conflict::NotAdmitted(_)));
    }
    let attempts = office
        .store
        .refused_attempts(crate::office::ALL)
        .await
        .unwrap();
    let reasons: Vec<_> = attempts.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(
        reasons.len(),
        6,
        "one for each submission and each activation"
    );
    assert!(reasons.contains(&"role_mailbox"));
}

#[tokio::test]
async fn the_answer_is_the_same_whatever_is_known_of_the_address() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    office.join("ann@acme.com").await;
    office.staff("sam@acme.com", mapper(), false).await;
    let suspended = office.join("bob@acme.com").await.contact;
    office.suspend(suspended).await;
    let invitation = office.invite(&acme, "eve@other.com").await.unwrap();

    let wrong = ActivationCode::typed("000000x");
    let now = office.registrar.now();
    let mut ids = Vec::new();
    for address in [
        "new@acme.com",
        "ann@acme.com",
        "sam@acme.com",
        "bob@acme.com",
        "eve@other.com",
        "x@nobody.com",
    ] {
        let submitted = office.submit(address).await;
        assert!(submitted.expires_at.since(now) >= Duration::DAY);
        let proof = Proof::Code {
            registration: submitted.registration_id,
            code: wrong.clone(),
        };
        refused!(
            office.inspect(&proof).await,
            Error::WrongCode { attempts_left: 4 }
        );
        office
            .later()
            .resend_to_visitor(submitted.registration_id)
            .await
            .unwrap();
        refused!(
            office.inspect(&proof).await,
            Error::WrongCode { attempts_left: 4 }
        );
        ids.push(submitted.registration_id);
    }
    assert!(
        !ids.contains(&invitation.id),
        "what staff decided is never named"
    );
}

#[tokio::test]
async fn a_known_address_is_mailed_what_it_can_gain() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    office.join("ann@acme.com").await;
    office.submit("ann@acme.com").await;
    assert_eq!(
        office.letter("ann@acme.com").await.kind,
        MailKind::AlreadyRegistered
    );

    let beta = office.open_customer("Beta", &["acme.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    assert_eq!(letter.kind, MailKind::Activation);
    let seen = office.inspect(&letter.token()).await.unwrap();
    assert_eq!(
        (seen.next, seen.customers[0].id),
        (NextStep::SignIn, beta.id)
    );
    let account = office
        .store
        .account_by_email(&email("ann@acme.com"))
        .await
        .unwrap()
        .unwrap();
    let activated = office.activate(letter.token()).await.unwrap();
    assert!(activated.session.is_none(), "it signs in itself");
    assert_eq!(activated.account, account.id);
    let after = office.store.account(account.id).await.unwrap().unwrap();
    assert_eq!(after.value, account.value, "the account stays as it was");
}

#[tokio::test]
async fn a_staff_address_never_registers() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    office.submit("sam@acme.com").await;
    let early = office.letter("sam@acme.com").await;
    let invitation = office.invite(&acme, "kim@acme.com").await.unwrap();
    let invited = office.letter("kim@acme.com").await;
    office.staff("sam@acme.com", mapper(), false).await;
    office.staff("kim@acme.com", mapper(), false).await;

    refused!(
        office.activate(early.token()).await,
        Error::Conflict(Conflict::NotAdmitted(_))
    );
    refused!(
        office.activate(invited.token()).await,
        Error::Conflict(Conflict::NotAdmitted(_))
    );
    assert!(
        office
            .registration(invitation.id)
            .await
            .is_open(office.registrar.now())
    );
    office.submit("sam@acme.com").await;
    assert_eq!(
        office.letter("sam@acme.com").await.kind,
        MailKind::AlreadyRegistered
    );
    office.request("sam@acme.com").await;
    assert!(
        office
            .registrations("sam@acme.com")
            .await
            .iter()
            .all(|one| one.state.kind() != StateKind::AwaitingMapping)
    );
    assert_eq!(
        field_code(office.invite(&acme, "sam@acme.com").await),
        "staff_address"
    );
}

#[tokio::test]
async fn a_second_submission_takes_the_place_of_the_first() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let first = office.submit("ann@acme.com").await;
    let old = office.letter("ann@acme.com").await;
    let second = office.submit("ann@acme.com").await;
    let new = office.letter("ann@acme.com").await;

    refused!(office.inspect(&old.token()).await, Error::TokenUnavailable);
    let code = Proof::Code {
        registration: first.registration_id,
        code: old.code(),
    };
    refused!(office.inspect(&code).await, Error::TokenUnavailable);
    assert_eq!(
        office
            .registration(first.registration_id)
            .await
            .state
            .kind(),
        StateKind::Superseded
    );
    assert!(office.activate(new.token()).await.is_ok());
    assert_eq!(
        office
            .registration(second.registration_id)
            .await
            .state
            .kind(),
        StateKind::Completed
    );
}

#[tokio::test]
async fn asking_again_kills_the_older_link_and_code() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let submitted = office.submit("ann@acme.com").await;
    let id = submitted.registration_id;
    let old = office.letter("ann@acme.com").await;
    office.later().resend_to_visitor(id).await.unwrap();
    let between = office.letter("ann@acme.com").await;
    office.later().resend_mail(&boss(), id).await.unwrap();
    let new = office.letter("ann@acme.com").await;
    for dead in [&old, &between] {
        refused!(office.inspect(&dead.token()).await, Error::TokenUnavailable);
        let code = Proof::Code {
            registration: id,
            code: dead.code(),
        };
        refused!(office.inspect(&code).await, Error::WrongCode { .. });
    }
    assert!(
        office
            .activate(Proof::Code {
                registration: id,
                code: new.code()
            })
            .await
            .is_ok()
    );
    office.later().resend_to_visitor(id).await.unwrap();
    assert_eq!(
        office.kinds("ann@acme.com").await.len(),
        3,
        "what has ended is passed over"
    );
}

#[tokio::test]
async fn too_many_mails_are_dropped_silently_and_the_earlier_link_still_works() {
    let office = Office::throttled_by(Bursts::default());
    office.open_customer("Acme", &["acme.com"]).await;
    for _ in 0..5 {
        office.submit("ann@acme.com").await;
    }
    let letters = office.letters("ann@acme.com").await;
    assert_eq!(letters.len(), 3);
    let last = office.submit("ann@acme.com").await;
    office
        .later()
        .resend_to_visitor(last.registration_id)
        .await
        .unwrap();
    refused!(
        office.inspect(&letters[1].token()).await,
        Error::TokenUnavailable
    );
    assert!(office.activate(letters[0].token()).await.is_ok());
    // Staff are not visitors: their resend is not counted against the address.
    let bob = office.submit("bob@acme.com").await;
    for _ in 0..5 {
        office
            .later()
            .resend_mail(&boss(), bob.registration_id)
            .await
            .unwrap();
    }
    assert_eq!(office.letters("bob@acme.com").await.len(), 6);
}
