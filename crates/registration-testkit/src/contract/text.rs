//! Text survives: every script, emoji, quotes, what other languages give a meaning to, and length.

use super::{Subject, list::ALL, outbox::queue, scene::Scene};
use crate::fixtures::minute;
use registration_core::{
    model::{
        Contact, Customer, InviteLink, Mail, Origin, Registration, RegistrationState,
        RequestDetails, Staff, Step,
    },
    ports::OutboxFilter,
};

/// Texts that a store could take for something else, each to be kept byte by byte.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " leading and trailing ",
        "O'Brien \"quoted\" `ticked`",
        "'; DROP TABLE customers; --",
        "$1 ? :name @p {0} %s \\n \\\\ \\u0041 \\x41",
        "line\nfeed\r\nand\ttab",
        "Zoë (composed) Zoe\u{308} (combined)",
        "ﬁ Ⅳ Å Å ſ ß ẞ İ ı",
        "日本語 한국어 العربية עברית हिन्दी ไทย",
        "👩\u{200D}👩\u{200D}👧 🏳\u{FE0F}\u{200D}🌈 🎉 \u{10FFFD}",
        "{\"json\": [null, true]}",
        "NULL",
        "=1+1",
        "<script>alert(1)</script> &amp;",
        "0x41 1e5 007 -0 9223372036854775808",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("ä🎉\"".repeat(20_000));
    texts
}

/// What staff and visitors write about customers, contacts, links, staff and playbooks is kept byte by byte.
pub async fn text_survives_in_every_aggregate(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    for text in texts() {
        let some = || Some(text.clone());
        let customer = Customer {
            name: text.clone(),
            reference: some(),
            ..make.customer()
        };
        let link = InviteLink {
            label: text.clone(),
            ..make.invite_link(&customer)
        };
        let contact = Contact {
            phone: some(),
            job_title: some(),
            ..make.contact(&customer)
        };
        let staff = Staff {
            name: text.clone(),
            ..make.staff([])
        };
        let mut playbook = make.self_service_playbook(scene.staff.id);
        playbook.name.clone_from(&text);
        playbook.self_service.customer_facing_name = some();
        playbook.self_service.customer_facing_description = some();
        playbook.steps = vec![Step {
            title: text.clone(),
            ..playbook.steps[0].clone()
        }];
        let mut project = make.project(&customer, &playbook, &staff, &contact);
        project.name.clone_from(&text);
        project.form_token = some();
        subject
            .write(async |work| {
                work.customers().insert(&customer).await?;
                work.invite_links().insert(&link).await?;
                work.contacts().insert(&contact).await?;
                work.staff().insert(&staff).await?;
                work.playbooks().insert(&playbook).await?;
                work.projects().insert(&project).await
            })
            .await;
        let directory = &subject.directory;
        macro_rules! is_kept {
            ($($find:ident $value:ident),*) => { $(
                let found = directory.$find($value.id).await.unwrap().expect("it is there");
                assert!(found.value == $value, "{} with {text:.80?}", stringify!($find));
            )* };
        }
        is_kept!(
            customer customer, invite_link link, contact contact, staff_member staff,
            playbook playbook, project project
        );
    }
}

/// What visitors write into a request, and staff into an invitation or a refusal, is kept byte by byte.
pub async fn text_survives_in_a_registration(subject: &Subject) {
    let make = &subject.make;
    for text in texts() {
        let request = Registration {
            origin: Origin::Request(RequestDetails {
                company: text.clone(),
                phone: Some(text.clone()),
                message: Some(text.clone()),
                address_proven: false,
                notified: Vec::new(),
            }),
            state: RegistrationState::Declined {
                at: minute(1),
                by: registration_core::model::ActorRef::System,
                reason: text.clone(),
            },
            ..make.registration()
        };
        let invitation = Registration {
            origin: Origin::Invitation {
                message: Some(text.clone()),
            },
            ..make.registration()
        };
        for registration in [request, invitation] {
            subject
                .write(async |work| work.registrations().insert(&registration).await)
                .await;
            let found = subject.directory.registration(registration.id).await;
            let found = found.unwrap().expect("it is there");
            assert!(found.value == registration, "{text:.80?}");
        }
    }
}

/// What stands in a mail, and why it was not sent, is kept byte by byte.
pub async fn text_survives_in_a_mail(subject: &Subject) {
    for text in texts() {
        let content = Mail::Declined {
            name: crate::fixtures::name("Zoë", "O'Brien"),
            reason: text.clone(),
        };
        let mail = subject.make.outbox_mail(&subject.make.email(), content);
        queue(subject, &[&mail]).await;
        let filter = OutboxFilter {
            to: Some(mail.to.clone()),
            ..OutboxFilter::default()
        };
        let listed = subject.directory.mails(&filter, ALL).await.unwrap();
        match listed[0].mail.as_ref().expect("it is not wiped") {
            Mail::Declined { reason, .. } => assert!(*reason == text, "{text:.80?}"),
            other => panic!("another mail: {other:?}"),
        }
    }
}
