//! Accounts in memory.

use super::{
    Result,
    state::{State, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{Account, AccountId, EmailAddress, Revision, Stored},
    ports::AccountRepository,
};

const NAME: &str = "account";

fn check_email(state: &State, account: &Account) -> Result<()> {
    let mut others = state.accounts.values();
    unique(
        NAME,
        others.any(|other| other.id != account.id && other.email == account.email),
    )
}

#[async_trait]
impl AccountRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: AccountId) -> Result<Option<Stored<Account>>> {
        self.run(|state| Ok(state.accounts.get(&id).cloned()))
    }

    async fn get_by_email(&mut self, email: &EmailAddress) -> Result<Option<Stored<Account>>> {
        self.run(|state| {
            let mut accounts = state.accounts.values();
            Ok(accounts.find(|account| account.email == *email).cloned())
        })
    }

    async fn insert(&mut self, account: &Account) -> Result<()> {
        self.run(|state| {
            check_email(state, account)?;
            state.accounts.create(NAME, account.id, account)
        })
    }

    async fn update(&mut self, account: &Stored<Account>) -> Result<Revision> {
        self.run(|state| {
            state.accounts.expect(NAME, account.id, account)?;
            check_email(state, account)?;
            state.accounts.change(NAME, account.id, account)
        })
    }
}
