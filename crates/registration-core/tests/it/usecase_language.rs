//! The language that each person is written to in.

use crate::office::{Office, actor, email};
use registration_core::{
    model::{AuditAction, Locale, MailKind, Password, Role, SessionHolder},
    ports::{Directory, OutboxFilter},
    usecase::{Activate, Error, RequestAccess, StartProject, SubmitRegistration},
};
use registration_testkit::fixtures::{language, name};

const PASSWORD: &str = "correct horse battery staple";

/// Kinds and languages of all mails to an address, oldest first.
async fn written(office: &Office, address: &str) -> Vec<(MailKind, Option<Locale>)> {
    let filter = OutboxFilter {
        to: Some(email(address)),
        ..OutboxFilter::default()
    };
    let rows = office.outbox(&filter).await.into_iter().rev();
    rows.map(|row| (row.kind, row.locale)).collect()
}

async fn submit_in(office: &Office, address: &str, locale: Option<&str>) {
    office.tick();
    let submitted = office.registrar.submit_registration(SubmitRegistration {
        name: name("Ann", "Lee"),
        email: email(address),
        link_code: None,
        locale: locale.map(language),
    });
    submitted.await.unwrap();
}

/// Comes in by the portal form, in German.
async fn german(office: &Office, address: &str) -> registration_core::usecase::Activated {
    submit_in(office, address, Some("de-AT")).await;
    let command = Activate {
        proof: office.letter(address).await.token(),
        password: Some(Password::typed(PASSWORD)),
        customer: None,
        name: None,
    };
    office.registrar.activate(command).await.unwrap()
}

#[tokio::test]
async fn an_account_reads_what_its_registration_asked_for() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let activated = german(&office, "ann@acme.com").await;
    let account = office.store.account(activated.account).await.unwrap();
    assert_eq!(account.unwrap().value.locale, Some(language("de-AT")));

    // Whatever a later form says: it is the person's own.
    submit_in(&office, "ann@acme.com", Some("fr")).await;
    submit_in(&office, "bob@acme.com", None).await;
    let reset = email("ann@acme.com");
    office.later().request_password_reset(&reset).await.unwrap();
    let de = || Some(language("de-AT"));
    assert_eq!(
        written(&office, "ann@acme.com").await,
        [
            (MailKind::Activation, de()),
            (MailKind::AlreadyRegistered, de()),
            (MailKind::PasswordReset, de())
        ]
    );
    assert_eq!(
        written(&office, "bob@acme.com").await,
        [(MailKind::Activation, None)]
    );
}

#[tokio::test]
async fn what_staff_send_is_in_the_language_of_who_gets_it() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let other = office.customer("Other").await;
    german(&office, "ann@acme.com").await;
    office.invite(&other, "ann@acme.com").await.unwrap();
    let of_ann = written(&office, "ann@acme.com").await;
    assert_eq!(
        of_ann.last(),
        Some(&(MailKind::Invitation, Some(language("de-AT"))))
    );

    let third = office.customer("Third").await;
    let contact = office.contact(&third, "ann@acme.com").await;
    office.grant(contact.id).await;
    assert_eq!(
        written(&office, "ann@acme.com").await.pop(),
        Some((MailKind::AccessGranted, Some(language("de-AT"))))
    );

    // Nobody yet, but somebody who asked in Italian.
    office.tick();
    let asked = office.registrar.request_access(RequestAccess {
        name: name("Ida", "Rossi"),
        email: email("ida@elsewhere.example"),
        company: "Other".to_owned(),
        phone: None,
        message: None,
        locale: Some(language("it")),
        proof: None,
    });
    asked.await.unwrap();
    office
        .invite(&other, "ida@elsewhere.example")
        .await
        .unwrap();
    let it = || Some(language("it"));
    assert_eq!(
        written(&office, "ida@elsewhere.example").await,
        [
            (MailKind::RequestReceived, it()),
            (MailKind::Invitation, it())
        ]
    );
    office
        .invite(&other, "new@elsewhere.example")
        .await
        .unwrap();
    assert_eq!(
        written(&office, "new@elsewhere.example").await,
        [(MailKind::Invitation, None)]
    );
}

#[tokio::test]
async fn owner_and_starter_of_a_project_each_read_their_own() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let owner = office
        .staff("owner@portal.example", [Role::PlaybookEditor], false)
        .await;
    let holder = SessionHolder::Staff(owner.id);
    let nynorsk = Some(language("nn"));
    office
        .later()
        .choose_language(holder, nynorsk.clone())
        .await
        .unwrap();
    let playbook = office.playbook(owner.id).await;
    let ann = german(&office, "ann@acme.com").await;
    let bob = german(&office, "bob@acme.com").await;
    let session = office.visit(&ann).await.unwrap();
    office.tick();
    let start = StartProject {
        playbook: playbook.id,
        customer: Some(acme.id),
        name: None,
        form_token: None,
    };
    let project = office.registrar.start_project(&session, start).await;
    let project = project.unwrap();
    let by = actor(&owner);
    let invited = office
        .registrar
        .invite_project_member(&by, project.id, bob.contact);
    invited.await.unwrap();
    let last = async |address: &str| written(&office, address).await.pop();
    let de = || Some(language("de-AT"));
    assert_eq!(
        last("owner@portal.example").await,
        Some((MailKind::ProjectStarted, nynorsk))
    );
    assert_eq!(
        last("ann@acme.com").await,
        Some((MailKind::ProjectStarted, de()))
    );
    assert_eq!(
        last("bob@acme.com").await,
        Some((MailKind::ProjectInvitation, de()))
    );
}

#[tokio::test]
async fn mappers_are_told_in_their_own_language() {
    let office = Office::new();
    let mapper = [Role::PortalRegistrationMapper];
    let mia = office.staff("mia@portal.example", mapper, true).await;
    office.staff("max@portal.example", mapper, true).await;
    let holder = SessionHolder::Staff(mia.id);
    let chosen = office.later().choose_language(holder, Some(language("de")));
    chosen.await.unwrap();
    office.request("ida@elsewhere.example").await;
    office.advance(time::Duration::hours(30));
    office.registrar.remind_of_requests().await.unwrap();
    let told = written(&office, "mia@portal.example").await;
    let told: Vec<_> = told.into_iter().skip(1).collect();
    let de = || Some(language("de"));
    assert_eq!(
        told,
        [
            (MailKind::MapRegistration, de()),
            (MailKind::Reminder, de())
        ]
    );
    let others = written(&office, "max@portal.example").await;
    assert!(others.len() == 3 && others.iter().all(|(_, locale)| locale.is_none()));
}

#[tokio::test]
async fn choosing_a_language_is_recorded_and_ends_no_session() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let ann = office.join("ann@acme.com").await;
    let holder = SessionHolder::Account(ann.account);
    let choose = async |locale: Option<&str>| {
        let locale = locale.map(language);
        office.later().choose_language(holder, locale).await
    };
    choose(Some("de")).await.unwrap();
    assert_eq!(
        office.visit(&ann).await.unwrap().account.locale,
        Some(language("de"))
    );
    choose(None).await.unwrap();
    assert_eq!(office.visit(&ann).await.unwrap().account.locale, None);
    let trail = office.trail().await;
    let recorded: Vec<_> = trail
        .iter()
        .filter(|entry| entry.action == AuditAction::LanguageChosen)
        .map(|entry| (entry.subject, entry.after.clone().unwrap()))
        .collect();
    assert_eq!(
        recorded,
        [
            (ann.account.0, serde_json::json!({ "locale": null })),
            (ann.account.0, serde_json::json!({ "locale": "de" }))
        ]
    );
}

#[tokio::test]
async fn nobody_chooses_for_who_is_not_there() {
    let office = Office::new();
    let nobody = SessionHolder::Staff(registration_core::model::StaffId(uuid::Uuid::nil()));
    let refused = office.registrar.choose_language(nobody, None).await;
    assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
}
