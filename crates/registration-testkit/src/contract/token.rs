//! Tokens of mailed links.

use super::Subject;
use crate::fixtures::minute;
use registration_core::{
    model::{SecretDigest, Token, TokenPurpose},
    ports::StoreError,
};
use time::Duration;

async fn store(subject: &Subject, tokens: &[&Token]) {
    subject
        .write(async |work| {
            for token in tokens {
                work.tokens().insert(token).await?;
            }
            Ok(())
        })
        .await;
}

async fn is_there(subject: &Subject, digest: &SecretDigest) -> bool {
    subject.directory.token(digest).await.unwrap().is_some()
}

/// Tokens of every purpose; what they are bound to need not exist.
fn purposes(subject: &Subject) -> Vec<TokenPurpose> {
    let make = &subject.make;
    vec![
        TokenPurpose::Activation(make.id()),
        TokenPurpose::PasswordReset(make.id()),
        TokenPurpose::StaffActivation(make.id()),
        TokenPurpose::StaffPasswordReset(make.id()),
        TokenPurpose::Setup,
    ]
}

/// A token of every purpose is read as it was written, loaded and looked up, live or over.
pub async fn a_token_is_stored_exactly(subject: &Subject) {
    for purpose in purposes(subject) {
        let mut token = subject.make.token(purpose);
        token.expires_at = minute(-100_000);
        store(subject, &[&token]).await;
        let found = subject.directory.token(&token.digest).await.unwrap();
        assert_eq!(found, Some(token.clone()));
        let loaded = subject
            .write(async |work| work.tokens().get(&token.digest).await)
            .await;
        assert_eq!(loaded, Some(token));
    }
}

/// A secret that nobody mailed opens nothing.
pub async fn an_unknown_token_is_none(subject: &Subject) {
    let unknown = subject.make.digest();
    assert!(!is_there(subject, &unknown).await);
    let loaded = subject
        .write(async |work| work.tokens().get(&unknown).await)
        .await;
    assert_eq!(loaded, None);
}

/// No two tokens share a secret.
pub async fn a_second_token_with_a_digest_is_a_duplicate(subject: &Subject) {
    let token = subject.make.token(TokenPurpose::Setup);
    store(subject, &[&token]).await;
    let second = Token {
        digest: token.digest,
        ..subject
            .make
            .token(TokenPurpose::Activation(subject.make.id()))
    };
    let refused = subject
        .try_write(async |work| work.tokens().insert(&second).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
}

/// Ending a purpose ends all of its tokens: not those of another purpose, nor those bound to something else.
pub async fn ending_a_purpose_ends_all_of_its_tokens_and_no_others(subject: &Subject) {
    let make = &subject.make;
    // One id, bound to by different purposes.
    let id: uuid::Uuid = make.id();
    let purposes = [
        TokenPurpose::Activation(id.into()),
        TokenPurpose::PasswordReset(id.into()),
        TokenPurpose::StaffActivation(id.into()),
        TokenPurpose::StaffPasswordReset(id.into()),
        TokenPurpose::Setup,
        TokenPurpose::Activation(make.id()),
    ];
    for ended in purposes {
        let tokens = purposes.map(|purpose| [make.token(purpose), make.token(purpose)]);
        let all: Vec<&Token> = tokens.iter().flatten().collect();
        store(subject, &all).await;
        // Twice: nothing to end is no error.
        for _ in 0..2 {
            subject
                .write(async |work| work.tokens().end(&ended).await)
                .await;
        }
        for token in all {
            let expected = token.purpose != ended;
            assert_eq!(
                is_there(subject, &token.digest).await,
                expected,
                "{:?} after the end of {ended:?}",
                token.purpose
            );
        }
    }
}

/// A token that was ended in a unit of work that is dropped opens its door again.
pub async fn a_token_lives_on_when_its_end_is_not_committed(subject: &Subject) {
    let token = subject.make.token(TokenPurpose::Setup);
    store(subject, &[&token]).await;
    let mut work = subject.begin().await;
    work.tokens().end(&token.purpose).await.unwrap();
    assert_eq!(work.tokens().get(&token.digest).await.unwrap(), None);
    drop(work);
    assert!(is_there(subject, &token.digest).await);
}

/// Tokens are removed from their end on, not before.
pub async fn tokens_are_forgotten_from_their_end_on(subject: &Subject) {
    let now = minute(10);
    let ends = [minute(9), now, now.plus(Duration::MICROSECOND), minute(11)];
    let tokens = ends.map(|expires_at| Token {
        expires_at,
        ..subject.make.token(TokenPurpose::Setup)
    });
    store(subject, &tokens.each_ref()).await;
    subject
        .write(async |work| work.tokens().forget_expired(now).await)
        .await;
    let mut left = Vec::new();
    for token in &tokens {
        left.push(is_there(subject, &token.digest).await);
    }
    assert_eq!(left, [false, false, true, true]);
}
