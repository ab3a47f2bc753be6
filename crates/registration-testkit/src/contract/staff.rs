//! Staff: one for an address, with every set of roles.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
    list::ALL,
};
use crate::fixtures::language;
use registration_core::{
    model::{Revision, Role, Staff, StaffId, Stored},
    ports::StoreError,
};

/// Staff with each role alone, with all of them and with none.
fn variants(subject: &Subject) -> Vec<Staff> {
    let make = &subject.make;
    let mut variants = vec![make.staff([])];
    for role in Role::ALL {
        variants.push(Staff {
            on_duty: true,
            password: None,
            ..make.staff([*role])
        });
    }
    variants.push(Staff {
        active: false,
        locale: Some(language("is")),
        name: "Ægir \"Æ\" Jónsson".to_owned(),
        ..make.staff(
            Role::ALL
                .iter()
                .copied()
                .collect::<std::collections::BTreeSet<_>>(),
        )
    });
    variants
}

async fn store(subject: &Subject, staff: &[&Staff]) {
    subject
        .write(async |work| {
            for staff in staff {
                work.staff().insert(staff).await?;
            }
            Ok(())
        })
        .await;
}

fn ids(staff: &[Stored<Staff>]) -> Vec<StaffId> {
    staff.iter().map(|staff| staff.id).collect()
}

/// A staff member is read as written, whatever the roles.
pub async fn a_staff_member_is_stored_exactly(subject: &Subject) {
    is_stored_exactly!(subject, staff, staff_member, variants(subject));
}

/// An update of a staff member writes all of it.
pub async fn an_update_writes_the_whole_staff_member(subject: &Subject) {
    an_update_writes_everything!(subject, staff, staff_member, variants(subject));
}

/// An address belongs to one staff member, active or not.
pub async fn an_address_has_one_staff_member(subject: &Subject) {
    let make = &subject.make;
    let (mut known, other) = (make.staff([]), make.staff([]));
    known.active = false;
    store(subject, &[&known, &other]).await;
    let second = Staff {
        email: known.email.clone(),
        ..make.staff([])
    };
    let refused = subject
        .try_write(async |work| work.staff().insert(&second).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    let taken = Staff {
        email: known.email.clone(),
        ..other.clone()
    };
    let taken = Stored::new(taken, Revision::FIRST);
    let refused = subject
        .try_write(async |work| work.staff().update(&taken).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    let found = subject.directory.staff_by_email(&other.email).await;
    assert_eq!(found.unwrap(), Some(Stored::new(other, Revision::FIRST)));
}

/// A staff member is found by the address, and so is who is inactive; an address without one has none.
pub async fn a_staff_member_is_found_by_the_address(subject: &Subject) {
    let make = &subject.make;
    let mut known = make.staff([Role::Auditor]);
    known.active = false;
    store(subject, &[&known, &make.staff([])]).await;
    let found = subject.directory.staff_by_email(&known.email).await;
    assert_eq!(found.unwrap(), Some(Stored::new(known, Revision::FIRST)));
    let found = subject.directory.staff_by_email(&make.email()).await;
    assert_eq!(found.unwrap(), None);
}

/// The active administrators are loaded in the order of their ids: whoever has the role among others, nobody else.
pub async fn the_active_administrators_are_loaded(subject: &Subject) {
    let make = &subject.make;
    let first = make.staff([Role::Administrator]);
    let second = make.staff([Role::Auditor, Role::Administrator]);
    let mut inactive = make.staff([Role::Administrator]);
    inactive.active = false;
    let other = make.staff([Role::CustomerManager, Role::PortalRegistrationMapper]);
    store(subject, &[&second, &first, &inactive, &other]).await;
    let load = async || {
        let loaded = subject
            .write(async |work| work.staff().get_administrators().await)
            .await;
        ids(&loaded)
    };
    assert_eq!(load().await, [first.id, second.id]);
    // Who loses the role is no longer loaded, who gains it is.
    subject
        .write(async |work| {
            let mut first = Stored::new(first.clone(), Revision::FIRST);
            first.value.roles.clear();
            let mut other = Stored::new(other.clone(), Revision::FIRST);
            other.value.roles.insert(Role::Administrator);
            work.staff().update(&first).await?;
            work.staff().update(&other).await
        })
        .await;
    assert_eq!(load().await, [second.id, other.id]);
}

/// All staff are listed newest first; the active ones are given in the order of their ids.
pub async fn staff_are_listed_and_the_active_ones_are_known(subject: &Subject) {
    let make = &subject.make;
    let mut staff = [(); 3].map(|()| make.staff([Role::PlaybookEditor]));
    staff[1].active = false;
    store(subject, &[&staff[2], &staff[0], &staff[1]]).await;
    let [a, b, c] = [0, 1, 2].map(|index: usize| staff[index].id);
    let listed = subject.directory.staff(ALL).await.unwrap();
    assert_eq!(ids(&listed), [c, b, a]);
    let active = subject.directory.active_staff().await.unwrap();
    assert_eq!(ids(&active), [a, c]);
}
