//! Activation: what a proof is good for, and that the settings of that moment decide.

use crate::office::{Office, boss, conflict, domains, email, refused};
use registration_core::{
    model::{
        ActivationCode, Basis, MailKind, Password, PortalAccess, RegistrationState, StateKind,
    },
    policy::{admission::Refusal, passwords::Weakness, validity},
    ports::Directory,
    usecase::{Activate, Conflict, Error, NextStep, Proof},
};
use time::Duration;

#[tokio::test]
async fn several_customers_let_the_person_choose() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let beta = office.open_customer("Beta", &["acme.com"]).await;
    let other = office.open_customer("Other", &["other.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    let seen = office.inspect(&letter.token()).await.unwrap();
    assert_eq!(seen.next, NextStep::ChooseCustomer);
    let named = match conflict(office.activate(letter.token()).await) {
        Conflict::CustomerRequired(named) => named,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        named,
        [(acme.id, "Acme".to_owned()), (beta.id, "Beta".to_owned())]
    );
    let elsewhere = office.activate_at(letter.token(), Some(other.id)).await;
    assert_eq!(crate::office::field_code(elsewhere), "not_possible");
    let activated = office
        .activate_at(letter.token(), Some(beta.id))
        .await
        .unwrap();
    assert_eq!(activated.customer.id, beta.id);
    let contact = office.contact_of(&beta, "ann@acme.com").await;
    let PortalAccess::Active { basis, .. } = contact.access else {
        panic!("not active")
    };
    assert_eq!(
        basis,
        Basis::PermittedDomain {
            domain: "acme.com".parse().unwrap()
        }
    );
}

#[tokio::test]
async fn what_changed_since_the_submission_is_seen_and_nothing_is_used_up() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;

    office
        .configure(&acme, |settings| settings.self_service_registration = false)
        .await;
    let refusal = conflict(office.activate(letter.token()).await);
    assert_eq!(refusal, Conflict::NotAdmitted(Refusal::SelfServiceOff));
    office.permit(&acme, &["other.com"]).await;
    let refusal = conflict(office.activate(letter.token()).await);
    assert_eq!(refusal, Conflict::NotAdmitted(Refusal::DomainNotPermitted));
    assert_eq!(
        office.inspect(&letter.token()).await.unwrap().next,
        NextStep::RequestAccess
    );
    assert!(!office.has_account("ann@acme.com").await);

    office.permit(&acme, &["acme.com"]).await;
    assert!(
        office.activate(letter.token()).await.is_ok(),
        "the token was not used up"
    );

    office.submit("bob@acme.com").await;
    let letter = office.letter("bob@acme.com").await;
    office.archive(&acme).await;
    refused!(
        office.activate(letter.token()).await,
        Error::Conflict(Conflict::NotAdmitted(_))
    );
}

#[tokio::test]
async fn a_rule_of_this_moment_admits_whoever_was_not_set_up_before() {
    let office = Office::new();
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    assert_eq!(letter.kind, MailKind::NotSetUp);
    office.open_customer("Acme", &["acme.com"]).await;
    assert_eq!(
        office.inspect(&letter.token()).await.unwrap().next,
        NextStep::SetPassword
    );
    assert!(office.activate(letter.token()).await.is_ok());
}

#[tokio::test]
async fn a_code_stands_five_wrong_tries_and_ten_minutes() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let id = office.submit("ann@acme.com").await.registration_id;
    let letter = office.letter("ann@acme.com").await;
    let right = || Proof::Code {
        registration: id,
        code: letter.code(),
    };
    let wrong = || Proof::Code {
        registration: id,
        code: ActivationCode::typed("12345x"),
    };
    for left in (0..5).rev() {
        match office.activate(wrong()).await {
            Err(Error::WrongCode { attempts_left }) => assert_eq!(attempts_left, left),
            other => panic!("{other:?}"),
        }
    }
    refused!(office.activate(wrong()).await, Error::TokenUnavailable);
    refused!(office.activate(right()).await, Error::TokenUnavailable);

    office.later().resend_to_visitor(id).await.unwrap();
    let letter = office.letter("ann@acme.com").await;
    let right = || Proof::Code {
        registration: id,
        code: letter.code(),
    };
    let elsewhere = office.submit("bob@acme.com").await.registration_id;
    let bound = Proof::Code {
        registration: elsewhere,
        code: letter.code(),
    };
    refused!(office.inspect(&bound).await, Error::WrongCode { .. });
    assert!(office.inspect(&right()).await.is_ok());
    office.advance(validity::CODE);
    refused!(office.inspect(&right()).await, Error::TokenUnavailable);
    assert!(
        office.activate(letter.token()).await.is_ok(),
        "the link lives longer"
    );
}

#[tokio::test]
async fn a_token_ends_by_the_clock_and_not_by_a_job() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let submitted = office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    office
        .clock
        .set(submitted.expires_at.plus(-Duration::MICROSECOND));
    assert!(office.inspect(&letter.token()).await.is_ok());
    office.clock.set(submitted.expires_at);
    refused!(
        office.inspect(&letter.token()).await,
        Error::TokenUnavailable
    );
    refused!(
        office.activate(letter.token()).await,
        Error::TokenUnavailable
    );
    refused!(
        office
            .later()
            .resend_mail(&boss(), submitted.registration_id)
            .await,
        Error::Conflict(Conflict::RegistrationEnded(StateKind::Expired))
    );
}

#[tokio::test]
async fn a_weak_password_uses_nothing_up_and_an_account_needs_none() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    for (password, weakness) in [
        (None, Weakness::Missing),
        (Some("short"), Weakness::TooShort),
        (Some("passwordpassword"), Weakness::Guessable),
    ] {
        let answer = office
            .registrar
            .activate(Activate {
                proof: letter.token(),
                password: password.map(Password::typed),
                customer: None,
                name: None,
            })
            .await;
        match answer {
            Err(Error::WeakPassword(found)) => assert_eq!(found, weakness),
            other => panic!("{other:?}"),
        }
    }
    let activated = office.activate(letter.token()).await.unwrap();

    let beta = office.customer("Beta").await;
    office.invite(&beta, "ann@acme.com").await.unwrap();
    let letter = office.letter("ann@acme.com").await;
    let again = office
        .registrar
        .activate(Activate {
            proof: letter.token(),
            password: None,
            customer: None,
            name: None,
        })
        .await
        .unwrap();
    assert_eq!(again.account, activated.account);
    assert!(again.session.is_none());
    assert_eq!(office.visit(&activated).await.unwrap().contacts.len(), 2);
}

#[tokio::test]
async fn a_suspended_contact_is_never_admitted_by_a_rule() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    let contact = office.contact(&acme, "ann@acme.com").await;
    office.grant(contact.id).await;
    office.suspend(contact.id).await;
    let refusal = conflict(office.activate(letter.token()).await);
    assert_eq!(refusal, Conflict::NotAdmitted(Refusal::ContactSuspended));
    assert_eq!(office.access(contact.id).await, "suspended");
}

#[tokio::test]
async fn a_membership_says_how_the_person_came_in() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["*.acme.com"]).await;
    let activated = office.join("ann@eu.acme.com").await;
    let registration = office.registrations("ann@eu.acme.com").await.remove(0);
    let basis = Basis::PermittedDomain {
        domain: "acme.com".parse().unwrap(),
    };
    assert!(matches!(
        &registration.state,
        RegistrationState::Completed { contact, account, basis: by, .. }
            if *contact == activated.contact && *account == activated.account && *by == basis
    ));
    assert_eq!(
        domains(&["*.acme.com"]),
        office
            .store
            .customer(acme.id)
            .await
            .unwrap()
            .unwrap()
            .settings
            .permitted_domains
    );
    let account = office
        .store
        .account_by_email(&email("ann@eu.acme.com"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(account.id, activated.account);
}
