//! Ending sessions of one's own, from the list on the profile.

use crate::{
    api::own_sessions,
    extract::Id,
    pages::page::{Answer, see_other, see_other_with_cookies},
    session::Portal,
    state::App,
};
use axum::extract::State;
use registration_core::model::SessionId;

/// Ends one; ending the one that asks signs out.
pub(in crate::pages::portal) async fn end(
    State(app): State<App>,
    Portal(visit): Portal,
    Id(id): Id<SessionId>,
) -> Answer {
    let is_current = id == visit.session.id;
    let ended = own_sessions::portal_end(State(app), Portal(visit), Id(id)).await?;
    Ok(if is_current {
        see_other_with_cookies("/sign-in?done=signed-out", &ended)
    } else {
        see_other("/profile?done=my-session-ended")
    })
}

pub(in crate::pages::portal) async fn end_others(State(app): State<App>, portal: Portal) -> Answer {
    own_sessions::portal_end_others(State(app), portal).await?;
    Ok(see_other("/profile?done=my-sessions-ended"))
}
