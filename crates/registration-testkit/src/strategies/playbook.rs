//! Playbooks with their steps, and projects made from them.

use super::{id, text, timestamp};
use crate::fixtures::start;
use proptest::prelude::*;
use registration_core::model::{
    ContactId, Cover, CoverUrl, CustomerId, Playbook, PlaybookAudience, Project, ProjectStep,
    Responsible, Revision, SelfService, Step,
};
use time::Duration;

/// A step; shrinks to one that is due at once.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::playbook::step;
///
/// proptest!(|(step in step())| prop_assert!(!step.title.is_empty()));
/// ```
pub fn step() -> impl Strategy<Value = Step> + Clone {
    let days = prop_oneof![4 => 0..90_u16, 1 => any::<u16>()];
    (
        id(),
        text::line(),
        days,
        prop::sample::select(Responsible::ALL),
    )
        .prop_map(|(id, title, due_after_days, responsible)| Step {
            id,
            title,
            due_after_days,
            responsible,
        })
}

/// The address of a hosted cover.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::playbook::cover_url;
///
/// proptest!(|(url in cover_url())| prop_assert!(url.as_str().starts_with(url.origin())));
/// ```
pub fn cover_url() -> impl Strategy<Value = CoverUrl> + Clone {
    (
        super::domain::domain_text(),
        prop::option::of(1..=u16::MAX),
        "[a-z0-9/]{0,12}",
    )
        .prop_map(|(host, port, path)| {
            let port = port.map_or_else(String::new, |port| format!(":{port}"));
            format!("https://{host}{port}/{path}")
                .parse()
                .expect("it is a cover's address")
        })
}

/// Self-service settings, off or on; those that are on have an owner and a name.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::playbook::self_service;
///
/// proptest!(|(settings in self_service())| {
///     prop_assert!(!settings.enabled || settings.default_project_owner.is_some());
/// });
/// ```
pub fn self_service() -> impl Strategy<Value = SelfService> + Clone {
    let cover = prop_oneof![
        Just(Cover::None),
        id().prop_map(|media| Cover::Upload { media }),
        cover_url().prop_map(|url| Cover::Link { url }),
    ];
    let audience = prop_oneof![
        Just(PlaybookAudience::All),
        prop::collection::btree_set(id::<CustomerId>(), 0..3).prop_map(PlaybookAudience::Only),
    ];
    let texts = (
        prop::option::of(text::line()),
        prop::option::of(text::paragraph()),
    );
    (
        any::<bool>(),
        prop::option::of(id()),
        texts,
        cover,
        audience,
    )
        .prop_map(
            |(
                wanted,
                default_project_owner,
                (customer_facing_name, customer_facing_description),
                cover,
                audience,
            )| {
                SelfService {
                    enabled: wanted
                        && default_project_owner.is_some()
                        && customer_facing_name.is_some(),
                    default_project_owner,
                    customer_facing_name,
                    customer_facing_description,
                    cover,
                    audience,
                }
            },
        )
}

/// A playbook of up to six steps; shrinks to an empty one that customers don't see.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::policy::provisioning::instantiate;
/// use registration_testkit::{fixtures::{Fixtures, start}, strategies::playbook::playbook};
///
/// proptest!(|(playbook in playbook())| {
///     let make = Fixtures::default();
///     prop_assert_eq!(instantiate(&playbook, start(), || make.id()).len(), playbook.steps.len());
/// });
/// ```
pub fn playbook() -> impl Strategy<Value = Playbook> + Clone {
    let archived_at = prop_oneof![7 => Just(None), 1 => timestamp().prop_map(Some)];
    (
        id(),
        text::line(),
        prop::collection::vec(step(), 0..7),
        self_service(),
        archived_at,
    )
        .prop_map(|(id, name, steps, self_service, archived_at)| Playbook {
            id,
            name,
            steps,
            self_service,
            archived_at,
            created_at: start(),
        })
}

/// A project of `customer`, with up to three members beside the one who started it.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::policy::provisioning::sees;
/// use registration_testkit::strategies::{id, playbook::project};
///
/// proptest!(|(project in id().prop_flat_map(project))| prop_assert!(sees(&project, &[project.started_by])));
/// ```
pub fn project(customer: CustomerId) -> impl Strategy<Value = Project> + Clone {
    let ids = (id(), id(), id(), id());
    let members = prop::collection::btree_set(id::<ContactId>(), 0..4);
    let form_token = prop::option::of("[a-z0-9]{8}");
    (
        ids,
        text::line(),
        members,
        prop::collection::vec(step(), 0..7),
        form_token,
    )
        .prop_map(
            move |((id, playbook, owner, started_by), name, members, steps, form_token)| Project {
                id,
                customer,
                playbook,
                playbook_revision: Revision::FIRST,
                name,
                owner,
                started_by,
                members,
                steps: steps
                    .into_iter()
                    .map(|step| ProjectStep {
                        id: step.id,
                        title: step.title,
                        responsible: step.responsible,
                        due_on: start()
                            .plus(Duration::days(step.due_after_days.into()))
                            .date(),
                    })
                    .collect(),
                form_token,
                created_at: start(),
            },
        )
}
