//! The address under which people reach the portal: an origin and nothing else.

use std::{fmt, net::SocketAddr, str::FromStr};
use url::{Host, Url};

/// Scheme, host and port, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicOrigin {
    origin: String,
    is_https: bool,
    is_loopback: bool,
}

/// Why a text is no public URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidPublicUrl {
    /// It is no web address.
    #[error("write scheme and host as in https://portal.example.com")]
    Form,
    /// It holds a user name.
    #[error(
        "it holds a user name or password, which every link in every mail would show: leave it out"
    )]
    Credentials,
    /// It has more than an origin.
    #[error(
        "it has a path, `?` or `#`; the portal needs a host (or port) of its own, as in https://portal.example.com"
    )]
    TooLong,
}

impl FromStr for PublicOrigin {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| InvalidPublicUrl::Form)?;
        let host = url.host().ok_or(InvalidPublicUrl::Form)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidPublicUrl::Form);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidPublicUrl::Credentials);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidPublicUrl::TooLong);
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            is_https: url.scheme() == "https",
            is_loopback: match host {
                Host::Domain(name) => name == "localhost",
                Host::Ipv4(address) => address.is_loopback(),
                Host::Ipv6(address) => address.is_loopback(),
            },
        })
    }
}

impl PublicOrigin {
    /// Where a service on this address is found when nothing else was said.
    pub(crate) fn at(address: SocketAddr) -> Self {
        format!("http://{address}")
            .parse()
            .expect("a socket address is an origin")
    }

    /// The text, without a slash at the end.
    pub(crate) fn as_str(&self) -> &str {
        &self.origin
    }

    /// Whether browsers reach it by TLS.
    pub(crate) const fn is_https(&self) -> bool {
        self.is_https
    }

    /// Whether only this machine can reach it.
    pub(crate) const fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

impl fmt::Display for PublicOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}
