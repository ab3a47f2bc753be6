//! Register Now: who is told, what a second request does, claims and declining.

use crate::office::{Office, actor, boss, conflict, mapper, refused};
use registration_core::{
    model::{ActorRef, Mail, MailKind, MappingRecipients, Origin, Role, StateKind},
    policy::{access::Denied, mapping, validity},
    usecase::{Conflict, Error},
};
use registration_testkit::doubles::Bursts;

async fn told(office: &Office, address: &str) -> Option<MappingRecipients> {
    office
        .letters(address)
        .await
        .into_iter()
        .find_map(|letter| match letter.mail {
            Mail::MapRegistration { recipients, .. } => Some(recipients),
            _ => None,
        })
}

#[tokio::test]
async fn mappers_on_duty_are_told_and_nobody_else() {
    let office = Office::new();
    office.staff("on@portal.example", mapper(), true).await;
    office.staff("off@portal.example", mapper(), false).await;
    office
        .staff("boss@portal.example", [Role::Administrator], true)
        .await;
    office.request("ann@a.com").await;
    assert_eq!(
        told(&office, "on@portal.example").await,
        Some(MappingRecipients::OnDuty)
    );
    assert_eq!(told(&office, "off@portal.example").await, None);
    assert_eq!(told(&office, "boss@portal.example").await, None);
    assert_eq!(office.kinds("ann@a.com").await, [MailKind::RequestReceived]);
}

#[tokio::test]
async fn without_anybody_on_duty_the_mappers_are_told_and_without_mappers_the_administrators() {
    let office = Office::new();
    office
        .staff("boss@portal.example", [Role::Administrator], false)
        .await;
    office
        .staff("editor@portal.example", [Role::PlaybookEditor], true)
        .await;
    office.request("ann@a.com").await;
    assert_eq!(
        told(&office, "boss@portal.example").await,
        Some(MappingRecipients::Administrators)
    );
    assert_eq!(told(&office, "editor@portal.example").await, None);
    assert!(office.registrar.nobody_is_on_duty().await.unwrap());
    office.staff("off@portal.example", mapper(), false).await;
    office.request("bob@a.com").await;
    assert_eq!(
        told(&office, "off@portal.example").await,
        Some(MappingRecipients::OffDuty)
    );
    assert_eq!(
        office.kinds("boss@portal.example").await.len(),
        2,
        "the invitation and the first request"
    );
}

#[tokio::test]
async fn a_second_open_request_changes_nothing() {
    let office = Office::new();
    office.staff("on@portal.example", mapper(), true).await;
    office.request("ann@a.com").await;
    office.request("ann@a.com").await;
    assert_eq!(office.registrations("ann@a.com").await.len(), 1);
    assert_eq!(
        office.kinds("on@portal.example").await.len(),
        2,
        "the invitation and one request"
    );
    assert_eq!(office.kinds("ann@a.com").await.len(), 1);
    // One that nobody decided in time makes room for the next.
    office.advance(validity::REQUEST);
    office.request("ann@a.com").await;
    let states: Vec<_> = office
        .registrations("ann@a.com")
        .await
        .iter()
        .map(|one| one.state.kind())
        .collect();
    assert_eq!(states, [StateKind::AwaitingMapping, StateKind::Expired]);
}

#[tokio::test]
async fn a_live_token_for_the_address_proves_it_and_the_refusal_ends() {
    let office = Office::new();
    office.submit("ann@a.com").await;
    let letter = office.letter("ann@a.com").await;
    office
        .request_with("bob@a.com", Some(letter.secret()))
        .await;
    office
        .request_with("ann@a.com", Some(letter.secret()))
        .await;
    for (address, proven) in [("bob@a.com", false), ("ann@a.com", true)] {
        let request = office.registration(office.request_of(address).await).await;
        let Origin::Request(details) = request.origin else {
            panic!()
        };
        assert_eq!(details.address_proven, proven, "{address}");
    }
    refused!(
        office.inspect(&letter.token()).await,
        Error::TokenUnavailable
    );
}

#[tokio::test]
async fn the_mappers_are_told_though_the_requester_is_mailed_too_often() {
    let office = Office::throttled_by(Bursts::default());
    office.staff("on@portal.example", mapper(), true).await;
    for _ in 0..4 {
        office.submit("ann@a.com").await;
    }
    office.request("ann@a.com").await;
    assert!(told(&office, "on@portal.example").await.is_some());
    assert!(
        !office
            .kinds("ann@a.com")
            .await
            .contains(&MailKind::RequestReceived)
    );
}

#[tokio::test]
async fn a_claim_keeps_others_off_for_a_quarter_of_an_hour() {
    let office = Office::new();
    let one = actor(&office.staff("one@portal.example", mapper(), true).await);
    let two = actor(&office.staff("two@portal.example", mapper(), true).await);
    office.request("ann@a.com").await;
    let id = office.request_of("ann@a.com").await;
    let claim = office.registrar.claim_request(&one, id).await.unwrap();
    assert_eq!(claim.until.since(office.registrar.now()), validity::CLAIM);
    let blocked = || Conflict::Claimed {
        by: one.reference(),
        until: claim.until,
    };
    assert_eq!(
        conflict(office.registrar.claim_request(&two, id).await),
        blocked()
    );
    assert_eq!(
        conflict(office.registrar.release_request(&two, id).await),
        blocked()
    );
    assert_eq!(
        conflict(office.later().decline_request(&two, id, "no", false).await),
        blocked()
    );
    let view = office.registrar.request(&two, id).await.unwrap();
    assert_eq!(view.claim.map(|claim| claim.by), Some(one.reference()));
    office.registrar.claim_request(&one, id).await.unwrap();
    office.registrar.release_request(&one, id).await.unwrap();
    office.registrar.claim_request(&two, id).await.unwrap();
    office.advance(validity::CLAIM);
    assert!(
        office
            .registrar
            .request(&two, id)
            .await
            .unwrap()
            .claim
            .is_none()
    );
    assert!(
        office.registrar.claim_request(&one, id).await.is_ok(),
        "it ended by the clock"
    );
}

#[tokio::test]
async fn declining_may_be_silent_and_the_loser_is_told_what_was_decided() {
    let office = Office::new();
    let one = actor(&office.staff("one@portal.example", mapper(), true).await);
    for (address, notify) in [("ann@a.com", true), ("bob@a.com", false)] {
        office.request(address).await;
        let id = office.request_of(address).await;
        office.tick();
        office
            .later()
            .decline_request(&one, id, "no such customer", notify)
            .await
            .unwrap();
        assert_eq!(
            office.kinds(address).await.contains(&MailKind::Declined),
            notify
        );
        let decided = Conflict::AlreadyDecided {
            decision: "declined",
            decided_by: Some(one.reference()),
        };
        assert_eq!(
            conflict(office.later().decline_request(&boss(), id, "", true).await),
            decided
        );
        assert_eq!(
            conflict(office.registrar.claim_request(&boss(), id).await),
            decided
        );
    }
    office.request("ann@a.com").await;
    let id = office.request_of("ann@a.com").await;
    office.advance(validity::REQUEST);
    let late = Conflict::AlreadyDecided {
        decision: "expired",
        decided_by: None,
    };
    assert_eq!(
        conflict(office.registrar.claim_request(&one, id).await),
        late
    );
}

#[tokio::test]
async fn only_mappers_decide_and_only_requests() {
    let office = Office::new();
    let manager = actor(
        &office
            .staff("m@portal.example", [Role::CustomerManager], true)
            .await,
    );
    office.request("ann@a.com").await;
    let id = office.request_of("ann@a.com").await;
    for answer in [
        office.registrar.claim_request(&manager, id).await.map(drop),
        office
            .later()
            .decline_request(&manager, id, "no", false)
            .await,
    ] {
        refused!(answer, Error::Denied(Denied::NotAllowed));
    }
    let form = office.submit("bob@a.com").await.registration_id;
    refused!(
        office.registrar.claim_request(&boss(), form).await,
        Error::NotFound("request")
    );
    refused!(
        office.registrar.request(&boss(), form).await,
        Error::NotFound("request")
    );
    assert_eq!(boss().reference(), ActorRef::CommandLine);
}

#[tokio::test]
async fn a_burst_of_requests_is_told_once_and_no_request_is_lost() {
    let office = Office::new();
    office.staff("on@portal.example", mapper(), true).await;
    let before = office.letters("on@portal.example").await.len();
    for n in 0..mapping::BURST + 5 {
        office.request(&format!("p{n}@a.com")).await;
    }
    let kinds: Vec<MailKind> = office.kinds("on@portal.example").await;
    let of = |kind| kinds.iter().filter(|one| **one == kind).count();
    assert_eq!(kinds.len() - before, mapping::BURST as usize + 1);
    assert_eq!(of(MailKind::MapRegistration), mapping::BURST as usize);
    assert_eq!(of(MailKind::Reminder), 1);
    office.clock.advance(mapping::BURST_WITHIN);
    office.request("later@a.com").await;
    let later = office.kinds("on@portal.example").await;
    let again = later
        .iter()
        .filter(|one| **one == MailKind::MapRegistration)
        .count();
    assert_eq!(again, mapping::BURST as usize + 1);
}
