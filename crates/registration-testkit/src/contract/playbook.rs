//! Playbooks with every kind of self-service settings.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
    list::ALL,
    scene::Scene,
};
use crate::fixtures::minute;
use registration_core::model::{
    Cover, MediaId, Playbook, PlaybookAudience, PlaybookId, Responsible, Revision, SelfService,
    Step, Stored,
};

fn variants(subject: &Subject, scene: &Scene) -> Vec<Playbook> {
    let make = &subject.make;
    let covers = [
        Cover::None,
        Cover::Upload { media: make.id() },
        Cover::Link {
            url: "https://cdn.example.com:8443/a.png?x=1&y=2"
                .parse()
                .expect("it is a cover link"),
        },
    ];
    let audiences = [
        PlaybookAudience::All,
        PlaybookAudience::Only([].into()),
        PlaybookAudience::Only([scene.customer.id, make.id()].into()),
    ];
    let mut variants = vec![make.playbook()];
    for cover in &covers {
        for audience in &audiences {
            let mut playbook = make.self_service_playbook(scene.staff.id);
            playbook.self_service.cover = cover.clone();
            playbook.self_service.audience = audience.clone();
            variants.push(playbook);
        }
    }
    variants.push(Playbook {
        steps: Vec::new(),
        archived_at: Some(minute(3)),
        ..make.playbook()
    });
    let steps = [u16::MAX, 0, 7].into_iter().flat_map(|due_after_days| {
        Responsible::ALL.iter().map(move |responsible| Step {
            id: make.id(),
            title: format!("Step \"{due_after_days}\" \\ 'x'"),
            due_after_days,
            responsible: *responsible,
        })
    });
    variants.push(Playbook {
        steps: steps.collect(),
        self_service: SelfService {
            customer_facing_description: Some(String::new()),
            ..SelfService::default()
        },
        ..make.playbook()
    });
    variants
}

async fn store(subject: &Subject, playbooks: &[&Playbook]) {
    subject
        .write(async |work| {
            for playbook in playbooks {
                work.playbooks().insert(playbook).await?;
            }
            Ok(())
        })
        .await;
}

fn ids(playbooks: &[Stored<Playbook>]) -> Vec<PlaybookId> {
    playbooks.iter().map(|playbook| playbook.id).collect()
}

/// A playbook is read as it was written, its steps in their order.
pub async fn a_playbook_is_stored_exactly(subject: &Subject) {
    let scene = Scene::set(subject).await;
    is_stored_exactly!(subject, playbooks, playbook, variants(subject, &scene));
}

/// An update of a playbook writes all of it.
pub async fn an_update_writes_the_whole_playbook(subject: &Subject) {
    let scene = Scene::set(subject).await;
    an_update_writes_everything!(subject, playbooks, playbook, variants(subject, &scene));
}

/// A playbook that is loaded shared is the same as one that is loaded to be changed; an unknown one is none.
pub async fn a_playbook_is_loaded_shared(subject: &Subject) {
    let playbook = subject.make.playbook();
    store(subject, &[&playbook]).await;
    let unknown = subject.make.id();
    let loaded = subject
        .write(async |work| {
            let known = work.playbooks().get_shared(playbook.id).await?;
            Ok((known, work.playbooks().get_shared(unknown).await?))
        })
        .await;
    assert_eq!(loaded, (Some(Stored::new(playbook, Revision::FIRST)), None));
}

/// Archived playbooks are left out of the list; those that customers can start are known.
pub async fn playbooks_are_listed_unless_archived(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    let owner = scene.staff.id;
    let (hidden, offered) = (make.playbook(), make.self_service_playbook(owner));
    let mut archived = make.self_service_playbook(owner);
    archived.archived_at = Some(minute(1));
    store(subject, &[&archived, &offered, &hidden]).await;
    let listed = subject.directory.playbooks(ALL).await.unwrap();
    assert_eq!(ids(&listed), [offered.id, hidden.id, scene.playbook.id]);
    let offers = subject.directory.self_service_playbooks().await.unwrap();
    assert_eq!(ids(&offers), [offered.id, scene.playbook.id]);
    assert_eq!(offers[0].value, offered);
}

/// Playbooks are found by their uploaded cover, archived or not, in the order of their ids; no other one is.
pub async fn playbooks_are_found_by_their_cover(subject: &Subject) {
    let make = &subject.make;
    let [one, two, unused]: [MediaId; 3] = std::array::from_fn(|_| make.id());
    let covered = |cover: Cover| {
        let mut playbook = make.playbook();
        playbook.self_service.cover = cover;
        playbook
    };
    let url = format!("https://cdn.example.com/{one}")
        .parse()
        .expect("a link");
    let bare = covered(Cover::None);
    let linked = covered(Cover::Link { url });
    let first = covered(Cover::Upload { media: one });
    let second = covered(Cover::Upload { media: two });
    let mut archived = covered(Cover::Upload { media: one });
    archived.archived_at = Some(minute(1));
    store(subject, &[&archived, &second, &first, &linked, &bare]).await;
    for (pictures, expected) in [
        (&[one][..], vec![first.id, archived.id]),
        (&[two, unused, one], vec![first.id, second.id, archived.id]),
        (&[unused], vec![]),
        (&[], vec![]),
    ] {
        let found = subject.directory.playbooks_covered_by(pictures).await;
        assert_eq!(ids(&found.unwrap()), expected);
    }
    let found = subject.directory.playbooks_covered_by(&[two]).await;
    assert_eq!(found.unwrap()[0].value, second);
}
