//! The languages that mails are written in, and how each of them counts and dates.
//!
//! A new one is a variant here, a folder of templates, and its paths in [`letters`](super::letters).

use registration_core::model::{Locale, Timestamp};
use time::{Duration, OffsetDateTime};

/// A language that there are templates in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
}

/// What a duration is counted in.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Minute,
    Hour,
    Day,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONATE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

impl Language {
    const ALL: [Self; 2] = [Self::English, Self::German];

    /// The one place where a reader's wish becomes a language that we have: region and script don't matter, and who
    /// wishes for none of ours reads English.
    pub(super) fn for_locale(wish: Option<&Locale>) -> Self {
        let wish = wish.map(Locale::language);
        let ours = |language: &Self| wish.as_deref() == Some(language.tag());
        Self::ALL.into_iter().find(ours).unwrap_or(Self::English)
    }

    /// Its tag (BCP 47), which is also the name of its folder of templates.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// `24 hours`, `14 days`: the largest unit that says it exactly, from two days on in days.
    pub(super) fn duration(self, duration: Duration) -> String {
        let minutes = duration.whole_minutes().max(1);
        let (count, unit) = if minutes % (24 * 60) == 0 && minutes > 24 * 60 {
            (minutes / (24 * 60), Unit::Day)
        } else if minutes % 60 == 0 {
            (minutes / 60, Unit::Hour)
        } else {
            (minutes, Unit::Minute)
        };
        let (one, many) = match (self, unit) {
            (Self::English, Unit::Minute) => ("minute", "minutes"),
            (Self::English, Unit::Hour) => ("hour", "hours"),
            (Self::English, Unit::Day) => ("day", "days"),
            (Self::German, Unit::Minute) => ("Minute", "Minuten"),
            (Self::German, Unit::Hour) => ("Stunde", "Stunden"),
            (Self::German, Unit::Day) => ("Tag", "Tage"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }

    /// Day and time, with the zone.
    pub(super) fn moment(self, moment: Timestamp) -> String {
        let at = OffsetDateTime::from(moment);
        let (day, year, time) = (
            at.day(),
            at.year(),
            format!("{:02}:{:02}", at.hour(), at.minute()),
        );
        let month = usize::from(u8::from(at.month())) - 1;
        match self {
            Self::English => format!("{day} {} {year}, {time} UTC", MONTHS[month]),
            Self::German => format!("{day}. {} {year}, {time} Uhr UTC", MONATE[month]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_fulfilled_whatever_its_region_and_case() {
        let chosen = |wish: &str| Language::for_locale(Some(&wish.parse().unwrap()));
        for german in ["de", "DE", "de-AT", "DE_de", "de-Latn-CH", "de-1996"] {
            assert_eq!(chosen(german), Language::German, "{german}");
        }
        for other in ["en", "en-GB", "fr", "deu", "nds-DE", "x-de"] {
            assert_eq!(chosen(other), Language::English, "{other}");
        }
        assert_eq!(Language::for_locale(None), Language::English);
    }

    #[test]
    fn durations_read_as_people_say_them() {
        for (minutes, english, german) in [
            (24 * 60, "24 hours", "24 Stunden"),
            (72 * 60, "3 days", "3 Tage"),
            (14 * 24 * 60, "14 days", "14 Tage"),
            (60, "1 hour", "1 Stunde"),
            (90, "90 minutes", "90 Minuten"),
            (-5, "1 minute", "1 Minute"),
        ] {
            let minutes = Duration::minutes(minutes);
            assert_eq!(Language::English.duration(minutes), english);
            assert_eq!(Language::German.duration(minutes), german);
        }
    }

    #[test]
    fn a_moment_names_its_zone() {
        let noon = "2026-03-01T12:05:00Z".parse().unwrap();
        let said = Language::ALL.map(|language| language.moment(noon));
        assert_eq!(
            said,
            ["1 March 2026, 12:05 UTC", "1. März 2026, 12:05 Uhr UTC"]
        );
    }
}
