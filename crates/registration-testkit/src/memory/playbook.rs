//! Playbooks in memory.

use super::{Result, unit_of_work::MemoryUnitOfWork};
use async_trait::async_trait;
use registration_core::{
    model::{Playbook, PlaybookId, Revision, Stored},
    ports::PlaybookRepository,
};

const NAME: &str = "playbook";

#[async_trait]
impl PlaybookRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>> {
        self.run(|state| Ok(state.playbooks.get(&id).cloned()))
    }

    async fn get_shared(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>> {
        self.run(|state| Ok(state.playbooks.get(&id).cloned()))
    }

    async fn insert(&mut self, playbook: &Playbook) -> Result<()> {
        self.run(|state| state.playbooks.create(NAME, playbook.id, playbook))
    }

    async fn update(&mut self, playbook: &Stored<Playbook>) -> Result<Revision> {
        self.run(|state| state.playbooks.change(NAME, playbook.id, playbook))
    }
}
