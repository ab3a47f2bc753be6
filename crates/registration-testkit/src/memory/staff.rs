//! Staff in memory.

use super::{
    Result,
    state::{State, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{Revision, Role, Staff, StaffId, Stored},
    ports::StaffRepository,
};

const NAME: &str = "staff member";

fn check_email(state: &State, staff: &Staff) -> Result<()> {
    let mut others = state.staff.values();
    unique(
        NAME,
        others.any(|other| other.id != staff.id && other.email == staff.email),
    )
}

#[async_trait]
impl StaffRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: StaffId) -> Result<Option<Stored<Staff>>> {
        self.run(|state| Ok(state.staff.get(&id).cloned()))
    }

    async fn get_administrators(&mut self) -> Result<Vec<Stored<Staff>>> {
        self.run(|state| {
            Ok(state
                .staff
                .select(|staff| staff.acts_as(Role::Administrator)))
        })
    }

    async fn insert(&mut self, staff: &Staff) -> Result<()> {
        self.run(|state| {
            check_email(state, staff)?;
            state.staff.create(NAME, staff.id, staff)
        })
    }

    async fn update(&mut self, staff: &Stored<Staff>) -> Result<Revision> {
        self.run(|state| {
            state.staff.expect(NAME, staff.id, staff)?;
            check_email(state, staff)?;
            state.staff.change(NAME, staff.id, staff)
        })
    }
}
