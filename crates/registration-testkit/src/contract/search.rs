//! Searching: a text is found wherever it stands, whatever its case in any script, and no character of it is special.

use super::{Subject, list::ALL, scene::Scene};
use crate::fixtures::{email, name};
use registration_core::{
    model::{Contact, Customer, Registration},
    ports::RegistrationFilter,
};

/// What is looked for, and which of the names below contain it.
const CASES: [(&str, &[usize]); 16] = [
    ("", &[0, 1, 2, 3, 4, 5]),
    ("ÄRZTE", &[0]),
    ("ärzte", &[0]),
    ("ÖLFABRIK", &[1]),
    ("ЖУКОВ", &[2]),
    ("жуков", &[2]),
    ("100%", &[3]),
    ("%", &[3]),
    ("100_", &[4]),
    ("_", &[4]),
    ("o'b", &[5]),
    ("O\"B", &[]),
    ("\\", &[4]),
    ("brien", &[5]),
    ("nobody", &[]),
    ("arzte", &[]),
];

const NAMES: [&str; 6] = [
    "Ärzte",
    "Ölfabrik",
    "Жуков",
    "100%ige",
    "100_\\er",
    "O'Brien",
];

fn expected<T: Copy>(found: &[usize], ids: &[T]) -> Vec<T> {
    let mut expected: Vec<T> = found.iter().map(|index| ids[*index]).collect();
    expected.reverse();
    expected
}

/// Customers are found by their name and by their reference.
pub async fn customers_are_found_by_name_and_reference(subject: &Subject) {
    let (mut by_name, mut by_reference) = (Vec::new(), Vec::new());
    subject
        .write(async |work| {
            for text in NAMES {
                let mut customer = subject.make.customer();
                customer.name = format!("Firma {text} GmbH");
                work.customers().insert(&customer).await?;
                by_name.push(customer.id);
            }
            for text in NAMES {
                let mut customer = subject.make.customer();
                customer.reference = Some(text.to_owned());
                work.customers().insert(&customer).await?;
                by_reference.push(customer.id);
            }
            Ok(())
        })
        .await;
    for (q, found) in CASES {
        let listed = subject.directory.customers(Some(q), ALL).await.unwrap();
        let listed: Vec<_> = listed.iter().map(|customer| customer.id).collect();
        let mut wanted = expected(found, &by_reference);
        wanted.extend(expected(found, &by_name));
        assert_eq!(listed, wanted, "{q:?}");
    }
}

/// A customer is found by what it is called now, not by what it was called before.
pub async fn a_renamed_customer_is_found_by_its_new_name(subject: &Subject) {
    let customer = Customer {
        name: "Old".to_owned(),
        reference: Some("Ref".to_owned()),
        ..subject.make.customer()
    };
    subject
        .write(async |work| {
            work.customers().insert(&customer).await?;
            let mut loaded = work.customers().get(customer.id).await?.expect("there");
            loaded.value.name = "Ünique".to_owned();
            loaded.value.reference = None;
            work.customers().update(&loaded).await
        })
        .await;
    for (q, found) in [("ünique", 1), ("old", 0), ("ref", 0)] {
        let listed = subject.directory.customers(Some(q), ALL).await.unwrap();
        assert_eq!(listed.len(), found, "{q}");
    }
}

/// Contacts of the customer are found by first name, last name, both, and address.
pub async fn contacts_are_found_by_name_and_address(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let make = &subject.make;
    let mut ids = Vec::new();
    subject
        .write(async |work| {
            for text in NAMES {
                let contact = Contact {
                    name: name("Xaver", text),
                    email: email(&format!("p{}@Found.Example", ids.len())),
                    ..make.contact(&here.customer)
                };
                work.contacts().insert(&contact).await?;
                ids.push(contact.id);
                let stranger = Contact {
                    id: make.id(),
                    customer: there.customer.id,
                    ..contact
                };
                work.contacts().insert(&stranger).await?;
            }
            Ok(())
        })
        .await;
    let find = async |q: &str| -> Vec<_> {
        let customer = here.customer.id;
        let listed = subject.directory.contacts(customer, Some(q), ALL).await;
        listed.unwrap().iter().map(|contact| contact.id).collect()
    };
    for (q, found) in CASES.into_iter().filter(|(q, _)| !q.is_empty()) {
        assert_eq!(find(q).await, expected(found, &ids), "{q:?}");
    }
    assert_eq!(find("xAVER").await, expected(&[0, 1, 2, 3, 4, 5], &ids));
    assert_eq!(find("xaver äRZ").await, expected(&[0], &ids), "both names");
    assert_eq!(find("P3@FOUND").await, expected(&[3], &ids), "the address");
    assert_eq!(find("p_@found").await, []);
}

/// A contact whose name and address were changed is found by the new ones.
pub async fn a_changed_contact_is_found_by_its_new_name_and_address(subject: &Subject) {
    let scene = Scene::set(subject).await;
    subject
        .write(async |work| {
            let mut loaded = work.contacts().get(scene.contact.id).await?.expect("there");
            loaded.value.name = name("Örjan", "");
            loaded.value.email = email("new.address@example.com");
            work.contacts().update(&loaded).await
        })
        .await;
    let old = scene.contact.email.as_str();
    for (q, found) in [("öRJAN", 1), ("new.ADDRESS@", 1), ("lee", 0), (old, 0)] {
        let customer = scene.customer.id;
        let listed = subject.directory.contacts(customer, Some(q), ALL).await;
        assert_eq!(listed.unwrap().len(), found, "{q}");
    }
}

/// Registrations are found by name and address.
pub async fn registrations_are_found_by_name_and_address(subject: &Subject) {
    let mut ids = Vec::new();
    subject
        .write(async |work| {
            for text in NAMES {
                let registration = Registration {
                    name: name(text, "Xaver"),
                    email: email(&format!("p{}@found.example", ids.len())),
                    ..subject.make.registration()
                };
                work.registrations().insert(&registration).await?;
                ids.push(registration.id);
            }
            Ok(())
        })
        .await;
    let find = async |q: &str| -> Vec<_> {
        let filter = RegistrationFilter {
            q: Some(q.to_owned()),
            ..RegistrationFilter::default()
        };
        let listed = subject.directory.registrations(&filter, ALL).await;
        listed.unwrap().iter().map(|row| row.id).collect()
    };
    for (q, found) in CASES {
        assert_eq!(find(q).await, expected(found, &ids), "{q:?}");
    }
    assert_eq!(find("ÄRZTE xav").await, expected(&[0], &ids), "both names");
    assert_eq!(find("P3@FOUND").await, expected(&[3], &ids), "the address");
    assert_eq!(find("p_@found").await, []);
}
