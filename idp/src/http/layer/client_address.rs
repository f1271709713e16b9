//! Where a request comes from: the socket's address, or what a listed proxy says of it. Nobody else is believed.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap};
use axum::middleware::Next;
use axum::response::Response;

/// Addresses of proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(pub Arc<Vec<IpAddr>>);

/// The other end of the socket; put there by the listener.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The address that history and audit keep.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    pub fn of(extensions: &Extensions) -> String {
        extensions.get::<Self>().map_or_else(|| "-".to_owned(), |address| address.0.to_string())
    }
}

pub async fn find(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    if let Some(Peer(peer)) = request.extensions().get::<Peer>().copied() {
        let address = resolve(peer.to_canonical(), request.headers(), &proxies.0);
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// Walks `X-Forwarded-For` from its end, as far as listed proxies vouch for it.
fn resolve(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut hops: Vec<IpAddr> = Vec::new();
    for line in headers.get_all("x-forwarded-for") {
        for part in line.to_str().unwrap_or_default().split(',') {
            match part.trim().parse() {
                Ok(address) => hops.push(address),
                // Whatever stood before something unreadable is not believed.
                Err(_) => hops.clear(),
            }
        }
    }
    let mut address = peer;
    while proxies.contains(&address) {
        match hops.pop() {
            Some(hop) => address = hop.to_canonical(),
            None => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_proxies_are_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let stranger: IpAddr = "203.0.113.9".parse().unwrap();
        for (peer, line, expected) in [
            (stranger, "1.2.3.4", "203.0.113.9"),
            (proxy, "1.2.3.4", "1.2.3.4"),
            (proxy, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
            (proxy, "1.2.3.4, 10.0.0.1", "1.2.3.4"),
            (proxy, "", "10.0.0.1"),
            (proxy, "unknown", "10.0.0.1"),
            (proxy, "1.2.3.4, nonsense", "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", line.parse().unwrap());
            assert_eq!(resolve(peer, &headers, &[proxy]).to_string(), expected, "{line}");
        }
    }
}
