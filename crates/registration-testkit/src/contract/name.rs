//! What ids are called, whatever they name.

use super::{Subject, scene::Scene};
use registration_core::model::Scope;
use std::collections::HashMap;
use uuid::Uuid;

/// Every kind of thing that has a name is found by its id, together with the others and alone; whatever else an id is
/// finds nothing.
pub async fn ids_of_every_kind_lead_to_names(subject: &Subject) {
    let (scene, other) = (Scene::set(subject).await, Scene::set(subject).await);
    let key = subject.make.api_key(Scope::Read);
    subject
        .write(async |work| work.api_keys().insert(&key).await)
        .await;
    let named: [(Uuid, String); 9] = [
        (scene.customer.id.0, scene.customer.name),
        (scene.link.id.0, scene.link.label),
        (scene.registration.id.0, scene.registration.name.to_string()),
        (scene.account.id.0, scene.account.name.to_string()),
        (scene.contact.id.0, scene.contact.name.to_string()),
        (scene.playbook.id.0, scene.playbook.name),
        (scene.project.id.0, scene.project.name),
        (scene.staff.id.0, scene.staff.name),
        (key.id.0, key.name),
    ];
    let names = async |ids: &[Uuid]| subject.directory.names(ids).await.unwrap();
    let unknown: Uuid = subject.make.id();
    let mut ids: Vec<Uuid> = named.iter().map(|(id, _)| *id).collect();
    ids.extend([unknown, named[0].0]);
    let all: HashMap<Uuid, String> = named.iter().cloned().collect();
    assert_eq!(names(&ids).await, all);
    for (id, name) in named {
        assert_eq!(names(&[id]).await, HashMap::from([(id, name)]));
    }
    assert_eq!(names(&[unknown]).await, HashMap::new());
    assert_eq!(names(&[]).await, HashMap::new());
    let others = names(&[other.contact.id.0]).await;
    assert_eq!(others.len(), 1);
}

/// A person with one name is called by it, without a space behind.
pub async fn who_has_one_name_is_called_by_it(subject: &Subject) {
    let mut account = subject.make.account();
    account.name = crate::fixtures::name("Plato", "");
    subject
        .write(async |work| work.accounts().insert(&account).await)
        .await;
    let names = subject.directory.names(&[account.id.0]).await.unwrap();
    assert_eq!(names[&account.id.0], "Plato");
}
