//! The reference model: what staff set, in plain maps, and the rule of admission as the documents tell it.

use super::command::{Command, PEOPLE, Settings};
use std::collections::BTreeSet;

/// Hours and seconds since a history began, in seconds.
pub(super) type Moment = i64;

/// What staff set so far, and, to make histories that go somewhere, who may be expected where.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    pub(super) now: Moment,
    pub(super) customers: Vec<ModelCustomer>,
    pub(super) links: Vec<ModelLink>,
    pub(super) playbooks: Vec<ModelPlaybook>,
    pub(super) on_duty: [bool; 2],
    pub(super) owner_left: bool,
    /// Who probably holds a mail to activate with, who is probably in, and who probably waits for a mapper.
    pub(super) mailed: BTreeSet<usize>,
    pub(super) inside: BTreeSet<usize>,
    pub(super) waiting: BTreeSet<usize>,
    pub(super) projects: usize,
}

#[derive(Debug, Clone)]
pub(super) struct ModelCustomer {
    pub(super) settings: Settings,
    pub(super) archived: bool,
}

/// A link, and of each of its codes until when it is accepted; the last one has no end.
#[derive(Debug, Clone)]
pub(super) struct ModelLink {
    pub(super) customer: usize,
    pub(super) codes: Vec<Option<Moment>>,
    pub(super) enabled: bool,
    pub(super) ends: Option<Moment>,
    pub(super) maximum: Option<u32>,
    pub(super) uses: u32,
}

#[derive(Debug, Clone)]
pub(super) struct ModelPlaybook {
    pub(super) on: bool,
    pub(super) only: Option<usize>,
}

/// What a link's form answers beside taking the registration in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtTheLink {
    Dead,
    NotPermitted,
    TakenIn,
}

/// What a new customer has.
pub(super) fn default_settings() -> Settings {
    Settings {
        form: false,
        domains: Vec::new(),
        links: true,
        listed_only: false,
    }
}

/// How long a step takes: mails and ids of different steps are in order.
pub(super) const STEP: Moment = 1;

impl Model {
    /// The labels of the most specific entry of a list that matches an address.
    fn specificity(domains: &[&str], person: usize) -> Option<usize> {
        let host = PEOPLE[person].split_once('@').map_or("", |(_, host)| host);
        let labels = domains.iter().filter_map(|entry| {
            let (wide, name) = entry
                .strip_prefix("*.")
                .map_or((false, *entry), |name| (true, name));
            let matches = host == name || (wide && host.ends_with(&format!(".{name}")));
            matches.then(|| name.split('.').count())
        });
        labels.max()
    }

    /// Whether a rule may admit the person at all: neither a function nor staff.
    fn is_person(person: usize) -> bool {
        let local = PEOPLE[person].split('@').next();
        local != Some("support") && !Self::is_staff(person)
    }

    pub(super) fn is_staff(person: usize) -> bool {
        PEOPLE[person].ends_with("@portal.example")
    }

    /// The customers that the portal form admits a person to. `open` says where the person may still gain something.
    pub(super) fn form_admits(&self, person: usize, open: impl Fn(usize) -> bool) -> Vec<usize> {
        let claims = |customer: &ModelCustomer| {
            let live = customer.settings.form && !customer.archived && Self::is_person(person);
            Self::specificity(&customer.settings.domains, person).filter(|_| live)
        };
        let best = self.customers.iter().filter_map(claims).max();
        let competes = |place: &usize| best.is_some() && claims(&self.customers[*place]) == best;
        (0..self.customers.len())
            .filter(competes)
            .filter(|place| open(*place))
            .collect()
    }

    /// What the form of a link answers to a person who holds its code number `code`.
    pub(super) fn at_the_link(&self, link: usize, code: usize, person: usize) -> AtTheLink {
        let link = &self.links[link];
        let customer = &self.customers[link.customer];
        let accepted = link.codes[code].is_none_or(|until| self.now < until);
        let live = accepted
            && link.enabled
            && link.ends.is_none_or(|end| self.now < end)
            && link.maximum.is_none_or(|maximum| link.uses < maximum);
        let listed = Self::specificity(&customer.settings.domains, person).is_some();
        if !live || customer.archived || !customer.settings.links {
            AtTheLink::Dead
        } else if Self::is_person(person) && customer.settings.listed_only && !listed {
            AtTheLink::NotPermitted
        } else {
            AtTheLink::TakenIn
        }
    }

    /// Whether a link admits the person, who may still gain something there.
    pub(super) fn link_admits(&self, link: usize, code: usize, person: usize) -> bool {
        Self::is_person(person) && self.at_the_link(link, code, person) == AtTheLink::TakenIn
    }

    /// Whether a rule that let a member in before stopped admitting the person.
    pub(super) fn rule_stopped(
        &self,
        before: &Self,
        customer: usize,
        by_link: bool,
        person: usize,
    ) -> bool {
        let admits = |model: &Self| {
            let settings = &model.customers[customer].settings;
            let listed = Self::specificity(&settings.domains, person).is_some();
            if by_link {
                settings.links && (listed || !settings.listed_only)
            } else {
                settings.form && listed
            }
        };
        admits(before) && !admits(self)
    }

    pub(super) fn offers(&self, playbook: usize, customer: usize) -> bool {
        let playbook = &self.playbooks[playbook];
        playbook.on && playbook.only.is_none_or(|only| only == customer)
    }

    /// "Also permit this domain": whether that changed the settings. The first domain narrows the links.
    pub(super) fn permit_domain_of(&mut self, customer: usize, person: usize) -> bool {
        let settings = &mut self.customers[customer].settings;
        if Self::specificity(&settings.domains, person).is_some() {
            return false;
        }
        settings.listed_only |= settings.domains.is_empty();
        settings
            .domains
            .push(PEOPLE[person].split_once('@').map_or("", |(_, host)| host));
        true
    }

    /// A customer with the link that every new one has.
    pub(super) fn add_customer(&mut self, settings: Settings) {
        let customer = self.customers.len();
        self.customers.push(ModelCustomer {
            settings,
            archived: false,
        });
        self.add_link(customer, None, None);
    }

    fn add_link(&mut self, customer: usize, maximum: Option<u32>, days: Option<i64>) {
        self.links.push(ModelLink {
            customer,
            codes: vec![None],
            enabled: true,
            ends: days.map(|days| self.now + days * 86_400),
            maximum,
            uses: 0,
        });
    }

    /// What a command changes of what staff set. Nothing here is learned from the registrar.
    pub(super) fn apply(&mut self, command: &Command) {
        self.now += STEP;
        match command {
            Command::CreateCustomer => self.add_customer(default_settings()),
            Command::ArchiveCustomer { customer } => self.customers[*customer].archived = true,
            Command::ConfigurePortal {
                customer, settings, ..
            } => {
                self.customers[*customer].settings = settings.clone();
            }
            Command::CreateLink {
                customer,
                maximum,
                days,
            } => self.add_link(*customer, *maximum, *days),
            Command::RotateLink { link, grace_hours } => {
                let until = self.now + grace_hours * 3_600;
                for code in &mut self.links[*link].codes {
                    *code = Some(code.map_or(until, |older| older.min(until)));
                }
                self.links[*link].codes.push(None);
            }
            Command::SwitchLink { link, on } => self.links[*link].enabled = *on,
            Command::LimitLink { link, maximum } => self.links[*link].maximum = *maximum,
            Command::SwitchDuty { mapper, on } => self.on_duty[*mapper] = *on,
            Command::SwitchOwner { active } => self.owner_left = !active,
            Command::CreatePlaybook => self.playbooks.push(ModelPlaybook {
                on: false,
                only: None,
            }),
            Command::OfferPlaybook { playbook, on, only } => {
                self.playbooks[*playbook] = ModelPlaybook {
                    on: *on,
                    only: *only,
                };
            }
            Command::Pass { hours } => self.now += hours * 3_600,
            other => self.expect(other),
        }
    }

    /// Guesses who is where, so that the next commands have something to work on.
    fn expect(&mut self, command: &Command) {
        match command {
            Command::Submit { person, .. }
            | Command::Invite { person, .. }
            | Command::Grant { person, .. } => {
                self.mailed.insert(*person);
            }
            Command::Map { person, .. } => {
                self.waiting.remove(person);
                self.mailed.insert(*person);
            }
            Command::RequestAccess { person, .. } => {
                self.waiting.insert(*person);
            }
            Command::Activate { person, .. } => {
                self.mailed.remove(person);
                self.inside.insert(*person);
            }
            Command::StartProject { .. } => self.projects += 1,
            _ => {}
        }
    }

    /// Whether everything that a command names is there.
    pub(super) fn allows(&self, command: &Command) -> bool {
        let customer = |place: &usize| *place < self.customers.len();
        let live = |place: &usize| {
            self.customers
                .get(*place)
                .is_some_and(|customer| !customer.archived)
        };
        let link = |place: &usize| *place < self.links.len();
        match command {
            Command::ArchiveCustomer { customer: place } => live(place),
            Command::CreateLink {
                customer: place, ..
            } => live(place) && self.links.len() < 6,
            Command::CreateCustomer => self.customers.len() < 3,
            Command::CreatePlaybook => self.playbooks.len() < 3,
            Command::ConfigurePortal {
                customer: place, ..
            }
            | Command::AddContact {
                customer: place, ..
            }
            | Command::Invite {
                customer: place, ..
            }
            | Command::Grant {
                customer: place, ..
            }
            | Command::Suspend {
                customer: place, ..
            }
            | Command::Map {
                customer: place, ..
            } => customer(place),
            Command::RotateLink { link: place, .. }
            | Command::SwitchLink { link: place, .. }
            | Command::LimitLink { link: place, .. } => link(place),
            Command::Submit { link: place, .. } => place.as_ref().is_none_or(link),
            Command::Activate {
                customer: place, ..
            } => place.as_ref().is_none_or(customer),
            Command::OfferPlaybook { playbook, only, .. } => {
                let there = only.as_ref().is_none_or(customer) && *playbook < self.playbooks.len();
                there && !self.owner_left
            }
            Command::StartProject {
                playbook,
                customer: place,
                ..
            } => *playbook < self.playbooks.len() && place.as_ref().is_none_or(customer),
            _ => true,
        }
    }
}
