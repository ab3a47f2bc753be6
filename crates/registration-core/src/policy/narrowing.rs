//! A changed invite link: whom of those on their way in by it the change may leave outside.

use super::admission::link_is_live;
use crate::model::{InviteLink, LinkCode, Timestamp};

/// Somebody who registered by a link and did not activate yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnTheWay<'a> {
    /// The code that was presented.
    pub code: &'a LinkCode,
    /// Until when the registration can be activated, if the link lets it.
    pub expires_at: Timestamp,
}

/// What a change of a link does to those on their way. By default nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrowing {
    /// Whom it may leave outside: their places in the list that was asked about.
    pub hit: Vec<usize>,
    /// How many can still come in, where that is fewer than are on their way: none when the link stops.
    pub uses_left: Option<u32>,
    /// The new end, where it cuts the time that somebody had.
    pub ends_at: Option<Timestamp>,
}

/// Compares a link with what it is to become. Who could not come in before is not hit by any change.
///
/// With a lower maximum nobody knows who will be too late, so all are hit who have to hurry.
///
/// ```
/// use registration_core::{model::*, policy::narrowing::*};
/// # let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
/// # let later: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
/// let before = InviteLink {
///     id: InviteLinkId(uuid::Uuid::nil()), customer: CustomerId(uuid::Uuid::nil()), label: "Fair".into(),
///     code: LinkCode("fair".into()), retired: vec![], expires_at: None, max_uses: None, uses: 4, enabled: true,
///     last_used_at: None, created_at: now,
/// };
/// let pending = [OnTheWay { code: &before.code, expires_at: later }; 3];
/// let after = InviteLink { max_uses: 6.try_into().ok(), ..before.clone() };
/// let narrowing = narrowing(&before, &after, &pending, now);
/// assert_eq!((narrowing.hit.len(), narrowing.uses_left), (3, Some(2)));
/// ```
#[must_use]
pub fn narrowing(
    before: &InviteLink,
    after: &InviteLink,
    pending: &[OnTheWay<'_>],
    now: Timestamp,
) -> Narrowing {
    let places = |is_hit: &dyn Fn(&OnTheWay<'_>) -> bool| -> Vec<usize> {
        let places = pending.iter().enumerate();
        let could = places.filter(|(_, one)| link_is_live(before, one.code, now).is_ok());
        could
            .filter(|(_, one)| is_hit(one))
            .map(|(place, _)| place)
            .collect()
    };
    let all = places(&|_| true);
    if link_is_live(after, &after.code, now).is_err() {
        return Narrowing {
            hit: all,
            uses_left: Some(0),
            ends_at: None,
        };
    }
    let too_late = |link: &InviteLink| {
        let left = left(link)?;
        Some((all.len() as u64).saturating_sub(left.into()))
    };
    let fewer = too_late(after).unwrap_or_default() > too_late(before).unwrap_or_default();
    let cut = places(&|one| after.expires_at.is_some_and(|end| end < until(before, one)));
    Narrowing {
        uses_left: if fewer { left(after) } else { None },
        ends_at: if cut.is_empty() {
            None
        } else {
            after.expires_at
        },
        hit: if fewer { all } else { cut },
    }
}

/// Until when somebody could come in by a link that lives now.
fn until(link: &InviteLink, one: &OnTheWay<'_>) -> Timestamp {
    let retired = link.retired.iter().filter(|old| old.code == *one.code);
    let accepted = retired.map(|old| old.accepted_until).max();
    let ends = [accepted, link.expires_at];
    ends.into_iter().flatten().fold(one.expires_at, Ord::min)
}

/// How many registrations a link may still complete; none without a maximum.
fn left(link: &InviteLink) -> Option<u32> {
    let max = link.max_uses?;
    Some(max.get().saturating_sub(link.uses))
}
