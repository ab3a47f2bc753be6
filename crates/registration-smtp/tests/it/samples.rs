//! One mail of every kind, with texts that try to break out.

use registration_core::model::{
    ActivationCode, CustomerId, Mail, MailId, MappingRecipients, OutboxMail, PersonName,
    PlaybookId, ProjectId, RegistrationId, ReminderSubject, Secret, Timestamp,
};
use registration_smtp::{Brand, Renderer};
use time::Duration;
use uuid::Uuid;

pub(crate) const PORTAL: &str = "https://portal.example.com";
/// What somebody may type as a company, a message, a reason, a project's name.
pub(crate) const HOSTILE: &str =
    "<script>alert(1)</script> \"O'Neil\" & <img src=http://evil.example/x> {{ 7*7 }}";

pub(crate) fn renderer() -> Renderer {
    Renderer {
        brand: Brand {
            support_address: Some("help@example.com".to_owned()),
            footer: Some("12 Quayside, Bergen".to_owned()),
            ..Brand::named("Halden & Cloud")
        },
        public_url: PORTAL.parse().unwrap(),
    }
}

pub(crate) fn id() -> Uuid {
    Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001)
}

pub(crate) fn token() -> Secret {
    Secret::from_bytes([0xF7; 32])
}

fn code() -> ActivationCode {
    ActivationCode::typed("483917")
}

pub(crate) fn queued(mail: Mail) -> OutboxMail {
    let created_at: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    OutboxMail {
        id: MailId(id()),
        to: "Jonas.Weber+portal@Meridian.Example".parse().unwrap(),
        locale: None,
        mail,
        once: None,
        created_at,
        expires_at: Some(created_at.plus(Duration::hours(24))),
    }
}

/// The same mail to somebody who reads this language.
pub(crate) fn to_reader_of(tag: &str, mail: &OutboxMail) -> OutboxMail {
    OutboxMail {
        locale: Some(tag.parse().unwrap()),
        ..mail.clone()
    }
}

pub(crate) fn activation() -> OutboxMail {
    queued(Mail::Activation {
        name: person(),
        customer: Some("Meridian Foods".to_owned()),
        token: token(),
        code: code(),
    })
}

fn person() -> PersonName {
    PersonName::new("Jonas <b>", "Wébér").unwrap()
}

/// Every kind and every variation, with the path of its link.
pub(crate) fn every_mail() -> Vec<(OutboxMail, Option<String>)> {
    let (id, hostile, name) = (id(), HOSTILE.to_owned(), "Mia Map".to_owned());
    let with_token = |path: &str| Some(format!("{path}{}", token().expose()));
    let activate = || with_token("/activate/");
    let mut mails = vec![
        (activation().mail, activate()),
        (
            Mail::Activation {
                name: person(),
                customer: None,
                token: token(),
                code: code(),
            },
            activate(),
        ),
        (
            Mail::AlreadyRegistered { name: person() },
            Some("/sign-in".to_owned()),
        ),
        (
            Mail::NotSetUp {
                name: person(),
                token: token(),
                code: code(),
            },
            activate(),
        ),
        (
            Mail::Invitation {
                name: person(),
                customer: hostile.clone(),
                message: Some(format!("{HOSTILE}\nsecond line")),
                token: token(),
            },
            activate(),
        ),
        (
            Mail::Invitation {
                name: person(),
                customer: hostile.clone(),
                message: None,
                token: token(),
            },
            activate(),
        ),
        (
            Mail::AccessGranted {
                name: person(),
                customer: hostile.clone(),
                token: token(),
            },
            activate(),
        ),
        (
            Mail::RequestReceived {
                name: person(),
                company: hostile.clone(),
            },
            None,
        ),
        (
            Mail::Mapped {
                name: person(),
                customer: hostile.clone(),
                token: token(),
            },
            activate(),
        ),
        (
            Mail::Declined {
                name: person(),
                reason: format!("{HOSTILE}\n\nsecond paragraph"),
            },
            None,
        ),
        (
            Mail::PasswordReset {
                name: name.clone(),
                token: token(),
                console: false,
            },
            with_token("/reset-password/"),
        ),
        (
            Mail::PasswordReset {
                name: name.clone(),
                token: token(),
                console: true,
            },
            with_token("/admin/reset-password/"),
        ),
        (
            Mail::StaffInvitation {
                name: name.clone(),
                token: token(),
            },
            with_token("/admin/activate/"),
        ),
        (
            Mail::ProjectInvitation {
                name: person(),
                project: ProjectId(id),
                project_name: hostile.clone(),
                customer: hostile.clone(),
            },
            Some(format!("/projects/{id}")),
        ),
        (
            Mail::Reminder {
                name: name.clone(),
                about: ReminderSubject::RequestWaits {
                    request: RegistrationId(id),
                    company: hostile.clone(),
                    since: "2026-02-01T08:05:00Z".parse().unwrap(),
                },
            },
            Some(format!("/admin/requests/{id}")),
        ),
        (
            Mail::Reminder {
                name: name.clone(),
                about: ReminderSubject::RequestsArrive,
            },
            Some("/admin/requests".to_owned()),
        ),
        (
            Mail::Reminder {
                name: name.clone(),
                about: ReminderSubject::OwnerUnavailable {
                    playbook: PlaybookId(id),
                    playbook_name: hostile.clone(),
                    customer: CustomerId(id),
                },
            },
            Some(format!("/admin/playbooks/{id}")),
        ),
    ];
    mails.extend(MappingRecipients::ALL.iter().map(|recipients| {
        (
            map_registration(*recipients),
            Some(format!("/admin/requests/{id}")),
        )
    }));
    mails.extend([true, false].map(|to_owner| {
        let path = if to_owner {
            "/admin/projects"
        } else {
            "/projects"
        };
        let mail = Mail::ProjectStarted {
            name: name.clone(),
            project: ProjectId(id),
            project_name: hostile.clone(),
            customer: hostile.clone(),
            to_owner,
        };
        (mail, Some(format!("{path}/{id}")))
    }));
    mails
        .into_iter()
        .map(|(mail, path)| (queued(mail), path))
        .collect()
}

pub(crate) fn map_registration(recipients: MappingRecipients) -> Mail {
    Mail::MapRegistration {
        name: "Mia Map".to_owned(),
        request: RegistrationId(id()),
        requester: person(),
        requester_email: "jonas@meridian.example".parse().unwrap(),
        company: HOSTILE.to_owned(),
        recipients,
    }
}
