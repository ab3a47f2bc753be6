//! Customers in memory.

use super::{Result, unit_of_work::MemoryUnitOfWork};
use async_trait::async_trait;
use registration_core::{
    model::{Customer, CustomerId, Revision, Stored},
    ports::CustomerRepository,
};

const NAME: &str = "customer";

#[async_trait]
impl CustomerRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: CustomerId) -> Result<Option<Stored<Customer>>> {
        self.run(|state| Ok(state.customers.get(&id).cloned()))
    }

    async fn get_shared(&mut self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>> {
        self.run(|state| {
            Ok(state
                .customers
                .select(|customer| ids.contains(&customer.id)))
        })
    }

    async fn find(&mut self, id: CustomerId) -> Result<Option<Customer>> {
        self.run(|state| Ok(state.customers.get(&id).map(|row| row.value.clone())))
    }

    async fn insert(&mut self, customer: &Customer) -> Result<()> {
        self.run(|state| state.customers.create(NAME, customer.id, customer))
    }

    async fn update(&mut self, customer: &Stored<Customer>) -> Result<Revision> {
        self.run(|state| state.customers.change(NAME, customer.id, customer))
    }
}
