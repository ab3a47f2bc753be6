//! Customers, their settings, and who permits which domain.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
    list::ALL,
};
use crate::fixtures::{minute, permitted};
use registration_core::model::{
    Customer, CustomerId, DomainName, LinkAudience, LoginMethod, PermittedDomain, Stored,
};

/// Customers in which every field has every kind of value.
fn variants(subject: &Subject) -> Vec<Customer> {
    let make = &subject.make;
    let mut customers = vec![make.customer()];
    let domains = [
        permitted("zeta.example"),
        permitted("*.alpha.example"),
        permitted("@bücher.example"),
        // The Public Suffix List grew since staff permitted it.
        PermittedDomain::restore("github.io".parse().expect("it is a domain"), true),
    ];
    for audience in LinkAudience::ALL {
        for method in LoginMethod::ALL {
            let mut customer = make.customer();
            customer.reference = Some("CRM-0815".to_owned());
            customer.settings.link_audience = *audience;
            customer.settings.login_method = *method;
            customer.settings.self_service_registration = true;
            customer.settings.invite_link_registration = false;
            customer.settings.permitted_domains = domains.to_vec();
            customers.push(customer.clone());
            customer.id = make.id();
            customer.settings.permitted_domains.reverse();
            customer.archived_at = Some(minute(7));
            customers.push(customer);
        }
    }
    customers
}

fn domain(text: &str) -> DomainName {
    text.parse().expect("it is a domain")
}

async fn store(subject: &Subject, customers: &[Customer]) {
    subject
        .write(async |work| {
            for customer in customers {
                work.customers().insert(customer).await?;
            }
            Ok(())
        })
        .await;
}

fn ids(customers: &[Stored<Customer>]) -> Vec<CustomerId> {
    customers.iter().map(|customer| customer.id).collect()
}

/// A customer is read as it was written, the order of its domains included.
pub async fn a_customer_is_stored_exactly(subject: &Subject) {
    is_stored_exactly!(subject, customers, customer, variants(subject));
}

/// An update of a customer writes all of its settings.
pub async fn an_update_writes_the_whole_customer(subject: &Subject) {
    an_update_writes_everything!(subject, customers, customer, variants(subject));
}

/// Several customers come in the order of their ids, each once; those that don't exist are left out.
pub async fn several_customers_come_in_the_order_of_their_ids(subject: &Subject) {
    let make = &subject.make;
    let mut customers = [(); 3].map(|()| make.customer());
    customers[1].archived_at = Some(minute(1));
    store(subject, &customers).await;
    let [a, b, c] = [0, 1, 2].map(|index: usize| customers[index].id);
    let unknown = make.id();
    for (wanted, expected) in [
        (vec![c, a, unknown, b, a], vec![a, b, c]),
        (vec![c], vec![c]),
        (vec![unknown], vec![]),
        (vec![], vec![]),
    ] {
        let shared = subject
            .write(async |work| work.customers().get_shared(&wanted).await)
            .await;
        assert_eq!(ids(&shared), expected, "loaded shared");
        let found = subject.directory.customers_by_id(&wanted).await.unwrap();
        assert_eq!(found, shared, "looked up");
    }
}

/// A customer can be looked up inside of a unit of work, archived or not.
pub async fn a_look_inside_of_a_unit_of_work_finds_the_customer(subject: &Subject) {
    let mut customer = subject.make.customer();
    customer.archived_at = Some(minute(1));
    store(subject, std::slice::from_ref(&customer)).await;
    let unknown = subject.make.unknown_customer();
    let found = subject
        .write(async |work| {
            let known = work.customers().find(customer.id).await?;
            Ok((known, work.customers().find(unknown).await?))
        })
        .await;
    assert_eq!(found, (Some(customer), None));
}

/// Whoever has an entry for one of the domains is found once, in the order of ids; archived customers are not.
pub async fn customers_are_found_by_any_of_several_permitted_domains(subject: &Subject) {
    let make = &subject.make;
    let mut customers = vec![
        make.customer_permitting(&["one.example", "two.example"]),
        make.customer_permitting(&["*.one.example"]),
        make.customer_permitting(&["sub.one.example", "onexexample.example"]),
        make.customer_permitting(&["one.example"]),
        make.customer(),
    ];
    customers[3].archived_at = Some(minute(1));
    store(subject, &customers).await;
    let by = async |domains: &[&str]| {
        let domains: Vec<_> = domains.iter().copied().map(domain).collect();
        let found = subject.directory.customers_permitting(&domains).await;
        ids(&found.unwrap())
    };
    let [first, second, third] = [0, 1, 2].map(|index: usize| customers[index].id);
    assert_eq!(by(&["one.example"]).await, [first, second]);
    assert_eq!(by(&["two.example", "one.example"]).await, [first, second]);
    assert_eq!(
        by(&["sub.one.example", "one.example"]).await,
        [first, second, third]
    );
    assert_eq!(by(&["two.example", "other.example"]).await, [first]);
    assert_eq!(by(&["other.example", "example.one"]).await, []);
    assert_eq!(by(&[]).await, []);
}

/// A domain that a save removed no longer leads to the customer, and one that it added does.
pub async fn a_removed_domain_no_longer_leads_to_the_customer(subject: &Subject) {
    let customer = subject
        .make
        .customer_permitting(&["old.example", "kept.example"]);
    store(subject, std::slice::from_ref(&customer)).await;
    subject
        .write(async |work| {
            let mut loaded = work.customers().get(customer.id).await?.expect("there");
            loaded.value.settings.permitted_domains =
                vec![permitted("new.example"), permitted("kept.example")];
            work.customers().update(&loaded).await
        })
        .await;
    for (name, expected) in [("old.example", 0), ("kept.example", 1), ("new.example", 1)] {
        let found = subject
            .directory
            .customers_permitting(&[domain(name)])
            .await;
        assert_eq!(found.unwrap().len(), expected, "{name}");
    }
}

/// The newest customer that has the portal form on and permits a domain is found, unless it is archived.
pub async fn the_newest_customer_whose_portal_form_admits_somebody_is_found(subject: &Subject) {
    let make = &subject.make;
    let open = |domains: &[&str]| {
        let mut customer = make.customer_permitting(domains);
        customer.settings.self_service_registration = true;
        customer
    };
    let found = async || {
        let found = subject.directory.open_customer().await.unwrap();
        found.map(|customer| customer.id)
    };
    let mut closed = make.customer_permitting(&["example.com"]);
    closed.settings.self_service_registration = false;
    let mut archived = open(&["example.com"]);
    archived.archived_at = Some(minute(1));
    store(subject, &[closed, archived, open(&[])]).await;
    assert_eq!(found().await, None);
    let (one, two) = (open(&["example.com"]), open(&["example.org"]));
    store(subject, &[two.clone(), one]).await;
    assert_eq!(found().await, Some(two.id));
}

/// Archived customers are left out of the list; by their id they are still found.
pub async fn an_archived_customer_is_not_listed(subject: &Subject) {
    let make = &subject.make;
    let mut customers = [make.customer(), make.customer()];
    customers[0].archived_at = Some(minute(1));
    store(subject, &customers).await;
    let listed = subject.directory.customers(None, ALL).await.unwrap();
    assert_eq!(ids(&listed), [customers[1].id]);
    let found = subject.directory.customer(customers[0].id).await.unwrap();
    assert!(found.is_some());
}
