//! The resources under `/api/v1`, one file each.

pub(crate) mod activations;
pub(crate) mod join;
pub(crate) mod portal_session;
pub(crate) mod registrations;
pub(crate) mod shapes;

pub(crate) mod api_keys;
pub(crate) mod audit_entries;
pub(crate) mod contacts;
pub(crate) mod customer_activity;
pub(crate) mod customers;
pub(crate) mod invitations;
pub(crate) mod invite_links;
pub(crate) mod media;
pub(crate) mod outbox;
pub(crate) mod overview;
pub(crate) mod own_sessions;
pub(crate) mod person;
pub(crate) mod playbooks;
pub(crate) mod policy;
pub(crate) mod portal_playbooks;
pub(crate) mod portal_projects;
pub(crate) mod portal_settings;
pub(crate) mod previews;
pub(crate) mod profile;
pub(crate) mod project_people;
pub(crate) mod projects;
pub(crate) mod registration_records;
pub(crate) mod registration_requests;
pub(crate) mod self_service;
pub(crate) mod staff;
pub(crate) mod staff_session;

use crate::state::App;
use axum::extract::DefaultBodyLimit;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The frame of the OpenAPI document; the handlers fill it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Registration API",
        description = "Self-service registration: doors, requests, customers, playbooks and projects.\n\n\
            Errors are RFC 9457 problem documents. Lists are `{data, next_cursor}`. `If-Match` guards shared objects."
    ),
    components(schemas(shapes::ProblemDocument, shapes::FieldProblem))
)]
pub(crate) struct Document;

/// Every resource, in the order of the contract.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(registrations::submit))
        .routes(routes!(registrations::resend))
        .routes(routes!(activations::inspect))
        .routes(routes!(activations::activate))
        .routes(routes!(join::open))
        .routes(routes!(portal_session::sign_in, portal_session::sign_out))
        .routes(routes!(portal_session::request_reset))
        .routes(routes!(portal_session::complete_reset))
        .routes(routes!(portal_session::me, profile::change))
        .routes(routes!(profile::change_password))
        .routes(routes!(
            own_sessions::portal_list,
            own_sessions::portal_end_others
        ))
        .routes(routes!(own_sessions::portal_end))
        .routes(routes!(portal_playbooks::list))
        .routes(routes!(portal_projects::list, portal_projects::start))
        .routes(routes!(portal_projects::show))
        .routes(routes!(project_people::portal_show))
        .routes(routes!(playbooks::list, playbooks::create))
        .routes(routes!(
            playbooks::show,
            playbooks::change,
            playbooks::archive
        ))
        .routes(routes!(self_service::show, self_service::save))
        .routes(routes!(self_service::explain))
        .merge(pictures())
        .routes(routes!(previews::playbook_archive))
        .routes(routes!(projects::list))
        .routes(routes!(projects::show))
        .routes(routes!(project_people::show))
        .routes(routes!(projects::invite))
        .routes(routes!(projects::remove))
        .routes(routes!(staff::list, staff::create))
        .routes(routes!(staff_session::sign_in, staff_session::sign_out))
        .routes(routes!(staff_session::me, staff_session::change_me))
        .routes(routes!(profile::change_staff_password))
        .routes(routes!(
            own_sessions::console_list,
            own_sessions::console_end_others
        ))
        .routes(routes!(own_sessions::console_end))
        .routes(routes!(staff_session::activate))
        .routes(routes!(staff_session::request_reset))
        .routes(routes!(staff_session::complete_reset))
        .routes(routes!(staff::show, staff::change))
        .routes(routes!(staff::go_on_duty, staff::go_off_duty))
        .routes(routes!(overview::show))
        .routes(routes!(audit_entries::list))
        .routes(routes!(outbox::list))
        .routes(routes!(outbox::show))
        .routes(routes!(outbox::retry))
        .routes(routes!(api_keys::list, api_keys::create))
        .routes(routes!(api_keys::revoke))
        .routes(routes!(customers::list, customers::create))
        .routes(routes!(
            customers::read,
            customers::change,
            customers::archive
        ))
        .routes(routes!(portal_settings::read, portal_settings::save))
        .routes(routes!(portal_settings::preview))
        .routes(routes!(previews::customer_archive))
        .routes(routes!(customer_activity::list))
        .routes(routes!(invite_links::list, invite_links::create))
        .routes(routes!(invite_links::read, invite_links::change))
        .routes(routes!(invite_links::rotate))
        .routes(routes!(previews::link_change))
        .routes(routes!(invite_links::registrations))
        .routes(routes!(contacts::list, contacts::create))
        .routes(routes!(contacts::read, contacts::change))
        .routes(routes!(contacts::grant, contacts::suspend))
        .routes(routes!(previews::suspension))
        .routes(routes!(invitations::invite))
        .routes(routes!(invitations::invite_batch))
        .routes(routes!(registration_records::list))
        .routes(routes!(registration_records::read))
        .routes(routes!(registration_records::resend_mail))
        .routes(routes!(registration_records::revoke))
        .routes(routes!(
            registration_requests::submit,
            registration_requests::list
        ))
        .routes(routes!(registration_requests::read))
        .routes(routes!(registration_requests::decide::claim))
        .routes(routes!(registration_requests::decide::release))
        .routes(routes!(registration_requests::decide::map))
        .routes(routes!(registration_requests::decide::decline))
        .routes(routes!(policy::explain))
}

/// The one resource whose bodies may be large.
fn pictures() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(media::create))
        .route_layer(DefaultBodyLimit::max(media::MAX_BODY))
        .routes(routes!(media::show))
}
