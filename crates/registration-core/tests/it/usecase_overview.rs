//! The overview: what waits, what failed, what is to be set up, to those who may see it.

use crate::office::{Office, actor, boss, mapper, refused};
use registration_core::{
    model::{Actor, MappingRecipients, Role},
    policy::{access::Denied, setup::SetupStep},
    ports::{ClaimedMail, MailQueue},
    usecase::{Count, Error, Overview},
};
use time::Duration;

async fn overview(office: &Office) -> Overview {
    office.registrar.overview(&boss()).await.unwrap()
}

fn done(overview: &Overview) -> Vec<SetupStep> {
    let steps = overview.checklist.iter();
    steps
        .filter(|(_, done)| *done)
        .map(|(step, _)| *step)
        .collect()
}

#[tokio::test]
async fn the_checklist_is_ticked_off_as_the_portal_is_set_up() {
    let office = Office::new();
    let at_first = overview(&office).await;
    let steps: Vec<SetupStep> = at_first.checklist.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, SetupStep::ALL);
    assert_eq!(done(&at_first), []);
    assert_eq!(
        at_first.request_recipients,
        Some(MappingRecipients::Administrators)
    );
    let acme = office.customer("Acme").await;
    assert_eq!(done(&overview(&office).await), [SetupStep::FirstCustomer]);
    office.permit(&acme, &["acme.com"]).await;
    let owner = office
        .staff("own@portal.example", [Role::PlaybookEditor], false)
        .await;
    office.playbook(owner.id).await;
    office.staff("sam@portal.example", mapper(), true).await;
    let later = overview(&office).await;
    assert_eq!(done(&later), SetupStep::ALL[..4]);
    assert_eq!(later.request_recipients, Some(MappingRecipients::OnDuty));
}

#[tokio::test]
async fn requests_that_wait_are_counted_to_a_hundred_and_the_oldest_is_dated() {
    let office = Office::new();
    let none = overview(&office).await.waiting_requests.unwrap();
    assert_eq!(
        none,
        (
            Count {
                count: 0,
                has_more: false
            },
            None
        )
    );
    office.request("first@acme.com").await;
    let first = office.request_of("first@acme.com").await;
    let first = office.registration(first).await.created_at;
    for index in 1..100 {
        office.request(&format!("ann{index}@acme.com")).await;
    }
    let hundred = overview(&office).await.waiting_requests.unwrap();
    let count = Count {
        count: 100,
        has_more: false,
    };
    assert_eq!(hundred, (count, Some(first)));
    office.request("last@acme.com").await;
    let more = overview(&office).await.waiting_requests.unwrap();
    let count = Count {
        count: 100,
        has_more: true,
    };
    assert_eq!(more, (count, Some(first)));
}

#[tokio::test]
async fn everybody_sees_what_their_roles_let_them_see() {
    let office = Office::new();
    let seen = async |role: Role| {
        let address = format!("{role}@portal.example").replace('_', "-");
        let staff = office.staff(&address, [role], false).await;
        office.registrar.overview(&actor(&staff)).await.unwrap()
    };
    let mapper = seen(Role::PortalRegistrationMapper).await;
    assert!(mapper.waiting_requests.is_some() && mapper.failed_mails.is_none());
    let steps: Vec<SetupStep> = mapper.checklist.iter().map(|(step, _)| *step).collect();
    assert!(!steps.contains(&SetupStep::MailWorks) && !steps.contains(&SetupStep::PlaybookOffered));
    let editor = seen(Role::PlaybookEditor).await;
    assert!(editor.waiting_requests.is_none() && editor.request_recipients.is_none());
    assert_eq!(editor.checklist.len(), 1);
    let auditor = seen(Role::Auditor).await;
    assert!(auditor.failed_mails.is_some());
    assert_eq!(auditor.checklist.len(), SetupStep::ALL.len());
    let nobody = office.registrar.overview(&Actor::Visitor).await;
    refused!(nobody, Error::Denied(Denied::NotSignedIn));
}

/// The next mail that is due, in the hands of a worker.
async fn claimed(office: &Office) -> ClaimedMail {
    let now = office.registrar.now();
    let until = now.plus(Duration::minutes(1));
    let claimed = office.store.claim(now, until, 1).await.unwrap();
    claimed.into_iter().next().expect("a mail is due")
}

#[tokio::test]
async fn mail_works_once_one_was_sent_and_none_failed_lately() {
    let office = Office::new();
    office.request("ann@acme.com").await;
    assert_eq!(done(&overview(&office).await), []);
    let mail = claimed(&office).await;
    let failed = office
        .store
        .failed(mail.mail.id, mail.claim, "no such host");
    failed.await.unwrap();
    let one = Count {
        count: 1,
        has_more: false,
    };
    assert_eq!(overview(&office).await.failed_mails, Some(one));
    office.request("bob@acme.com").await;
    let mail = claimed(&office).await;
    let sent = office.store.sent(mail.mail.id, office.registrar.now());
    sent.await.unwrap();
    assert_eq!(done(&overview(&office).await), [], "one failed just now");
    office.advance(Duration::hours(24));
    assert_eq!(done(&overview(&office).await), [SetupStep::MailWorks]);
}
