//! Registrations: documents that end, and of which an address has one at a time.

use super::{
    document::{Columns, document, id},
    kept::{Result, all, one_by_id},
    moment,
    secret::RegistrationShape,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        ContactId, CustomerId, EmailAddress, Registration, RegistrationId, Revision, StateKind,
        Stored, Timestamp,
    },
    ports::RegistrationRepository,
};

/// The place that a pending one takes: one at each customer, where none counts as one too, and one request.
fn place(it: &Registration) -> Option<String> {
    let at = match it.state.kind() {
        StateKind::AwaitingMapping => "request".to_owned(),
        StateKind::AwaitingActivation => id(it.customer).unwrap_or_default(),
        _ => return None,
    };
    Some(format!("{} {at}", it.email))
}

document!(Registration as RegistrationShape, "registration", |it| {
    Columns {
        company: id(it.customer),
        person: id(it.contact()),
        source: id(it.link()),
        topic: Some(it.email.to_string()),
        // Only what is pending has an end.
        ends_at: it.state.expires_at().map(moment::text),
        keys: place(it).into_iter().collect(),
        ..Columns::new(it.id, it.created_at)
    }
});

#[async_trait]
impl RegistrationRepository for Work {
    async fn get(&mut self, id: RegistrationId) -> Result<Option<Stored<Registration>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn get_pending_of(&mut self, email: &EmailAddress) -> Result<Vec<Stored<Registration>>> {
        let pending = all().with("ends_at IS NOT NULL AND topic = ?", email.to_string());
        self.many(pending.oldest(u32::MAX)).await
    }

    async fn get_pending_for(&mut self, contact: ContactId) -> Result<Vec<Stored<Registration>>> {
        let pending = all().with("ends_at IS NOT NULL AND person = ?", contact.to_string());
        self.many(pending.oldest(u32::MAX)).await
    }

    async fn get_pending_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Registration>>> {
        let pending = all().with("ends_at IS NOT NULL AND company = ?", customer.to_string());
        self.many(pending.oldest(u32::MAX)).await
    }

    async fn get_overdue(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        let over = all().with("ends_at <= ?", moment::text(now));
        self.many(over.oldest(limit)).await
    }

    async fn get_neglected(
        &mut self,
        begun_by: Timestamp,
        reminders: u8,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        let waiting = all()
            .with(
                "body ->> '$.state.kind' = ?",
                StateKind::AwaitingMapping.code(),
            )
            .with("body ->> '$.state.reminders' < ?", i64::from(reminders))
            .with("made_at <= ?", moment::text(begun_by));
        self.many(waiting.oldest(limit)).await
    }

    async fn insert(&mut self, registration: &Registration) -> Result<()> {
        self.add(registration).await
    }

    async fn update(&mut self, registration: &Stored<Registration>) -> Result<Revision> {
        self.change(registration).await
    }
}
