//! Staff to choose from.

use crate::state::App;
use registration_core::{
    Error,
    model::{Actor, StaffId},
    ports::Page,
};

/// Active staff, by name: who may own projects.
pub(super) async fn active_staff(
    app: &App,
    actor: &Actor,
) -> Result<Vec<(StaffId, String)>, Error> {
    let mut staff = Vec::new();
    let mut page = Page {
        limit: 100,
        before: None,
    };
    loop {
        let listing = app.registrar.staff(actor, page).await?;
        let active = listing.items.into_iter().filter(|one| one.active);
        staff.extend(active.map(|one| (one.id, one.value.name)));
        if listing.next.is_none() {
            staff.sort_by(|(_, one), (_, other)| one.cmp(other));
            return Ok(staff);
        }
        page.before = listing.next;
    }
}
