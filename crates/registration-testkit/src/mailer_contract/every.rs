//! Which laws of mailers there are, and the peer that each needs: the one list.

/// Makes one `#[test]` of every law of the contract of mailers, or [`LAWS`](super::LAWS).
#[doc(hidden)]
#[macro_export]
macro_rules! mailer_laws {
    ($form:ident $with:tt) => {
        $crate::laws_by_peer! { $form $with
            arrival {
                a_mail_arrives_once needs Takes,
                a_second_sending_is_recognisable needs Takes,
                every_kind_of_mail_is_sent needs Takes,
                the_recipient_is_the_stored_address_byte_for_byte needs Takes,
                a_crowd_of_mails_reaches_everybody needs Takes,
                a_mail_of_any_age_is_sent needs Takes,
                what_people_typed_never_stops_a_mail needs Takes,
            }
            reading {
                every_mail_has_a_subject_a_text_and_an_html_part needs Shows,
                the_secret_of_a_mail_can_be_read_in_both_parts needs Shows,
                what_people_typed_is_no_html needs Shows,
                what_people_typed_never_becomes_a_header needs Shows,
                an_unknown_language_is_no_reason_to_stay_silent needs Shows,
            }
            failure {
                a_refused_recipient_is_permanent needs RefusesTheRecipient,
                a_recipient_that_is_put_off_is_transient needs PutsOff,
                an_unreachable_peer_is_transient needs IsUnreachable,
                a_silent_peer_is_left_in_time_and_transient needs SaysNothing,
                a_drop_after_the_data_is_unknown needs DropsAfterTheData,
                a_refusal_that_quotes_the_mail_tells_no_secret needs QuotesTheMail,
            }
        }
    };
}

/// Tests or a list of the laws that are named, each with its peer.
#[doc(hidden)]
#[macro_export]
macro_rules! laws_by_peer {
    (tests ($factory:expr, $except:expr) $($module:ident { $($law:ident needs $peer:ident,)* })*) => { $($(
        #[test]
        fn $law() {
            $crate::mailer_contract::prove(
                $crate::mailer_contract::Peer::$peer,
                &$except,
                $factory,
                $crate::mailer_contract::$module::$law,
            );
        }
    )*)* };
    (list () $($module:ident { $($law:ident needs $peer:ident,)* })*) => {
        &[$($(
            (
                $crate::mailer_contract::Peer::$peer,
                $crate::Law::new(
                    concat!(stringify!($module), "::", stringify!($law)),
                    |subject| Box::pin($crate::mailer_contract::$module::$law(subject)),
                ),
            ),
        )*)*]
    };
}
