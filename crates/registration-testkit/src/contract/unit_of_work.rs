//! A unit of work is all or nothing.

use super::{Subject, list::ALL, scene::Scene};
use crate::fixtures::start;
use registration_core::{
    model::{SessionHolder, TokenPurpose},
    ports::{AuditFilter, OutboxFilter, UnitOfWork},
};
use std::time::Duration;

type Result<T> = std::result::Result<T, registration_core::ports::StoreError>;

/// What is committed is there for everybody: changes of every kind, at once.
pub async fn committing_makes_everything_visible(subject: &Subject) {
    let change = Change::make(subject).await;
    subject.write(async |work| change.write(work).await).await;
    assert!(change.is_visible(subject).await);
}

/// What is dropped was never there: changes of every kind.
pub async fn dropping_undoes_everything(subject: &Subject) {
    let change = Change::make(subject).await;
    let mut work = subject.begin().await;
    change
        .write(&mut *work)
        .await
        .expect("the changes are written");
    drop(work);
    assert!(!change.is_visible(subject).await);
    // Whatever it held is free again.
    subject.write(async |work| change.write(work).await).await;
    assert!(change.is_visible(subject).await);
}

/// Before the commit nobody else sees a change, and whoever looks does not wait.
pub async fn the_directory_sees_nothing_before_the_commit_and_does_not_wait_for_it(
    subject: &Subject,
) {
    let change = Change::make(subject).await;
    let mut work = subject.begin().await;
    change
        .write(&mut *work)
        .await
        .expect("the changes are written");
    let look = tokio::time::timeout(Duration::from_secs(4), change.is_visible(subject));
    let visible = look
        .await
        .expect("the directory answers while a unit of work is open");
    assert!(!visible);
    work.commit().await.expect("the changes are committed");
    assert!(change.is_visible(subject).await);
}

/// A unit of work sees what it wrote itself.
pub async fn a_unit_of_work_sees_its_own_changes(subject: &Subject) {
    let customer = subject.make.customer();
    let contact = subject.make.contact(&customer);
    subject
        .write(async |work| {
            work.customers().insert(&customer).await?;
            work.contacts().insert(&contact).await?;
            let mut loaded = work
                .customers()
                .get(customer.id)
                .await?
                .expect("it was inserted");
            loaded.value.name = "Renamed".to_owned();
            work.customers().update(&loaded).await?;
            let shared = work.customers().get_shared(&[customer.id]).await?;
            assert_eq!(shared[0].value.name, "Renamed");
            let found = work
                .contacts()
                .get_by_email(customer.id, &contact.email)
                .await?;
            assert_eq!(found.map(|it| it.value), Some(contact.clone()));
            Ok(())
        })
        .await;
}

/// Rows may be written in any order, whichever of them names another: here each comes before all that it names.
pub async fn what_names_another_row_may_be_written_before_it(subject: &Subject) {
    let make = &subject.make;
    let (customer, account, staff) = (make.customer(), make.account(), make.staff([]));
    let (link, contact) = (
        make.invite_link(&customer),
        make.active_contact(&customer, &account),
    );
    let playbook = make.self_service_playbook(staff.id);
    let project = make.project(&customer, &playbook, &staff, &contact);
    let registration = make.registration_by(&link);
    let session = make.session(SessionHolder::Account(account.id));
    subject
        .write(async |work| {
            work.sessions().insert(&session).await?;
            work.projects().insert(&project).await?;
            work.playbooks().insert(&playbook).await?;
            work.registrations().insert(&registration).await?;
            work.contacts().insert(&contact).await?;
            work.invite_links().insert(&link).await?;
            work.staff().insert(&staff).await?;
            work.accounts().insert(&account).await?;
            work.customers().insert(&customer).await
        })
        .await;
    let directory = &subject.directory;
    macro_rules! is_there {
        ($($find:ident $value:ident),*) => { $(
            let found = directory.$find($value.id).await.unwrap();
            assert_eq!(found.map(|it| it.value), Some($value), stringify!($find));
        )* };
    }
    is_there!(
        customer customer, invite_link link, account account, contact contact,
        registration registration, playbook playbook, project project, staff_member staff
    );
}

/// A unit of work that changes nothing can be committed.
pub async fn an_empty_unit_of_work_commits(subject: &Subject) {
    subject.write(async |_| Ok(())).await;
}

/// Changes to several aggregates, and to what can only be added or removed.
struct Change {
    scene: Scene,
    entry: registration_core::model::AuditEntry,
    mail: registration_core::model::OutboxMail,
    token: registration_core::model::Token,
    ended: registration_core::model::Session,
}

impl Change {
    async fn make(subject: &Subject) -> Self {
        let make = &subject.make;
        let scene = Scene::set(subject).await;
        let ended = make.session(SessionHolder::Account(scene.account.id));
        subject
            .write(async |work| work.sessions().insert(&ended).await)
            .await;
        Self {
            entry: make.audit_entry(scene.customer.id.0),
            mail: make.plain_mail(),
            token: make.token(TokenPurpose::PasswordReset(scene.account.id)),
            scene,
            ended,
        }
    }

    async fn write(&self, work: &mut dyn UnitOfWork) -> Result<()> {
        let customers = work.customers();
        let mut customer = customers.get(self.scene.customer.id).await?.expect("there");
        customer.value.archived_at = Some(start());
        customers.update(&customer).await?;
        let taken = work
            .invite_links()
            .take_use(self.scene.link.id, start())
            .await?;
        assert!(taken);
        work.sessions().end(&self.ended.digest).await?;
        work.tokens().insert(&self.token).await?;
        work.outbox().enqueue(&self.mail).await?;
        work.audit().append(&self.entry).await
    }

    /// Whether all of it is visible; all or nothing, or the law is broken.
    async fn is_visible(&self, subject: &Subject) -> bool {
        let directory = &subject.directory;
        let scene = &self.scene;
        let customer = directory.customer(scene.customer.id).await.unwrap();
        let link = directory.invite_link(scene.link.id).await.unwrap();
        let sessions = directory.sessions_of(self.ended.holder).await.unwrap();
        let token = directory.token(&self.token.digest).await.unwrap();
        let mails = directory.mails(&OutboxFilter::default(), ALL).await;
        let entries = directory.audit_entries(&AuditFilter::default(), ALL).await;
        let parts = [
            customer.expect("there").archived_at.is_some(),
            link.expect("there").uses == 1,
            sessions.is_empty(),
            token.is_some(),
            mails.unwrap().len() == 1,
            entries.unwrap().len() == 1,
        ];
        assert!(
            parts.iter().all(|part| *part == parts[0]),
            "a part of a unit of work is visible without the rest: {parts:?}"
        );
        parts[0]
    }
}
