//! Believes what the proxy says of a browser's certificate (RFC 9440), and nobody else: its address is listed, and it
//! shows the secret that it shares with this program, for a certificate is no secret and an address can be another's
//! neighbour. Whatever could be read in two ways is refused.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Presented;
use crate::http::failure::Trouble;
use crate::http::layer::client_address::{Peer, Proxies};

const HEADER: &str = "client-cert";
const SECRET: &str = "sekisho-proxy-secret";

/// Who is believed: the proxies listed, by the secret that they share with this program.
#[derive(Clone)]
pub struct Believed {
    proxies: Proxies,
    secret: [u8; 32],
}

impl Believed {
    pub fn new(proxies: Proxies, secret: &str) -> Self {
        Self { proxies, secret: keys::digest::sha256(secret.as_bytes()) }
    }

    fn is_it(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
        let mut shown = headers.get_all(SECRET).iter();
        let (Some(one), None) = (shown.next(), shown.next()) else { return false };
        let listed = peer.is_some_and(|peer| self.proxies.0.contains(&peer));
        listed && keys::digest::same(&keys::digest::sha256(one.as_bytes()), &self.secret)
    }
}

pub async fn believe(
    State(believed): State<Believed>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<Peer>().map(|Peer(peer)| peer.to_canonical());
    let told = told(request.headers(), believed.is_it(peer, request.headers()));
    request.headers_mut().remove(SECRET);
    match told {
        Ok(Some(der)) => {
            request.extensions_mut().insert(Presented { leaf: der, between: Vec::new() });
        }
        Ok(None) => {}
        Err(NotPlain) => return Trouble::BadRequest.into_response(),
    }
    next.run(request).await
}

/// The headers say nothing, or more than one thing, or somebody says it who may not.
#[derive(Debug, PartialEq, Eq)]
struct NotPlain;

fn told(headers: &HeaderMap, by_the_proxy: bool) -> Result<Option<Vec<u8>>, NotPlain> {
    // Some servers read `Client_Cert` as the same header: a proxy that strips one may pass the other on.
    let twin = |name: &str| name != HEADER && name.replace('_', "-") == HEADER;
    if headers.keys().any(|name| twin(name.as_str())) {
        return Err(NotPlain);
    }
    let mut lines = headers.get_all(HEADER).iter();
    let Some(line) = lines.next() else { return Ok(None) };
    if !by_the_proxy || lines.next().is_some() {
        return Err(NotPlain);
    }
    // A byte sequence of RFC 8941 §3.3.5, bare: neither a list nor parameters.
    let text = line.to_str().map_err(|_| NotPlain)?.trim();
    let inner = text.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).ok_or(NotPlain)?;
    let der = STANDARD.decode(inner).map_err(|_| NotPlain)?;
    if der.is_empty() { Err(NotPlain) } else { Ok(Some(der)) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_one_plain_line_of_a_listed_proxy_counts() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let stranger: IpAddr = "203.0.113.9".parse().unwrap();
        let (good, secret) = (":AQID:", ("sekisho-proxy-secret", "s3cret"));
        let believed = Believed::new(Proxies(Arc::new(vec![proxy])), "s3cret");
        // CE-06, CE-07, CE-08
        for (peer, lines, expected) in [
            (proxy, vec![("client-cert", good)], Ok(Some(vec![1, 2, 3]))),
            (proxy, vec![], Ok(None)),
            (stranger, vec![], Ok(None)),
            (stranger, vec![("client-cert", good)], Err(NotPlain)),
            (proxy, vec![("client-cert", good), ("client-cert", good)], Err(NotPlain)),
            (proxy, vec![("client-cert", ":AQID:, :AQID:")], Err(NotPlain)),
            (proxy, vec![("client-cert", ":AQ ID:")], Err(NotPlain)),
            (proxy, vec![("client-cert", ":AQID:;verified")], Err(NotPlain)),
            (proxy, vec![("client-cert", "AQID")], Err(NotPlain)),
            (proxy, vec![("client-cert", "::")], Err(NotPlain)),
            (proxy, vec![("client-cert", "")], Err(NotPlain)),
            (proxy, vec![("client_cert", good)], Err(NotPlain)),
            (proxy, vec![("client-cert", good), ("client_cert", good)], Err(NotPlain)),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in &lines {
                headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            let judge = |headers: &HeaderMap| told(headers, believed.is_it(Some(peer), headers));
            // Without the secret, or with another one, nobody says anything.
            let silent = if lines.is_empty() { Ok(None) } else { Err(NotPlain) };
            assert_eq!(judge(&headers), silent, "{peer} {lines:?}");
            headers.insert(secret.0, HeaderValue::from_static("s3cret2"));
            assert_eq!(judge(&headers), silent, "{peer} {lines:?}");
            headers.insert(secret.0, HeaderValue::from_static(secret.1));
            assert_eq!(judge(&headers), expected, "{peer} {lines:?}");
            headers.append(secret.0, HeaderValue::from_static(secret.1));
            assert_eq!(judge(&headers), silent, "{peer} {lines:?}");
        }
    }
}
