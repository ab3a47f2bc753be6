//! How often somebody may do something before being asked to wait.

use time::Duration;

/// What is counted. What the key names stands beside each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Portal forms and Register Now, by the client's network.
    Registration,
    /// Registrations by an invite link, by link and client network: a whole company sits behind one address.
    LinkRegistration,
    /// Mails that visitors cause within an hour, by address.
    MailPerHour,
    /// Mails that visitors cause within a day, by address.
    MailPerDay,
    /// Sign-in attempts, by account and client network.
    SignIn,
    /// Tries of an activation token or code, by client network.
    Activation,
}

/// How much is allowed: `burst` at once, then one more every `every`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many at once.
    pub burst: u32,
    /// How long until one more is allowed.
    pub every: Duration,
}

impl Limit {
    /// Every limit.
    pub const ALL: &[Self] = &[
        Self::Registration,
        Self::LinkRegistration,
        Self::MailPerHour,
        Self::MailPerDay,
        Self::SignIn,
        Self::Activation,
    ];

    /// The quota of this limit: the numbers of the security design, spread evenly over their period.
    ///
    /// ```
    /// use registration_core::policy::limits::Limit;
    /// assert_eq!(Limit::Registration.quota().burst, 10);
    /// ```
    #[must_use]
    pub const fn quota(self) -> Quota {
        let (burst, every) = match self {
            Self::Registration => (10, Duration::minutes(6)),
            Self::LinkRegistration => (600, Duration::seconds(6)),
            Self::MailPerHour => (3, Duration::minutes(20)),
            Self::MailPerDay => (10, Duration::minutes(144)),
            Self::SignIn => (5, Duration::minutes(1)),
            Self::Activation => (60, Duration::seconds(1)),
        };
        Quota { burst, every }
    }
}
