//! Staff, unique by address.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{Locale, PasswordHash, Revision, Role, Staff, StaffId, Stored},
    ports::{StaffRepository, StoreError},
};
use sqlx::query;

/// The columns of a [`Stored<Staff>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "staff.id, staff.name, staff.email, staff.locale, staff.roles, staff.on_duty, staff.active, \
         staff.password, staff.created_at, staff.revision"
    };
}
pub(crate) use columns;

impl Record for Staff {
    const ENTITY: &'static str = "staff member";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            name: row.next()?,
            email: row.parsed()?,
            locale: row.parsed_if()?,
            roles: row.json()?,
            on_duty: row.next()?,
            active: row.next()?,
            password: row.next::<Option<String>>()?.map(PasswordHash),
            created_at: row.time()?,
        })
    }
}

fn password(staff: &Staff) -> Option<&str> {
    staff.password.as_ref().map(|hash| hash.0.as_str())
}

#[async_trait]
impl StaffRepository for Work {
    async fn get(&mut self, id: StaffId) -> Result<Option<Stored<Staff>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM staff WHERE id = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn get_administrators(&mut self) -> Result<Vec<Stored<Staff>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM staff WHERE administrator AND active ORDER BY id FOR NO KEY UPDATE"
        );
        self.many(query(statement)).await
    }

    async fn insert(&mut self, staff: &Staff) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO staff (id, name, email, locale, roles, administrator, on_duty, active, \
             password, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(staff.id.0)
        .bind(staff.name.as_str())
        .bind(staff.email.as_str())
        .bind(staff.locale.as_ref().map(Locale::as_str))
        .bind(Json(&staff.roles))
        .bind(staff.roles.contains(&Role::Administrator))
        .bind(staff.on_duty)
        .bind(staff.active)
        .bind(password(staff))
        .bind(column::time(staff.created_at));
        self.execute("staff member", statement).await?;
        Ok(())
    }

    async fn update(&mut self, staff: &Stored<Staff>) -> Result<Revision, StoreError> {
        let statement = query(
            "UPDATE staff SET name = $3, email = $4, locale = $5, roles = $6, administrator = $7, \
             on_duty = $8, active = $9, password = $10, revision = revision + 1 WHERE id = $1 AND revision = $2",
        )
        .bind(staff.id.0)
        .bind(staff.revision.0)
        .bind(staff.name.as_str())
        .bind(staff.email.as_str())
        .bind(staff.locale.as_ref().map(Locale::as_str))
        .bind(Json(&staff.roles))
        .bind(staff.roles.contains(&Role::Administrator))
        .bind(staff.on_duty)
        .bind(staff.active)
        .bind(password(staff));
        self.change("staff member", staff.revision, statement).await
    }
}
