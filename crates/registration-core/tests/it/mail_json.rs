//! The JSON of every mail is pinned: what an older release queued, a newer one has to send.

use registration_core::model::{
    ActivationCode, Mail, MailKind, MappingRecipients, PersonName, ReminderSubject, Secret,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn id<T: From<Uuid>>() -> T {
    ID.parse::<Uuid>().unwrap().into()
}

fn ann() -> PersonName {
    PersonName::new("Ann", "Lee").unwrap()
}

fn token() -> Secret {
    Secret::presented("s3cret")
}

fn code() -> ActivationCode {
    ActivationCode::typed("012345")
}

/// Mails to proven or claimed addresses.
fn to_people() -> Vec<(Mail, Value)> {
    let name = json!({"first": "Ann", "last": "Lee"});
    let customer = "Acme".to_owned();
    vec![
        (
            Mail::Activation {
                name: ann(),
                customer: Some(customer.clone()),
                token: token(),
                code: code(),
            },
            json!({"kind": "activation", "name": name, "customer": "Acme", "token": "s3cret", "code": "012345"}),
        ),
        (
            Mail::Activation {
                name: ann(),
                customer: None,
                token: token(),
                code: code(),
            },
            json!({"kind": "activation", "name": name, "customer": null, "token": "s3cret", "code": "012345"}),
        ),
        (
            Mail::AlreadyRegistered { name: ann() },
            json!({"kind": "already_registered", "name": name}),
        ),
        (
            Mail::NotSetUp {
                name: ann(),
                token: token(),
                code: code(),
            },
            json!({"kind": "not_set_up", "name": name, "token": "s3cret", "code": "012345"}),
        ),
        (
            Mail::Invitation {
                name: ann(),
                customer: customer.clone(),
                message: Some("Welcome.".to_owned()),
                token: token(),
            },
            json!({"kind": "invitation", "name": name, "customer": "Acme", "message": "Welcome.", "token": "s3cret"}),
        ),
        (
            Mail::Invitation {
                name: ann(),
                customer: customer.clone(),
                message: None,
                token: token(),
            },
            json!({"kind": "invitation", "name": name, "customer": "Acme", "message": null, "token": "s3cret"}),
        ),
        (
            Mail::AccessGranted {
                name: ann(),
                customer: customer.clone(),
                token: token(),
            },
            json!({"kind": "access_granted", "name": name, "customer": "Acme", "token": "s3cret"}),
        ),
        (
            Mail::RequestReceived {
                name: ann(),
                company: "Acme".to_owned(),
            },
            json!({"kind": "request_received", "name": name, "company": "Acme"}),
        ),
        (
            Mail::Mapped {
                name: ann(),
                customer: customer.clone(),
                token: token(),
            },
            json!({"kind": "mapped", "name": name, "customer": "Acme", "token": "s3cret"}),
        ),
        (
            Mail::Declined {
                name: ann(),
                reason: "Unknown.".to_owned(),
            },
            json!({"kind": "declined", "name": name, "reason": "Unknown."}),
        ),
        (
            Mail::ProjectInvitation {
                name: ann(),
                project: id(),
                project_name: "Onboarding".to_owned(),
                customer,
            },
            json!({"kind": "project_invitation", "name": name, "project": ID, "project_name": "Onboarding", "customer": "Acme"}),
        ),
    ]
}

/// Mails that staff get too.
fn to_staff() -> Vec<(Mail, Value)> {
    let sam = || "Sam Field".to_owned();
    let recipients = [
        (MappingRecipients::OnDuty, "on_duty"),
        (MappingRecipients::OffDuty, "off_duty"),
        (MappingRecipients::Administrators, "administrators"),
    ];
    assert_eq!(recipients.len(), MappingRecipients::ALL.len());
    let mut mails: Vec<(Mail, Value)> = Vec::new();
    for (recipients, code) in recipients {
        mails.push((
            Mail::MapRegistration {
                name: sam(),
                request: id(),
                requester: ann(),
                requester_email: "ann@acme.example".parse().unwrap(),
                company: "Acme".to_owned(),
                recipients,
            },
            json!({
                "kind": "map_registration", "name": "Sam Field", "request": ID,
                "requester": {"first": "Ann", "last": "Lee"}, "requester_email": "ann@acme.example",
                "company": "Acme", "recipients": code,
            }),
        ));
    }
    for flag in [false, true] {
        mails.push((
            Mail::PasswordReset {
                name: sam(),
                token: token(),
                console: flag,
            },
            json!({"kind": "password_reset", "name": "Sam Field", "token": "s3cret", "console": flag}),
        ));
        mails.push((
            Mail::ProjectStarted {
                name: sam(),
                project: id(),
                project_name: "Onboarding".to_owned(),
                customer: "Acme".to_owned(),
                to_owner: flag,
            },
            json!({
                "kind": "project_started", "name": "Sam Field", "project": ID,
                "project_name": "Onboarding", "customer": "Acme", "to_owner": flag,
            }),
        ));
    }
    mails.push((
        Mail::StaffInvitation {
            name: sam(),
            token: token(),
        },
        json!({"kind": "staff_invitation", "name": "Sam Field", "token": "s3cret"}),
    ));
    mails.push((
        Mail::Reminder {
            name: sam(),
            about: ReminderSubject::RequestWaits {
                request: id(),
                company: "Acme".to_owned(),
                since: "2026-03-02T09:00:00.000001Z".parse().unwrap(),
            },
        },
        json!({"kind": "reminder", "name": "Sam Field", "about": {
            "subject": "request_waits", "request": ID, "company": "Acme",
            "since": "2026-03-02T09:00:00.000001Z",
        }}),
    ));
    mails.push((
        Mail::Reminder {
            name: sam(),
            about: ReminderSubject::OwnerUnavailable {
                playbook: id(),
                playbook_name: "Onboarding".to_owned(),
                customer: id(),
            },
        },
        json!({"kind": "reminder", "name": "Sam Field", "about": {
            "subject": "owner_unavailable", "playbook": ID, "playbook_name": "Onboarding",
            "customer": ID,
        }}),
    ));
    mails
}

fn mails() -> Vec<(Mail, Value)> {
    to_people().into_iter().chain(to_staff()).collect()
}

#[test]
fn a_mail_is_stored_as_this_json_for_ever() {
    for (mail, pinned) in mails() {
        assert_eq!(serde_json::to_value(&mail).unwrap(), pinned);
        assert_eq!(
            pinned["kind"],
            mail.kind().code(),
            "the tag is the kind's code"
        );
    }
}

#[test]
fn a_mail_that_was_stored_can_be_read() {
    for (mail, pinned) in mails() {
        let read: Mail = serde_json::from_value(pinned.clone()).unwrap();
        assert_eq!(read.kind(), mail.kind());
        assert_eq!(serde_json::to_value(&read).unwrap(), pinned);
    }
}

#[test]
fn every_kind_of_mail_is_pinned() {
    let pinned: BTreeSet<MailKind> = mails().iter().map(|(mail, _)| mail.kind()).collect();
    assert!(MailKind::ALL.iter().all(|kind| pinned.contains(kind)));
}
