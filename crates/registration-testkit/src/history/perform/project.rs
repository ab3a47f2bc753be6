//! Playbooks are offered, people start projects from them, and staff invite to them.

use super::answered;
use crate::history::{
    ledger::Started,
    world::{Broken, Effects, Outcome, World, actor},
};
use registration_core::{
    Error,
    model::{AuditAction, ContactId, Cover, MailKind, PlaybookId, Project, Responsible},
    ports::PortalSession,
    usecase::{Conflict, NewStep, SelfServiceChange, StartProject},
};
use std::collections::{BTreeMap, BTreeSet};

const STARTS: &str = "a_project_starts_where_its_playbook_is_offered_and_once_for_a_form";

impl World {
    pub(in crate::history) async fn create_playbook(&mut self) -> Outcome<Effects> {
        let manager = actor(&self.crew.manager);
        let step = NewStep {
            title: "Kick-off".to_owned(),
            due_after_days: 1,
            responsible: Responsible::Provider,
        };
        let created = self
            .registrar
            .create_playbook(&manager, "Onboarding", vec![step])
            .await?;
        self.playbooks.push(created.id);
        Ok(Effects::recorded(AuditAction::PlaybookCreated))
    }

    pub(in crate::history) async fn offer_playbook(
        &mut self,
        place: usize,
        on: bool,
        only: Option<usize>,
    ) -> Outcome<Effects> {
        let row = self
            .directory
            .playbook(self.playbooks[place])
            .await?
            .expect("it was created");
        let change = SelfServiceChange {
            enabled: on,
            default_project_owner: Some(self.crew.owner.id),
            customer_facing_name: Some("Get started".to_owned()),
            customer_facing_description: None,
            cover: Cover::None,
            customers: self.customer_id(only).map(|customer| [customer].into()),
        };
        let manager = actor(&self.crew.manager);
        self.registrar
            .offer_playbook(&manager, row.id, row.revision, change)
            .await?;
        Ok(Effects::recorded(AuditAction::SelfServiceChanged))
    }

    /// Where a person may start a playbook, and as which contact.
    fn starters(
        &self,
        person: usize,
        playbook: usize,
        at: Option<usize>,
    ) -> BTreeMap<usize, ContactId> {
        let access = self.ledger.access(&self.model, person);
        let mut starters = BTreeMap::new();
        for (contact, customer) in access {
            if self.model.offers(playbook, customer) && at.is_none_or(|at| at == customer) {
                let first: &mut ContactId = starters.entry(customer).or_insert(contact);
                *first = contact.min(*first);
            }
        }
        starters
    }

    pub(super) async fn start_project(
        &mut self,
        person: usize,
        playbook: usize,
        at: Option<usize>,
        form: Option<u8>,
    ) -> Outcome<Effects> {
        let Some(visit) = self
            .ledger
            .session(person)
            .and_then(|session| session.visit.clone())
        else {
            return Ok(Effects::none());
        };
        let starters = self.starters(person, playbook, at);
        let answer = self.start(&visit, self.playbooks[playbook], at, form).await;
        let ways: Vec<_> = starters.into_iter().collect();
        match (ways.as_slice(), answer) {
            ([], Err(Error::NotFound(_))) => Ok(Effects::none()),
            ([_, _, ..], Err(Error::Conflict(Conflict::CustomerRequired(_)))) => {
                Ok(Effects::none())
            }
            ([(customer, contact)], answer) => {
                self.started(*customer, *contact, playbook, form, &visit, answer)
                    .await
            }
            (ways, answer) => Err(Broken::by(
                STARTS,
                format!("{ways:?} was answered by {answer:?}"),
            )),
        }
    }

    pub(in crate::history) async fn start(
        &self,
        visit: &PortalSession,
        playbook: PlaybookId,
        at: Option<usize>,
        form: Option<u8>,
    ) -> Result<Project, Error> {
        let command = StartProject {
            playbook,
            customer: self.customer_id(at),
            name: None,
            form_token: form.map(|form| format!("form {form}")),
        };
        self.registrar.start_project(visit, command).await
    }

    async fn started(
        &mut self,
        customer: usize,
        contact: ContactId,
        playbook: usize,
        form: Option<u8>,
        visit: &PortalSession,
        answer: Result<Project, Error>,
    ) -> Outcome<Effects> {
        let mut known = self.ledger.projects.iter();
        let same = known.find(|one| form.is_some() && one.form == form && one.starter == contact);
        match (same, answer) {
            (Some(same), Ok(project)) if project.id == same.id => Ok(Effects::none()),
            (None, Ok(project)) if project.started_by == contact && !self.model.owner_left => {
                self.ledger.projects.push(Started {
                    id: project.id,
                    customer,
                    starter: contact,
                    members: BTreeSet::new(),
                    form,
                });
                let effects = Effects::recorded(AuditAction::ProjectStarted);
                let effects = effects.mailed(MailKind::ProjectStarted, &self.crew.owner.email);
                Ok(effects.mailed(MailKind::ProjectStarted, &visit.account.email))
            }
            (None, Err(Error::Conflict(Conflict::OwnerUnavailable))) if self.model.owner_left => {
                let row = self.directory.playbook(self.playbooks[playbook]).await?;
                let revision = row.expect("it was created").revision.0;
                let is_news = self.ledger.told_of_owner.insert((playbook, revision));
                let told = &self.crew.administrator.email;
                Ok(if is_news {
                    Effects::none().mailed(MailKind::Reminder, told)
                } else {
                    Effects::none()
                })
            }
            (same, answer) => Err(Broken::by(
                STARTS,
                format!("{same:?} was answered by {answer:?}"),
            )),
        }
    }

    pub(super) async fn change_members(
        &mut self,
        place: usize,
        person: usize,
        invite: bool,
    ) -> Outcome<Effects> {
        let Some(project) = self.ledger.projects.get(place).cloned() else {
            return Ok(Effects::none());
        };
        let Some(contact) = self
            .ledger
            .contacts
            .get(&(project.customer, person))
            .copied()
        else {
            return Ok(Effects::none());
        };
        let is_active = self.ledger.members.contains_key(&contact);
        let may = !self.is_archived(project.customer)
            && if invite {
                is_active
            } else {
                project.members.contains(&contact)
            };
        let manager = actor(&self.crew.manager);
        let answer = if invite {
            self.registrar
                .invite_project_member(&manager, project.id, contact)
                .await
        } else {
            self.registrar
                .remove_project_member(&manager, project.id, contact)
                .await
        };
        let is_in = contact == project.starter || project.members.contains(&contact);
        if answered(answer, may)?.is_none() || (invite && is_in) {
            return Ok(Effects::none());
        }
        let members = &mut self.ledger.projects[place].members;
        if invite {
            members.insert(contact);
            let effects = Effects::recorded(AuditAction::ProjectMemberInvited);
            Ok(effects.mailed(MailKind::ProjectInvitation, &self.email(person)))
        } else {
            members.remove(&contact);
            Ok(Effects::recorded(AuditAction::ProjectMemberRemoved))
        }
    }
}
