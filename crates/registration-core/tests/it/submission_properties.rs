//! What holds of the mail that answers a form.

use crate::office::email;
use proptest::prelude::*;
use registration_core::policy::{
    admission::{Candidate, Door, Facts, Standing, decide},
    submission::{Reply, reply},
};
use registration_testkit::fixtures::{Fixtures, start};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_mail_says_what_the_person_can_do_next(
        permitted in any::<bool>(), is_staff in any::<bool>(), is_decided in any::<bool>(), has_account in any::<bool>(),
        standing in prop::sample::select(vec![Standing::Open, Standing::Member, Standing::Suspended]),
    ) {
        let make = Fixtures::default();
        let customer = make.customer_permitting(if permitted { &["acme.com"] } else { &["beta.org"] });
        let candidates = [Candidate { customer: &customer, standing }];
        let facts = Facts { candidates: &candidates, is_staff };
        let decision = decide(&email("ann@acme.com"), Door::PortalForm, facts, start());
        let gains = permitted && standing == Standing::Open;
        let expected = if is_staff {
            Reply::AlreadyRegistered
        } else if is_decided {
            Reply::SendDecisionAgain
        } else if gains {
            Reply::Activate
        } else if has_account {
            Reply::AlreadyRegistered
        } else {
            Reply::NotSetUp
        };
        prop_assert_eq!(reply(&decision, is_decided, has_account), expected);
    }
}
