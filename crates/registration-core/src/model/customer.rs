//! Customers and the portal settings that decide whom a rule admits.

use super::{CustomerId, PermittedDomain, Timestamp};
use crate::codes::codes;

codes! {
    /// Whom a customer's invite links admit.
    pub enum LinkAudience {
        /// Anyone who holds the link.
        Anyone = "anyone",
        /// Only addresses on the permitted domains.
        PermittedDomains = "permitted_domains",
    }
}

codes! {
    /// How people of a customer sign in.
    pub enum LoginMethod {
        /// With a password.
        Password = "password",
    }
}

/// An organization that uses the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// Its name, as people see it.
    pub name: String,
    /// The operator's own reference, such as a number in a CRM.
    pub reference: Option<String>,
    /// Whom rules admit.
    pub settings: PortalSettings,
    /// When it was archived. An archived customer's doors are closed and its contacts have no access.
    pub archived_at: Option<Timestamp>,
    /// When the record was created.
    pub created_at: Timestamp,
}

/// "Portal Settings" of a customer. One save, one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalSettings {
    /// "Allow Self-Service Registration": the portal form may admit people. Off at first.
    pub self_service_registration: bool,
    /// "Permitted Root Domains". Empty admits nobody by the portal form.
    pub permitted_domains: Vec<PermittedDomain>,
    /// "Allow self-serviced registration using invite link". On at first.
    pub invite_link_registration: bool,
    /// Whom the links admit.
    pub link_audience: LinkAudience,
    /// "Login Method".
    pub login_method: LoginMethod,
}

impl Default for PortalSettings {
    fn default() -> Self {
        Self {
            self_service_registration: false,
            permitted_domains: Vec::new(),
            invite_link_registration: true,
            link_audience: LinkAudience::Anyone,
            login_method: LoginMethod::Password,
        }
    }
}
