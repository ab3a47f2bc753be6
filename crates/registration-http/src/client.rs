//! Which network a request comes from: the peer, or what a trusted proxy says.

use crate::state::App;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};
use ipnet::IpNet;
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

/// The client's network, as throttles count it: an IPv4 address, or the /64 of an IPv6 address, since one household has
/// a whole /64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientNetwork(pub(crate) String);

impl FromRequestParts<App> for ClientNetwork {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &App) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let client =
            peer.map(|peer| behind_proxies(peer, &parts.headers, &state.settings.trusted_proxies));
        Ok(Self(client.map_or_else(|| "unknown".to_owned(), network)))
    }
}

/// The rightmost address in `X-Forwarded-For` that is no trusted proxy; the peer when it is none itself.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| {
        trusted
            .iter()
            .any(|net| net.contains(&address.to_canonical()))
    };
    let mut client = peer.to_canonical();
    if !is_trusted(&client) {
        return client;
    }
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    for hop in forwarded.join(",").rsplit(',') {
        let Ok(address) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        client = address.to_canonical();
        if !is_trusted(&client) {
            break;
        }
    }
    client
}

fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            "6.6.6.6, 203.0.113.9, 10.0.0.2".parse().unwrap(),
        );
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let seen =
            |peer: &str| behind_proxies(peer.parse().unwrap(), &headers, &trusted).to_string();
        assert_eq!(seen("10.0.0.1"), "203.0.113.9");
        assert_eq!(seen("198.51.100.7"), "198.51.100.7");
        assert_eq!(seen("::ffff:10.0.0.1"), "203.0.113.9");
    }

    #[test]
    fn neighbours_in_one_v6_network_count_as_one() {
        assert_eq!(
            network("2001:db8:1:2::5".parse().unwrap()),
            network("2001:db8:1:2:ffff::".parse().unwrap())
        );
    }
}
