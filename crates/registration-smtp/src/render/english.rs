//! The English letters: which template says what, and how English counts and dates.

use super::{Frame, Parts};
use askama::Template;
use registration_core::model::{Mail, MappingRecipients, ReminderSubject, Timestamp};
use time::{Duration, OffsetDateTime, macros::format_description};

/// Declares a function that renders one kind of mail: the same facts go into its three templates.
macro_rules! letter {
    ($name:ident($($fact:ident: $type:ty),*) $subject:tt $text:tt $html:tt) => {
        fn $name<'a>(frame: &'a Frame<'a>, $($fact: $type),*) -> askama::Result<Parts> {
            // A subject rarely says everything that the letter does.
            #[allow(dead_code)]
            #[derive(Template)]
            #[template(path = $subject)]
            struct Subject<'a> { frame: &'a Frame<'a>, $($fact: $type),* }
            #[allow(dead_code)]
            #[derive(Template)]
            #[template(path = $text)]
            struct Text<'a> { frame: &'a Frame<'a>, $($fact: $type),* }
            #[allow(dead_code)]
            #[derive(Template)]
            #[template(path = $html)]
            struct Html<'a> { frame: &'a Frame<'a>, $($fact: $type),* }
            Ok(Parts {
                subject: Subject { frame, $($fact),* }.render()?,
                text: Text { frame, $($fact),* }.render()?,
                html: Html { frame, $($fact),* }.render()?,
            })
        }
    };
}

letter!(activation(customer: Option<&'a str>)
    "activation/subject.txt" "activation/body.txt" "activation/body.html");
letter!(already_registered()
    "already_registered/subject.txt" "already_registered/body.txt" "already_registered/body.html");
letter!(not_set_up()
    "not_set_up/subject.txt" "not_set_up/body.txt" "not_set_up/body.html");
letter!(invitation(customer: &'a str, message: Option<&'a str>)
    "invitation/subject.txt" "invitation/body.txt" "invitation/body.html");
letter!(access_granted(customer: &'a str)
    "access_granted/subject.txt" "access_granted/body.txt" "access_granted/body.html");
letter!(request_received(company: &'a str)
    "request_received/subject.txt" "request_received/body.txt" "request_received/body.html");
letter!(map_registration(requester: &'a str, requester_email: &'a str, company: &'a str, recipients: MappingRecipients)
    "map_registration/subject.txt" "map_registration/body.txt" "map_registration/body.html");
letter!(mapped(customer: &'a str)
    "mapped/subject.txt" "mapped/body.txt" "mapped/body.html");
letter!(declined(reason: &'a str)
    "declined/subject.txt" "declined/body.txt" "declined/body.html");
letter!(password_reset(console: bool)
    "password_reset/subject.txt" "password_reset/body.txt" "password_reset/body.html");
letter!(staff_invitation()
    "staff_invitation/subject.txt" "staff_invitation/body.txt" "staff_invitation/body.html");
letter!(project_started(project: &'a str, customer: &'a str, to_owner: bool)
    "project_started/subject.txt" "project_started/body.txt" "project_started/body.html");
letter!(project_invitation(project: &'a str, customer: &'a str)
    "project_invitation/subject.txt" "project_invitation/body.txt" "project_invitation/body.html");
letter!(reminder(about: Waiting<'a>)
    "reminder/subject.txt" "reminder/body.txt" "reminder/body.html");

/// What a reminder is about, in words.
#[derive(Clone, Copy)]
enum Waiting<'a> {
    Request { company: &'a str, since: &'a str },
    Requests,
    Owner { playbook: &'a str },
}

/// Renders a mail in English.
pub(super) fn parts(frame: &Frame<'_>, mail: &Mail) -> askama::Result<Parts> {
    match mail {
        Mail::Activation { customer, .. } => activation(frame, customer.as_deref()),
        Mail::AlreadyRegistered { .. } => already_registered(frame),
        Mail::NotSetUp { .. } => not_set_up(frame),
        Mail::Invitation {
            customer, message, ..
        } => invitation(frame, customer, message.as_deref()),
        Mail::AccessGranted { customer, .. } => access_granted(frame, customer),
        Mail::RequestReceived { company, .. } => request_received(frame, company),
        Mail::MapRegistration {
            requester,
            requester_email,
            company,
            recipients,
            ..
        } => map_registration(
            frame,
            &requester.to_string(),
            requester_email.as_str(),
            company,
            *recipients,
        ),
        Mail::Mapped { customer, .. } => mapped(frame, customer),
        Mail::Declined { reason, .. } => declined(frame, reason),
        Mail::PasswordReset { console, .. } => password_reset(frame, *console),
        Mail::StaffInvitation { .. } => staff_invitation(frame),
        Mail::ProjectStarted {
            project_name,
            customer,
            to_owner,
            ..
        } => project_started(frame, project_name, customer, *to_owner),
        Mail::ProjectInvitation {
            project_name,
            customer,
            ..
        } => project_invitation(frame, project_name, customer),
        Mail::Reminder { about, .. } => match about {
            ReminderSubject::RequestWaits { company, since, .. } => {
                let since = &moment(*since);
                reminder(frame, Waiting::Request { company, since })
            }
            ReminderSubject::RequestsArrive => reminder(frame, Waiting::Requests),
            ReminderSubject::OwnerUnavailable { playbook_name, .. } => reminder(
                frame,
                Waiting::Owner {
                    playbook: playbook_name,
                },
            ),
        },
    }
}

/// `24 hours`, `14 days`: the largest unit that says it exactly, from two days on in days.
pub(super) fn duration(duration: Duration) -> String {
    let minutes = duration.whole_minutes().max(1);
    let (count, unit) = if minutes % (24 * 60) == 0 && minutes > 24 * 60 {
        (minutes / (24 * 60), "day")
    } else if minutes % 60 == 0 {
        (minutes / 60, "hour")
    } else {
        (minutes, "minute")
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

fn moment(moment: Timestamp) -> String {
    let format =
        format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
    OffsetDateTime::from(moment)
        .format(&format)
        .unwrap_or_else(|_| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        for (minutes, words) in [
            (24 * 60, "24 hours"),
            (72 * 60, "3 days"),
            (14 * 24 * 60, "14 days"),
            (60, "1 hour"),
            (90, "90 minutes"),
            (-5, "1 minute"),
        ] {
            assert_eq!(duration(Duration::minutes(minutes)), words);
        }
    }

    #[test]
    fn a_moment_names_its_zone() {
        let noon = "2026-03-01T12:05:00Z".parse().unwrap();
        assert_eq!(moment(noon), "1 March 2026, 12:05 UTC");
    }
}
