//! Between *Save* and saving: whom a narrower setting would hit, by name, and what should become of them.

use super::save::View;
use crate::pages::{chrome::Chrome, form::Form};
use askama::Template;
use registration_core::{model::Customer, usecase::Impact};

/// Whom a change hits, and how many of them are not named.
pub(crate) struct Hit {
    pub(crate) impact: Impact,
    pub(crate) more_members: u64,
    pub(crate) more_registrations: u64,
    pub(crate) more_links: u64,
}

impl From<Impact> for Hit {
    fn from(impact: Impact) -> Self {
        let more = |count: u64, named: usize| count.saturating_sub(named as u64);
        let named = &impact.affected;
        Self {
            more_members: more(impact.members, named.contacts.len()),
            more_registrations: more(impact.pending_registrations, named.registrations.len()),
            more_links: more(impact.invite_links, named.invite_links.len()),
            impact,
        }
    }
}

impl Hit {
    /// Whether nobody is hit.
    pub(crate) fn is_nobody(&self) -> bool {
        self.impact == Impact::default()
    }
}

#[derive(Template)]
#[template(path = "console/settings_impact.html")]
pub(crate) struct ImpactPage {
    c: Chrome,
    customer: Customer,
    form: Form,
    action: String,
    hit: Hit,
}

impl ImpactPage {
    pub(crate) fn new(
        c: Chrome,
        customer: Customer,
        form: Form,
        view: View,
        impact: Impact,
    ) -> Self {
        Self {
            action: view.address(customer.id),
            c,
            customer,
            form,
            hit: impact.into(),
        }
    }

    /// What was typed, on its way through this page.
    fn carried(&self) -> Vec<(&str, &str)> {
        self.form
            .carried(&["intent", "confirmed", "no_longer_permitted"])
    }
}
