//! People of customers, signed in to the portal, and what there is for them to start.

use crate::harness::{Caller, Service};
use registration_core::model::{Contact, Customer, Playbook, Role, SessionHolder, Staff};

/// Somebody at a customer.
pub(crate) struct Person {
    pub(crate) caller: Caller,
    pub(crate) customer: Customer,
    pub(crate) contact: Contact,
}

/// A new person with access at a new customer, signed in.
pub(crate) async fn person(service: &Service) -> Person {
    let make = &service.make;
    let (customer, account, secret) = (make.customer(), make.account(), make.secret());
    let contact = make.active_contact(&customer, &account);
    let mut session = make.session(SessionHolder::Account(account.id));
    session.digest = secret.digest();
    let mut work = service.work().await;
    work.customers().insert(&customer).await.unwrap();
    work.accounts().insert(&account).await.unwrap();
    work.contacts().insert(&contact).await.unwrap();
    work.sessions().insert(&session).await.unwrap();
    work.commit().await.unwrap();
    Person {
        caller: Caller::Portal(secret.expose().to_owned()),
        customer,
        contact,
    }
}

/// A playbook that everybody may start, and its owner, who has no role.
pub(crate) async fn offered(service: &Service) -> (Playbook, Staff, Caller) {
    let owner = service.make.staff([]);
    let caller = service.sign_in(&owner, true).await;
    let playbook = service.make.self_service_playbook(owner.id);
    let mut work = service.work().await;
    work.playbooks().insert(&playbook).await.unwrap();
    work.commit().await.unwrap();
    (playbook, owner, caller)
}

/// A signed-in staff member of each role.
pub(crate) async fn everybody(service: &Service) -> Vec<(Role, Caller)> {
    let mut callers = Vec::new();
    for role in Role::ALL {
        callers.push((*role, service.staff(*role).await.0));
    }
    callers
}
