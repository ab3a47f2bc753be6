//! Choosing which customer one looks at, for accounts that belong to several.

use crate::{
    pages::{
        form::Form,
        page::{Answer, local_path, see_other},
        visit::{CUSTOMER_COOKIE, PortalPage},
    },
    state::App,
};
use axum::{extract::State, response::IntoResponse};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use registration_core::{Error, model::CustomerId};
use time::Duration;

/// How long a browser keeps the choice.
const KEPT: Duration = Duration::days(365);

pub(crate) async fn choose(State(app): State<App>, page: PortalPage, form: Form) -> Answer {
    let wanted = form.value("customer_id").parse::<CustomerId>().ok();
    let mut own = page.visit.contacts.iter();
    // Another's customer is answered like one that never was.
    let chosen = own.find(|(contact, _)| Some(contact.customer) == wanted);
    let (contact, _) = chosen.ok_or(Error::NotFound("customer"))?;
    let cookie = Cookie::build((CUSTOMER_COOKIE, contact.customer.to_string()))
        .path("/")
        .http_only(true)
        .secure(app.is_secure())
        .same_site(SameSite::Lax)
        .max_age(KEPT)
        .build();
    let back = see_other(local_path(form.value("next")).unwrap_or("/playbooks"));
    Ok((CookieJar::new().add(cookie), back).into_response())
}
