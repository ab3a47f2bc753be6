//! Invite links, live and dead in every way.

use super::{id, text, timestamp};
use crate::fixtures::start;
use proptest::prelude::*;
use registration_core::model::{CustomerId, InviteLink, LinkCode, RetiredCode, Secret};
use std::num::NonZeroU32;

/// A code as unguessable as a token.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::link::link_code;
///
/// proptest!(|(code in link_code())| prop_assert_eq!(code.0.len(), 43));
/// ```
pub fn link_code() -> impl Strategy<Value = LinkCode> + Clone {
    any::<[u8; 32]>().prop_map(|bytes| LinkCode(Secret::from_bytes(bytes).expose().to_owned()))
}

/// A link of `customer`: with or without an end, a maximum that is reached or not, replaced codes, on or off. It shrinks
/// to one that is off and has nothing else.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::policy::admission::link_is_live;
/// use registration_testkit::{fixtures::start, strategies::{id, link::invite_link}};
///
/// proptest!(|(link in id().prop_flat_map(invite_link))| {
///     if link_is_live(&link, &link.code, start()).is_ok() {
///         prop_assert!(link.enabled);
///     }
/// });
/// ```
pub fn invite_link(customer: CustomerId) -> impl Strategy<Value = InviteLink> + Clone {
    let retired = (link_code(), timestamp()).prop_map(|(code, accepted_until)| RetiredCode {
        code,
        accepted_until,
    });
    (
        (
            id(),
            text::line(),
            link_code(),
            prop::collection::vec(retired, 0..3),
        ),
        prop::option::of(timestamp()),
        (prop::option::of(1..4_u32), 0..5_u32),
        any::<bool>(),
        prop::option::of(timestamp()),
    )
        .prop_map(
            move |((id, label, code, retired), expires_at, (maximum, uses), enabled, used_at)| {
                InviteLink {
                    id,
                    customer,
                    label,
                    code,
                    retired,
                    expires_at,
                    max_uses: maximum.and_then(NonZeroU32::new),
                    uses: maximum.map_or(uses, |maximum| uses.min(maximum)),
                    enabled,
                    last_used_at: used_at.filter(|_| uses > 0),
                    created_at: start(),
                }
            },
        )
}

/// A link of `customer` that admits whoever holds its code at [`start`].
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::policy::admission::link_is_live;
/// use registration_testkit::{fixtures::start, strategies::{id, link::live_link}};
///
/// proptest!(|(link in id().prop_flat_map(live_link))| {
///     prop_assert_eq!(link_is_live(&link, &link.code, start()), Ok(()));
/// });
/// ```
pub fn live_link(customer: CustomerId) -> impl Strategy<Value = InviteLink> + Clone {
    invite_link(customer).prop_map(|link| InviteLink {
        enabled: true,
        expires_at: link.expires_at.filter(|end| start() < *end),
        uses: link
            .max_uses
            .map_or(link.uses, |maximum| link.uses.min(maximum.get() - 1)),
        ..link
    })
}
