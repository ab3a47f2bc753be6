//! Previews: what a change would hit is what it hits, and a preview changes nothing.

use crate::office::{Office, actor, boss, email, offer, refused};
use registration_core::{
    model::{CustomerId, InviteLink, PlaybookId, Role, Timestamp},
    policy::access::Denied,
    ports::Directory,
    usecase::{Error, Impact, InviteLinkChange, LinkImpact, StartProject},
};
use std::collections::BTreeSet;
use time::Duration;

#[tokio::test]
async fn a_preview_of_a_suspension_names_what_it_ends() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let owner = office
        .staff("own@portal.example", [Role::PlaybookEditor], false)
        .await;
    let playbook = office.playbook(owner.id).await;
    let ann = office.join("ann@acme.com").await;
    let visit = office.visit(&ann).await.unwrap();
    let start = StartProject {
        playbook: playbook.id,
        customer: None,
        name: Some("Ours".to_owned()),
        form_token: None,
    };
    let project = office.later().start_project(&visit, start).await.unwrap();

    let preview = async || {
        let preview = office
            .registrar
            .preview_suspension(&boss(), ann.contact)
            .await;
        preview.unwrap()
    };
    let impact = preview().await;
    assert_eq!(impact.sessions, 1);
    assert!(impact.is_last_access);
    assert_eq!(impact.registrations, []);
    assert_eq!(impact.projects.len(), 1);
    assert_eq!(impact.projects[0].id, project.id);
    assert!(office.visit(&ann).await.is_ok(), "nothing happened");

    let other = office.open_customer("Other", &["other.com"]).await;
    office.invite(&other, "ann@acme.com").await.unwrap();
    let letter = office.letter("ann@acme.com").await;
    office.activate(letter.token()).await.unwrap();
    assert!(!preview().await.is_last_access, "there is another customer");
    office.archive(&other).await;
    assert!(preview().await.is_last_access, "it is archived");

    office.suspend(ann.contact).await;
    office.grant(ann.contact).await;
    office.suspend(ann.contact).await;
    let impact = preview().await;
    assert_eq!((impact.sessions, impact.is_last_access), (0, false));
    let bob = office.contact(&acme, "bob@acme.com").await;
    office.grant(bob.id).await;
    let impact = office.registrar.preview_suspension(&boss(), bob.id).await;
    let impact = impact.unwrap();
    let open: Vec<_> = impact.registrations.iter().map(|one| &one.email).collect();
    assert_eq!(open, [&email("bob@acme.com")]);
    office.advance(Duration::days(30));
    let impact = office.registrar.preview_suspension(&boss(), bob.id).await;
    assert_eq!(impact.unwrap().registrations, [], "it is over by time");
}

#[tokio::test]
async fn a_preview_of_a_link_names_who_did_not_activate_yet() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    office.activate(letter.token()).await.unwrap();
    office.submit_by(&link, "bob@acme.com").await;
    let other = office.customer("Other").await;
    let others = office.link(&other).await;
    office.submit_by(&others, "eve@else.net").await;
    let stop = InviteLinkChange::stop();
    let impact = hit_by(&office, &link, &stop).await;
    assert_eq!((impact.uses, impact.pending_registrations), (1, 1));
    assert_eq!(impact.uses_left, Some(0));
    assert_eq!(impact.registrations[0].email, email("bob@acme.com"));
    let now = office.store.invite_link(link.id).await.unwrap().unwrap();
    assert_eq!(now.code, link.code);
}

async fn hit_by(office: &Office, link: &InviteLink, change: &InviteLinkChange) -> LinkImpact {
    let registrar = office.later();
    let preview = registrar
        .preview_link_change(&boss(), link.id, change)
        .await;
    preview.unwrap()
}

#[tokio::test]
async fn whom_a_tighter_link_names_activation_leaves_outside() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    for address in ["ann@acme.com", "bob@acme.com", "eve@acme.com"] {
        office.submit_by(&link, address).await;
    }
    let at_most = |uses: u32| InviteLinkChange {
        max_uses: Some(uses.try_into().ok()),
        ..InviteLinkChange::default()
    };
    let enough = hit_by(&office, &link, &at_most(3)).await;
    assert_eq!((enough.pending_registrations, enough.uses_left), (0, None));
    let two = at_most(2);
    let impact = hit_by(&office, &link, &two).await;
    assert_eq!(
        (impact.pending_registrations, impact.uses_left),
        (3, Some(2))
    );
    let stored = office.store.invite_link(link.id).await.unwrap().unwrap();
    assert_eq!(stored.max_uses, None, "a preview changes nothing");
    let (id, seen) = (link.id, stored.revision);
    let registrar = &office.registrar;
    let changed = registrar.change_invite_link(&boss(), id, seen, two).await;
    changed.unwrap();
    let mut outside = 0;
    for address in ["ann@acme.com", "bob@acme.com", "eve@acme.com"] {
        let letter = office.letter(address).await;
        outside += u32::from(office.activate(letter.token()).await.is_err());
    }
    assert_eq!(outside, 1);
}

#[tokio::test]
async fn an_earlier_end_hits_those_who_had_more_time() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "ann@acme.com").await;
    let now = office.registrar.now();
    let ends = |at: Timestamp| InviteLinkChange {
        expires_at: Some(Some(at)),
        ..InviteLinkChange::default()
    };
    let far = hit_by(&office, &link, &ends(now.plus(Duration::days(60)))).await;
    assert_eq!((far.pending_registrations, far.ends_at), (0, None));
    let soon = now.plus(Duration::minutes(5));
    let impact = hit_by(&office, &link, &ends(soon)).await;
    assert_eq!(
        (impact.pending_registrations, impact.ends_at),
        (1, Some(soon))
    );
    assert_eq!(impact.uses_left, None, "whoever is quick comes in");
    let over = hit_by(&office, &link, &ends(now)).await;
    assert_eq!((over.pending_registrations, over.uses_left), (1, Some(0)));
}

#[tokio::test]
async fn a_preview_of_archiving_a_customer_names_who_loses_access() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let ann = office.join("ann@acme.com").await;
    office.invite(&acme, "kim@else.net").await.unwrap();
    office.contact(&acme, "idle@acme.com").await;
    let preview = async || {
        let preview = office
            .registrar
            .preview_customer_archive(&boss(), acme.id)
            .await;
        preview.unwrap()
    };
    let impact = preview().await;
    assert_eq!((impact.members, impact.sessions), (1, 1));
    assert_eq!((impact.pending_registrations, impact.invite_links), (1, 1));
    assert_eq!(impact.affected.contacts[0].id, ann.contact);
    let kim = email("kim@else.net");
    assert_eq!(impact.affected.registrations[0].email, kim);
    assert_eq!(impact.affected.invite_links[0].label, "Invite link");
    assert!(office.visit(&ann).await.is_ok(), "nothing happened");
    office.archive(&acme).await;
    assert_eq!(preview().await, Impact::default());
}

#[tokio::test]
async fn at_most_fifty_are_named_and_all_are_counted() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    for index in 0..51 {
        let address = format!("ann{index}@acme.com");
        office.invite(&acme, &address).await.unwrap();
    }
    let impact = office
        .registrar
        .preview_customer_archive(&boss(), acme.id)
        .await
        .unwrap();
    assert_eq!(impact.pending_registrations, 51);
    assert_eq!(impact.affected.registrations.len(), 50);
}

#[tokio::test]
async fn a_preview_of_archiving_a_playbook_names_the_customers_that_see_it() {
    let office = Office::new();
    let owner = office
        .staff("own@portal.example", [Role::PlaybookEditor], false)
        .await;
    let acme = office.customer("Acme").await;
    let gone = office.customer("Gone").await;
    office.archive(&gone).await;
    let playbook = office.playbook(owner.id).await;
    let preview = async |id: PlaybookId| {
        let preview = office.registrar.preview_playbook_archive(&boss(), id).await;
        preview.unwrap()
    };
    let impact = preview(playbook.id).await;
    assert_eq!((impact.is_for_all, impact.customers), (true, 0));
    let mut limited = offer(owner.id);
    let ids: BTreeSet<CustomerId> = [acme.id, gone.id].into();
    limited.customers = Some(ids);
    let seen = playbook.revision;
    let saved = office
        .registrar
        .offer_playbook(&boss(), playbook.id, seen, limited.clone())
        .await;
    let seen = saved.unwrap().revision;
    let impact = preview(playbook.id).await;
    assert_eq!((impact.is_for_all, impact.customers), (false, 1));
    assert_eq!(impact.named[0].id, acme.id);
    limited.enabled = false;
    let saved = office
        .registrar
        .offer_playbook(&boss(), playbook.id, seen, limited)
        .await;
    saved.unwrap();
    assert_eq!(preview(playbook.id).await, Default::default());
}

#[tokio::test]
async fn whoever_may_not_make_a_change_gets_no_preview_of_it() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    let contact = office.contact(&acme, "ann@acme.com").await;
    let owner = office
        .staff("own@portal.example", [Role::PlaybookEditor], false)
        .await;
    let playbook = office.playbook(owner.id).await;
    let reader = office
        .staff("a@portal.example", [Role::Auditor], false)
        .await;
    let reader = actor(&reader);
    let registrar = &office.registrar;
    refused!(
        registrar.preview_suspension(&reader, contact.id).await,
        Error::Denied(Denied::NotAllowed)
    );
    refused!(
        registrar
            .preview_link_change(&reader, link.id, &InviteLinkChange::stop())
            .await,
        Error::Denied(Denied::NotAllowed)
    );
    refused!(
        registrar.preview_customer_archive(&reader, acme.id).await,
        Error::Denied(Denied::NotAllowed)
    );
    refused!(
        registrar
            .preview_playbook_archive(&reader, playbook.id)
            .await,
        Error::Denied(Denied::NotAllowed)
    );
}
