//! Accounts, unique by address.

use crate::{
    column::{self, Fields, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{Account, AccountId, EmailAddress, Locale, PasswordHash, Revision, Stored},
    ports::{AccountRepository, StoreError},
};
use sqlx::query;

/// The columns of a [`Stored<Account>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "accounts.id, accounts.email, accounts.first_name, accounts.last_name, accounts.locale, \
         accounts.password, accounts.created_at, accounts.revision"
    };
}
pub(crate) use columns;

impl Record for Account {
    const ENTITY: &'static str = "account";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            email: row.parsed()?,
            name: row.name()?,
            locale: row.parsed_if()?,
            password: PasswordHash(row.next()?),
            created_at: row.time()?,
        })
    }
}

#[async_trait]
impl AccountRepository for Work {
    async fn get(&mut self, id: AccountId) -> Result<Option<Stored<Account>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM accounts WHERE id = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn get_by_email(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Account>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM accounts WHERE email = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(email.as_str())).await
    }

    async fn insert(&mut self, account: &Account) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO accounts (id, email, first_name, last_name, locale, password, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(account.id.0)
        .bind(account.email.as_str())
        .bind(account.name.first())
        .bind(account.name.last())
        .bind(account.locale.as_ref().map(Locale::as_str))
        .bind(account.password.0.as_str())
        .bind(column::time(account.created_at));
        self.execute("account", statement).await?;
        Ok(())
    }

    async fn update(&mut self, account: &Stored<Account>) -> Result<Revision, StoreError> {
        let statement = query(
            "UPDATE accounts SET email = $3, first_name = $4, last_name = $5, locale = $6, \
             password = $7, revision = revision + 1 WHERE id = $1 AND revision = $2",
        )
        .bind(account.id.0)
        .bind(account.revision.0)
        .bind(account.email.as_str())
        .bind(account.name.first())
        .bind(account.name.last())
        .bind(account.locale.as_ref().map(Locale::as_str))
        .bind(account.password.0.as_str());
        self.change("account", account.revision, statement).await
    }
}
