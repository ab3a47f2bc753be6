//! What holds of admission, whatever customers permit and in whichever order they stand.

use crate::office::email;
use proptest::prelude::*;
use registration_core::{
    model::{
        Customer, EmailAddress, InviteLink, LinkAudience, LinkCode, PortalAccess, RetiredCode,
        Timestamp,
    },
    policy::admission::{
        Candidate, Decision, Door, Facts, Refusal, Rule, Standing, decide, decision_holds,
        link_is_live, most_specific,
    },
};
use registration_testkit::{
    fixtures::{Fixtures, minute, permitted, start},
    strategies::settings::allowlist_of,
};
use std::num::NonZeroU32;

/// Few names, so that one is often below another, and customers often share one.
const DOMAINS: &[&str] = &[
    "acme.com",
    "*.acme.com",
    "eu.acme.com",
    "*.eu.acme.com",
    "a.eu.acme.com",
    "beta.org",
    "*.beta.org",
];
const ADDRESSES: &[&str] = &[
    "ann@acme.com",
    "ann@eu.acme.com",
    "ann@a.eu.acme.com",
    "ann@b.a.eu.acme.com",
    "ann@beta.org",
    "ann@none.net",
    "ann@evilacme.com",
    "support@acme.com",
];

#[derive(Debug, Clone)]
struct World(Vec<(Customer, Standing)>);

impl World {
    fn candidates(&self) -> Vec<Candidate<'_>> {
        self.0
            .iter()
            .map(|(customer, standing)| Candidate {
                customer,
                standing: *standing,
            })
            .collect()
    }

    fn by_form(&self, address: &EmailAddress, is_staff: bool) -> Decision {
        let candidates = self.candidates();
        let facts = Facts {
            candidates: &candidates,
            is_staff,
        };
        decide(address, Door::PortalForm, facts, start())
    }
}

fn standing() -> impl Strategy<Value = Standing> {
    prop::sample::select(vec![
        Standing::Open,
        Standing::Open,
        Standing::Member,
        Standing::Suspended,
    ])
}

fn customer() -> impl Strategy<Value = (Customer, Standing)> {
    (
        allowlist_of(DOMAINS),
        any::<bool>(),
        prop::bool::weighted(0.1),
        standing(),
    )
        .prop_map(|(domains, on, archived, standing)| {
            let mut customer = Fixtures::default().customer();
            customer.settings.permitted_domains = domains;
            customer.settings.self_service_registration = on;
            customer.archived_at = archived.then(start);
            (customer, standing)
        })
}

fn world() -> impl Strategy<Value = World> {
    prop::collection::vec(customer(), 0..4).prop_map(|mut customers| {
        let make = Fixtures::default();
        for (customer, _) in &mut customers {
            customer.id = make.id();
        }
        World(customers)
    })
}

fn address() -> impl Strategy<Value = EmailAddress> {
    prop::sample::select(ADDRESSES).prop_map(email)
}

/// The labels of the best entry that lets a live, switched-on customer compete for the address.
fn claim(customer: &Customer, address: &EmailAddress) -> Option<usize> {
    let competes = customer.archived_at.is_none() && customer.settings.self_service_registration;
    let entries = &customer.settings.permitted_domains;
    let best = entries.iter().filter(|entry| entry.admits(address));
    best.map(|entry| entry.domain().label_count())
        .max()
        .filter(|_| competes)
}

#[derive(Debug, Clone)]
struct LinkWorld {
    customer: Customer,
    link: InviteLink,
    code: LinkCode,
    standing: Standing,
    now: Timestamp,
}

fn link_world() -> impl Strategy<Value = LinkWorld> {
    let link = (
        0..4_u32,
        0..4_u32,
        prop::option::of(-5..5_i64),
        any::<bool>(),
        0..3_usize,
        -5..5_i64,
    );
    (customer(), any::<bool>(), any::<bool>(), link).prop_map(
        |((mut customer, standing), on, listed, (uses, max, expires, enabled, which, grace))| {
            customer.settings.invite_link_registration = on;
            if listed {
                customer.settings.link_audience = LinkAudience::PermittedDomains;
            }
            let make = Fixtures::default();
            let mut link = make.invite_link(&customer);
            link.uses = uses;
            link.max_uses = NonZeroU32::new(max);
            link.expires_at = expires.map(minute);
            link.enabled = enabled;
            let old = make.link_code();
            link.retired.push(RetiredCode {
                code: old.clone(),
                accepted_until: minute(grace),
            });
            let code = [link.code.clone(), old, make.link_code()][which].clone();
            LinkWorld {
                customer,
                link,
                code,
                standing,
                now: start(),
            }
        },
    )
}

impl LinkWorld {
    fn decide(&self, address: &EmailAddress, is_staff: bool) -> Decision {
        let candidates = [Candidate {
            customer: &self.customer,
            standing: self.standing,
        }];
        let facts = Facts {
            candidates: &candidates,
            is_staff,
        };
        decide(
            address,
            Door::InviteLink {
                link: &self.link,
                code: &self.code,
            },
            facts,
            self.now,
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_form_admits_exactly_the_open_customers_with_the_most_specific_entry(world in world(), address in address()) {
        let best = world.0.iter().filter_map(|(customer, _)| claim(customer, &address)).max();
        let mut expected: Vec<_> = world.0.iter()
            .filter(|(customer, standing)| {
                best.is_some() && claim(customer, &address) == best && *standing == Standing::Open
            })
            .map(|(customer, _)| customer.id)
            .collect();
        expected.sort();
        if address.is_role_mailbox() {
            expected.clear();
        }
        let decision = world.by_form(&address, false);
        let admitted: Vec<_> = decision.admitted().iter().map(|one| one.customer).collect();
        prop_assert_eq!(&admitted, &expected);
        prop_assert_eq!(decision.refusal().is_some(), admitted.is_empty());
    }

    #[test]
    fn neither_the_order_of_customers_nor_of_entries_matters(world in world(), address in address()) {
        let mut turned = world.clone();
        turned.0.reverse();
        for (customer, _) in &mut turned.0 {
            customer.settings.permitted_domains.reverse();
        }
        prop_assert_eq!(world.by_form(&address, false).outcome, turned.by_form(&address, false).outcome);
    }

    #[test]
    fn one_more_domain_never_turns_away_whom_a_customer_admitted_itself(
        world in world(), address in address(), at in any::<prop::sample::Index>(), entry in prop::sample::select(DOMAINS),
    ) {
        // Another customer may lose the person to this one's more specific entry; this customer loses nobody, and
        // the person is not refused unless staff keep it out of, or in, the customer that now is the most specific.
        prop_assume!(!world.0.is_empty());
        let before = world.by_form(&address, false);
        let mut wider = world.clone();
        let index = at.index(wider.0.len());
        let (changed, standing) = &mut wider.0[index];
        changed.settings.permitted_domains.push(permitted(entry));
        let (id, standing) = (changed.id, *standing);
        let after = wider.by_form(&address, false);
        if before.admitted().iter().any(|one| one.customer == id) {
            prop_assert!(after.admitted().iter().any(|one| one.customer == id));
        }
        if before.refusal().is_none() && standing == Standing::Open {
            prop_assert!(after.refusal().is_none());
        }
    }

    #[test]
    fn an_empty_list_admits_nobody_by_the_form(world in world(), address in address()) {
        let mut empty = world;
        for (customer, _) in &mut empty.0 {
            customer.settings.permitted_domains.clear();
        }
        prop_assert!(empty.by_form(&address, false).admitted().is_empty());
    }

    #[test]
    fn switching_off_or_archiving_ends_it(world in world(), address in address(), archive in any::<bool>()) {
        for (index, (customer, _)) in world.0.iter().enumerate() {
            let mut shut = world.clone();
            if archive {
                shut.0[index].0.archived_at = Some(start());
            } else {
                shut.0[index].0.settings.self_service_registration = false;
            }
            let decision = shut.by_form(&address, false);
            prop_assert!(decision.admitted().iter().all(|one| one.customer != customer.id));
        }
    }

    #[test]
    fn staff_and_role_mailboxes_are_never_admitted_by_a_rule(
        world in world(), link in link_world(), address in address(), is_staff in any::<bool>(),
    ) {
        if is_staff || address.is_role_mailbox() {
            prop_assert!(world.by_form(&address, is_staff).admitted().is_empty());
            prop_assert!(link.decide(&address, is_staff).admitted().is_empty());
        }
        if is_staff {
            prop_assert_eq!(world.by_form(&address, true).refusal(), Some(Refusal::StaffAddress));
        }
    }

    #[test]
    fn the_suspended_and_members_are_never_admitted_by_a_rule(world in world(), link in link_world(), address in address()) {
        let admitted = world.by_form(&address, false);
        for (customer, standing) in &world.0 {
            if *standing != Standing::Open {
                prop_assert!(admitted.admitted().iter().all(|one| one.customer != customer.id));
            }
        }
        if link.standing != Standing::Open {
            prop_assert!(link.decide(&address, false).admitted().is_empty());
        }
    }

    #[test]
    fn a_link_admits_whom_its_audience_names_while_it_lives(world in link_world(), address in address()) {
        let LinkWorld { customer, link, code, standing, now } = &world;
        let settings = &customer.settings;
        let listed = most_specific(&settings.permitted_domains, &address).is_some();
        let admits = link_is_live(link, code, *now).is_ok()
            && customer.archived_at.is_none()
            && settings.invite_link_registration
            && !address.is_role_mailbox()
            && (settings.link_audience == LinkAudience::Anyone || listed)
            && *standing == Standing::Open;
        let decision = world.decide(&address, false);
        prop_assert_eq!(decision.refusal().is_none(), admits, "{:?}", decision);
        prop_assert_eq!(decision.word() == "join", admits);
    }

    #[test]
    fn a_dead_link_says_why_in_one_order(world in link_world()) {
        let LinkWorld { link, code, now, .. } = &world;
        let accepted = *code == link.code
            || link.retired.iter().any(|old| old.code == *code && *now < old.accepted_until);
        let reasons = [
            (!accepted, Refusal::LinkReplaced),
            (!link.enabled, Refusal::LinkDisabled),
            (link.expires_at.is_some_and(|end| end <= *now), Refusal::LinkExpired),
            (link.max_uses.is_some_and(|max| max.get() <= link.uses), Refusal::LinkUsedUp),
        ];
        let first = reasons.into_iter().find_map(|(holds, reason)| holds.then_some(reason));
        prop_assert_eq!(link_is_live(link, code, *now).err(), first);
        if let Some(reason) = first {
            prop_assert!(reason.link_reason().is_some());
            prop_assert_eq!(world.decide(&email("ann@acme.com"), false).word(), "refuse");
        }
    }

    #[test]
    fn the_trace_tells_what_was_decided(world in world(), link in link_world(), address in address(), is_staff in any::<bool>()) {
        for decision in [world.by_form(&address, is_staff), link.decide(&address, is_staff)] {
            prop_assert!(!decision.trace.is_empty());
            prop_assert!(decision.trace.iter().all(|step| !step.why.is_empty()));
            for one in decision.admitted() {
                let theirs = || decision.trace.iter().filter(|step| step.customer == Some(one.customer));
                prop_assert!(theirs().count() > 0 && theirs().all(|step| step.matched));
                prop_assert!(theirs().any(|step| step.rule == Rule::Standing));
            }
            if decision.refusal().is_some() {
                prop_assert!(decision.trace.iter().any(|step| !step.matched) || world.0.iter().all(|(c, _)| c.archived_at.is_some()));
            }
        }
    }

    #[test]
    fn a_refusal_offers_a_request_unless_asking_makes_no_sense(world in world(), address in address()) {
        if let Some(refusal) = world.by_form(&address, false).refusal() {
            prop_assert_eq!(refusal.offers_request(), refusal != Refusal::AlreadyMember);
        }
    }
}

#[test]
fn a_decision_holds_until_staff_or_another_login_stand_against_it() {
    let make = Fixtures::default();
    let (ann, bob) = (make.account(), make.account());
    let active = make.active(&ann);
    let suspended = active.clone().suspended(start());
    let invited = PortalAccess::None.invited(start());
    for (access, account, expected) in [
        (None, None, Ok(())),
        (Some(&PortalAccess::None), None, Ok(())),
        (Some(&invited), Some(bob.id), Ok(())),
        (Some(&active), Some(ann.id), Ok(())),
        (Some(&active), Some(bob.id), Err(Refusal::AlreadyMember)),
        (Some(&active), None, Err(Refusal::AlreadyMember)),
        (
            Some(&suspended),
            Some(ann.id),
            Err(Refusal::ContactSuspended),
        ),
    ] {
        assert_eq!(decision_holds(access, account, false), expected);
        assert_eq!(
            decision_holds(access, account, true),
            Err(Refusal::StaffAddress)
        );
    }
}
