//! Captured mails in memory.

use super::{MemoryStore, Result};
use async_trait::async_trait;
use registration_core::{
    model::{EmailAddress, MailKind},
    ports::{CapturedMail, MailCapture},
};

/// How many captured mails are shown at most.
const SHOWN: usize = 100;

#[async_trait]
impl MailCapture for MemoryStore {
    async fn capture(&self, mail: &CapturedMail) -> Result<()> {
        self.statement(|state| {
            let row = state.captured.entry(mail.id);
            row.or_insert_with(|| mail.clone());
            Ok(())
        })
        .await
    }

    async fn captured(
        &self,
        to: Option<&EmailAddress>,
        kind: Option<MailKind>,
    ) -> Result<Vec<CapturedMail>> {
        let state = self.committed();
        let wanted = |mail: &&CapturedMail| {
            to.is_none_or(|to| mail.to == *to) && kind.is_none_or(|kind| mail.kind == kind)
        };
        let newest_first = state.captured.values().rev();
        Ok(newest_first.filter(wanted).take(SHOWN).cloned().collect())
    }
}
