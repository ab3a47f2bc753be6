//! Projects in memory.

use super::{
    Result,
    state::{State, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{ContactId, Project, ProjectId, Revision, Stored},
    ports::ProjectRepository,
};

const NAME: &str = "project";

fn check_form(state: &State, project: &Project) -> Result<()> {
    let mut others = state.projects.values();
    unique(
        NAME,
        project.form_token.is_some()
            && others.any(|other| {
                other.id != project.id
                    && other.started_by == project.started_by
                    && other.form_token == project.form_token
            }),
    )
}

#[async_trait]
impl ProjectRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: ProjectId) -> Result<Option<Stored<Project>>> {
        self.run(|state| Ok(state.projects.get(&id).cloned()))
    }

    async fn get_by_form(
        &mut self,
        started_by: ContactId,
        form_token: &str,
    ) -> Result<Option<Stored<Project>>> {
        self.run(|state| {
            let mut projects = state.projects.values();
            Ok(projects
                .find(|project| {
                    project.started_by == started_by
                        && project.form_token.as_deref() == Some(form_token)
                })
                .cloned())
        })
    }

    async fn insert(&mut self, project: &Project) -> Result<()> {
        self.run(|state| {
            check_form(state, project)?;
            state.projects.create(NAME, project.id, project)
        })
    }

    async fn update(&mut self, project: &Stored<Project>) -> Result<Revision> {
        self.run(|state| {
            state.projects.expect(NAME, project.id, project)?;
            check_form(state, project)?;
            state.projects.change(NAME, project.id, project)
        })
    }
}
