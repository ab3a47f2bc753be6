//! What people do in a history, told so that a failing one reads as a story.

/// The addresses that people have in histories: colleagues, one on a sub-domain, a stranger, a function, and staff.
pub const PEOPLE: &[&str] = &[
    "ann@acme.com",
    "bob@acme.com",
    "eve@eu.acme.com",
    "zoe@beta.org",
    "support@acme.com",
    "sam@portal.example",
];

/// What staff want the portal settings of a customer to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// "Allow Self-Service Registration".
    pub form: bool,
    /// "Permitted Root Domains".
    pub domains: Vec<&'static str>,
    /// "Allow self-serviced registration using invite link".
    pub links: bool,
    /// Whether the links are for permitted domains only.
    pub listed_only: bool,
}

/// What proves an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proven {
    /// The link of the newest mail.
    ByToken,
    /// The link of the mail before the newest.
    ByOlderToken,
    /// The digits of the newest mail that had some.
    ByCode,
}

/// One thing that somebody does. People, customers, links and playbooks are named by their place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is told by its Display")]
pub enum Command {
    CreateCustomer,
    ArchiveCustomer {
        customer: usize,
    },
    ConfigurePortal {
        customer: usize,
        settings: Settings,
        suspend_leavers: bool,
    },
    CreateLink {
        customer: usize,
        maximum: Option<u32>,
        days: Option<i64>,
    },
    RotateLink {
        link: usize,
        grace_hours: i64,
    },
    SwitchLink {
        link: usize,
        on: bool,
    },
    LimitLink {
        link: usize,
        maximum: Option<u32>,
    },
    Submit {
        person: usize,
        link: Option<usize>,
        stale_code: bool,
    },
    Resend {
        person: usize,
    },
    Activate {
        person: usize,
        proof: Proven,
        customer: Option<usize>,
    },
    MistypeCode {
        person: usize,
    },
    AddContact {
        customer: usize,
        person: usize,
    },
    Invite {
        customer: usize,
        person: usize,
    },
    Grant {
        customer: usize,
        person: usize,
    },
    Suspend {
        customer: usize,
        person: usize,
    },
    ResendByStaff {
        person: usize,
    },
    Revoke {
        person: usize,
    },
    RequestAccess {
        person: usize,
        with_token: bool,
    },
    Claim {
        mapper: usize,
        person: usize,
    },
    Map {
        mapper: usize,
        person: usize,
        customer: usize,
        contact: Option<usize>,
        permit_domain: bool,
    },
    Decline {
        mapper: usize,
        person: usize,
        notify: bool,
    },
    SwitchDuty {
        mapper: usize,
        on: bool,
    },
    SwitchOwner {
        active: bool,
    },
    CreatePlaybook,
    OfferPlaybook {
        playbook: usize,
        on: bool,
        only: Option<usize>,
    },
    StartProject {
        person: usize,
        playbook: usize,
        customer: Option<usize>,
        form: Option<u8>,
    },
    InviteToProject {
        project: usize,
        person: usize,
    },
    RemoveFromProject {
        project: usize,
        person: usize,
    },
    SignIn {
        person: usize,
    },
    SignOut {
        person: usize,
    },
    RequestReset {
        person: usize,
    },
    ResetPassword {
        person: usize,
    },
    Pass {
        hours: i64,
    },
    Sweep,
    Deliver,
}
