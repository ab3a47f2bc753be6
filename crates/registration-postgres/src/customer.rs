//! Customers with their portal settings, and the table that finds them by a permitted domain.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{Customer, CustomerId, DomainName, PermittedDomain, PortalSettings, Revision, Stored},
    ports::{CustomerRepository, StoreError},
};
use serde::Deserialize;
use sqlx::query;

/// The columns of a [`Stored<Customer>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "customers.id, customers.name, customers.reference, customers.self_service_registration, \
         customers.permitted_domains, customers.invite_link_registration, customers.link_audience, \
         customers.login_method, customers.archived_at, customers.created_at, customers.revision"
    };
}
pub(crate) use columns;

impl Record for Customer {
    const ENTITY: &'static str = "customer";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            name: row.next()?,
            reference: row.next()?,
            settings: PortalSettings {
                self_service_registration: row.next()?,
                permitted_domains: read_domains(row)?,
                invite_link_registration: row.next()?,
                link_audience: row.parsed()?,
                login_method: row.parsed()?,
            },
            archived_at: row.time_if()?,
            created_at: row.time()?,
        })
    }
}

/// A permitted domain as it is stored. It doesn't go through the parser of new ones, which may refuse tomorrow what it
/// took yesterday.
#[derive(Deserialize)]
struct StoredDomain {
    domain: DomainName,
    include_subdomains: bool,
}

fn read_domains(row: &mut Fields<'_>) -> Result<Vec<PermittedDomain>, StoreError> {
    let stored: Vec<StoredDomain> = row.json()?;
    let restored = stored
        .into_iter()
        .map(|stored| PermittedDomain::restore(stored.domain, stored.include_subdomains));
    Ok(restored.collect())
}

fn names(customer: &Customer) -> impl Iterator<Item = &str> {
    let permitted = customer.settings.permitted_domains.iter();
    permitted.map(|permitted| permitted.domain().as_str())
}

fn search(customer: &Customer) -> String {
    let reference = customer.reference.as_deref().unwrap_or_default();
    column::search(&customer.name, &reference)
}

impl Work {
    async fn insert_domains(&mut self, customer: &Customer) -> Result<(), StoreError> {
        if customer.settings.permitted_domains.is_empty() {
            return Ok(());
        }
        let statement = query(
            "INSERT INTO permitted_domains (domain, customer_id) SELECT unnest($1::text[]), $2",
        )
        .bind(column::texts(names(customer)))
        .bind(customer.id.0);
        self.execute("permitted domain", statement).await?;
        Ok(())
    }
}

#[async_trait]
impl CustomerRepository for Work {
    async fn get(&mut self, id: CustomerId) -> Result<Option<Stored<Customer>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM customers WHERE id = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn get_shared(
        &mut self,
        ids: &[CustomerId],
    ) -> Result<Vec<Stored<Customer>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM customers WHERE id = ANY($1) ORDER BY id FOR SHARE"
        );
        let ids = column::ids(ids.iter().map(|id| id.0));
        self.many(query(statement).bind(ids)).await
    }

    async fn find(&mut self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        let statement = concat!("SELECT ", columns!(), " FROM customers WHERE id = $1");
        self.one(query(statement).bind(id.0)).await
    }

    async fn insert(&mut self, customer: &Customer) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO customers (id, name, reference, self_service_registration, permitted_domains, \
             invite_link_registration, link_audience, login_method, archived_at, created_at, search) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(customer.id.0)
        .bind(customer.name.as_str())
        .bind(customer.reference.as_deref())
        .bind(customer.settings.self_service_registration)
        .bind(Json(&customer.settings.permitted_domains))
        .bind(customer.settings.invite_link_registration)
        .bind(customer.settings.link_audience.code())
        .bind(customer.settings.login_method.code())
        .bind(column::time_if(customer.archived_at))
        .bind(column::time(customer.created_at))
        .bind(search(customer));
        self.execute("customer", statement).await?;
        self.insert_domains(customer).await
    }

    async fn update(&mut self, customer: &Stored<Customer>) -> Result<Revision, StoreError> {
        let statement = query(
            "UPDATE customers SET name = $3, reference = $4, self_service_registration = $5, \
             permitted_domains = $6, invite_link_registration = $7, link_audience = $8, \
             login_method = $9, archived_at = $10, search = $11, revision = revision + 1 \
             WHERE id = $1 AND revision = $2",
        )
        .bind(customer.id.0)
        .bind(customer.revision.0)
        .bind(customer.name.as_str())
        .bind(customer.reference.as_deref())
        .bind(customer.settings.self_service_registration)
        .bind(Json(&customer.settings.permitted_domains))
        .bind(customer.settings.invite_link_registration)
        .bind(customer.settings.link_audience.code())
        .bind(customer.settings.login_method.code())
        .bind(column::time_if(customer.archived_at))
        .bind(search(customer));
        let revision = self
            .change("customer", customer.revision, statement)
            .await?;
        let statement =
            query("DELETE FROM permitted_domains WHERE customer_id = $1").bind(customer.id.0);
        self.execute("permitted domain", statement).await?;
        self.insert_domains(customer).await?;
        Ok(revision)
    }
}
