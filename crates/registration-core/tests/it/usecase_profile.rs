//! What a signed-in person changes about oneself: the name, the password.

use crate::office::{ALL, Office, PASSWORD, email, field_code, mapper, name, refused};
use registration_core::{
    model::{AuditAction, Password, Secret},
    policy::{access::Denied, limits::Limit, passwords::Weakness},
    ports::{Directory, PortalSession},
    usecase::{ChangePassword, ConsoleVisit, Error},
};
use registration_testkit::doubles::PlainHasher;

const NEW: &str = "plum kettle orbit canyon";

fn change(current: &str, new: &str) -> ChangePassword {
    ChangePassword {
        current: Password::typed(current),
        new: Password::typed(new),
        counted_as: "portal:ann@acme.com:here".to_owned(),
    }
}

async fn ann(office: &Office) -> (PortalSession, Secret) {
    office
        .open_customer("Northwind Walrus Traders", &["acme.com"])
        .await;
    let activated = office.join("ann@acme.com").await;
    let secret = activated.session.clone().expect("a new account");
    (office.visit(&activated).await.unwrap(), secret)
}

async fn sam(office: &Office) -> (ConsoleVisit, Secret) {
    office.staff("sam@portal.example", mapper(), true).await;
    let token = office.letter("sam@portal.example").await.secret();
    let password = Password::typed(PASSWORD);
    let set = office.registrar.activate_staff(&token, password, None);
    let secret = set.await.unwrap().secret;
    let visit = office.registrar.console_visit(&secret).await.unwrap();
    (visit, secret)
}

#[tokio::test]
async fn an_account_changes_its_own_name_and_its_contacts_keep_theirs() {
    let office = Office::new();
    let (visit, secret) = ann(&office).await;
    let known_as = visit.contacts[0].0.name.clone();
    let new = name("Anne", "Leigh");
    let changed = office.later().change_own_name(&visit, &new).await.unwrap();
    assert_eq!(changed.name, new);
    let visit = office.registrar.portal_visit(&secret).await.unwrap();
    assert_eq!(visit.account.name, new);
    assert_eq!(visit.contacts[0].0.name, known_as);
    let trail = office.trail().await;
    assert_eq!(trail[0].action, AuditAction::AccountChanged);
    assert_eq!(trail[0].subject, visit.account.id.0);
    let written = serde_json::to_string(&trail[0].after).unwrap();
    assert!(!written.contains("Leigh"), "{written}");
    office.later().change_own_name(&visit, &new).await.unwrap();
    assert_eq!(
        office.trail().await.len(),
        trail.len(),
        "nothing changed, nothing is written"
    );
}

#[tokio::test]
async fn a_new_password_takes_the_current_one_and_ends_every_other_session() {
    let office = Office::new();
    let (visit, secret) = ann(&office).await;
    let address = email("ann@acme.com");
    let sign_in = async |password: &str| {
        let password = Password::typed(password);
        office.later().sign_in(&address, password).await
    };
    let other = sign_in(PASSWORD).await.unwrap();
    office
        .later()
        .request_password_reset(&address)
        .await
        .unwrap();
    let reset = office.letter("ann@acme.com").await.secret();

    let wrong = office
        .later()
        .change_password(&visit, change("another password", NEW))
        .await;
    assert_eq!(field_code(wrong), "wrong_password");
    assert!(
        office.registrar.portal_visit(&other.secret).await.is_ok(),
        "nothing happened yet"
    );

    office
        .later()
        .change_password(&visit, change(PASSWORD, NEW))
        .await
        .unwrap();
    assert!(office.registrar.portal_visit(&secret).await.is_ok());
    refused!(
        office.registrar.portal_visit(&other.secret).await,
        Error::Denied(Denied::NotSignedIn)
    );
    let late = Password::typed("crane lantern mosaic river");
    refused!(
        office.registrar.reset_password(&reset, late).await,
        Error::TokenUnavailable
    );
    assert_eq!(office.trail().await[0].action, AuditAction::PasswordChanged);
    refused!(sign_in(PASSWORD).await, Error::SignInFailed);
    assert!(sign_in(NEW).await.is_ok());
}

#[tokio::test]
async fn a_new_password_is_as_good_as_a_first_one() {
    let office = Office::new();
    let (visit, _) = ann(&office).await;
    let weak = async |new: &str| {
        let changed = office
            .registrar
            .change_password(&visit, change("wrong", new));
        match changed.await {
            Err(Error::WeakPassword(weakness)) => weakness,
            other => panic!("expected a weak password, got {other:?}"),
        }
    };
    assert_eq!(weak("short").await, Weakness::TooShort);
    for guessable in ["ann@acme.comann@acme.com", "northwind walrus traders"] {
        assert_eq!(weak(guessable).await, Weakness::Guessable, "{guessable}");
    }
}

#[tokio::test]
async fn guessing_the_current_password_is_counted_like_signing_in() {
    let office = Office::throttled_by(registration_testkit::doubles::Bursts::default());
    let (visit, _) = ann(&office).await;
    let guess = async || {
        let guess = change("another password", NEW);
        office.registrar.change_password(&visit, guess).await
    };
    for _ in 0..Limit::SignIn.quota().burst {
        assert_eq!(field_code(guess().await), "wrong_password");
        refused!(
            office
                .registrar
                .change_password(&visit, change("another password", "short"))
                .await,
            Error::WeakPassword(_)
        );
    }
    refused!(guess().await, Error::Throttled(_));
    let counted = office
        .registrar
        .throttle(Limit::SignIn, "portal:ann@acme.com:here")
        .await;
    refused!(counted, Error::Throttled(_));
}

#[tokio::test]
async fn a_password_that_was_hashed_long_ago_can_be_changed_too() {
    let office = Office::new();
    let (visit, _) = ann(&office).await;
    let mut work = registration_core::ports::Store::begin(&office.store)
        .await
        .unwrap();
    let mut account = work
        .accounts()
        .get(visit.account.id)
        .await
        .unwrap()
        .unwrap();
    account.value.password = PlainHasher::outdated_hash_of(PASSWORD);
    work.accounts().update(&account).await.unwrap();
    work.commit().await.unwrap();
    office
        .registrar
        .change_password(&visit, change(PASSWORD, NEW))
        .await
        .unwrap();
    let account = office.store.account(visit.account.id).await.unwrap();
    assert_eq!(account.unwrap().password, PlainHasher::hash_of(NEW));
}

#[tokio::test]
async fn staff_change_their_password_by_the_same_rules() {
    let office = Office::new();
    let (visit, secret) = sam(&office).await;
    let address = email("sam@portal.example");
    let sign_in = async |password: &str| {
        let password = Password::typed(password);
        office.later().sign_in_staff(&address, password).await
    };
    let other = sign_in(PASSWORD).await.unwrap();
    let attempt = async |current: &str, new: &str| {
        let change = change(current, new);
        office.later().change_staff_password(&visit, change).await
    };
    refused!(
        attempt(PASSWORD, "sam@portal.example").await,
        Error::WeakPassword(Weakness::Guessable)
    );
    assert_eq!(
        field_code(attempt("another password", NEW).await),
        "wrong_password"
    );
    attempt(PASSWORD, NEW).await.unwrap();
    assert!(office.registrar.console_visit(&secret).await.is_ok());
    refused!(
        office.registrar.console_visit(&other.secret).await,
        Error::Denied(Denied::NotSignedIn)
    );
    refused!(sign_in(PASSWORD).await, Error::SignInFailed);
    assert!(sign_in(NEW).await.is_ok());
    let own = office.registrar.own_sessions(&visit.session, ALL).await;
    assert_eq!(own.unwrap().items.len(), 2);
}
