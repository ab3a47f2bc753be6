//! Registrations. What is pending has an end in `expires_at`; what is final has none.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        CodeProof, ContactId, CustomerId, EmailAddress, Locale, Registration, RegistrationId,
        RegistrationState, Revision, Stored, Timestamp,
    },
    ports::{RegistrationRepository, StoreError},
};
use sqlx::query;

/// The columns of a [`Stored<Registration>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "registrations.id, registrations.email, registrations.first_name, registrations.last_name, \
         registrations.locale, registrations.origin_detail, registrations.customer_id, \
         registrations.state_detail, registrations.code_digest, registrations.code_expires_at, \
         registrations.code_tries_left, registrations.created_at, registrations.revision"
    };
}
pub(crate) use columns;

impl Record for Registration {
    const ENTITY: &'static str = "registration";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            email: row.parsed()?,
            name: row.name()?,
            locale: row.parsed_if()?,
            origin: row.json()?,
            customer: row.id_if()?,
            state: row.json()?,
            code: read_code(row)?,
            created_at: row.time()?,
        })
    }
}

fn read_code(row: &mut Fields<'_>) -> Result<Option<CodeProof>, StoreError> {
    let (digest, expires_at) = (row.digest_if()?, row.time_if()?);
    let tries_left = row.number_if()?;
    let parts = digest.zip(expires_at).zip(tries_left);
    Ok(parts.map(|((digest, expires_at), tries_left)| CodeProof {
        digest,
        expires_at,
        tries_left,
    }))
}

/// How often mappers were reminded; a column of its own, since the neglected ones are found by it.
fn reminders(registration: &Registration) -> i64 {
    match registration.state {
        RegistrationState::AwaitingMapping { reminders, .. } => reminders.into(),
        _ => 0,
    }
}

#[async_trait]
impl RegistrationRepository for Work {
    async fn get(
        &mut self,
        id: RegistrationId,
    ) -> Result<Option<Stored<Registration>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM registrations WHERE id = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn get_pending_of(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Vec<Stored<Registration>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM registrations WHERE email = $1 AND expires_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE"
        );
        self.many(query(statement).bind(email.as_str())).await
    }

    async fn get_pending_for(
        &mut self,
        contact: ContactId,
    ) -> Result<Vec<Stored<Registration>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM registrations WHERE contact_id = $1 AND expires_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE"
        );
        self.many(query(statement).bind(contact.0)).await
    }

    async fn get_pending_at(
        &mut self,
        customer: CustomerId,
    ) -> Result<Vec<Stored<Registration>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM registrations WHERE customer_id = $1 AND expires_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE"
        );
        self.many(query(statement).bind(customer.0)).await
    }

    async fn get_overdue(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM registrations WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED"
        );
        let statement = query(statement)
            .bind(column::time(now))
            .bind(i64::from(limit));
        self.many(statement).await
    }

    async fn get_neglected(
        &mut self,
        begun_by: Timestamp,
        reminders: u8,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM registrations WHERE state = 'awaiting_mapping' AND created_at <= $1 \
             AND reminders < $2 ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED"
        );
        let statement = query(statement)
            .bind(column::time(begun_by))
            .bind(i64::from(reminders))
            .bind(i64::from(limit));
        self.many(statement).await
    }

    async fn insert(&mut self, registration: &Registration) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO registrations (id, email, first_name, last_name, locale, origin, origin_detail, \
             customer_id, link_id, contact_id, state, state_detail, reminders, expires_at, code_digest, \
             code_expires_at, code_tries_left, search, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, \
             $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        )
        .bind(registration.id.0)
        .bind(registration.email.as_str())
        .bind(registration.name.first())
        .bind(registration.name.last())
        .bind(registration.locale.as_ref().map(Locale::as_str))
        .bind(registration.origin.kind().code())
        .bind(Json(&registration.origin))
        .bind(registration.customer.map(|id| id.0))
        .bind(registration.link().map(|id| id.0))
        .bind(registration.contact().map(|id| id.0))
        .bind(registration.state.kind().code())
        .bind(Json(&registration.state))
        .bind(reminders(registration))
        .bind(column::time_if(registration.state.expires_at()))
        .bind(registration.code.map(|code| column::digest(&code.digest)))
        .bind(registration.code.map(|code| column::time(code.expires_at)))
        .bind(registration.code.map(|code| i64::from(code.tries_left)))
        .bind(column::search(&registration.name, &registration.email))
        .bind(column::time(registration.created_at));
        self.execute("registration", statement).await?;
        Ok(())
    }

    async fn update(
        &mut self,
        registration: &Stored<Registration>,
    ) -> Result<Revision, StoreError> {
        let statement = query(
            "UPDATE registrations SET email = $3, first_name = $4, last_name = $5, locale = $6, \
             origin = $7, origin_detail = $8, customer_id = $9, link_id = $10, contact_id = $11, \
             state = $12, state_detail = $13, reminders = $14, expires_at = $15, code_digest = $16, \
             code_expires_at = $17, code_tries_left = $18, search = $19, revision = revision + 1 \
             WHERE id = $1 AND revision = $2",
        )
        .bind(registration.id.0)
        .bind(registration.revision.0)
        .bind(registration.email.as_str())
        .bind(registration.name.first())
        .bind(registration.name.last())
        .bind(registration.locale.as_ref().map(Locale::as_str))
        .bind(registration.origin.kind().code())
        .bind(Json(&registration.origin))
        .bind(registration.customer.map(|id| id.0))
        .bind(registration.link().map(|id| id.0))
        .bind(registration.contact().map(|id| id.0))
        .bind(registration.state.kind().code())
        .bind(Json(&registration.state))
        .bind(reminders(registration))
        .bind(column::time_if(registration.state.expires_at()))
        .bind(registration.code.map(|code| column::digest(&code.digest)))
        .bind(registration.code.map(|code| column::time(code.expires_at)))
        .bind(registration.code.map(|code| i64::from(code.tries_left)))
        .bind(column::search(&registration.name, &registration.email));
        self.change("registration", registration.revision, statement)
            .await
    }
}
