//! The laws of mailers hold for the kit's own mailer and for a sound one, and catch mailers that break them.

mod provider;

use provider::{Flaw, Provider};
use registration_testkit::{
    doubles::{Outcome, RecordingMailer},
    mailer_contract,
    mailer_contract::{CannotStage, LAWS, MailerSubject, Peer},
};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

mod recording {
    //! The mailer that use cases are tested with.

    use super::*;

    mailer_contract!(
        async |peer| {
            let outcome = match peer {
                Peer::Takes => Outcome::Delivered,
                Peer::RefusesTheRecipient => Outcome::Permanent,
                Peer::PutsOff => Outcome::Transient,
                Peer::DropsAfterTheData => Outcome::UnknownButTaken,
                _ => return Err(CannotStage("it talks to nobody and renders nothing")),
            };
            let mailer = Arc::new(RecordingMailer::always(outcome));
            Ok(MailerSubject::new(mailer.clone(), mailer))
        },
        except [Peer::Shows, Peer::IsUnreachable, Peer::SaysNothing, Peer::QuotesTheMail]
    );
}

mod without_a_flaw {
    //! A mailer as an embedder writes one, over a provider's API: every peer can be staged.

    use super::*;

    mailer_contract!(async |peer| Ok(subject(peer, Flaw::Nothing)));
}

fn subject(peer: Peer, flaw: Flaw) -> MailerSubject {
    let mailer = Arc::new(Provider::new(peer, flaw));
    MailerSubject::new(mailer.clone(), mailer).with_secrets([provider::API_KEY])
}

/// Each flaw, and the laws that have to see it.
const CASES: &[(Flaw, &[&str])] = &[
    (
        Flaw::SendsTwice,
        &[
            "arrival::a_mail_arrives_once",
            "arrival::every_kind_of_mail_is_sent",
        ],
    ),
    (Flaw::CopiesTheSender, &["arrival::a_mail_arrives_once"]),
    (
        Flaw::IsAnotherMailEachTime,
        &["arrival::a_second_sending_is_recognisable"],
    ),
    (
        Flaw::KnowsMailsByTheirWords,
        &["arrival::a_second_sending_is_recognisable"],
    ),
    (
        Flaw::LeavesRemindersOut,
        &["arrival::every_kind_of_mail_is_sent"],
    ),
    (
        Flaw::TakesTagsAway,
        &["arrival::the_recipient_is_the_stored_address_byte_for_byte"],
    ),
    (
        Flaw::SendsToWhoeverCameLast,
        &["arrival::a_crowd_of_mails_reaches_everybody"],
    ),
    (
        Flaw::CannotDateTheOld,
        &["arrival::a_mail_of_any_age_is_sent"],
    ),
    (
        Flaw::RefusesLineBreaks,
        &["arrival::what_people_typed_never_stops_a_mail"],
    ),
    (
        Flaw::HasNoHtml,
        &["reading::every_mail_has_a_subject_a_text_and_an_html_part"],
    ),
    (
        Flaw::HasNoText,
        &["reading::every_mail_has_a_subject_a_text_and_an_html_part"],
    ),
    (
        Flaw::ForgetsTheCodeInText,
        &["reading::the_secret_of_a_mail_can_be_read_in_both_parts"],
    ),
    (
        Flaw::PutsTheCodeIntoTheSubject,
        &["reading::the_secret_of_a_mail_can_be_read_in_both_parts"],
    ),
    (
        Flaw::EscapesNothing,
        &["reading::what_people_typed_is_no_html"],
    ),
    (
        Flaw::BreaksHeaders,
        &["reading::what_people_typed_never_becomes_a_header"],
    ),
    (
        Flaw::TurnsSubjectsRound,
        &["reading::what_people_typed_never_becomes_a_header"],
    ),
    (
        Flaw::NeedsAKnownLanguage,
        &["reading::an_unknown_language_is_no_reason_to_stay_silent"],
    ),
    (
        Flaw::NeverGivesUp,
        &[
            "failure::a_refused_recipient_is_permanent",
            "failure::a_refusal_that_quotes_the_mail_tells_no_secret",
        ],
    ),
    (
        Flaw::AlwaysGivesUp,
        &[
            "failure::a_recipient_that_is_put_off_is_transient",
            "failure::an_unreachable_peer_is_transient",
            "failure::a_silent_peer_is_left_in_time_and_transient",
            "failure::a_drop_after_the_data_is_unknown",
        ],
    ),
    (
        Flaw::NeverKnows,
        &[
            "failure::an_unreachable_peer_is_transient",
            "failure::a_silent_peer_is_left_in_time_and_transient",
        ],
    ),
    (
        Flaw::SaysSentWhenItIsNot,
        &[
            "failure::an_unreachable_peer_is_transient",
            "failure::a_recipient_that_is_put_off_is_transient",
        ],
    ),
    (
        Flaw::SendsAgainAfterADrop,
        &["failure::a_drop_after_the_data_is_unknown"],
    ),
    (
        Flaw::WaitsForEver,
        &["failure::a_silent_peer_is_left_in_time_and_transient"],
    ),
    (
        Flaw::TellsTheToken,
        &["failure::a_refusal_that_quotes_the_mail_tells_no_secret"],
    ),
    (
        Flaw::TellsTheCodeInGroups,
        &["failure::a_refusal_that_quotes_the_mail_tells_no_secret"],
    ),
    (
        Flaw::TellsItsKey,
        &["failure::an_unreachable_peer_is_transient"],
    ),
    (
        Flaw::TellsItsKeyInTheCause,
        &["failure::an_unreachable_peer_is_transient"],
    ),
];

/// Whether the law holds for a mailer with the flaw. What hangs does not.
fn holds(law: &str, flaw: Flaw) -> bool {
    let (peer, law) = LAWS
        .iter()
        .find(|(_, it)| it.name() == law)
        .expect("it is a law");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts");
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let subject = subject(*peer, flaw);
            tokio::time::timeout(Duration::from_secs(2), law.run(&subject)).await
        })
    }));
    runtime.shutdown_background();
    matches!(outcome, Ok(Ok(())))
}

/// A law without a mailer that it fails on proves nothing, and a flaw that its laws do not see is none.
#[test]
fn every_law_catches_the_mailers_that_break_it() {
    let mut survivors = Vec::new();
    let mut caught = BTreeSet::new();
    for (flaw, laws) in CASES {
        for law in *laws {
            caught.insert(*law);
            if holds(law, *flaw) {
                survivors.push(format!("{flaw:?} survives {law}"));
            }
        }
    }
    assert!(survivors.is_empty(), "{survivors:#?}");
    let all: BTreeSet<&str> = LAWS.iter().map(|(_, law)| law.name()).collect();
    assert_eq!(caught, all, "each law is broken by some mailer");
}

/// A law that nobody runs proves nothing.
#[test]
fn every_law_of_mailers_is_in_the_macro() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mailer_contract");
    let mut laws = BTreeSet::new();
    for file in std::fs::read_dir(folder).expect("the laws") {
        let path = file.expect("a file").path();
        let module = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name")
            .to_owned();
        for line in std::fs::read_to_string(&path)
            .expect("a source file")
            .lines()
        {
            let law = line.strip_prefix("pub async fn ");
            if let Some((law, _)) = law.and_then(|line| line.split_once('(')) {
                laws.insert(format!("{module}::{law}"));
            }
        }
    }
    let listed: BTreeSet<String> = LAWS.iter().map(|(_, law)| law.name().to_owned()).collect();
    assert_eq!(laws, listed);
}
