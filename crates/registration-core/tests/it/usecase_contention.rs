//! Every command beside others: it looks nothing up while its unit of work is open, and is tried again when others win.

use crate::{
    office::{Office, PASSWORD, boss, email, mapper},
    usecase_audit::story,
};
use registration_core::{
    model::{Password, Revision, Scope},
    policy::limits::Limit,
    usecase::{
        ContactChange, CustomerChange, InviteLinkChange, NewInviteLink, NoLongerPermitted,
        PlaybookChange, RequestAccess,
    },
};

/// The commands that the story leaves out.
async fn the_rest(office: &Office) {
    let registrar = &office.registrar;
    let acme = office.open_customer("Beta", &["beta.org"]).await;
    registrar
        .change_customer(
            &boss(),
            acme.id,
            acme_revision(office, &acme).await,
            CustomerChange::default(),
        )
        .await
        .unwrap();
    let new = NewInviteLink {
        label: "Two".to_owned(),
        expires_at: None,
        max_uses: None,
        enabled: true,
    };
    let link = registrar
        .create_invite_link(&boss(), acme.id, new)
        .await
        .unwrap();
    registrar
        .change_invite_link(&boss(), link.id, link.revision, InviteLinkChange::default())
        .await
        .unwrap();
    let contact = office.contact(&acme, "tom@beta.org").await;
    registrar
        .change_contact(
            &boss(),
            contact.id,
            Revision::FIRST,
            ContactChange::default(),
        )
        .await
        .unwrap();
    let form = office.submit("amy@beta.org").await.registration_id;
    registrar.resend_to_visitor(form).await.unwrap();
    registrar.revoke_registration(&boss(), form).await.unwrap();
    office.request("zoe@x.com").await;
    let id = office.request_of("zoe@x.com").await;
    registrar.claim_request(&boss(), id).await.unwrap();
    registrar.release_request(&boss(), id).await.unwrap();
    registrar
        .decline_request(&boss(), id, "no", true)
        .await
        .unwrap();
    let owner = office.staff("owner@portal.example", mapper(), false).await;
    let playbook = office.playbook(owner.id).await;
    registrar
        .change_playbook(
            &boss(),
            playbook.id,
            playbook.revision,
            PlaybookChange::default(),
        )
        .await
        .unwrap();
    registrar
        .archive_playbook(&boss(), playbook.id, None)
        .await
        .unwrap();
    registrar
        .set_on_duty(&boss(), owner.id, true)
        .await
        .unwrap();
    let (key, _) = registrar
        .create_api_key(&boss(), "crm", Scope::Read)
        .await
        .unwrap();
    registrar.revoke_api_key(&boss(), key.id).await.unwrap();
    let setup = registrar.create_setup_link(&boss()).await.unwrap();
    let who = Some(("First".to_owned(), email("first@portal.example")));
    let password = || Password::typed(PASSWORD);
    registrar
        .activate_staff(&setup, password(), who)
        .await
        .unwrap();
    let letter = office.letter("owner@portal.example").await;
    registrar
        .activate_staff(&letter.secret(), password(), None)
        .await
        .unwrap();
    let signed_in = registrar
        .sign_in_staff(&email("owner@portal.example"), password())
        .await
        .unwrap();
    office.advance(time::Duration::HOUR);
    let visit = registrar.console_visit(&signed_in.secret).await.unwrap();
    registrar.sign_out(&visit.session).await.unwrap();
    office.tick();
    registrar
        .request_staff_password_reset(&email("owner@portal.example"))
        .await
        .unwrap();
    let letter = office.letter("owner@portal.example").await;
    registrar
        .reset_staff_password(&letter.secret(), password())
        .await
        .unwrap();
    let joined = office.join("kit@beta.org").await;
    office.tick();
    registrar
        .request_password_reset(&email("kit@beta.org"))
        .await
        .unwrap();
    let letter = office.letter("kit@beta.org").await;
    registrar
        .reset_password(&letter.secret(), password())
        .await
        .unwrap();
    assert!(office.visit(&joined).await.is_err());
    let impact = crate::office::proposal(&acme.settings);
    registrar
        .preview_settings(&boss(), acme.id, &impact)
        .await
        .unwrap();
    office
        .configure_leaving(&acme, NoLongerPermitted::Suspend, |settings| {
            settings.permitted_domains.clear()
        })
        .await;
    registrar.remind_of_requests().await.unwrap();
    registrar.expire_pending().await.unwrap();
    registrar.forget().await.unwrap();
    registrar
        .archive_customer(&boss(), acme.id, None)
        .await
        .unwrap();
}

async fn acme_revision(office: &Office, customer: &registration_core::model::Customer) -> Revision {
    let stored = registration_core::ports::Directory::customer(&office.store, customer.id).await;
    stored.unwrap().unwrap().revision
}

#[tokio::test]
async fn nothing_is_looked_up_while_a_unit_of_work_is_open() {
    let (office, watchful) = Office::watched(0);
    story(&office).await;
    the_rest(&office).await;
    assert!(watchful.begun() > 60);
}

#[tokio::test]
async fn every_command_is_tried_again_while_others_are_in_its_way() {
    for refuse_every in [2, 3] {
        let (office, _) = Office::watched(refuse_every);
        story(&office).await;
        the_rest(&office).await;
    }
}

#[tokio::test]
async fn a_mail_is_counted_once_however_often_it_is_tried() {
    let (office, watchful) = Office::watched(2);
    office.open_customer("Acme", &["acme.com"]).await;
    let before = watchful.begun();
    for (count, address) in (1..).zip([
        "ann@acme.com",
        "ann@else.net",
        "bob@acme.com",
        "bob@else.net",
    ]) {
        let submitted = office.submit(address).await;
        assert_eq!(watchful.throttle.hits(Limit::MailPerHour, address), 1);
        office
            .later()
            .resend_to_visitor(submitted.registration_id)
            .await
            .unwrap();
        assert_eq!(watchful.throttle.hits(Limit::MailPerHour, address), 2);
        office
            .registrar
            .request_access(RequestAccess {
                name: crate::office::name("Ann", "Lee"),
                email: email(address),
                company: "Acme".to_owned(),
                phone: None,
                message: None,
                locale: None,
                proof: None,
            })
            .await
            .unwrap();
        assert_eq!(watchful.throttle.hits(Limit::MailPerHour, address), 3);
        assert!(
            watchful.begun() - before >= 6 * count - 1,
            "each was tried twice"
        );
    }
    let attempts =
        registration_core::ports::Directory::refused_attempts(&office.store, crate::office::ALL)
            .await
            .unwrap();
    assert_eq!(attempts.len(), 2, "a refusal is noted once");
}

#[tokio::test]
async fn a_known_and_an_unknown_domain_cost_the_same_commits() {
    let (office, watchful) = Office::watched(0);
    office.open_customer("Acme", &["acme.com"]).await;
    office.join("kim@acme.com").await;
    let mut costs = Vec::new();
    for address in [
        "ann@acme.com",
        "kim@acme.com",
        "ann@else.net",
        "support@acme.com",
    ] {
        let before = watchful.begun();
        office.submit(address).await;
        costs.push(watchful.begun() - before);
    }
    for address in ["kim@acme.com", "nobody@acme.com"] {
        let before = watchful.begun();
        office
            .later()
            .request_password_reset(&email(address))
            .await
            .unwrap();
        costs.push(watchful.begun() - before);
    }
    assert_eq!(costs, [1; 6]);
}
