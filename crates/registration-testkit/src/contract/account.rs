//! Accounts: one for an address.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
};
use crate::fixtures::{language, name};
use registration_core::{
    model::{Account, PasswordHash, Revision, Stored},
    ports::StoreError,
};

fn variants(subject: &Subject) -> Vec<Account> {
    let make = &subject.make;
    let mut other = make.account();
    other.name = name("Åse Marie", "");
    let mut divided = make.account();
    divided.name = name("Åse", "van der Berg");
    other.locale = Some(language("nb-NO"));
    other.password = PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA+/".to_owned());
    vec![make.account(), other, divided]
}

async fn store(subject: &Subject, account: &Account) {
    subject
        .write(async |work| work.accounts().insert(account).await)
        .await;
}

/// An account is read as it was written.
pub async fn an_account_is_stored_exactly(subject: &Subject) {
    is_stored_exactly!(subject, accounts, account, variants(subject));
}

/// An update of an account writes all of it.
pub async fn an_update_writes_the_whole_account(subject: &Subject) {
    an_update_writes_everything!(subject, accounts, account, variants(subject));
}

/// An account is found and loaded by its address; an address without one has none.
pub async fn an_account_is_found_by_its_address(subject: &Subject) {
    let make = &subject.make;
    let (account, other) = (make.account(), make.account());
    store(subject, &account).await;
    store(subject, &other).await;
    for (email, expected) in [(&account.email, Some(&account)), (&make.email(), None)] {
        let expected = expected.map(|it| Stored::new(it.clone(), Revision::FIRST));
        let found = subject.directory.account_by_email(email).await.unwrap();
        assert_eq!(found, expected);
        let loaded = subject
            .write(async |work| work.accounts().get_by_email(email).await)
            .await;
        assert_eq!(loaded, expected);
    }
}

/// An address has one account, whether the second is inserted or an update takes its address.
pub async fn an_address_has_one_account(subject: &Subject) {
    let make = &subject.make;
    let (account, other) = (make.account(), make.account());
    store(subject, &account).await;
    store(subject, &other).await;
    let second = Account {
        email: account.email.clone(),
        ..make.account()
    };
    let refused = subject
        .try_write(async |work| work.accounts().insert(&second).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    let taken = Account {
        email: account.email.clone(),
        ..other.clone()
    };
    let taken = Stored::new(taken, Revision::FIRST);
    let refused = subject
        .try_write(async |work| work.accounts().update(&taken).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    let found = subject
        .directory
        .account_by_email(&other.email)
        .await
        .unwrap();
    assert_eq!(found, Some(Stored::new(other, Revision::FIRST)));
}
