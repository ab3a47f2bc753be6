//! Invite links: what each of their settings stops, when a use is taken, and what staff's decisions do beside them.

use crate::office::{Office, boss, conflict, domains, mapper, permitted, refused};
use registration_core::{
    model::{
        Basis, InviteLink, LinkAudience, LinkCode, MailKind, OriginKind, PortalAccess, StateKind,
        Stored,
    },
    policy::{admission::Refusal, validity},
    ports::Directory,
    usecase::{Conflict, Error, InviteLinkChange, NewInviteLink, NextStep},
};
use std::num::NonZeroU32;
use time::Duration;

async fn change(office: &Office, link: &Stored<InviteLink>, change: InviteLinkChange) {
    let link = office.store.invite_link(link.id).await.unwrap().unwrap();
    let changed = office
        .registrar
        .change_invite_link(&boss(), link.id, link.revision, change)
        .await;
    changed.unwrap();
}

fn at_most(uses: u32) -> InviteLinkChange {
    InviteLinkChange {
        max_uses: Some(NonZeroU32::new(uses)),
        ..InviteLinkChange::default()
    }
}

fn dead(answer: Result<impl std::fmt::Debug, Error>) -> Option<Refusal> {
    match answer {
        Err(Error::LinkUnavailable(refusal)) => refusal,
        other => panic!("expected a dead link, got {other:?}"),
    }
}

#[tokio::test]
async fn whoever_holds_a_link_comes_in_and_the_use_counts_at_activation() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "ann@anywhere.net").await;
    let letter = office.letter("ann@anywhere.net").await;
    assert_eq!(letter.kind, MailKind::Activation);
    office.inspect(&letter.token()).await.unwrap();
    let uses = async || {
        office
            .store
            .invite_link(link.id)
            .await
            .unwrap()
            .unwrap()
            .uses
    };
    assert_eq!(uses().await, 0, "opening takes nothing");
    let activated = office.activate(letter.token()).await.unwrap();
    assert_eq!((activated.customer.id, uses().await), (acme.id, 1));
    let contact = office.contact_of(&acme, "ann@anywhere.net").await;
    assert!(
        matches!(contact.access, PortalAccess::Active { basis: Basis::InviteLink { link: by }, .. } if by == link.id)
    );
}

#[tokio::test]
async fn a_dead_link_says_why_before_and_after_the_mail() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "early@a.com").await;
    let early = office.letter("early@a.com").await;
    let end = office.registrar.now().plus(Duration::HOUR);

    let stops = [
        (
            InviteLinkChange {
                enabled: Some(false),
                ..Default::default()
            },
            Refusal::LinkDisabled,
        ),
        (
            InviteLinkChange {
                enabled: Some(true),
                expires_at: Some(Some(end)),
                ..Default::default()
            },
            Refusal::LinkExpired,
        ),
    ];
    for (stop, refusal) in stops {
        change(&office, &link, stop).await;
        if refusal == Refusal::LinkExpired {
            assert!(office.registrar.open_link(&link.code).await.is_ok());
            office.clock.set(end);
        }
        assert_eq!(
            dead(office.registrar.open_link(&link.code).await),
            Some(refusal)
        );
        assert_eq!(
            dead(office.try_submit("ann@a.com", Some(&link.code)).await),
            Some(refusal)
        );
        assert_eq!(
            conflict(office.activate(early.token()).await),
            Conflict::NotAdmitted(refusal)
        );
    }
    change(
        &office,
        &link,
        InviteLinkChange {
            expires_at: Some(None),
            ..at_most(1)
        },
    )
    .await;
    office.activate(early.token()).await.unwrap();
    assert_eq!(
        dead(office.registrar.open_link(&link.code).await),
        Some(Refusal::LinkUsedUp)
    );

    change(&office, &link, at_most(2)).await;
    office
        .configure(&acme, |settings| settings.invite_link_registration = false)
        .await;
    assert_eq!(
        dead(office.registrar.open_link(&link.code).await),
        Some(Refusal::LinkRegistrationOff)
    );
    office
        .configure(&acme, |settings| settings.invite_link_registration = true)
        .await;
    office.archive(&acme).await;
    assert_eq!(
        dead(office.registrar.open_link(&link.code).await),
        Some(Refusal::LinkRegistrationOff)
    );
    let unknown = LinkCode("never-was".to_owned());
    assert_eq!(dead(office.registrar.open_link(&unknown).await), None);
    assert!(
        office.registrations("ann@a.com").await.is_empty(),
        "nothing was written"
    );
}

#[tokio::test]
async fn a_replaced_code_dies_at_once_or_after_its_grace() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let first = office.link(&acme).await;
    office.submit_by(&first, "ann@a.com").await;
    let letter = office.letter("ann@a.com").await;
    let second = office
        .registrar
        .rotate_invite_link(&boss(), first.id, Duration::HOUR)
        .await
        .unwrap();
    assert_eq!((second.id, second.uses), (first.id, 0));
    assert_ne!(second.code, first.code);
    assert!(
        office.inspect(&letter.token()).await.unwrap().next == NextStep::SetPassword,
        "within the grace"
    );
    office.advance(Duration::HOUR);
    assert_eq!(
        dead(office.registrar.open_link(&first.code).await),
        Some(Refusal::LinkReplaced)
    );
    let refusal = conflict(office.activate(letter.token()).await);
    assert_eq!(
        refusal,
        Conflict::NotAdmitted(Refusal::LinkReplaced),
        "what it began stops too"
    );

    let third = office
        .registrar
        .rotate_invite_link(&boss(), first.id, Duration::DAY)
        .await
        .unwrap();
    assert!(office.registrar.open_link(&second.code).await.is_ok());
    let fourth = office
        .registrar
        .rotate_invite_link(&boss(), first.id, Duration::ZERO)
        .await
        .unwrap();
    for old in [&second, &third] {
        assert_eq!(
            dead(office.registrar.open_link(&old.code).await),
            Some(Refusal::LinkReplaced)
        );
    }
    assert!(office.registrar.open_link(&fourth.code).await.is_ok());
}

#[tokio::test]
async fn a_link_for_permitted_domains_names_them() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    office
        .configure(&acme, |settings| {
            settings.permitted_domains = domains(&["acme.com", "*.acme.org"]);
            settings.link_audience = LinkAudience::PermittedDomains;
        })
        .await;
    let link = office.link(&acme).await;
    let info = office.registrar.open_link(&link.code).await.unwrap();
    assert_eq!(info.permitted_domains.unwrap(), ["acme.com", "*.acme.org"]);
    match office.try_submit("ann@other.com", Some(&link.code)).await {
        Err(Error::Invalid(errors)) => {
            assert_eq!(
                (errors[0].pointer.as_str(), errors[0].code.as_str()),
                ("/email", "domain_not_permitted")
            );
            assert!(
                errors[0].detail.contains("acme.com") && errors[0].detail.contains("*.acme.org")
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(office.letters("ann@other.com").await.is_empty());
    office.submit_by(&link, "ann@eu.acme.org").await;
    assert_eq!(
        office.letter("ann@eu.acme.org").await.kind,
        MailKind::Activation
    );
    // The portal form stays shut: the list alone does not open it.
    office.submit("bob@acme.com").await;
    assert_eq!(office.letter("bob@acme.com").await.kind, MailKind::NotSetUp);
    // Role mailboxes are not told apart on the page; the mail offers a request.
    office.submit_by(&link, "support@acme.com").await;
    assert_eq!(
        office.letter("support@acme.com").await.kind,
        MailKind::NotSetUp
    );
}

#[tokio::test]
async fn a_change_of_a_link_names_the_revision_it_saw_and_keeps_the_uses() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "ann@a.com").await;
    let letter = office.letter("ann@a.com").await;
    office.activate(letter.token()).await.unwrap();
    let label = InviteLinkChange {
        label: Some("Fair".to_owned()),
        ..Default::default()
    };
    let changed = office
        .registrar
        .change_invite_link(&boss(), link.id, link.revision, label.clone())
        .await
        .unwrap();
    assert_eq!(
        (changed.label.as_str(), changed.uses),
        ("Fair", 1),
        "a use is no edit"
    );
    refused!(
        office
            .registrar
            .change_invite_link(&boss(), link.id, link.revision, label)
            .await,
        Error::Stale
    );

    let new = NewInviteLink {
        label: "Two".to_owned(),
        expires_at: None,
        max_uses: None,
        enabled: true,
    };
    let second = office
        .registrar
        .create_invite_link(&boss(), acme.id, new.clone())
        .await
        .unwrap();
    assert_ne!(second.code, link.code);
    assert!(second.code.0.len() >= 43, "256 bits");
    office.archive(&acme).await;
    refused!(
        office
            .registrar
            .create_invite_link(&boss(), acme.id, new)
            .await,
        Error::NotFound("customer")
    );
}

#[tokio::test]
async fn a_form_beside_an_invitation_sends_the_invitation_again() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    let invitation = office.invite(&acme, "ann@a.com").await.unwrap();
    office.submit_by(&link, "ann@a.com").await;
    assert_eq!(
        office.kinds("ann@a.com").await,
        [MailKind::Invitation, MailKind::Invitation]
    );
    let rows = office.registrations("ann@a.com").await;
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|one| one.state.kind() == StateKind::AwaitingActivation),
        "nothing is displaced"
    );
    let letter = office.letter("ann@a.com").await;
    let seen = office.inspect(&letter.token()).await.unwrap();
    assert_eq!(seen.registration, invitation.id);
}

#[tokio::test]
async fn an_invitation_that_is_over_does_not_hold_the_place_of_a_link() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    let invitation = office.invite(&acme, "ann@a.com").await.unwrap();
    office.advance(validity::INVITATION);
    office.submit_by(&link, "ann@a.com").await;
    let letter = office.letter("ann@a.com").await;
    assert_eq!(letter.kind, MailKind::Activation);
    assert_eq!(
        office.registration(invitation.id).await.state.kind(),
        StateKind::Expired
    );
    office.activate(letter.token()).await.unwrap();
    let by_link = office.registrations("ann@a.com").await.remove(0);
    assert_eq!(
        (by_link.origin.kind(), by_link.customer),
        (OriginKind::InviteLink, Some(acme.id))
    );
}

#[tokio::test]
async fn links_of_two_customers_do_not_displace_each_other() {
    let office = Office::new();
    let (acme, beta) = (office.customer("Acme").await, office.customer("Beta").await);
    office
        .configure(&acme, |settings| {
            settings.permitted_domains = vec![permitted("a.com")]
        })
        .await;
    for customer in [&acme, &beta] {
        let link = office.link(customer).await;
        office.submit_by(&link, "ann@a.com").await;
    }
    let letters = office.letters("ann@a.com").await;
    for letter in letters.iter().rev() {
        office.activate(letter.token()).await.unwrap();
    }
    let contacts = office
        .store
        .contacts_by_email(&crate::office::email("ann@a.com"))
        .await
        .unwrap();
    assert_eq!(contacts.len(), 2);
}

#[tokio::test]
async fn a_staff_address_is_never_told_to_ask_for_access_even_when_its_link_died() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.staff("sam@acme.com", mapper(), false).await;
    let submitted = office.submit_by(&link, "sam@acme.com").await;
    let off = InviteLinkChange {
        enabled: Some(false),
        ..InviteLinkChange::default()
    };
    change(&office, &link, off).await;
    let resent = office.later().resend_to_visitor(submitted.registration_id);
    resent.await.unwrap();
    let letter = office.letter("sam@acme.com").await;
    assert_eq!(letter.kind, MailKind::AlreadyRegistered);
}
