//! The certificate address behind a proxy that speaks TLS: `Client-Cert` of RFC 9440.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderName, Request, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use idp::http::layer::client_address::{Peer, Proxies};
use idp::http::mtls;
use idp::http::mtls::from_proxy::Believed;
use idp::model::policy::DownloadPassword;
use tower::ServiceExt;

use crate::support::TestIdp;
use crate::support::certificate::policy;

const PROXY: &str = "10.0.0.1";
const SHARED: &str = "0123456789abcdef0123456789abcdef";

/// Sends a request as the listener would hand it over.
async fn send(
    router: &Router,
    url: &str,
    peer: &str,
    headers: &[(&'static str, &str)],
) -> (u16, String) {
    let mut request = Request::get(url).body(Body::empty()).unwrap();
    request.extensions_mut().insert(Peer(peer.parse().unwrap()));
    for (name, value) in headers {
        let name = HeaderName::from_static(name);
        request.headers_mut().append(name, value.parse().unwrap());
    }
    let response = router.clone().oneshot(request).await.unwrap();
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    (response.status().as_u16(), to.unwrap_or_default())
}

#[tokio::test]
async fn only_a_listed_proxy_is_believed_and_only_when_it_says_one_thing() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let proxy: IpAddr = PROXY.parse().unwrap();
    let proxies = Proxies(Arc::new(vec![proxy]));
    let believed = Believed::new(proxies.clone(), SHARED);
    let router = mtls::router(idp.app.clone(), proxies, Some(believed));
    let mut browser = acme.at_certificate(&portal, &alice).await;
    let url = browser.page().attribute("#certificate-continue", "href").unwrap();
    let told = format!(":{}:", STANDARD.encode(&shown.leaf));
    let twice = format!("{told}, {told}");

    // CE-06, CE-07, CE-08
    for (peer, headers) in [
        ("203.0.113.9", vec![("client-cert", told.as_str())]),
        (PROXY, vec![("client-cert", &told), ("client-cert", &told)]),
        (PROXY, vec![("client-cert", &twice)]),
        (PROXY, vec![("client_cert", &told)]),
        (PROXY, vec![("client-cert", &told), ("client_cert", &told)]),
        (PROXY, vec![("client-cert", "MIIB")]),
        (PROXY, vec![("client-cert", "")]),
    ] {
        let headers = [headers, vec![("sekisho-proxy-secret", SHARED)]].concat();
        assert_eq!(send(&router, &url, peer, &headers).await.0, 400, "{peer} {headers:?}");
    }
    for unproven in [vec![], vec![("sekisho-proxy-secret", "another-secret-that-is-long-enough")]] {
        let headers = [vec![("client-cert", told.as_str())], unproven].concat();
        assert_eq!(send(&router, &url, PROXY, &headers).await.0, 400, "{headers:?}");
    }
    let shared = ("sekisho-proxy-secret", SHARED);
    let (status, to) = send(&router, &url, PROXY, &[]).await;
    assert!(status == 303 && to.ends_with("?problem=certificate_missing"), "{to}");
    let (status, to) = send(&router, &url, PROXY, &[("client-cert", ":AAAA:"), shared]).await;
    assert!(status == 303 && to.ends_with("?problem=certificate_refused"), "{to}");
    let (status, to) = send(&router, &url, PROXY, &[("client-cert", &told), shared]).await;
    assert_eq!(status, 303);
    browser.open(to).await;
    assert!(browser.has_left());
    idp.deliver().await;
}

#[tokio::test]
async fn a_listener_that_speaks_tls_itself_believes_no_header() {
    let idp = TestIdp::start().await;
    let acme = idp.tenant("acme", policy(DownloadPassword::Kept)).await;
    let alice = acme.certificate_user("alice").await;
    let (portal, shown) = (acme.website("portal").await, acme.certificate(&alice).await);
    let proxy: IpAddr = PROXY.parse().unwrap();
    let router = mtls::router(idp.app.clone(), Proxies(Arc::new(vec![proxy])), None);
    let browser = acme.at_certificate(&portal, &alice).await;
    let url = browser.page().attribute("#certificate-continue", "href").unwrap();
    let told = format!(":{}:", STANDARD.encode(&shown.leaf));
    let (_, to) = send(&router, &url, PROXY, &[("client-cert", &told)]).await;
    assert!(to.ends_with("?problem=certificate_missing"), "{to}");
    // Nor do the pages' own listeners have that address at all.
    let page = idp.door().get(&url.replace("cert.idp", "idp")).await;
    assert_eq!(page.status(), 404);
    idp.deliver().await;
}
