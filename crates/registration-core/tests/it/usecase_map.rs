//! Mapping a request to a company and a contact.

use crate::office::{Office, actor, boss, conflict, email, field_code, mapper, name, refused};
use registration_core::{
    model::{
        Actor, ContactId, Customer, LinkAudience, MailKind, PortalAccess, RegistrationId, Role,
        StateKind,
    },
    policy::{access::Denied, admission::Refusal, mapping::Reason},
    ports::Directory,
    usecase::{Conflict, Error, MapRequest, MapTarget, Mapped},
};

pub(crate) async fn map_to(
    office: &Office,
    request: RegistrationId,
    customer: &Customer,
    contact: ContactId,
    confirm_address: bool,
) -> Result<Mapped, Error> {
    let command = MapRequest {
        confirm_address,
        ..existing(request, customer, contact)
    };
    map(office, &boss(), command).await
}

async fn map(office: &Office, actor: &Actor, command: MapRequest) -> Result<Mapped, Error> {
    office.tick();
    office.registrar.map_request(actor, command).await
}

fn existing(request: RegistrationId, customer: &Customer, contact: ContactId) -> MapRequest {
    MapRequest {
        request,
        customer: customer.id,
        target: MapTarget::Contact(contact),
        permit_domain: false,
        confirm_address: false,
    }
}

fn create(request: RegistrationId, customer: &Customer) -> MapRequest {
    MapRequest {
        target: MapTarget::NewContact {
            name: name("Anna", "Lee"),
            phone: None,
        },
        ..existing(request, customer, ContactId(uuid_nil()))
    }
}

fn uuid_nil() -> uuid::Uuid {
    uuid::Uuid::nil()
}

#[tokio::test]
async fn a_mapped_request_activates_for_its_own_address() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    for (address, contact) in [
        ("ann@a.com", None),
        ("bob@b.com", Some("bob@b.com")),
        ("kim@home.net", Some("kim@acme.com")),
    ] {
        office.request(address).await;
        let id = office.request_of(address).await;
        let mapped = match contact {
            None => map(&office, &boss(), create(id, &acme)).await.unwrap(),
            Some(known) => {
                let contact = office.contact(&acme, known).await.id;
                if known != address {
                    assert_eq!(
                        field_code(map_to(&office, id, &acme, contact, false).await),
                        "confirm_address"
                    );
                }
                map_to(&office, id, &acme, contact, true).await.unwrap()
            }
        };
        assert_eq!(mapped.registration, id, "a request is a registration");
        assert_eq!(office.access(mapped.contact).await, "invited");
        let letter = office.letter(address).await;
        assert_eq!(letter.kind, MailKind::Mapped);
        let activated = office.activate(letter.token()).await.unwrap();
        assert_eq!(activated.contact, mapped.contact);
        assert_eq!(
            office.visit(&activated).await.unwrap().account.email,
            email(address)
        );
        let contact = office.store.contact(mapped.contact).await.unwrap().unwrap();
        assert_eq!(
            contact.email,
            email(contact_address(address)),
            "its address stays"
        );
    }
}

fn contact_address(address: &str) -> &str {
    if address == "kim@home.net" {
        "kim@acme.com"
    } else {
        address
    }
}

#[tokio::test]
async fn addresses_are_never_merged() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let beta = office.customer("Beta").await;
    let ann = office.contact(&acme, "ann@acme.com").await;
    let bob = office.contact(&acme, "bob@acme.com").await;
    let elsewhere = office.contact(&beta, "ann@acme.com").await;
    office.request("ann@acme.com").await;
    let id = office.request_of("ann@acme.com").await;
    // The address is Ann's: neither Bob nor somebody new can have it.
    assert_eq!(
        conflict(map_to(&office, id, &acme, bob.id, true).await),
        Conflict::ContactConflict
    );
    assert_eq!(
        conflict(map(&office, &boss(), create(id, &acme)).await),
        Conflict::ContactConflict
    );
    assert!(matches!(
        map_to(&office, id, &acme, elsewhere.id, true).await,
        Err(Error::ContactNotAtCustomer)
    ));
    // Whoever has access with the own address is not given to another one.
    let activated = office.join("kim@acme.com").await;
    office.request("other@home.net").await;
    let other = office.request_of("other@home.net").await;
    assert_eq!(
        conflict(map_to(&office, other, &acme, activated.contact, true).await),
        Conflict::ContactConflict
    );
    office.request("kim@acme.com").await;
    let member = office.request_of("kim@acme.com").await;
    assert_eq!(
        conflict(map_to(&office, member, &acme, activated.contact, true).await),
        Conflict::AlreadyMember
    );
    assert!(map_to(&office, id, &acme, ann.id, false).await.is_ok());
    assert_eq!(
        field_code(
            map(
                &office,
                &boss(),
                MapRequest {
                    customer: registration_core::model::CustomerId(uuid_nil()),
                    ..create(other, &acme)
                }
            )
            .await
        ),
        "unknown_customer"
    );
}

#[tokio::test]
async fn exactly_one_decision_wins_and_the_loser_is_told() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let one = actor(&office.staff("one@portal.example", mapper(), true).await);
    office.request("ann@a.com").await;
    let id = office.request_of("ann@a.com").await;
    map(&office, &one, create(id, &acme)).await.unwrap();
    let decided = Conflict::AlreadyDecided {
        decision: "mapped",
        decided_by: Some(one.reference()),
    };
    assert_eq!(
        conflict(map(&office, &boss(), create(id, &acme)).await),
        decided
    );
    assert_eq!(
        conflict(
            office
                .later()
                .decline_request(&boss(), id, "no", true)
                .await
        ),
        decided
    );
    let unknown = MapRequest {
        customer: registration_core::model::CustomerId(uuid_nil()),
        ..create(id, &acme)
    };
    assert_eq!(
        conflict(map(&office, &boss(), unknown).await),
        decided,
        "the request comes first"
    );
    let letter = office.letter("ann@a.com").await;
    office.activate(letter.token()).await.unwrap();
    assert_eq!(
        conflict(office.registrar.claim_request(&boss(), id).await),
        decided,
        "after completion too"
    );
}

#[tokio::test]
async fn the_visitors_other_attempts_give_way_to_a_mapping() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let beta = office.customer("Beta").await;
    let link = office.link(&beta).await;
    office.submit("ann@a.com").await;
    let form = office.letter("ann@a.com").await;
    office.submit_by(&link, "ann@a.com").await;
    let by_link = office.letter("ann@a.com").await;
    office.invite(&beta, "ann@a.com").await.unwrap();
    let invited = office.letter("ann@a.com").await;
    office.request("ann@a.com").await;
    let id = office.request_of("ann@a.com").await;
    map(&office, &boss(), create(id, &acme)).await.unwrap();
    for dead in [form, by_link] {
        refused!(office.inspect(&dead.token()).await, Error::TokenUnavailable);
    }
    assert!(
        office.inspect(&invited.token()).await.is_ok(),
        "what staff decided elsewhere stays"
    );
    // And a form does not displace the mapping.
    let mapped = office
        .letters("ann@a.com")
        .await
        .into_iter()
        .find(|one| one.kind == MailKind::Mapped)
        .unwrap();
    office.submit("ann@a.com").await;
    assert!(office.inspect(&mapped.token()).await.is_ok());
    let kinds = office.kinds("ann@a.com").await;
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == MailKind::Mapped)
            .count(),
        2
    );
}

#[tokio::test]
async fn permitting_the_domain_takes_a_manager_and_the_same_checks() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let one = actor(&office.staff("one@portal.example", mapper(), true).await);
    let both = [Role::PortalRegistrationMapper, Role::CustomerManager];
    let two = actor(&office.staff("two@portal.example", both, true).await);
    office.request("ann@gmail.com").await;
    let public = office.request_of("ann@gmail.com").await;
    let permit = |id| MapRequest {
        permit_domain: true,
        ..create(id, &acme)
    };
    refused!(
        map(&office, &one, permit(public)).await,
        Error::Denied(Denied::NotAllowed)
    );
    assert_eq!(
        field_code(map(&office, &two, permit(public)).await),
        "public_provider"
    );
    assert_eq!(
        office.registration(public).await.state.kind(),
        StateKind::AwaitingMapping,
        "nothing is half done"
    );
    office.request("bob@acme.com").await;
    let own = office.request_of("bob@acme.com").await;
    map(&office, &two, permit(own)).await.unwrap();
    let settings = office
        .store
        .customer(acme.id)
        .await
        .unwrap()
        .unwrap()
        .value
        .settings;
    assert_eq!(
        settings.permitted_domains,
        crate::office::domains(&["acme.com"])
    );
    assert_eq!(
        settings.link_audience,
        LinkAudience::PermittedDomains,
        "the first domain narrows the link"
    );
    assert!(!settings.self_service_registration);
    office.request("kim@acme.com").await;
    let again = office.request_of("kim@acme.com").await;
    map(&office, &two, permit(again)).await.unwrap();
}

#[tokio::test]
async fn nobody_maps_the_own_address() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    office.request("sam@a.com").await;
    let id = office.request_of("sam@a.com").await;
    let sam = actor(&office.staff("sam@a.com", mapper(), true).await);
    refused!(
        map(&office, &sam, create(id, &acme)).await,
        Error::Denied(Denied::NotAllowed)
    );
    // Nor does a colleague let a staff address in.
    map(&office, &boss(), create(id, &acme)).await.unwrap();
    let letters = office.letters("sam@a.com").await;
    let letter = letters
        .iter()
        .find(|one| one.kind == MailKind::Mapped)
        .unwrap();
    assert_eq!(
        conflict(office.activate(letter.token()).await),
        Conflict::NotAdmitted(Refusal::StaffAddress)
    );
}

#[tokio::test]
async fn a_suspended_contact_is_active_again_only_for_the_proven_address() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let contact = office.contact(&acme, "ann@acme.com").await;
    office.request("ann@home.net").await;
    let first = office.request_of("ann@home.net").await;
    map_to(&office, first, &acme, contact.id, true)
        .await
        .unwrap();
    let letter = office.letter("ann@home.net").await;
    let home = office.activate(letter.token()).await.unwrap();
    office.suspend(contact.id).await;

    office.request("ann@acme.com").await;
    let second = office.request_of("ann@acme.com").await;
    map_to(&office, second, &acme, contact.id, false)
        .await
        .unwrap();
    assert_eq!(
        office.access(contact.id).await,
        "invited",
        "not the login of before"
    );
    let letter = office.letter("ann@acme.com").await;
    let now = office.activate(letter.token()).await.unwrap();
    assert_ne!(now.account, home.account);
    let after = office.store.contact(contact.id).await.unwrap().unwrap();
    assert_eq!(after.access.account(), Some(now.account));
}

#[tokio::test]
async fn a_contact_that_somebody_else_signs_in_as_is_not_given_away() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let contact = office.contact(&acme, "ann@acme.com").await;
    office.request("ann@home.net").await;
    let id = office.request_of("ann@home.net").await;
    map_to(&office, id, &acme, contact.id, true).await.unwrap();
    let mapped = office.letter("ann@home.net").await;
    let activated = office.join("ann@acme.com").await;
    assert_eq!(activated.contact, contact.id, "the rule was faster");
    let refusal = conflict(office.activate(mapped.token()).await);
    assert_eq!(refusal, Conflict::NotAdmitted(Refusal::AlreadyMember));
    assert!(
        !office.has_account("ann@home.net").await,
        "effect equals record"
    );
    let seen = office.inspect(&mapped.token()).await.unwrap();
    assert_eq!(
        seen.next,
        registration_core::usecase::NextStep::RequestAccess
    );
    let after = office.store.contact(contact.id).await.unwrap().unwrap();
    assert!(
        matches!(after.access, PortalAccess::Active { account, .. } if account == activated.account)
    );
}

#[tokio::test]
async fn suggestions_say_what_speaks_for_them() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let similar = office.customer("Acme Holding").await;
    let gone = office.open_customer("Acme Gone", &["acme.com"]).await;
    office.archive(&gone).await;
    office.customer("Zebra").await;
    let ann = office.contact(&acme, "ann@acme.com").await;
    office.request("ann@acme.com").await;
    let id = office.request_of("ann@acme.com").await;
    let view = office.registrar.request(&boss(), id).await.unwrap();
    let ids: Vec<_> = view.customers.iter().map(|one| one.id).collect();
    assert_eq!(ids, [acme.id, similar.id]);
    assert_eq!(
        view.customers[0].reasons,
        [
            Reason::PermittedDomain,
            Reason::ContactsOnDomain,
            Reason::SimilarName
        ]
    );
    assert_eq!(view.contacts[0].0.id, ann.id);
    assert!(view.contacts[0].0.reasons.contains(&Reason::SameAddress));
}
