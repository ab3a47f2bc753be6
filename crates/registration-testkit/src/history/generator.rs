//! Makes histories: commands that have something to work on, more often those that lead somewhere.

use super::{
    command::{Command, PEOPLE, Proven, Settings},
    model::{Model, ModelPlaybook, default_settings},
};
use proptest::{prelude::*, strategy::Union};
use proptest_state_machine::ReferenceStateMachine;
use std::collections::BTreeSet;

/// The corridor as the reference sees it.
#[derive(Debug)]
pub(super) struct Corridor;

impl ReferenceStateMachine for Corridor {
    type State = Model;
    type Transition = Command;

    /// Two customers, one of which is probably open, and a playbook that both see.
    fn init_state() -> BoxedStrategy<Model> {
        (open_settings(), settings())
            .prop_map(|(first, second)| {
                let mut model = Model {
                    on_duty: [true, false],
                    ..Model::default()
                };
                model.add_customer(first);
                model.add_customer(second);
                model.playbooks.push(ModelPlaybook {
                    on: true,
                    only: None,
                });
                model
            })
            .boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Command> {
        let groups = [
            (30, corridor(model)),
            (16, decisions(model)),
            (10, requests(model)),
            (18, console(model)),
            (14, projects(model)),
            (12, sessions(model)),
            (7, service()),
        ];
        Union::new_weighted(groups.into()).boxed()
    }

    fn apply(mut model: Model, command: &Command) -> Model {
        model.apply(command);
        model
    }

    fn preconditions(model: &Model, command: &Command) -> bool {
        model.allows(command)
    }
}

fn domains() -> impl Strategy<Value = Vec<&'static str>> {
    let acme = prop_oneof![Just(None), Just(Some("acme.com")), Just(Some("*.acme.com"))];
    (acme, prop::bool::weighted(0.2), prop::bool::weighted(0.2)).prop_map(|(acme, eu, beta)| {
        let others = [eu.then_some("eu.acme.com"), beta.then_some("beta.org")];
        acme.into_iter()
            .chain(others.into_iter().flatten())
            .collect()
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    (
        prop::bool::weighted(0.7),
        domains(),
        prop::bool::weighted(0.8),
        any::<bool>(),
    )
        .prop_map(|(form, domains, links, listed_only)| Settings {
            form,
            domains,
            links,
            listed_only,
        })
}

fn open_settings() -> impl Strategy<Value = Settings> {
    let open = Settings {
        form: true,
        domains: vec!["acme.com"],
        ..default_settings()
    };
    prop_oneof![2 => Just(open), 1 => settings()]
}

fn person() -> impl Strategy<Value = usize> {
    prop_oneof![6 => 0..2_usize, 3 => 2..4_usize, 1 => 4..PEOPLE.len()]
}

/// One of those who are probably there, or anybody.
fn one_of(likely: &BTreeSet<usize>) -> BoxedStrategy<usize> {
    let likely: Vec<usize> = likely.iter().copied().collect();
    if likely.is_empty() {
        return person().boxed();
    }
    prop_oneof![8 => prop::sample::select(likely), 1 => person()].boxed()
}

fn customer(model: &Model) -> impl Strategy<Value = usize> + use<> {
    0..model.customers.len()
}

/// What visitors do.
fn corridor(model: &Model) -> BoxedStrategy<Command> {
    let link = prop_oneof![2 => Just(None), 3 => (0..model.links.len()).prop_map(Some)];
    let submit =
        (person(), link, prop::bool::weighted(0.1)).prop_map(|(person, link, stale_code)| {
            Command::Submit {
                person,
                link,
                stale_code,
            }
        });
    let proof = prop_oneof![
        6 => Just(Proven::ByToken),
        2 => Just(Proven::ByOlderToken),
        2 => Just(Proven::ByCode),
    ];
    let place = prop_oneof![3 => Just(None), 1 => customer(model).prop_map(Some)];
    let activate = (one_of(&model.mailed), proof, place).prop_map(|(person, proof, customer)| {
        Command::Activate {
            person,
            proof,
            customer,
        }
    });
    let resend = one_of(&model.mailed).prop_map(|person| Command::Resend { person });
    let mistype = one_of(&model.mailed).prop_map(|person| Command::MistypeCode { person });
    let activating = if model.mailed.is_empty() { 2 } else { 12 };
    prop_oneof![8 => submit, activating => activate, 2 => resend, 1 => mistype].boxed()
}

/// What staff decide for somebody.
fn decisions(model: &Model) -> BoxedStrategy<Command> {
    let at = || {
        (
            customer(model),
            prop_oneof![1 => person().boxed(), 3 => one_of(&model.inside)],
        )
    };
    prop_oneof![
        3 => at().prop_map(|(customer, person)| Command::AddContact { customer, person }),
        4 => at().prop_map(|(customer, person)| Command::Invite { customer, person }),
        5 => at().prop_map(|(customer, person)| Command::Grant { customer, person }),
        5 => at().prop_map(|(customer, person)| Command::Suspend { customer, person }),
        2 => one_of(&model.mailed).prop_map(|person| Command::ResendByStaff { person }),
        2 => one_of(&model.mailed).prop_map(|person| Command::Revoke { person }),
    ]
    .boxed()
}

fn requests(model: &Model) -> BoxedStrategy<Command> {
    let ask = (person(), any::<bool>())
        .prop_map(|(person, with_token)| Command::RequestAccess { person, with_token });
    let waiting = || (0..2_usize, one_of(&model.waiting));
    let claim = waiting().prop_map(|(mapper, person)| Command::Claim { mapper, person });
    let contact = prop_oneof![2 => Just(None), 2 => person().prop_map(Some)];
    let map = (
        waiting(),
        customer(model),
        contact,
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |((mapper, person), customer, contact, permit_domain)| Command::Map {
                mapper,
                person,
                customer,
                contact,
                permit_domain,
            },
        );
    let decline =
        (waiting(), any::<bool>()).prop_map(|((mapper, person), notify)| Command::Decline {
            mapper,
            person,
            notify,
        });
    let duty =
        (0..2_usize, any::<bool>()).prop_map(|(mapper, on)| Command::SwitchDuty { mapper, on });
    let deciding = if model.waiting.is_empty() { 1 } else { 8 };
    prop_oneof![4 => ask, 1 => claim, deciding => map, 1 => decline, 1 => duty].boxed()
}

/// What staff set.
fn console(model: &Model) -> BoxedStrategy<Command> {
    let link = || 0..model.links.len();
    let maximum = || prop_oneof![1 => Just(None), 3 => (1..3_u32).prop_map(Some)];
    let configure = (customer(model), settings(), any::<bool>()).prop_map(
        |(customer, settings, suspend_leavers)| Command::ConfigurePortal {
            customer,
            settings,
            suspend_leavers,
        },
    );
    let days = prop_oneof![Just(None), Just(Some(1)), Just(Some(20))];
    let create_link = (customer(model), maximum(), days).prop_map(|(customer, maximum, days)| {
        Command::CreateLink {
            customer,
            maximum,
            days,
        }
    });
    let rotate = (link(), prop_oneof![Just(0_i64), Just(24)])
        .prop_map(|(link, grace_hours)| Command::RotateLink { link, grace_hours });
    prop_oneof![
        1 => Just(Command::CreateCustomer),
        1 => customer(model).prop_map(|customer| Command::ArchiveCustomer { customer }),
        5 => configure,
        2 => create_link,
        2 => rotate,
        2 => (link(), any::<bool>()).prop_map(|(link, on)| Command::SwitchLink { link, on }),
        4 => (link(), maximum()).prop_map(|(link, maximum)| Command::LimitLink { link, maximum }),
    ]
    .boxed()
}

fn projects(model: &Model) -> BoxedStrategy<Command> {
    let playbook = || 0..model.playbooks.len();
    let only = prop_oneof![2 => Just(None), 1 => customer(model).prop_map(Some)];
    let offer = (playbook(), prop::bool::weighted(0.8), only)
        .prop_map(|(playbook, on, only)| Command::OfferPlaybook { playbook, on, only });
    let place = prop_oneof![3 => Just(None), 1 => customer(model).prop_map(Some)];
    let start = (
        one_of(&model.inside),
        playbook(),
        place,
        prop::option::of(0..2_u8),
    )
        .prop_map(|(person, playbook, customer, form)| Command::StartProject {
            person,
            playbook,
            customer,
            form,
        });
    let member = || (0..model.projects.clamp(1, 3), one_of(&model.inside));
    let owner = prop_oneof![1 => Just(false), 2 => Just(true)];
    prop_oneof![
        1 => Just(Command::CreatePlaybook),
        2 => offer,
        8 => start,
        4 => member().prop_map(|(project, person)| Command::InviteToProject { project, person }),
        1 => member().prop_map(|(project, person)| Command::RemoveFromProject { project, person }),
        1 => owner.prop_map(|active| Command::SwitchOwner { active }),
    ]
    .boxed()
}

fn sessions(model: &Model) -> BoxedStrategy<Command> {
    let who = || one_of(&model.inside);
    prop_oneof![
        4 => who().prop_map(|person| Command::SignIn { person }),
        1 => who().prop_map(|person| Command::SignOut { person }),
        1 => who().prop_map(|person| Command::RequestReset { person }),
        1 => who().prop_map(|person| Command::ResetPassword { person }),
    ]
    .boxed()
}

/// Time, and what the service does by itself.
fn service() -> BoxedStrategy<Command> {
    let hours = prop_oneof![4 => Just(1_i64), 3 => Just(5), 2 => Just(25), 1 => Just(24 * 4), 1 => Just(24 * 15)];
    prop_oneof![
        2 => hours.prop_map(|hours| Command::Pass { hours }),
        1 => Just(Command::Sweep),
        1 => Just(Command::Deliver),
    ]
    .boxed()
}
