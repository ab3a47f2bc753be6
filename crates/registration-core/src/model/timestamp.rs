//! Moments, kept in whole microseconds: what Postgres keeps, so that no store rounds.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use time::{Date, Duration, OffsetDateTime, format_description::well_known::Rfc3339};

/// A moment in UTC, in whole microseconds since 1970.
///
/// ```
/// use registration_core::model::Timestamp;
/// let noon: Timestamp = "2026-03-01T13:00:00+01:00".parse()?;
/// assert_eq!(noon.to_string(), "2026-03-01T12:00:00Z");
/// # Ok::<(), registration_core::model::InvalidTimestamp>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

/// The text isn't an RFC 3339 moment between the years 0 and 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a moment as in 2026-03-01T12:00:00Z (RFC 3339)")]
pub struct InvalidTimestamp;

impl Timestamp {
    /// From microseconds since 1970-01-01T00:00:00Z, as a store keeps them.
    ///
    /// # Errors
    /// When the moment lies outside the years 0 to 9999, which RFC 3339 cannot write.
    pub fn from_micros(micros: i64) -> Result<Self, InvalidTimestamp> {
        let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000)
            .map_err(|_| InvalidTimestamp)?;
        if (0..=9999).contains(&moment.year()) {
            Ok(Self(micros))
        } else {
            Err(InvalidTimestamp)
        }
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// This moment plus `duration`, held at the end of the year 9999.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        i64::try_from(duration.whole_microseconds())
            .ok()
            .and_then(|micros| self.0.checked_add(micros))
            .and_then(|micros| Self::from_micros(micros).ok())
            .unwrap_or(Self::LAST)
    }

    /// How long after `earlier` this moment is; negative when it is before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::microseconds(self.0 - earlier.0)
    }

    /// The calendar day of this moment in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        OffsetDateTime::from(self).date()
    }

    /// 9999-12-31T23:59:59Z.
    const LAST: Self = Self(253_402_300_799_000_000);
}

impl From<OffsetDateTime> for Timestamp {
    /// Cuts what is smaller than a microsecond.
    fn from(moment: OffsetDateTime) -> Self {
        let micros = moment.unix_timestamp_nanos().div_euclid(1_000);
        i64::try_from(micros)
            .ok()
            .and_then(|micros| Self::from_micros(micros).ok())
            .unwrap_or(Self::LAST)
    }
}

impl From<Timestamp> for OffsetDateTime {
    fn from(moment: Timestamp) -> Self {
        Self::from_unix_timestamp_nanos(i128::from(moment.0) * 1_000).unwrap_or(Self::UNIX_EPOCH)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        OffsetDateTime::parse(text, &Rfc3339)
            .map(Self::from)
            .map_err(|_| InvalidTimestamp)
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            &OffsetDateTime::from(*self)
                .format(&Rfc3339)
                .map_err(|_| std::fmt::Error)?,
        )
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_moment_and_its_utc_form_are_the_same_moment() {
        let a: Timestamp = "2026-03-01T13:00:00.000001+01:00".parse().unwrap();
        let b: Timestamp = "2026-03-01T12:00:00.000001Z".parse().unwrap();
        assert_eq!(a, b);
        assert_eq!(b.plus(Duration::SECOND).since(b), Duration::SECOND);
    }

    #[test]
    fn a_moment_never_leaves_what_rfc_3339_can_write() {
        assert_eq!(Timestamp::LAST.plus(Duration::DAY), Timestamp::LAST);
        assert!(Timestamp::from_micros(i64::MAX).is_err());
    }
}
