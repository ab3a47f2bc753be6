//! Their companies are our customers.

use super::{
    kept::{Kept, Result, all, list, one_by_id},
    moment,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        Customer, CustomerId, DomainName, LinkAudience, LoginMethod, PermittedDomain,
        PortalSettings, Revision, Stored,
    },
    ports::{BoxError, CustomerRepository, StoreError},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::{QueryBuilder, Row, Sqlite, sqlite::SqliteRow};

impl Kept for Customer {
    const NAME: &'static str = "company";
    const SELECT: &'static str = "SELECT * FROM portal_companies WHERE TRUE";

    fn read(row: &SqliteRow) -> Result<Option<Stored<Self>>, BoxError> {
        let mut settings = serde_json::Deserializer::from_str(row.try_get("portal_settings")?);
        let closed_at: Option<&str> = row.try_get("closed_at")?;
        let customer = Self {
            id: row.try_get::<&str, _>("portal_id")?.parse()?,
            name: row.try_get("name")?,
            reference: row.try_get("customer_number")?,
            settings: SettingsShape::deserialize(&mut settings)?,
            archived_at: closed_at.map(moment::read).transpose()?,
            created_at: moment::read(row.try_get("added_at")?)?,
        };
        let revision = Revision(row.try_get("portal_revision")?);
        Ok(Some(Stored::new(customer, revision)))
    }
}

/// The settings as they lie in their row. What is missing is as core sets it for a new customer: a company that Fairlead
/// adds has no settings at all.
#[derive(Serialize, Deserialize)]
#[serde(remote = "PortalSettings", default = "PortalSettings::default")]
struct SettingsShape {
    self_service_registration: bool,
    #[serde(with = "domains")]
    permitted_domains: Vec<PermittedDomain>,
    invite_link_registration: bool,
    link_audience: LinkAudience,
    login_method: LoginMethod,
}

/// Domains that were permitted once. The parser of new ones may refuse tomorrow what it took yesterday.
mod domains {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Permitted(DomainName, bool);

    pub(super) fn serialize<S: Serializer>(
        it: &[PermittedDomain],
        s: S,
    ) -> Result<S::Ok, S::Error> {
        let all = it
            .iter()
            .map(|one| Permitted(one.domain().clone(), one.include_subdomains()));
        s.collect_seq(all)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Vec<PermittedDomain>, D::Error> {
        let all = Vec::<Permitted>::deserialize(d)?.into_iter();
        Ok(all
            .map(|one| PermittedDomain::restore(one.0, one.1))
            .collect())
    }
}

fn settings(customer: &Customer) -> Result<String, serde_json::Error> {
    let mut json = Vec::new();
    SettingsShape::serialize(
        &customer.settings,
        &mut serde_json::Serializer::new(&mut json),
    )?;
    Ok(String::from_utf8_lossy(&json).into_owned())
}

/// The columns that are ours to write. Credit limits and whatever else stands there are Fairlead's.
const WRITTEN: &str = "name, customer_number, closed_at, portal_settings";

fn bind(statement: &mut QueryBuilder<Sqlite>, customer: &Customer) -> Result<()> {
    let settings = settings(customer).map_err(|cause| StoreError::corrupt("company", cause))?;
    let mut values = statement.separated(", ");
    values.push_bind(customer.name.clone());
    values.push_bind(customer.reference.clone());
    values.push_bind(customer.archived_at.map(moment::text));
    values.push_bind(settings);
    Ok(())
}

impl Work {
    /// Takes a number for a company that is not there yet. Whoever works there may be written before it, and Fairlead's
    /// number of a company exists with its row only.
    pub(super) async fn take_company_number(&mut self, id: CustomerId) -> Result<()> {
        let mut statement = QueryBuilder::new("INSERT INTO companies (portal_id, ");
        statement
            .push("portal_revision, name) VALUES (")
            .push_bind(id.to_string());
        statement.push(", 0, '') ON CONFLICT (portal_id) DO NOTHING");
        self.owes_a_company |= self.write(Customer::NAME, &mut statement).await? == 1;
        Ok(())
    }

    /// Finds the company by its domains from now on, and by no others.
    async fn write_domains(&mut self, customer: &Customer) -> Result<()> {
        let mut statement = QueryBuilder::new("DELETE FROM portal_domains WHERE company = ");
        statement.push_bind(customer.id.to_string());
        self.write(Customer::NAME, &mut statement).await?;
        let domains = customer.settings.permitted_domains.iter();
        let domains = list(domains.map(|one| one.domain().as_str()));
        let mut statement = QueryBuilder::new("INSERT INTO portal_domains (domain, company) ");
        statement
            .push("SELECT DISTINCT value, ")
            .push_bind(customer.id.to_string());
        statement
            .push(" FROM json_each(")
            .push_bind(domains)
            .push(")");
        self.write(Customer::NAME, &mut statement).await?;
        Ok(())
    }
}

#[async_trait]
impl CustomerRepository for Work {
    async fn get(&mut self, id: CustomerId) -> Result<Option<Stored<Customer>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn get_shared(&mut self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>> {
        let several = all().with("portal_id IN (SELECT value FROM json_each(?))", list(ids));
        self.many(several.oldest(u32::MAX)).await
    }

    async fn find(&mut self, id: CustomerId) -> Result<Option<Customer>> {
        let found = self.one(one_by_id(id.0)).await?;
        Ok(found.map(|found| found.value))
    }

    async fn insert(&mut self, customer: &Customer) -> Result<()> {
        let mut statement = QueryBuilder::new("INSERT INTO companies (");
        statement
            .push(WRITTEN)
            .push(", portal_id, added_at, portal_revision) VALUES (");
        self.or_die(bind(&mut statement, customer))?;
        statement.push(", ").push_bind(customer.id.to_string());
        statement
            .push(", ")
            .push_bind(moment::text(customer.created_at));
        // Its number may have been taken by somebody who works there.
        statement.push(
            ", 1) ON CONFLICT (portal_id) DO UPDATE SET name = excluded.name, \
             customer_number = excluded.customer_number, closed_at = excluded.closed_at, \
             portal_settings = excluded.portal_settings, added_at = excluded.added_at, \
             portal_revision = 1 WHERE portal_revision = 0",
        );
        if self.write(Customer::NAME, &mut statement).await? == 0 {
            return self.or_die(Err(StoreError::Duplicate(Customer::NAME)));
        }
        self.write_domains(customer).await
    }

    async fn update(&mut self, customer: &Stored<Customer>) -> Result<Revision> {
        let next = customer.revision.next();
        let mut statement = QueryBuilder::new("UPDATE companies SET (");
        statement.push(WRITTEN).push(") = (");
        self.or_die(bind(&mut statement, customer))?;
        statement.push("), portal_revision = ").push_bind(next.0);
        statement
            .push(" WHERE portal_id = ")
            .push_bind(customer.id.to_string());
        statement
            .push(" AND portal_revision = ")
            .push_bind(customer.revision.0);
        if self.write(Customer::NAME, &mut statement).await? == 0 {
            return self.or_die(Err(StoreError::Stale(Customer::NAME)));
        }
        self.write_domains(customer).await?;
        Ok(next)
    }
}
