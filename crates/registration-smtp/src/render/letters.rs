//! Which template says what: the facts of each kind of mail, and where its words are in each language.

use super::{Frame, Parts, language::Language};
use askama::Template;
use registration_core::model::{Mail, MappingRecipients, ReminderSubject};

/// Declares a function that renders one kind of mail: the same facts go into its three templates, in each language.
macro_rules! letter {
    ($name:ident($($fact:ident: $type:ty),*) $languages:tt) => {
        fn $name<'a>(frame: &'a Frame<'a>, $($fact: $type),*) -> askama::Result<Parts> {
            in_language!(frame ($($fact: $type),*) $languages)
        }
    };
}

/// The templates of the reader's language; a language without them does not compile.
macro_rules! in_language {
    ($frame:ident $facts:tt {$($language:ident $subject:tt $text:tt $html:tt)+}) => {
        match $frame.language {
            $(Language::$language => parts!($frame $facts $subject $text $html),)+
        }
    };
}

/// Renders subject, text and HTML from the same facts.
macro_rules! parts {
    ($frame:ident ($($fact:ident: $type:ty),*) $subject:tt $text:tt $html:tt) => {{
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
            subject: Subject { frame: $frame, $($fact),* }.render()?,
            text: Text { frame: $frame, $($fact),* }.render()?,
            html: Html { frame: $frame, $($fact),* }.render()?,
        })
    }};
}

letter!(activation(customer: Option<&'a str>) {
    English "en/activation/subject.txt" "en/activation/body.txt" "en/activation/body.html"
    German "de/activation/subject.txt" "de/activation/body.txt" "de/activation/body.html"
});
letter!(already_registered() {
    English "en/already_registered/subject.txt" "en/already_registered/body.txt" "en/already_registered/body.html"
    German "de/already_registered/subject.txt" "de/already_registered/body.txt" "de/already_registered/body.html"
});
letter!(not_set_up() {
    English "en/not_set_up/subject.txt" "en/not_set_up/body.txt" "en/not_set_up/body.html"
    German "de/not_set_up/subject.txt" "de/not_set_up/body.txt" "de/not_set_up/body.html"
});
letter!(invitation(customer: &'a str, message: Option<&'a str>) {
    English "en/invitation/subject.txt" "en/invitation/body.txt" "en/invitation/body.html"
    German "de/invitation/subject.txt" "de/invitation/body.txt" "de/invitation/body.html"
});
letter!(access_granted(customer: &'a str) {
    English "en/access_granted/subject.txt" "en/access_granted/body.txt" "en/access_granted/body.html"
    German "de/access_granted/subject.txt" "de/access_granted/body.txt" "de/access_granted/body.html"
});
letter!(request_received(company: &'a str) {
    English "en/request_received/subject.txt" "en/request_received/body.txt" "en/request_received/body.html"
    German "de/request_received/subject.txt" "de/request_received/body.txt" "de/request_received/body.html"
});
letter!(map_registration(requester: &'a str, requester_email: &'a str, company: &'a str, recipients: MappingRecipients) {
    English "en/map_registration/subject.txt" "en/map_registration/body.txt" "en/map_registration/body.html"
    German "de/map_registration/subject.txt" "de/map_registration/body.txt" "de/map_registration/body.html"
});
letter!(mapped(customer: &'a str) {
    English "en/mapped/subject.txt" "en/mapped/body.txt" "en/mapped/body.html"
    German "de/mapped/subject.txt" "de/mapped/body.txt" "de/mapped/body.html"
});
letter!(declined(reason: &'a str) {
    English "en/declined/subject.txt" "en/declined/body.txt" "en/declined/body.html"
    German "de/declined/subject.txt" "de/declined/body.txt" "de/declined/body.html"
});
letter!(password_reset(console: bool) {
    English "en/password_reset/subject.txt" "en/password_reset/body.txt" "en/password_reset/body.html"
    German "de/password_reset/subject.txt" "de/password_reset/body.txt" "de/password_reset/body.html"
});
letter!(staff_invitation() {
    English "en/staff_invitation/subject.txt" "en/staff_invitation/body.txt" "en/staff_invitation/body.html"
    German "de/staff_invitation/subject.txt" "de/staff_invitation/body.txt" "de/staff_invitation/body.html"
});
letter!(project_started(project: &'a str, customer: &'a str, to_owner: bool) {
    English "en/project_started/subject.txt" "en/project_started/body.txt" "en/project_started/body.html"
    German "de/project_started/subject.txt" "de/project_started/body.txt" "de/project_started/body.html"
});
letter!(project_invitation(project: &'a str, customer: &'a str) {
    English "en/project_invitation/subject.txt" "en/project_invitation/body.txt" "en/project_invitation/body.html"
    German "de/project_invitation/subject.txt" "de/project_invitation/body.txt" "de/project_invitation/body.html"
});
letter!(reminder(about: Waiting<'a>) {
    English "en/reminder/subject.txt" "en/reminder/body.txt" "en/reminder/body.html"
    German "de/reminder/subject.txt" "de/reminder/body.txt" "de/reminder/body.html"
});

/// What a reminder is about, in words.
#[derive(Clone, Copy)]
enum Waiting<'a> {
    Request { company: &'a str, since: &'a str },
    Requests,
    Owner { playbook: &'a str },
}

/// Renders a mail in the language of `frame`.
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
                let since = &frame.language.moment(*since);
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
