//! What names something names something that is there: checked at commit, as deferred foreign keys are.

use super::{Result, state::State};
use registration_core::{
    model::{AccountId, ContactId, CustomerId, SessionHolder, StaffId},
    ports::StoreError,
};

/// Refuses a row of `state`, written since `before`, that names something that is not there. Nothing that can be named
/// is ever deleted, so the other rows are still right.
pub(super) fn check(state: &State, before: &State) -> Result<()> {
    let customer = |id: &CustomerId| known("customer", state.customers.contains_key(id));
    let account = |id: &AccountId| known("account", state.accounts.contains_key(id));
    let contact = |id: &ContactId| known("contact", state.contacts.contains_key(id));
    let staff = |id: &StaffId| known("staff member", state.staff.contains_key(id));

    for link in state.invite_links.written_since(&before.invite_links) {
        customer(&link.customer)?;
    }
    for row in state.contacts.written_since(&before.contacts) {
        customer(&row.customer)?;
        row.access.account().iter().try_for_each(account)?;
    }
    for row in state.registrations.written_since(&before.registrations) {
        row.customer.iter().try_for_each(customer)?;
        row.contact().iter().try_for_each(contact)?;
        if let Some(link) = row.link() {
            known("invite link", state.invite_links.contains_key(&link))?;
        }
    }
    for session in state.sessions.written_since(&before.sessions) {
        match &session.holder {
            SessionHolder::Account(id) => account(id)?,
            SessionHolder::Staff(id) => staff(id)?,
        }
    }
    for playbook in state.playbooks.written_since(&before.playbooks) {
        let owner = playbook.self_service.default_project_owner;
        owner.iter().try_for_each(staff)?;
    }
    for project in state.projects.written_since(&before.projects) {
        customer(&project.customer)?;
        staff(&project.owner)?;
        contact(&project.started_by)?;
        project.members.iter().try_for_each(contact)?;
        let playbook = state.playbooks.contains_key(&project.playbook);
        known("playbook", playbook)?;
    }
    Ok(())
}

fn known(name: &str, is_there: bool) -> Result<()> {
    if is_there {
        return Ok(());
    }
    Err(StoreError::Unavailable(
        format!("a row names a {name} that does not exist").into(),
    ))
}
