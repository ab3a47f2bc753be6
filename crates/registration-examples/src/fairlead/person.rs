//! Their people are our contacts, if mail can reach them.

use super::{
    document::id,
    kept::{Kept, Result, all, one_by_id},
    moment,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        AccountId, Contact, ContactId, CustomerId, EmailAddress, PersonName, PortalAccess,
        Revision, Stored,
    },
    ports::{BoxError, ContactRepository, StoreError},
};
use sqlx::{QueryBuilder, Row, Sqlite, sqlite::SqliteRow};

impl Kept for Contact {
    const NAME: &'static str = "contact";
    const SELECT: &'static str = "SELECT * FROM portal_people WHERE TRUE";

    fn read(row: &SqliteRow) -> Result<Option<Stored<Self>>, BoxError> {
        // Fairlead takes any text for a name and for an address; what is none to us is its own affair. So is an address
        // that we would write in another way: it is looked up byte by byte.
        let written: &str = row.try_get("portal_email")?;
        let email = written.parse().ok();
        let email = email.filter(|email: &EmailAddress| email.as_str() == written);
        let (Some(name), Some(email)) = (name(row)?, email) else {
            return Ok(None);
        };
        let access: PortalAccess = serde_json::from_str(row.try_get("portal_access")?)?;
        let contact = Self {
            id: row.try_get::<&str, _>("portal_id")?.parse()?,
            customer: row.try_get::<&str, _>("company")?.parse()?,
            name,
            email,
            phone: row.try_get("phone")?,
            job_title: row.try_get("position")?,
            access,
            created_at: moment::read(row.try_get("added_at")?)?,
        };
        let revision = Revision(row.try_get("portal_revision")?);
        Ok(Some(Stored::new(contact, revision)))
    }
}

/// The full name, divided where the portal divided it, as long as it is still the same name.
fn name(row: &SqliteRow) -> Result<Option<PersonName>, BoxError> {
    let full: &str = row.try_get("full_name")?;
    let ours: Option<&str> = row.try_get("portal_name")?;
    let ours: Option<PersonName> = ours.map(serde_json::from_str).transpose()?;
    let ours = ours.filter(|name| name.to_string() == full);
    Ok(ours.or_else(|| PersonName::from_full(full).ok()))
}

/// The columns that are ours to write. Lanes and whatever else stands there are Fairlead's.
const WRITTEN: &str = "company_no, portal_company, full_name, portal_name, phone, position, \
     portal_access, portal_account, portal_email";

fn bind(statement: &mut QueryBuilder<Sqlite>, contact: &Contact) -> Result<()> {
    let corrupt = |cause: serde_json::Error| StoreError::corrupt(Contact::NAME, cause);
    let name = serde_json::to_string(&contact.name).map_err(corrupt)?;
    let access = serde_json::to_string(&contact.access).map_err(corrupt)?;
    let mut values = statement.separated(", ");
    values.push("(SELECT company_no FROM companies WHERE portal_id = ");
    values.push_bind_unseparated(contact.customer.to_string());
    values.push_unseparated(")");
    values.push_bind(contact.customer.to_string());
    values.push_bind(contact.name.to_string()).push_bind(name);
    values.push_bind(contact.phone.clone());
    values.push_bind(contact.job_title.clone());
    values
        .push_bind(access)
        .push_bind(id(contact.access.account()));
    values.push_bind(contact.email.to_string());
    Ok(())
}

#[async_trait]
impl ContactRepository for Work {
    async fn get(&mut self, id: ContactId) -> Result<Option<Stored<Contact>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn get_by_email(
        &mut self,
        customer: CustomerId,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Contact>>> {
        let one = all().with("company = ?", customer.to_string());
        self.one(one.with("portal_email = ?", email.to_string()))
            .await
    }

    async fn get_of_account(&mut self, account: AccountId) -> Result<Vec<Stored<Contact>>> {
        let active = all().with("portal_account = ?", account.to_string());
        self.many(active.oldest(u32::MAX)).await
    }

    async fn get_active_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Contact>>> {
        let active = all().with(
            "portal_account IS NOT NULL AND company = ?",
            customer.to_string(),
        );
        self.many(active.oldest(u32::MAX)).await
    }

    async fn insert(&mut self, contact: &Contact) -> Result<()> {
        self.take_company_number(contact.customer).await?;
        let mut statement = QueryBuilder::new("INSERT INTO people (");
        statement
            .push(WRITTEN)
            .push(", email, portal_id, added_at) VALUES (");
        self.or_die(bind(&mut statement, contact))?;
        statement.push(", ").push_bind(contact.email.to_string());
        statement.push(", ").push_bind(contact.id.to_string());
        statement
            .push(", ")
            .push_bind(moment::text(contact.created_at))
            .push(")");
        self.write(Contact::NAME, &mut statement).await?;
        Ok(())
    }

    async fn update(&mut self, contact: &Stored<Contact>) -> Result<Revision> {
        self.take_company_number(contact.customer).await?;
        let next = contact.revision.next();
        let mut statement = QueryBuilder::new("UPDATE people SET (");
        statement.push(WRITTEN).push(") = (");
        self.or_die(bind(&mut statement, contact))?;
        // Bob@Example.com stays as they wrote it while it is the same address.
        statement
            .push("), email = CASE portal_email WHEN ")
            .push_bind(contact.email.to_string());
        statement
            .push(" THEN email ELSE ")
            .push_bind(contact.email.to_string())
            .push(" END");
        statement.push(", portal_revision = ").push_bind(next.0);
        statement
            .push(" WHERE portal_id = ")
            .push_bind(contact.id.to_string());
        statement
            .push(" AND portal_revision = ")
            .push_bind(contact.revision.0);
        if self.write(Contact::NAME, &mut statement).await? == 0 {
            return self.or_die(Err(StoreError::Stale(Contact::NAME)));
        }
        Ok(next)
    }
}
