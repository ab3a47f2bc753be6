//! Own sessions: seen, ended one by one or all but one, and nobody else's.

use crate::office::{ALL, Office, PASSWORD, email, mapper, refused};
use registration_core::{
    model::{AuditAction, Password, SessionId},
    ports::{Page, PortalSession},
    usecase::{Error, OwnSession, SignedIn},
};
use time::Duration;

async fn sign_in(office: &Office, address: &str) -> SignedIn {
    let password = Password::typed(PASSWORD);
    let signed_in = office.later().sign_in(&email(address), password).await;
    signed_in.unwrap()
}

/// Somebody at Acme who signed in by activating and twice more; the three sessions, oldest first.
async fn ann(office: &Office) -> [PortalSession; 3] {
    office.open_customer("Acme", &["acme.com"]).await;
    let activated = office.join("ann@acme.com").await;
    let first = office.visit(&activated).await.unwrap();
    let second = sign_in(office, "ann@acme.com").await;
    let third = sign_in(office, "ann@acme.com").await;
    let visit = async |signed_in: &SignedIn| {
        let visit = office.registrar.portal_visit(&signed_in.secret).await;
        visit.unwrap()
    };
    [first, visit(&second).await, visit(&third).await]
}

async fn seen_by(office: &Office, visit: &PortalSession) -> Vec<OwnSession> {
    let listing = office.registrar.own_sessions(&visit.session, ALL).await;
    listing.unwrap().items
}

#[tokio::test]
async fn one_sees_ones_live_sessions_newest_first_and_which_one_is_this() {
    let office = Office::new();
    let [first, second, third] = ann(&office).await;
    let rows = seen_by(&office, &second).await;
    let seen: Vec<(SessionId, bool)> = rows
        .iter()
        .map(|row| (row.session.id, row.is_current))
        .collect();
    assert_eq!(
        seen,
        [
            (third.session.id, false),
            (second.session.id, true),
            (first.session.id, false)
        ]
    );
    let page = Page {
        limit: 2,
        before: None,
    };
    let one = office.registrar.own_sessions(&second.session, page).await;
    let next = one.unwrap().next;
    assert_eq!(next, Some(second.session.id.0));
    let page = Page {
        limit: 2,
        before: next,
    };
    let two = office.registrar.own_sessions(&second.session, page).await;
    let two = two.unwrap();
    assert_eq!((two.items.len(), two.next), (1, None));
    office.advance(Duration::days(14));
    let fresh = sign_in(&office, "ann@acme.com").await;
    let fresh = office.registrar.portal_visit(&fresh.secret).await.unwrap();
    assert_eq!(
        seen_by(&office, &fresh).await.len(),
        1,
        "the others are over"
    );
    let over = office
        .registrar
        .end_session(&fresh.session, first.session.id)
        .await;
    refused!(over, Error::NotFound("session"));
}

#[tokio::test]
async fn a_session_that_one_ends_ends_alone_and_the_trail_says_so() {
    let office = Office::new();
    let [first, second, third] = ann(&office).await;
    let end = async |id| office.later().end_session(&third.session, id).await;
    end(first.session.id).await.unwrap();
    refused!(end(first.session.id).await, Error::NotFound("session"));
    let ids: Vec<SessionId> = seen_by(&office, &third)
        .await
        .iter()
        .map(|row| row.session.id)
        .collect();
    assert_eq!(ids, [third.session.id, second.session.id]);
    let entry = office.trail().await.remove(0);
    assert_eq!(entry.action, AuditAction::SignedOut);
    assert_eq!(entry.subject, third.account.id.0);
    assert_eq!(
        entry.after,
        Some(serde_json::json!({ "session": first.session.id }))
    );
    end(third.session.id).await.unwrap();
    assert_eq!(seen_by(&office, &second).await.len(), 1);
}

#[tokio::test]
async fn sessions_of_others_are_as_if_there_were_none() {
    let office = Office::new();
    let [visit, ..] = ann(&office).await;
    let bob = office.join("bob@acme.com").await;
    let bob = office.visit(&bob).await.unwrap();
    let sam = office.staff("sam@portal.example", mapper(), true).await;
    let token = office.letter("sam@portal.example").await.secret();
    let password = Password::typed(PASSWORD);
    let set = office.registrar.activate_staff(&token, password, None);
    let sam_in = set.await.unwrap();
    let sam_in = office
        .registrar
        .console_visit(&sam_in.secret)
        .await
        .unwrap();
    assert_eq!(sam_in.staff.id, sam.id);
    for foreign in [
        bob.session.id,
        sam_in.session.id,
        SessionId(uuid::Uuid::nil()),
    ] {
        let ended = office.registrar.end_session(&visit.session, foreign).await;
        refused!(ended, Error::NotFound("session"));
    }
    let ended = office
        .registrar
        .end_session(&sam_in.session, visit.session.id);
    refused!(ended.await, Error::NotFound("session"));
    office
        .registrar
        .end_other_sessions(&sam_in.session)
        .await
        .unwrap();
    assert_eq!(seen_by(&office, &visit).await.len(), 3);
    assert_eq!(seen_by(&office, &bob).await.len(), 1);
}

#[tokio::test]
async fn ending_all_others_keeps_this_one() {
    let office = Office::new();
    let [first, second, third] = ann(&office).await;
    let ended = office.later().end_other_sessions(&second.session).await;
    ended.unwrap();
    let rows = seen_by(&office, &second).await;
    let ids: Vec<SessionId> = rows.iter().map(|row| row.session.id).collect();
    assert_eq!(ids, [second.session.id]);
    for gone in [&first, &third] {
        let ended = office
            .registrar
            .end_session(&second.session, gone.session.id)
            .await;
        refused!(ended, Error::NotFound("session"));
    }
    let entry = office.trail().await.remove(0);
    assert_eq!(entry.action, AuditAction::SignedOut);
}
