//! A playbook as customers see it: its picture, its name, how long it takes.

use registration_core::{
    model::{Cover, CoverUrl, CustomerId, PlaybookId, Step},
    usecase::OfferedPlaybook,
};

/// From so many days on, people count in weeks.
const WEEKS_FROM: u16 = 14;

/// A playbook in the gallery and on its own page.
pub(super) struct Card {
    pub(super) id: PlaybookId,
    pub(super) customer: CustomerId,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) steps: Vec<Step>,
    cover: Cover,
}

impl From<OfferedPlaybook> for Card {
    fn from(offered: OfferedPlaybook) -> Self {
        let playbook = offered.playbook;
        let offer = playbook.self_service;
        Self {
            id: playbook.id,
            customer: offered.customer,
            name: offer.customer_facing_name.unwrap_or(playbook.name),
            description: offer.customer_facing_description,
            steps: playbook.steps,
            cover: offer.cover,
        }
    }
}

impl Card {
    /// Where its picture is: on this site, unless it is hosted elsewhere.
    pub(super) fn picture(&self) -> String {
        match &self.cover {
            Cover::Upload { media } => format!("/api/v1/media/{media}"),
            Cover::Link { url } => url.as_str().to_owned(),
            Cover::None => format!("/covers/{}.svg", self.id),
        }
    }

    /// The site that a hosted picture comes from.
    pub(super) fn origin(&self) -> Option<String> {
        match &self.cover {
            Cover::Link { url } => Some(CoverUrl::origin(url).to_owned()),
            Cover::Upload { .. } | Cover::None => None,
        }
    }

    /// The text that says how long it takes, and its number; none when no step has a day.
    pub(super) fn lasts(&self) -> Option<(&'static str, u16)> {
        let days = self.steps.iter().map(|step| step.due_after_days).max()?;
        match days {
            0 => None,
            days if days < WEEKS_FROM => Some(("offer-lasts-days", days)),
            days => Some(("offer-lasts-weeks", days.div_ceil(7))),
        }
    }
}
