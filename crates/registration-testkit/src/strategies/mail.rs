//! Mails of every kind.

use super::{
    address::email_address,
    id,
    text::{line, locale, paragraph, person_name},
    timestamp,
};
use crate::fixtures::start;
use proptest::prelude::*;
use registration_core::model::{
    ActivationCode, Mail, MappingRecipients, OutboxMail, ReminderSubject, Secret,
};

/// A secret of 256 bits.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::mail::secret;
///
/// proptest!(|(secret in secret())| prop_assert_eq!(secret.expose().len(), 43));
/// ```
pub fn secret() -> impl Strategy<Value = Secret> + Clone {
    any::<[u8; 32]>().prop_map(Secret::from_bytes)
}

/// Six digits.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::mail::activation_code;
///
/// proptest!(|(code in activation_code())| prop_assert_eq!(code.expose().len(), 6));
/// ```
pub fn activation_code() -> impl Strategy<Value = ActivationCode> + Clone {
    any::<[u8; 8]>().prop_map(ActivationCode::from_bytes)
}

fn to_visitors() -> impl Strategy<Value = Mail> + Clone {
    prop_oneof![
        person_name().prop_map(|name| Mail::AlreadyRegistered { name }),
        (
            person_name(),
            prop::option::of(line()),
            secret(),
            activation_code()
        )
            .prop_map(|(name, customer, token, code)| Mail::Activation {
                name,
                customer,
                token,
                code
            }),
        (person_name(), secret(), activation_code())
            .prop_map(|(name, token, code)| Mail::NotSetUp { name, token, code }),
        (person_name(), line()).prop_map(|(name, company)| Mail::RequestReceived { name, company }),
        (person_name(), paragraph()).prop_map(|(name, reason)| Mail::Declined { name, reason }),
    ]
}

fn to_people_whom_staff_chose() -> impl Strategy<Value = Mail> + Clone {
    prop_oneof![
        (
            person_name(),
            line(),
            prop::option::of(paragraph()),
            secret()
        )
            .prop_map(|(name, customer, message, token)| Mail::Invitation {
                name,
                customer,
                message,
                token
            }),
        (person_name(), line(), secret()).prop_map(|(name, customer, token)| Mail::AccessGranted {
            name,
            customer,
            token
        }),
        (person_name(), line(), secret()).prop_map(|(name, customer, token)| Mail::Mapped {
            name,
            customer,
            token
        }),
        (line(), secret(), any::<bool>()).prop_map(|(name, token, console)| Mail::PasswordReset {
            name,
            token,
            console
        }),
    ]
}

fn about_projects() -> impl Strategy<Value = Mail> + Clone {
    prop_oneof![
        (line(), id(), line(), line(), any::<bool>()).prop_map(
            |(name, project, project_name, customer, to_owner)| {
                Mail::ProjectStarted {
                    name,
                    project,
                    project_name,
                    customer,
                    to_owner,
                }
            }
        ),
        (person_name(), id(), line(), line()).prop_map(
            |(name, project, project_name, customer)| {
                Mail::ProjectInvitation {
                    name,
                    project,
                    project_name,
                    customer,
                }
            }
        ),
    ]
}

fn to_staff() -> impl Strategy<Value = Mail> + Clone {
    let about = prop_oneof![
        (id(), line(), timestamp()).prop_map(|(request, company, since)| {
            ReminderSubject::RequestWaits {
                request,
                company,
                since,
            }
        }),
        Just(ReminderSubject::RequestsArrive),
        (id(), line(), id()).prop_map(|(playbook, playbook_name, customer)| {
            ReminderSubject::OwnerUnavailable {
                playbook,
                playbook_name,
                customer,
            }
        }),
    ];
    let requester = (person_name(), email_address(), line());
    prop_oneof![
        (line(), secret()).prop_map(|(name, token)| Mail::StaffInvitation { name, token }),
        (line(), about).prop_map(|(name, about)| Mail::Reminder { name, about }),
        (
            line(),
            id(),
            requester,
            prop::sample::select(MappingRecipients::ALL)
        )
            .prop_map(
                |(name, request, (requester, requester_email, company), recipients)| {
                    Mail::MapRegistration {
                        name,
                        request,
                        requester,
                        requester_email,
                        company,
                        recipients,
                    }
                },
            ),
    ]
}

/// A mail of any kind; shrinks to one that has only a name in it.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::Mail;
/// use registration_testkit::strategies::mail::mail;
///
/// proptest!(|(mail in mail())| {
///     let json = serde_json::to_string(&mail).unwrap();
///     prop_assert_eq!(serde_json::from_str::<Mail>(&json).unwrap().kind(), mail.kind());
/// });
/// ```
pub fn mail() -> impl Strategy<Value = Mail> + Clone {
    prop_oneof![5 => to_visitors(), 4 => to_people_whom_staff_chose(), 2 => about_projects(), 3 => to_staff()]
}

/// A mail of any kind that is queued.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::mail::outbox_mail;
///
/// proptest!(|(queued in outbox_mail())| {
///     prop_assert!(queued.mail.token().is_none() || queued.expires_at.is_some(), "a dead link is not worth a mail");
/// });
/// ```
pub fn outbox_mail() -> impl Strategy<Value = OutboxMail> + Clone {
    let once = prop_oneof![4 => Just(None), 1 => "[a-z]{1,8}:[0-9]{1,4}".prop_map(Some)];
    let hours = 1..400_i64;
    (id(), email_address(), locale(), mail(), once, hours).prop_map(
        |(id, to, locale, mail, once, hours)| OutboxMail {
            id,
            to,
            locale,
            expires_at: mail
                .token()
                .map(|_| start().plus(time::Duration::hours(hours))),
            mail,
            once,
            created_at: start(),
        },
    )
}
