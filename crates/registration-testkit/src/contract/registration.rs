//! Registrations: every door in every state, and the loads that use cases begin with.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
    scene::Scene,
};
use crate::fixtures::minute;
use registration_core::model::{
    ActorRef, Basis, Claim, CodeProof, Origin, Registration, RegistrationId, RegistrationState,
    RequestDetails, Stored,
};

fn origins(scene: &Scene) -> Vec<Origin> {
    let request = |full: bool| {
        let some = |text: &str| full.then(|| text.to_owned());
        Origin::Request(RequestDetails {
            company: "Acme & Söhne".to_owned(),
            phone: some("+49 30 123"),
            message: some("First line\nsecond line"),
            address_proven: full,
            notified: if full {
                vec![scene.staff.id]
            } else {
                Vec::new()
            },
        })
    };
    vec![
        Origin::PortalForm,
        Origin::InviteLink {
            link: scene.link.id,
            code: scene.link.code.clone(),
        },
        Origin::Invitation { message: None },
        Origin::Invitation {
            message: Some("Welcome.\n\nSam".to_owned()),
        },
        Origin::AccessGrant,
        request(false),
        request(true),
    ]
}

/// Every way in which somebody can be let in.
pub(super) fn bases(scene: &Scene) -> Vec<Basis> {
    let by = [
        ActorRef::Staff(scene.staff.id),
        ActorRef::ApiKey(scene.customer.id.0.into()),
        ActorRef::CommandLine,
    ];
    let decisions = by.map(|by| Basis::Decision {
        by,
        contact: scene.contact.id,
    });
    let rules = [
        Basis::PermittedDomain {
            domain: "xn--bcher-kva.example".parse().expect("it is a domain"),
        },
        Basis::InviteLink {
            link: scene.link.id,
        },
    ];
    rules.into_iter().chain(decisions).collect()
}

fn states(subject: &Subject, scene: &Scene) -> Vec<RegistrationState> {
    let (at, by) = (minute(3), ActorRef::Staff(scene.staff.id));
    let expires_at = minute(9);
    let claim = Claim { by, until: at };
    let decided = bases(scene)
        .into_iter()
        .map(|basis| RegistrationState::AwaitingActivation {
            decision: Some(basis),
            expires_at,
        });
    let completed = bases(scene)
        .into_iter()
        .map(|basis| RegistrationState::Completed {
            at,
            account: scene.account.id,
            contact: scene.contact.id,
            basis,
        });
    let others = [
        RegistrationState::AwaitingActivation {
            decision: None,
            expires_at,
        },
        RegistrationState::AwaitingMapping {
            claim: None,
            reminders: 0,
            expires_at,
        },
        RegistrationState::AwaitingMapping {
            claim: Some(claim),
            reminders: u8::MAX,
            expires_at,
        },
        RegistrationState::Declined {
            at,
            by,
            reason: "Unknown \"company\"".to_owned(),
        },
        RegistrationState::Expired { at },
        RegistrationState::Withdrawn {
            at,
            by: ActorRef::System,
        },
        RegistrationState::Superseded {
            at,
            by: subject.make.id(),
        },
    ];
    decided.chain(completed).chain(others).collect()
}

/// A registration by every door, in every state; fields that may be missing are there in every other one.
fn variants(subject: &Subject, scene: &Scene) -> Vec<Registration> {
    let make = &subject.make;
    let mut variants = Vec::new();
    for origin in origins(scene) {
        for state in states(subject, scene) {
            let full = variants.len() % 2 == 0;
            variants.push(Registration {
                name: crate::fixtures::name("Zoë Marie", if full { "" } else { "van O'Brien" }),
                origin: origin.clone(),
                state,
                locale: full.then(|| crate::fixtures::language("pt-BR")),
                customer: full.then_some(scene.customer.id),
                code: full.then(|| CodeProof {
                    digest: make.digest(),
                    expires_at: minute(10),
                    tries_left: 5,
                }),
                ..make.registration()
            });
        }
    }
    variants
}

async fn store(subject: &Subject, registrations: &[Registration]) {
    subject
        .write(async |work| {
            for registration in registrations {
                work.registrations().insert(registration).await?;
            }
            Ok(())
        })
        .await;
}

fn ids(registrations: &[Stored<Registration>]) -> Vec<RegistrationId> {
    registrations.iter().map(|row| row.id).collect()
}

/// Every door in every state is read as it was written.
pub async fn a_registration_is_stored_exactly(subject: &Subject) {
    let scene = Scene::set(subject).await;
    is_stored_exactly!(
        subject,
        registrations,
        registration,
        variants(subject, &scene)
    );
}

/// An update of a registration writes all of it.
pub async fn an_update_writes_the_whole_registration(subject: &Subject) {
    let scene = Scene::set(subject).await;
    an_update_writes_everything!(
        subject,
        registrations,
        registration,
        variants(subject, &scene)
    );
}

/// The pending ones of an address, of a contact and of a customer are loaded, over by time or not, in the order of ids.
pub async fn pending_registrations_are_loaded_by_address_contact_and_customer(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    let email = make.email();
    let decided = |basis| RegistrationState::AwaitingActivation {
        decision: Some(basis),
        // Long over.
        expires_at: minute(-100_000),
    };
    let decision = Basis::Decision {
        by: ActorRef::System,
        contact: scene.contact.id,
    };
    let mut made: Vec<Registration> = (0..5).map(|_| make.registration()).collect();
    made[0].email = email.clone();
    made[1].state = decided(decision.clone());
    made[1].customer = Some(scene.customer.id);
    made[1].email = email.clone();
    made[2] = Registration {
        email: email.clone(),
        ..make.request()
    };
    // Final ones of the same address, contact and customer.
    made[3].email = email.clone();
    made[3].customer = Some(scene.customer.id);
    made[3].state = RegistrationState::Expired { at: minute(1) };
    made[4].customer = Some(scene.customer.id);
    made[4].state = RegistrationState::Completed {
        at: minute(1),
        account: scene.account.id,
        contact: scene.contact.id,
        basis: decision,
    };
    made.push(Registration {
        customer: Some(scene.customer.id),
        ..make.registration()
    });
    // Written in another order than that of their ids.
    let mut shuffled = made.clone();
    shuffled.reverse();
    store(subject, &shuffled).await;
    let (of, for_contact, at) = subject
        .write(async |work| {
            let registrations = work.registrations();
            let of = registrations.get_pending_of(&email).await?;
            let for_contact = registrations.get_pending_for(scene.contact.id).await?;
            let at = registrations.get_pending_at(scene.customer.id).await?;
            Ok((of, for_contact, at))
        })
        .await;
    assert_eq!(ids(&of), [made[0].id, made[1].id, made[2].id]);
    assert_eq!(of[0].value, made[0]);
    assert_eq!(ids(&for_contact), [made[1].id]);
    assert_eq!(ids(&at), [made[1].id, made[5].id]);
}

/// Nobody knows the address, the contact or the customer: nothing is loaded.
pub async fn nothing_pending_is_an_empty_list(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    let (email, contact, customer) = (make.email(), make.id(), make.id());
    let none = subject
        .write(async |work| {
            let registrations = work.registrations();
            let of = registrations.get_pending_of(&email).await?;
            let for_contact = registrations.get_pending_for(contact).await?;
            let at = registrations.get_pending_at(customer).await?;
            let overdue = registrations.get_overdue(minute(1), 9).await?;
            let neglected = registrations.get_neglected(minute(1), 9, 9).await?;
            Ok([of, for_contact, at, overdue, neglected].concat())
        })
        .await;
    assert_eq!(none, []);
    drop(scene);
}

/// A pending one is overdue from its end on, whichever state it pends in; final ones never are.
pub async fn a_registration_is_overdue_from_its_end_on(subject: &Subject) {
    let make = &subject.make;
    let at = |minutes| RegistrationState::AwaitingActivation {
        decision: None,
        expires_at: minute(minutes),
    };
    let mut made: Vec<Registration> = (0..5).map(|_| make.registration()).collect();
    made[0].state = at(11);
    made[1].state = at(10);
    made[2].state = RegistrationState::AwaitingMapping {
        claim: None,
        reminders: 0,
        expires_at: minute(9),
    };
    made[3].state = RegistrationState::Expired { at: minute(1) };
    made[4].state = at(1);
    store(subject, &made).await;
    for (now, limit, expected) in [
        (minute(10), 100, vec![made[1].id, made[2].id, made[4].id]),
        (
            minute(10).plus(-time::Duration::MICROSECOND),
            100,
            vec![made[2].id, made[4].id],
        ),
        (minute(0), 100, vec![]),
        (minute(10), 0, vec![]),
    ] {
        let overdue = subject
            .write(async |work| work.registrations().get_overdue(now, limit).await)
            .await;
        let mut overdue = ids(&overdue);
        overdue.sort();
        assert_eq!(overdue, expected, "at {now}");
    }
    let two = subject
        .write(async |work| work.registrations().get_overdue(minute(10), 2).await)
        .await;
    assert_eq!(two.len(), 2, "no more than the limit");
}

/// A request is neglected that began long ago and was reminded seldom; other registrations are not.
pub async fn a_request_is_neglected_by_its_age_and_its_reminders(subject: &Subject) {
    let make = &subject.make;
    let begun = |minutes, reminders| {
        let mut request = make.request();
        request.created_at = minute(minutes);
        request.state = RegistrationState::AwaitingMapping {
            claim: None,
            reminders,
            expires_at: minute(90),
        };
        request
    };
    let mut made = vec![begun(9, 0), begun(10, 1), begun(11, 0), begun(1, 2)];
    made.push(Registration {
        created_at: minute(1),
        ..make.registration()
    });
    made.push(Registration {
        state: RegistrationState::Withdrawn {
            at: minute(2),
            by: ActorRef::System,
        },
        ..begun(1, 0)
    });
    store(subject, &made).await;
    for (reminders, limit, expected) in [
        (1, 100, vec![made[0].id]),
        (2, 100, vec![made[0].id, made[1].id]),
        (3, 100, vec![made[0].id, made[1].id, made[3].id]),
        (0, 100, vec![]),
        (3, 0, vec![]),
    ] {
        let neglected = subject
            .write(async |work| {
                let registrations = work.registrations();
                registrations
                    .get_neglected(minute(10), reminders, limit)
                    .await
            })
            .await;
        let mut neglected = ids(&neglected);
        neglected.sort();
        assert_eq!(neglected, expected, "fewer than {reminders} reminders");
    }
    let two = subject
        .write(async |work| work.registrations().get_neglected(minute(10), 3, 2).await)
        .await;
    assert_eq!(two.len(), 2, "no more than the limit");
}
