//! Contacts, unique by customer and address.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{AccountId, Contact, ContactId, CustomerId, EmailAddress, Revision, Stored},
    ports::{ContactRepository, StoreError},
};
use sqlx::query;

/// The columns of a [`Stored<Contact>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "contacts.id, contacts.customer_id, contacts.first_name, contacts.last_name, contacts.email, \
         contacts.phone, contacts.job_title, contacts.access_detail, contacts.created_at, \
         contacts.revision"
    };
}
pub(crate) use columns;

impl Record for Contact {
    const ENTITY: &'static str = "contact";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            customer: row.id()?,
            name: row.name()?,
            email: row.parsed()?,
            phone: row.next()?,
            job_title: row.next()?,
            access: row.json()?,
            created_at: row.time()?,
        })
    }
}

#[async_trait]
impl ContactRepository for Work {
    async fn get(&mut self, id: ContactId) -> Result<Option<Stored<Contact>>, StoreError> {
        let statement = concat!("SELECT ", columns!(), " FROM contacts WHERE id = $1");
        self.one(query(statement).bind(id.0)).await
    }

    async fn get_by_email(
        &mut self,
        customer: CustomerId,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Contact>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM contacts WHERE email = $1 AND customer_id = $2"
        );
        let statement = query(statement).bind(email.as_str()).bind(customer.0);
        self.one(statement).await
    }

    async fn get_of_account(
        &mut self,
        account: AccountId,
    ) -> Result<Vec<Stored<Contact>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM contacts WHERE account_id = $1 ORDER BY id"
        );
        self.many(query(statement).bind(account.0)).await
    }

    async fn get_active_at(
        &mut self,
        customer: CustomerId,
    ) -> Result<Vec<Stored<Contact>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM contacts WHERE customer_id = $1 AND access = 'active' ORDER BY id"
        );
        self.many(query(statement).bind(customer.0)).await
    }

    async fn insert(&mut self, contact: &Contact) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO contacts (id, customer_id, first_name, last_name, email, email_domain, phone, \
             job_title, access, access_detail, account_id, search, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(contact.id.0)
        .bind(contact.customer.0)
        .bind(contact.name.first())
        .bind(contact.name.last())
        .bind(contact.email.as_str())
        .bind(contact.email.domain().as_str())
        .bind(contact.phone.as_deref())
        .bind(contact.job_title.as_deref())
        .bind(contact.access.code())
        .bind(Json(&contact.access))
        .bind(contact.access.account().map(|id| id.0))
        .bind(column::search(&contact.name, &contact.email))
        .bind(column::time(contact.created_at));
        self.execute("contact", statement).await?;
        Ok(())
    }

    async fn update(&mut self, contact: &Stored<Contact>) -> Result<Revision, StoreError> {
        let statement = query(
            "UPDATE contacts SET customer_id = $3, first_name = $4, last_name = $5, email = $6, \
             email_domain = $7, phone = $8, job_title = $9, access = $10, access_detail = $11, \
             account_id = $12, search = $13, revision = revision + 1 WHERE id = $1 AND revision = $2",
        )
        .bind(contact.id.0)
        .bind(contact.revision.0)
        .bind(contact.customer.0)
        .bind(contact.name.first())
        .bind(contact.name.last())
        .bind(contact.email.as_str())
        .bind(contact.email.domain().as_str())
        .bind(contact.phone.as_deref())
        .bind(contact.job_title.as_deref())
        .bind(contact.access.code())
        .bind(Json(&contact.access))
        .bind(contact.access.account().map(|id| id.0))
        .bind(column::search(&contact.name, &contact.email));
        self.change("contact", contact.revision, statement).await
    }
}
