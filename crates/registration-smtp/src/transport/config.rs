//! The mail setting: an address of a server with everything that is needed to hand it mails.

use percent_encoding::percent_decode_str;
use std::{fmt, fs, net::IpAddr, path::PathBuf, str::FromStr, time::Duration};
use url::{Host, Url};

/// Which server takes the mails, and how.
///
/// ```text
/// smtp://user:password@mail.example.com:587          STARTTLS, or nothing is sent
/// smtps://user:password@mail.example.com:465         TLS from the first byte
/// smtp://mail.example.com?tls=opportunistic          TLS where it is offered; a password is never sent without
/// smtp://localhost:1025?tls=none                     no TLS: this machine only
/// smtp://mail.example.com?ca=/etc/ssl/internal.pem   trusts these roots too
/// smtp://mail.example.com?hello=portal.example.com   how we introduce ourselves; else the domain of the sender
/// ```
///
/// User name and password are percent-encoded (`@` is `%40`). `Debug` and `Display` show neither.
///
/// ```
/// use registration_smtp::SmtpConfig;
///
/// let config: SmtpConfig = "smtp://relay:p%40ss@mail.example.com".parse()?;
/// assert_eq!(config.to_string(), "smtp://mail.example.com:587");
/// # Ok::<(), registration_smtp::InvalidSmtpConfig>(())
/// ```
#[derive(Clone)]
pub struct SmtpConfig {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Login>,
    pub(super) hello: Option<String>,
    pub(super) connect_timeout: Duration,
    pub(super) send_timeout: Duration,
    root_files: Vec<PathBuf>,
    root_pems: Vec<Vec<u8>>,
}

/// When TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    StartTls,
    Implicit,
    Opportunistic,
    None,
}

#[derive(Clone)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: String,
}

/// Why a text is no mail setting. None of the sentences repeats it, since it holds a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSmtpConfig {
    /// It is not of the form of an address.
    #[error(
        "write the mail server as in smtp://user:password@mail.example.com:587, with @ : / % in the password percent-encoded"
    )]
    NotAnAddress,
    /// It begins neither with `smtp` nor with `smtps`.
    #[error(
        "the mail server's address begins with smtp:// (STARTTLS) or smtps:// (TLS from the first byte)"
    )]
    Scheme,
    /// It has a path.
    #[error("nothing but ?options may follow the mail server's host and port")]
    Path,
    /// A user name without a password, or the other way round.
    #[error("give the mail server's user name and password, or neither")]
    HalfALogin,
    /// User name or password hold what cannot be sent.
    #[error("the mail server's user name and password must be UTF-8 without control characters")]
    Login,
    /// An option that is not known.
    #[error("the option `{0}` is not known: the mail server's options are tls, ca and hello")]
    UnknownOption(String),
    /// A value of `tls` that is not known.
    #[error("the option tls is required, opportunistic or none, and smtps:// takes none of them")]
    Tls,
    /// No TLS to another machine.
    #[error(
        "tls=none is for a server on this machine only (localhost, 127.0.0.1, [::1]): leave it out for STARTTLS, or use smtps://"
    )]
    TlsNoneElsewhere,
    /// A host name to introduce ourselves with that is none.
    #[error("the option hello is a host name, such as portal.example.com")]
    Hello,
    /// A root certificate cannot be read.
    #[error("the root certificate cannot be used: {0}")]
    RootCertificate(String),
}

impl FromStr for SmtpConfig {
    type Err = InvalidSmtpConfig;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| InvalidSmtpConfig::NotAnAddress)?;
        let (mut security, standard_port) = match url.scheme() {
            "smtp" => (Security::StartTls, 587),
            "smtps" => (Security::Implicit, 465),
            _ => return Err(InvalidSmtpConfig::Scheme),
        };
        let host = url.host_str().ok_or(InvalidSmtpConfig::NotAnAddress)?;
        let host = Host::parse(host).map_err(|_| InvalidSmtpConfig::NotAnAddress)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(InvalidSmtpConfig::Path);
        }
        let (mut hello, mut root_files) = (None, Vec::new());
        for (option, value) in url.query_pairs() {
            match &*option {
                "tls" => security = Security::chosen(security, &value, &host)?,
                "ca" => root_files.push(PathBuf::from(&*value)),
                "hello" => match Host::parse(&value) {
                    Ok(Host::Domain(name)) => hello = Some(name),
                    _ => return Err(InvalidSmtpConfig::Hello),
                },
                other => return Err(InvalidSmtpConfig::UnknownOption(other.to_owned())),
            }
        }
        Ok(Self {
            port: url.port().unwrap_or(standard_port),
            security,
            credentials: login(&url)?,
            hello,
            connect_timeout: Duration::from_secs(10),
            send_timeout: Duration::from_secs(30),
            root_files,
            root_pems: Vec::new(),
            host: match host {
                Host::Domain(name) => name,
                Host::Ipv4(address) => address.to_string(),
                Host::Ipv6(address) => address.to_string(),
            },
        })
    }
}

impl Security {
    fn chosen(scheme: Self, value: &str, host: &Host) -> Result<Self, InvalidSmtpConfig> {
        match value {
            _ if scheme == Self::Implicit => Err(InvalidSmtpConfig::Tls),
            "required" => Ok(Self::StartTls),
            "opportunistic" => Ok(Self::Opportunistic),
            "none" if is_loopback(host) => Ok(Self::None),
            "none" => Err(InvalidSmtpConfig::TlsNoneElsewhere),
            _ => Err(InvalidSmtpConfig::Tls),
        }
    }
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => IpAddr::from(*address).is_loopback(),
        Host::Ipv6(address) => IpAddr::from(*address).is_loopback(),
    }
}

fn login(url: &Url) -> Result<Option<Login>, InvalidSmtpConfig> {
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8();
        match text {
            Ok(text) if !text.contains(char::is_control) => Ok(text.into_owned()),
            _ => Err(InvalidSmtpConfig::Login),
        }
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", _) | (_, None | Some("")) => Err(InvalidSmtpConfig::HalfALogin),
        (user, Some(password)) => Ok(Some(Login {
            user: decoded(user)?,
            password: decoded(password)?,
        })),
    }
}

impl SmtpConfig {
    /// Trusts this root certificate too, beside the system's.
    #[must_use]
    pub fn with_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_pems.push(pem.into());
        self
    }

    /// Waits so long for the connection (10 seconds unless said otherwise) and for everything together (30 seconds).
    #[must_use]
    pub const fn with_timeouts(mut self, connect: Duration, send: Duration) -> Self {
        self.connect_timeout = connect;
        self.send_timeout = send;
        self
    }

    pub(super) fn root_certificates(&self) -> Result<Vec<Vec<u8>>, InvalidSmtpConfig> {
        let mut roots = self.root_pems.clone();
        for file in &self.root_files {
            roots.push(fs::read(file).map_err(|error| {
                InvalidSmtpConfig::RootCertificate(format!("{}: {error}", file.display()))
            })?);
        }
        Ok(roots)
    }
}

impl fmt::Display for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.security {
            Security::Implicit => "smtps",
            _ => "smtp",
        };
        if self.host.contains(':') {
            write!(f, "{scheme}://[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{scheme}://{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpConfig({self}, {:?})", self.security)
    }
}

#[cfg(test)]
mod tests;
