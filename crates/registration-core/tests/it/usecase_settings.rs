//! Saving portal settings: two editors, acknowledgements, warnings, who leaves, and the preview.

use crate::office::{Office, actor, boss, domains, email, proposal, refused};
use registration_core::{
    model::{AuditAction, LinkAudience, PermittedDomain, Revision, Role},
    policy::{access::Denied, settings::SettingsWarning},
    ports::Directory,
    usecase::{Error, Impact, NoLongerPermitted},
};
use time::Duration;

#[tokio::test]
async fn two_editors_never_overwrite_each_other() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let save = || proposal(&acme.settings);
    let keep = NoLongerPermitted::Keep;
    let saved = office
        .registrar
        .configure_portal(&boss(), acme.id, Revision::FIRST, save(), keep)
        .await
        .unwrap();
    assert_eq!(saved.customer.revision, Revision::FIRST.next());
    refused!(
        office
            .registrar
            .configure_portal(&boss(), acme.id, Revision::FIRST, save(), keep)
            .await,
        Error::Stale
    );
    // What is wrong with the body is told first.
    let mut bad = save();
    bad.permitted_domains = vec![
        "co.uk".parse::<PermittedDomain>(),
        "a.com".parse(),
        "@a.com".parse(),
    ];
    match office
        .registrar
        .configure_portal(&boss(), acme.id, Revision::FIRST, bad, keep)
        .await
    {
        Err(Error::Invalid(errors)) => {
            let told: Vec<_> = errors
                .iter()
                .map(|one| (one.pointer.as_str(), one.code.as_str()))
                .collect();
            assert_eq!(
                told,
                [
                    ("/permitted_domains/0/domain", "public_suffix"),
                    ("/permitted_domains/2/domain", "duplicate"),
                ]
            );
        }
        other => panic!("{other:?}"),
    }
    let mapper = actor(
        &office
            .staff("m@portal.example", crate::office::mapper(), true)
            .await,
    );
    refused!(
        office
            .registrar
            .configure_portal(&mapper, acme.id, Revision::FIRST, save(), keep)
            .await,
        Error::Denied(Denied::NotAllowed)
    );
}

#[tokio::test]
async fn an_acknowledgement_stands_in_the_trail() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let mut proposed = proposal(&acme.settings);
    proposed.permitted_domains = vec!["gmail.com".parse(), "acme.com".parse()];
    let keep = NoLongerPermitted::Keep;
    refused!(
        office
            .registrar
            .configure_portal(&boss(), acme.id, Revision::FIRST, proposed.clone(), keep)
            .await,
        Error::Invalid(_)
    );
    proposed.acknowledge = [
        "public_provider:gmail.com".to_owned(),
        "public_provider:acme.com".to_owned(),
    ]
    .into();
    let saved = office
        .registrar
        .configure_portal(&boss(), acme.id, Revision::FIRST, proposed.clone(), keep)
        .await
        .unwrap();
    assert!(
        saved
            .warnings
            .iter()
            .any(|one| one.warning == SettingsWarning::PublicProvider)
    );
    let entry = office
        .trail()
        .await
        .into_iter()
        .find(|one| one.action == AuditAction::PortalSettingsChanged)
        .unwrap();
    assert_eq!(
        entry.after.unwrap()["acknowledged"],
        serde_json::json!(["public_provider:gmail.com"])
    );
    // What stands there already does not ask again, and is not acknowledged twice.
    proposed.acknowledge.clear();
    office.tick();
    office
        .registrar
        .configure_portal(&boss(), acme.id, saved.customer.revision, proposed, keep)
        .await
        .unwrap();
    let entry = office
        .trail()
        .await
        .into_iter()
        .find(|one| one.action == AuditAction::PortalSettingsChanged)
        .unwrap();
    assert!(entry.after.unwrap().get("acknowledged").is_none());
}

#[tokio::test]
async fn warnings_name_overlaps_and_settings_that_admit_nobody() {
    let office = Office::new();
    office.open_customer("Beta", &["acme.com"]).await;
    let acme = office.customer("Acme").await;
    let mut proposed = proposal(&acme.settings);
    proposed.self_service_registration = true;
    let keep = NoLongerPermitted::Keep;
    let saved = office
        .registrar
        .configure_portal(&boss(), acme.id, Revision::FIRST, proposed.clone(), keep)
        .await
        .unwrap();
    assert_eq!(
        saved
            .warnings
            .iter()
            .map(|one| one.warning)
            .collect::<Vec<_>>(),
        [SettingsWarning::AdmitsNobody]
    );
    proposed.permitted_domains = vec!["acme.com".parse()];
    proposed.link_audience = None;
    let saved = office
        .registrar
        .configure_portal(&boss(), acme.id, saved.customer.revision, proposed, keep)
        .await
        .unwrap();
    assert_eq!(
        saved.customer.settings.link_audience,
        LinkAudience::PermittedDomains
    );
    let warnings: Vec<_> = saved.warnings.iter().map(|one| one.warning).collect();
    assert_eq!(
        warnings,
        [SettingsWarning::Overlap, SettingsWarning::OpensPortalForm]
    );
}

#[tokio::test]
async fn narrowing_keeps_people_unless_it_is_told_to_suspend_them() {
    let office = Office::new();
    let acme = office
        .open_customer("Acme", &["acme.com", "acme.org"])
        .await;
    let stays = office.join("ann@acme.com").await;
    let leaves = office.join("bob@acme.org").await;
    office.invite(&acme, "kim@acme.org").await.unwrap();
    let letter = office.letter("kim@acme.org").await;
    let decided = office.activate(letter.token()).await.unwrap();

    office
        .configure(&acme, |settings| {
            settings.permitted_domains = domains(&["acme.com"])
        })
        .await;
    assert!(
        office.visit(&leaves).await.is_ok(),
        "the default keeps people"
    );
    office.permit(&acme, &["acme.com", "acme.org"]).await;
    // Suspended and switched on again by staff: the grant's link is open while the settings narrow.
    office.suspend(leaves.contact).await;
    office.grant(leaves.contact).await;
    let grant = office.letter("bob@acme.org").await;
    office
        .configure_leaving(&acme, NoLongerPermitted::Suspend, |settings| {
            settings.permitted_domains = domains(&["acme.com"]);
        })
        .await;
    assert_eq!(office.access(leaves.contact).await, "suspended");
    assert_eq!(office.access(stays.contact).await, "active");
    assert_eq!(
        office.access(decided.contact).await,
        "active",
        "a person decided"
    );
    refused!(
        office.visit(&leaves).await,
        Error::Denied(Denied::NotSignedIn)
    );
    refused!(
        office.activate(grant.token()).await,
        Error::TokenUnavailable
    );
    assert_eq!(office.access(leaves.contact).await, "suspended");
}

/// Members, sessions, pending registrations, links.
fn counts(impact: &Impact) -> [u64; 4] {
    [
        impact.members,
        impact.sessions,
        impact.pending_registrations,
        impact.invite_links,
    ]
}

#[tokio::test]
async fn the_preview_counts_whom_a_save_would_hit_and_saves_nothing() {
    let office = Office::new();
    let acme = office
        .open_customer("Acme", &["acme.com", "acme.org"])
        .await;
    office.join("ann@acme.com").await;
    office.advance(Duration::days(20));
    office.join("bob@acme.org").await;
    office.submit("kim@acme.org").await;
    office.submit("eve@acme.com").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "joe@else.net").await;

    let mut proposed = proposal(&acme.settings);
    proposed.permitted_domains = vec!["acme.com".parse()];
    let impact = office
        .registrar
        .preview_settings(&boss(), acme.id, &proposed)
        .await
        .unwrap();
    assert_eq!(counts(&impact), [1, 1, 1, 0]);
    let affected = &impact.affected;
    assert_eq!(affected.contacts[0].email, email("bob@acme.org"));
    assert_eq!(affected.registrations[0].email, email("kim@acme.org"));
    assert!(affected.invite_links.is_empty());
    proposed.link_audience = Some(LinkAudience::PermittedDomains);
    let impact = office
        .registrar
        .preview_settings(&boss(), acme.id, &proposed)
        .await
        .unwrap();
    assert_eq!((impact.pending_registrations, impact.invite_links), (2, 1));
    proposed.self_service_registration = false;
    let impact = office
        .registrar
        .preview_settings(&boss(), acme.id, &proposed)
        .await
        .unwrap();
    assert_eq!(counts(&impact), [2, 1, 3, 1], "Ann's session is over");
    assert_eq!(impact.affected.contacts.len(), 2);
    assert_eq!(impact.affected.registrations.len(), 3);
    assert_eq!(impact.affected.invite_links[0].id, link.id);
    assert_eq!(
        office.store.customer(acme.id).await.unwrap().unwrap().value,
        acme
    );
    let auditor = actor(
        &office
            .staff("a@portal.example", [Role::Auditor], false)
            .await,
    );
    refused!(
        office
            .registrar
            .preview_settings(&auditor, acme.id, &proposed)
            .await,
        Error::Denied(Denied::NotAllowed)
    );
}

#[tokio::test]
async fn an_archived_customer_has_no_open_door_and_no_access() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let activated = office.join("ann@acme.com").await;
    office.invite(&acme, "bob@b.com").await.unwrap();
    let invited = office.letter("bob@b.com").await;
    office.archive(&acme).await;
    office.archive(&acme).await;
    refused!(
        office.visit(&activated).await,
        Error::Denied(Denied::NotSignedIn)
    );
    refused!(
        office.activate(invited.token()).await,
        Error::TokenUnavailable
    );
    office.submit("kim@acme.com").await;
    assert_eq!(
        office.letter("kim@acme.com").await.kind,
        registration_core::model::MailKind::NotSetUp
    );
    let explained = office
        .registrar
        .explain(&boss(), &crate::office::email("kim@acme.com"), None)
        .await
        .unwrap();
    assert_eq!(explained.decision, "request");
    refused!(
        office
            .registrar
            .archive_customer(&boss(), acme.id, Some(Revision::FIRST))
            .await,
        Error::Stale
    );
}

#[tokio::test]
async fn trying_an_address_says_what_the_doors_would_say() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let beta = office.open_customer("Beta", &["acme.com"]).await;
    let link = office.link(&acme).await;
    office
        .staff("sam@acme.com", crate::office::mapper(), false)
        .await;
    for (address, by_link, decision) in [
        ("ann@acme.com", false, "choose"),
        ("ann@acme.com", true, "join"),
        ("ann@other.com", false, "request"),
        ("ann@other.com", true, "join"),
        ("support@acme.com", false, "request"),
        ("sam@acme.com", false, "refuse"),
    ] {
        let code = by_link.then_some(&link.code);
        let explained = office
            .registrar
            .explain(&boss(), &crate::office::email(address), code)
            .await
            .unwrap();
        assert_eq!(explained.decision, decision, "{address}");
        assert!(!explained.trace.is_empty());
        assert_eq!(explained.refusal.is_none(), !explained.customers.is_empty());
    }
    let _ = beta;
    assert!(
        office.registrations("ann@acme.com").await.is_empty(),
        "it stores nothing"
    );
    let auditor = actor(
        &office
            .staff("a@portal.example", [Role::Auditor], false)
            .await,
    );
    let answer = office
        .registrar
        .explain(&auditor, &crate::office::email("ann@acme.com"), None)
        .await;
    refused!(answer, Error::Denied(Denied::NotAllowed));
}
