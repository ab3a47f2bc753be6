//! What a person or a program can ask for: every use case is a method of [`Registrar`], one file each.
//!
//! A use case has five beats: load → decide → build → write and enqueue → commit. It holds no rule of its own.

mod activate;
mod admission_facts;
mod answer_visitor;
mod browse;
mod change_password;
mod configure_portal;
mod decide_request;
mod deliver_mail;
mod edit_contact;
mod edit_customer;
mod edit_playbook;
mod edit_profile;
mod edit_staff;
mod end_sessions;
mod error;
mod explain;
mod grant_portal_access;
mod housekeeping;
mod invite;
mod invite_project_member;
mod manage_invite_link;
mod map_request;
mod operate;
mod overview;
mod preview;
mod record;
mod registrar;
mod request_access;
mod reset_password;
mod revoke_registration;
mod sign_in;
mod start_project;
mod submit_registration;

pub use activate::{Activate, Activated, Choice, Inspection, NextStep, Proof};
pub use browse::{Listing, OfferedPlaybook, ProjectPeople, RequestView, ids_in};
pub use change_password::ChangePassword;
pub use configure_portal::{NoLongerPermitted, SavedSettings};
pub use deliver_mail::{Delivery, Postman};
pub use edit_contact::{ContactChange, NewContact};
pub use edit_playbook::{NewStep, PlaybookChange, SelfServiceChange};
pub use edit_staff::{NewStaff, StaffChange};
pub use end_sessions::OwnSession;
pub use error::{Conflict, Error, FieldError};
pub use explain::{Explanation, JoinInfo};
pub use invite::Invite;
pub use manage_invite_link::{InviteLinkChange, NewInviteLink};
pub use map_request::{MapRequest, MapTarget, Mapped};
pub use overview::{COUNTED_AT_MOST, Count, Overview};
pub use preview::{Affected, Impact, LinkImpact, NAMED_AT_MOST, PlaybookImpact, SuspensionImpact};
pub use registrar::{Ports, Registrar};
pub use request_access::RequestAccess;
pub use sign_in::{ConsoleVisit, SignedIn};
pub use start_project::StartProject;
pub use submit_registration::{SubmitRegistration, Submitted};
