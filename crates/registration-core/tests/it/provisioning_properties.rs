//! What holds of playbooks and projects: who sees them, and what a start makes.

use proptest::prelude::*;
use registration_core::{
    model::{PlaybookAudience, Responsible, Step},
    policy::provisioning::{Hidden, instantiate, offered_to, sees, visible_to},
};
use registration_testkit::fixtures::{Fixtures, start};
use time::Duration;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_playbook_is_seen_only_where_nothing_hides_it(
        archived in any::<bool>(), enabled in any::<bool>(), audience in 0..3_u8, customer_archived in any::<bool>(),
    ) {
        let make = Fixtures::default();
        let (mut customer, other) = (make.customer(), make.customer());
        customer.archived_at = customer_archived.then(start);
        let mut playbook = make.self_service_playbook(make.id());
        playbook.archived_at = archived.then(start);
        playbook.self_service.enabled = enabled;
        playbook.self_service.audience = match audience {
            0 => PlaybookAudience::All,
            1 => PlaybookAudience::Only([customer.id].into()),
            _ => PlaybookAudience::Only([other.id].into()),
        };
        let why = [
            (customer_archived, Hidden::CustomerArchived),
            (archived, Hidden::PlaybookArchived),
            (!enabled, Hidden::SelfServiceOff),
            (audience == 2, Hidden::NotForCustomer),
        ];
        let hidden = why.into_iter().find_map(|(holds, reason)| holds.then_some(reason));
        prop_assert_eq!(visible_to(&playbook, &customer).err(), hidden);
        if !customer_archived {
            prop_assert_eq!(offered_to(&playbook, customer.id), visible_to(&playbook, &customer));
        }
    }

    #[test]
    fn each_step_is_due_so_many_days_after_the_start(days in prop::collection::vec(any::<u16>(), 0..8), minutes in 0..1_440_i64) {
        let make = Fixtures::default();
        let mut playbook = make.playbook();
        playbook.steps = days.iter().map(|days| Step {
            id: make.id(),
            title: format!("after {days}"),
            due_after_days: *days,
            responsible: Responsible::Customer,
        }).collect();
        let began = start().plus(Duration::minutes(minutes));
        let steps = instantiate(&playbook, began, || make.id());
        let due: Vec<i64> = steps.iter().map(|step| (step.due_on - began.date()).whole_days()).collect();
        prop_assert_eq!(due, days.iter().map(|days| i64::from(*days)).collect::<Vec<_>>());
        prop_assert!(steps.iter().zip(&playbook.steps).all(|(made, step)| made.title == step.title && made.id != step.id));
    }

    #[test]
    fn a_project_is_seen_by_its_starter_and_its_members_only(started in 0..4_usize, members in prop::collection::btree_set(0..4_usize, 0..3), viewer in prop::collection::vec(0..4_usize, 0..3)) {
        let make = Fixtures::default();
        let customer = make.customer();
        let people: Vec<_> = (0..4).map(|_| make.contact(&customer)).collect();
        let owner = make.staff([]);
        let mut project = make.project(&customer, &make.playbook(), &owner, &people[started]);
        project.members = members.iter().map(|index| people[*index].id).collect();
        let contacts: Vec<_> = viewer.iter().map(|index| people[*index].id).collect();
        let expected = viewer.iter().any(|index| *index == started || members.contains(index));
        prop_assert_eq!(sees(&project, &contacts), expected);
    }
}
