//! One open registration per address and customer, one open request per address.

use super::{Subject, scene::Scene};
use crate::fixtures::{email, minute};
use registration_core::{
    model::{
        ActorRef, Basis, CustomerId, EmailAddress, Registration, RegistrationState, Revision,
        Stored,
    },
    ports::StoreError,
};

fn form(
    subject: &Subject,
    email: &EmailAddress,
    customer: impl Into<Option<CustomerId>>,
) -> Registration {
    Registration {
        email: email.clone(),
        customer: customer.into(),
        ..subject.make.registration()
    }
}

fn request(subject: &Subject, email: &EmailAddress) -> Registration {
    Registration {
        email: email.clone(),
        ..subject.make.request()
    }
}

async fn insert(subject: &Subject, registration: &Registration) -> Result<(), StoreError> {
    subject
        .try_write(async |work| work.registrations().insert(registration).await)
        .await
}

async fn is_refused(subject: &Subject, registration: &Registration) -> bool {
    match insert(subject, registration).await {
        Ok(()) => false,
        Err(StoreError::Duplicate(_)) => true,
        Err(other) => panic!("neither stored nor a duplicate: {other:?}"),
    }
}

/// A second pending one of an address is refused at the same customer, where no customer counts as one of its own.
pub async fn an_address_has_one_pending_registration_at_a_customer(subject: &Subject) {
    let here = Scene::set(subject).await.customer.id;
    let there = Scene::set(subject).await.customer.id;
    let (ann, ben) = (subject.make.email(), subject.make.email());
    for (email, customer, refused) in [
        (&ann, Some(here), false),
        (&ann, Some(here), true),
        (&ann, Some(there), false),
        (&ann, None, false),
        (&ann, None, true),
        (&ben, None, false),
        (&ben, Some(here), false),
        (&ben, Some(here), true),
        (&ann, Some(there), true),
    ] {
        let made = form(subject, email, customer);
        assert_eq!(
            is_refused(subject, &made).await,
            refused,
            "{email} at {customer:?}"
        );
    }
}

/// A second open request of an address is refused; requests and registrations don't hinder each other.
pub async fn an_address_has_one_open_request(subject: &Subject) {
    let customer = Scene::set(subject).await.customer.id;
    let ann = subject.make.email();
    assert!(!is_refused(subject, &request(subject, &ann)).await);
    assert!(is_refused(subject, &request(subject, &ann)).await);
    let mut other = request(subject, &ann);
    other.customer = Some(customer);
    assert!(
        is_refused(subject, &other).await,
        "a request at a customer is still a second one"
    );
    assert!(!is_refused(subject, &form(subject, &ann, None)).await);
    assert!(!is_refused(subject, &form(subject, &ann, customer)).await);
    assert!(!is_refused(subject, &request(subject, &subject.make.email())).await);
}

/// Time alone frees nothing: what is over but still pending keeps its place.
pub async fn an_overdue_registration_keeps_its_place(subject: &Subject) {
    let ann = subject.make.email();
    let mut over = form(subject, &ann, None);
    over.state = RegistrationState::AwaitingActivation {
        decision: None,
        expires_at: minute(-100_000),
    };
    insert(subject, &over).await.unwrap();
    assert!(is_refused(subject, &form(subject, &ann, None)).await);
}

/// Every final state makes room for a new registration, as often as one likes.
pub async fn a_final_registration_makes_room(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let at = minute(1);
    let finals = [
        RegistrationState::Completed {
            at,
            account: scene.account.id,
            contact: scene.contact.id,
            basis: Basis::InviteLink {
                link: scene.link.id,
            },
        },
        RegistrationState::Declined {
            at,
            by: ActorRef::System,
            reason: "no".to_owned(),
        },
        RegistrationState::Expired { at },
        RegistrationState::Withdrawn {
            at,
            by: ActorRef::System,
        },
        RegistrationState::Superseded {
            at,
            by: scene.registration.id,
        },
    ];
    let ann = subject.make.email();
    let twice = || finals.iter().chain(&finals);
    for make in [
        &|| form(subject, &ann, None) as Registration,
        &|| form(subject, &ann, scene.customer.id),
        &|| request(subject, &ann),
    ] as [&dyn Fn() -> Registration; 3]
    {
        for end in twice() {
            let open = make();
            assert!(!is_refused(subject, &open).await, "before {end:?}");
            assert!(is_refused(subject, &make()).await);
            let mut ended = Stored::new(open, Revision::FIRST);
            ended.value.state = end.clone();
            subject
                .write(async |work| work.registrations().update(&ended).await)
                .await;
        }
    }
}

/// The older attempt is superseded and the newer one begun in one unit of work.
pub async fn a_newer_registration_takes_the_place_of_an_older_one_at_once(subject: &Subject) {
    let ann = subject.make.email();
    let older = form(subject, &ann, None);
    insert(subject, &older).await.unwrap();
    let newer = form(subject, &ann, None);
    subject
        .write(async |work| {
            let mut ended = Stored::new(older.clone(), Revision::FIRST);
            ended.value.state = RegistrationState::Superseded {
                at: minute(1),
                by: newer.id,
            };
            work.registrations().update(&ended).await?;
            work.registrations().insert(&newer).await
        })
        .await;
    assert!(is_refused(subject, &form(subject, &ann, None)).await);
}

/// An update cannot take the place of another pending one: not by mapping, not by a customer.
pub async fn an_update_cannot_take_a_place_that_is_taken(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let (ann, customer) = (subject.make.email(), scene.customer.id);
    let taken = form(subject, &ann, customer);
    let undecided = form(subject, &ann, None);
    let asked = request(subject, &ann);
    for registration in [&taken, &undecided, &asked] {
        insert(subject, registration).await.unwrap();
    }
    let mut chosen = undecided.clone();
    chosen.customer = Some(customer);
    let mut mapped = asked.clone();
    mapped.customer = Some(customer);
    mapped.state = subject.make.awaiting_activation();
    for changed in [chosen, mapped] {
        let id = changed.id;
        let changed = Stored::new(changed, Revision::FIRST);
        let refused = subject
            .try_write(async |work| work.registrations().update(&changed).await)
            .await;
        assert!(
            matches!(refused, Err(StoreError::Duplicate(_))),
            "{refused:?}"
        );
        let found = subject.directory.registration(id).await.unwrap();
        assert_eq!(found.expect("there").revision, Revision::FIRST);
    }
}

/// Addresses are one only when they are the same bytes, whatever a locale makes of signs and hyphens.
pub async fn addresses_compare_bytewise(subject: &Subject) {
    let addresses = [
        "annlee@example.com",
        "ann-lee@example.com",
        "ann_lee@example.com",
        "ann.lee@example.com",
        "annxlee@example.com",
        "ann'lee@example.com",
        "ann+lee@example.com",
        "annlee@example.co",
        "annlee@exam-ple.com",
        "annlee@xn--exmple-cua.com",
        "strasse@example.com",
    ];
    for address in addresses {
        let address = email(address);
        assert!(
            !is_refused(subject, &form(subject, &address, None)).await,
            "{address}"
        );
        let mut account = subject.make.account();
        account.email = address.clone();
        subject
            .write(async |work| work.accounts().insert(&account).await)
            .await;
    }
    for address in addresses {
        let address = email(address);
        let pending = subject
            .write(async |work| work.registrations().get_pending_of(&address).await)
            .await;
        assert_eq!(pending.len(), 1, "{address}");
        let account = subject.directory.account_by_email(&address).await.unwrap();
        assert_eq!(account.expect("there").value.email, address);
    }
}
