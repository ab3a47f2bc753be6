//! What holds of invitations, whoever is invited and whoever else tries.

use crate::office::{Office, conflict};
use proptest::prelude::*;
use registration_core::{
    model::{EmailAddress, MailKind},
    policy::admission::Refusal,
    usecase::Conflict,
};
use registration_testkit::strategies::address::{address_on, email_address};

/// Colleagues, so that nothing but the whole address tells two people apart; now and then strangers.
fn address() -> impl Strategy<Value = EmailAddress> {
    prop_oneof![3 => address_on(&["acme.com", "eu.acme.com"]), 1 => email_address()]
}

fn wait<T>(story: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime starts").block_on(story)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_invitation_admits_its_own_address_and_no_other(invited in address(), other in address()) {
        prop_assume!(invited != other);
        wait(async {
            let office = Office::new();
            let acme = office.customer("Acme").await;
            office.invite(&acme, invited.as_str()).await.unwrap();

            office.submit(other.as_str()).await;
            let letter = office.letter(other.as_str()).await;
            assert_eq!(letter.kind, MailKind::NotSetUp, "the other address is told nothing");
            let refused = conflict(office.activate(letter.token()).await);
            assert_eq!(refused, Conflict::NotAdmitted(Refusal::DomainNotPermitted));

            let letter = office.letter(invited.as_str()).await;
            let seen = office.inspect(&letter.token()).await.unwrap();
            assert_eq!(seen.email, invited);
            let activated = office.activate(letter.token()).await.unwrap();
            assert_eq!(activated.customer.id, acme.id);
            assert_eq!(office.contact_of(&acme, invited.as_str()).await.access.account(), Some(activated.account));
            assert!(!office.has_account(other.as_str()).await);
        });
    }
}
