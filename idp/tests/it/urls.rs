//! The URL map, read from the source: who may come in without being signed in, and with what.

use axum::body::Body;
use axum::http::Request;

use crate::support::TestIdp;

/// Every address, whether it answers a GET, and what a stranger gets from it.
#[rustfmt::skip]
pub(crate) const MAP: &[(&str, &str, u16)] = &[
    ("GET", "/health/live", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/static/{version}/{name}", 404),
    ("GET", "/.well-known/oauth-authorization-server/t/{tenant}", 200),
    ("GET", "/.well-known/openid-configuration/t/{tenant}", 200),
    ("GET", "/t/{tenant}/.well-known/openid-configuration", 200),
    ("GET", "/t/{tenant}/jwks", 200),
    ("GET", "/t/{tenant}/crl/{key}", 404),
    ("POST", "/t/{tenant}/ocsp", 415),
    ("GET", "/t/{tenant}/ocsp/{*request}", 400),
    ("GET", "/t/{tenant}/authorize", 400),
    ("POST", "/t/{tenant}/authorize", 400),
    ("POST", "/t/{tenant}/par", 401),
    ("POST", "/t/{tenant}/token", 401),
    ("POST", "/t/{tenant}/revoke", 401),
    ("POST", "/t/{tenant}/introspect", 401),
    ("POST", "/t/{tenant}/device", 401),
    ("GET", "/t/{tenant}/activate", 200),
    ("POST", "/t/{tenant}/activate", 403),
    ("GET", "/t/{tenant}/activate/{code}", 303),
    ("POST", "/t/{tenant}/activate/{code}", 403),
    ("GET", "/t/{tenant}/userinfo", 401),
    ("POST", "/t/{tenant}/userinfo", 401),
    ("POST", "/t/{tenant}/register", 404),
    ("GET", "/t/{tenant}/register/{client}", 404),
    ("GET", "/t/{tenant}/logout", 200),
    ("POST", "/t/{tenant}/logout", 200),
    ("POST", "/t/{tenant}/logout/confirm", 403),
    ("GET", "/t/{tenant}/login/{attempt}", 410),
    ("POST", "/t/{tenant}/login/{attempt}/password", 403),
    ("POST", "/t/{tenant}/login/{attempt}/new-password", 403),
    ("POST", "/t/{tenant}/login/{attempt}/code", 403),
    ("POST", "/t/{tenant}/login/{attempt}/code/again", 403),
    ("POST", "/t/{tenant}/login/{attempt}/code/back", 403),
    ("GET", "/t/{tenant}/login/{attempt}/certificate/{pass}", 410),
    ("POST", "/t/{tenant}/login/{attempt}/consent", 403),
    ("POST", "/t/{tenant}/login/{attempt}/cancel", 403),
    ("GET", "/t/{tenant}/account", 303),
    ("GET", "/t/{tenant}/account/certificates/passwords", 303),
    ("GET", "/t/{tenant}/account/certificates/{device}/renew", 303),
    ("POST", "/t/{tenant}/account/certificates/{device}/renew", 403),
    ("GET", "/t/{tenant}/account/certificates/{device}/revoke", 303),
    ("POST", "/t/{tenant}/account/certificates/{device}/revoke", 403),
    ("POST", "/t/{tenant}/account/certificates/{device}/download", 403),
    ("GET", "/t/{tenant}/account/certificates/{device}/csr", 303),
    ("POST", "/t/{tenant}/account/certificates/{device}/csr", 403),
    ("GET", "/t/{tenant}/account/certificates/{device}/pem", 303),
    ("GET", "/t/{tenant}/help", 200),
    ("GET", "/t/{tenant}/account/password", 303),
    ("POST", "/t/{tenant}/account/password", 403),
    ("GET", "/t/{tenant}/account/question", 303),
    ("POST", "/t/{tenant}/account/question", 403),
    ("GET", "/t/{tenant}/account/recovery-codes", 404),
    ("POST", "/t/{tenant}/account/recovery-codes", 403),
    ("GET", "/t/{tenant}/account/method", 303),
    ("POST", "/t/{tenant}/account/method", 403),
    ("POST", "/t/{tenant}/account/method/execute", 403),
    ("GET", "/t/{tenant}/account/method/done", 303),
    ("POST", "/t/{tenant}/account/method/certificates/{device}", 403),
    ("GET", "/t/{tenant}/method-undo/{token}", 410),
    ("POST", "/t/{tenant}/method-undo/{token}", 403),
    ("GET", "/t/{tenant}/account/devices/new", 303),
    ("POST", "/t/{tenant}/account/devices/new", 403),
    ("POST", "/t/{tenant}/account/devices/new/back", 403),
    ("POST", "/t/{tenant}/account/devices/new/register", 403),
    ("GET", "/t/{tenant}/account/devices/{device}/change", 303),
    ("POST", "/t/{tenant}/account/devices/{device}/change", 403),
    ("POST", "/t/{tenant}/account/devices/{device}/change/back", 403),
    ("POST", "/t/{tenant}/account/devices/{device}/change/register", 403),
    ("GET", "/t/{tenant}/account/devices/{device}/added", 303),
    ("GET", "/t/{tenant}/account/devices/{device}/changed", 303),
    ("GET", "/t/{tenant}/account/devices/{device}/delete", 303),
    ("POST", "/t/{tenant}/account/devices/{device}/delete", 403),
    ("GET", "/t/{tenant}/account/devices/proof/{proof}", 303),
    ("POST", "/t/{tenant}/account/devices/proof/{proof}", 403),
    ("POST", "/t/{tenant}/account/devices/proof/{proof}/again", 403),
    ("GET", "/t/{tenant}/enrol/{enrolment}", 404),
    ("POST", "/t/{tenant}/enrol/{enrolment}/code", 403),
    ("POST", "/t/{tenant}/enrol/{enrolment}/register", 403),
    ("POST", "/t/{tenant}/enrol/{enrolment}/certificates/{device}", 403),
    ("GET", "/t/{tenant}/account/history", 303),
    ("GET", "/t/{tenant}/account/history.csv", 303),
    ("GET", "/t/{tenant}/account/not-me", 303),
    ("POST", "/t/{tenant}/account/not-me", 403),
    ("GET", "/t/{tenant}/account/websites", 303),
    ("POST", "/t/{tenant}/account/websites/{client}/revoke", 403),
    ("GET", "/t/{tenant}/account/browsers", 303),
    ("POST", "/t/{tenant}/account/browsers/sessions/{session}/end", 403),
    ("POST", "/t/{tenant}/account/browsers/remembered/{browser}/end", 403),
    ("POST", "/t/{tenant}/account/browsers/others/end", 403),
    ("GET", "/t/{tenant}/account/data", 303),
    ("POST", "/t/{tenant}/account/data", 403),
    ("GET", "/t/{tenant}/reissue", 200),
    ("POST", "/t/{tenant}/reissue", 403),
    ("GET", "/t/{tenant}/reissue/{token}", 404),
    ("GET", "/t/{tenant}/reissue/continue", 403),
    ("POST", "/t/{tenant}/reissue/continue/confirm", 403),
    ("POST", "/t/{tenant}/reissue/continue/question", 403),
    ("POST", "/t/{tenant}/reissue/continue/recovery-code", 403),
    ("GET", "/t/{tenant}/reissue/continue/certificate/{pass}", 403),
    ("POST", "/t/{tenant}/reissue/continue/new-password", 403),
    ("GET", "/t/{tenant}/release/{token}", 404),
    ("POST", "/t/{tenant}/release/{token}", 403),
    ("GET", "/t/{tenant}/look/colours.css", 404),
    ("GET", "/t/{tenant}/look/{place}", 404),
    ("GET", "/t/{tenant}/scim/v2/Users", 401),
    ("GET", "/t/{tenant}/scim/v2/Users/{resource}", 401),
    ("POST", "/t/{tenant}/scim/v2/Users/.search", 401),
    ("GET", "/t/{tenant}/scim/v2/Groups", 401),
    ("GET", "/t/{tenant}/scim/v2/Groups/{resource}", 401),
    ("POST", "/t/{tenant}/scim/v2/Groups/.search", 401),
    ("POST", "/t/{tenant}/scim/v2/.search", 401),
    ("GET", "/t/{tenant}/scim/v2/ServiceProviderConfig", 401),
    ("GET", "/t/{tenant}/scim/v2/ResourceTypes", 401),
    ("GET", "/t/{tenant}/scim/v2/ResourceTypes/{name}", 401),
    ("GET", "/t/{tenant}/scim/v2/Schemas", 401),
    ("GET", "/t/{tenant}/scim/v2/Schemas/{name}", 401),
    ("POST", "/t/{tenant}/scim/v2/Bulk", 401),
    ("GET", "/t/{tenant}/scim/v2/Me", 401),
    ("GET", "/console", 303),
    ("GET", "/console/callback", 403),
    ("POST", "/console/sign-out", 403),
    ("GET", "/console/signed-out", 200),
    ("GET", "/console/set-up", 200), ("POST", "/console/set-up", 403),
    ("GET", "/console/tenants", 303),
    ("GET", "/console/tenants/new", 303), ("POST", "/console/tenants/new", 403),
    ("GET", "/console/t/{of}", 303),
    ("GET", "/console/t/{of}/look/{place}", 303), ("POST", "/console/t/{of}/look/{place}", 403),
    ("GET", "/console/t/{of}/look/name", 303), ("POST", "/console/t/{of}/look/name", 403),
    ("GET", "/console/t/{of}/users", 303),
    ("GET", "/console/t/{of}/policy", 303), ("POST", "/console/t/{of}/policy", 403),
    ("GET", "/console/t/{of}/policy/preview", 303), ("POST", "/console/t/{of}/policy/preview", 403),
    ("GET", "/console/t/{of}/policy/edit", 303), ("POST", "/console/t/{of}/policy/edit", 403),
    ("GET", "/console/t/{of}/policy/preset/{preset}", 303),
    ("GET", "/console/t/{of}/look", 303),
    ("GET", "/console/t/{of}/look/colours.css", 303),
    ("GET", "/console/t/{of}/policy/history", 303),
    ("GET", "/console/t/{of}/policy/history/{version}", 303),
    ("GET", "/console/t/{of}/users/new", 303), ("POST", "/console/t/{of}/users/new", 403),
    ("GET", "/console/t/{of}/users/{user}", 303),
    ("GET", "/console/t/{of}/users/{user}/history", 303),
    ("GET", "/console/t/{of}/users/{user}/deeds/{deed}", 303), ("POST", "/console/t/{of}/users/{user}/deeds/{deed}", 403),
    ("GET", "/console/t/{of}/users/{user}/sessions/{session}/end", 303), ("POST", "/console/t/{of}/users/{user}/sessions/{session}/end", 403),
    ("GET", "/console/t/{of}/users/{user}/consents/{client}/revoke", 303), ("POST", "/console/t/{of}/users/{user}/consents/{client}/revoke", 403),
    ("GET", "/console/t/{of}/users/{user}/invite", 303), ("POST", "/console/t/{of}/users/{user}/invite", 403),
    ("GET", "/console/t/{of}/users/{user}/method", 303), ("POST", "/console/t/{of}/users/{user}/method", 403),
    ("GET", "/console/t/{of}/users/{user}/claims", 303), ("POST", "/console/t/{of}/users/{user}/claims", 403),
    ("GET", "/console/t/{of}/users/{user}/rename", 303), ("POST", "/console/t/{of}/users/{user}/rename", 403),
    ("GET", "/console/t/{of}/users/{user}/addresses", 303), ("POST", "/console/t/{of}/users/{user}/addresses", 403),
    ("GET", "/console/t/{of}/users/{user}/remove", 303), ("POST", "/console/t/{of}/users/{user}/remove", 403),
    ("GET", "/console/t/{of}/table", 303), ("POST", "/console/t/{of}/table", 303),
    ("GET", "/console/t/{of}/table/{upload}", 303), ("POST", "/console/t/{of}/table/{upload}/write", 403),
    ("POST", "/console/t/{of}/table/{upload}/give-up", 403), ("GET", "/console/t/{of}/table/{upload}/wrong-rows", 303),
    ("GET", "/console/t/{of}/table/export", 303),
    ("GET", "/console/t/{of}/table/template", 303),
    ("GET", "/console/t/{of}/users/{user}/certificates/{number}/issue", 303), ("POST", "/console/t/{of}/users/{user}/certificates/{number}/issue", 403),
    ("POST", "/console/t/{of}/users/{user}/certificates/{number}/download", 403),
    ("GET", "/console/t/{of}/users/{user}/certificates/{number}/revoke", 303), ("POST", "/console/t/{of}/users/{user}/certificates/{number}/revoke", 403),
    ("GET", "/console/t/{of}/audit", 303),
    ("GET", "/console/t/{of}/audit/verify", 303),
    ("GET", "/console/t/{of}/audit/export", 303),
    ("GET", "/console/t/{of}/outbox", 303),
    ("GET", "/console/t/{of}/webhooks", 303),
    ("GET", "/console/t/{of}/keys", 303),
    ("GET", "/console/t/{of}/authority", 303),
    ("GET", "/console/t/{of}/clients", 303),
    ("GET", "/console/t/{of}/clients/{client}", 303),
    ("GET", "/console/t/{of}/access", 303),
    ("GET", "/console/t/{of}/outbox/{letter}/retry", 303), ("POST", "/console/t/{of}/outbox/{letter}/retry", 403),
    ("GET", "/console/t/{of}/webhooks/new", 303), ("POST", "/console/t/{of}/webhooks/new", 403),
    ("GET", "/console/t/{of}/webhooks/{webhook}", 303),
    ("GET", "/console/t/{of}/webhooks/{webhook}/test", 303), ("POST", "/console/t/{of}/webhooks/{webhook}/test", 403),
    ("GET", "/console/t/{of}/webhooks/{webhook}/deliveries/{number}/retry", 303), ("POST", "/console/t/{of}/webhooks/{webhook}/deliveries/{number}/retry", 403),
    ("GET", "/console/t/{of}/webhooks/{webhook}/remove", 303), ("POST", "/console/t/{of}/webhooks/{webhook}/remove", 403),
    ("GET", "/console/t/{of}/keys/rotate", 303), ("POST", "/console/t/{of}/keys/rotate", 403),
    ("GET", "/console/t/{of}/clients/initial-access-tokens", 303),
    ("GET", "/console/t/{of}/clients/initial-access-tokens/new", 303), ("POST", "/console/t/{of}/clients/initial-access-tokens/new", 403),
    ("GET", "/console/t/{of}/clients/initial-access-tokens/{token}/revoke", 303), ("POST", "/console/t/{of}/clients/initial-access-tokens/{token}/revoke", 403),
    ("GET", "/console/t/{of}/clients/new", 303), ("POST", "/console/t/{of}/clients/new", 403),
    ("GET", "/console/t/{of}/clients/{client}/change", 303), ("POST", "/console/t/{of}/clients/{client}/change", 403),
    ("GET", "/console/t/{of}/clients/{client}/rotate", 303), ("POST", "/console/t/{of}/clients/{client}/rotate", 403),
    ("GET", "/console/t/{of}/clients/{client}/try", 303), ("POST", "/console/t/{of}/clients/{client}/try", 403),
    ("GET", "/console/t/{of}/clients/{client}/trials/{trial}", 303),
    ("GET", "/console/t/{of}/clients/{client}/stop", 303), ("POST", "/console/t/{of}/clients/{client}/stop", 403),
    ("GET", "/console/t/{of}/clients/{client}/resume", 303), ("POST", "/console/t/{of}/clients/{client}/resume", 403),
    ("GET", "/console/t/{of}/clients/{client}/remove", 303), ("POST", "/console/t/{of}/clients/{client}/remove", 403),
    ("GET", "/console/t/{of}/access/roles/new", 303), ("POST", "/console/t/{of}/access/roles/new", 403),
    ("GET", "/console/t/{of}/access/roles/{grant}/revoke", 303), ("POST", "/console/t/{of}/access/roles/{grant}/revoke", 403),
    ("GET", "/console/t/{of}/access/api-keys/new", 303), ("POST", "/console/t/{of}/access/api-keys/new", 403),
    ("GET", "/console/t/{of}/access/api-keys/{key}/revoke", 303), ("POST", "/console/t/{of}/access/api-keys/{key}/revoke", 403),
    ("GET", "/console/t/{of}/access/scim-tokens/new", 303), ("POST", "/console/t/{of}/access/scim-tokens/new", 403),
    ("GET", "/console/t/{of}/access/scim-tokens/{token}/revoke", 303), ("POST", "/console/t/{of}/access/scim-tokens/{token}/revoke", 403),
    ("GET", "/t/{tenant}/try/{trial}", 410), ("GET", "/t/{tenant}/tried/{trial}", 410),
    ("GET", "/t/{tenant}/look/client/{client}", 404),
];

/// An id that no row has.
const NOBODYS: &str = "00000000-0000-7000-8000-000000000000";

#[tokio::test]
async fn a_stranger_gets_nothing_but_what_the_map_says() {
    let idp = TestIdp::start().await;
    idp.classic().await;
    idp::usecase::admin::system::ensure(&idp.app, crate::support::tenant::ADMIN).await.unwrap();
    for (method, pattern, expected) in MAP {
        let url = pattern
            .replace("{tenant}", "acme")
            .replace("{attempt}", "a_x")
            .replace("{code}", "BCDF-GHJK")
            .replace("{*request}", "!")
            .replace("{enrolment}", "e_x")
            .replace("{token}", "u_x")
            .replace("{device}", NOBODYS)
            .replace("{proof}", NOBODYS)
            .replace("{resource}", NOBODYS)
            .replace("{pass}", "p_x")
            .replace("{key}", "x.crl")
            .replace("{place}", "logo")
            .replace("{of}", "acme")
            .replace("{user}", NOBODYS)
            .replace("{deed}", "unlock")
            .replace("{number}", "1")
            .replace("{version}", "x")
            .replace("{name}", "style.css");
        let request = Request::builder().method(*method).uri(&url);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let page = idp.door().send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status(), *expected, "{method} {url}");
        assert!(!page.cookies_set().iter().any(|line| line.contains("session_acme=s_")), "{url}");
    }
}

#[test]
fn the_map_is_complete() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let mut found = 0;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // The address that asks for certificates is a listener of its own.
            if path.ends_with("mtls") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // The certificate address has a map of its own: one line, tested with it.
            if path.ends_with("demo.rs") || path.ends_with("mtls/mod.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text.split(".route(").skip(1) {
                let route = piece.trim_start().trim_start_matches('"').split('"').next().unwrap();
                let known = MAP.iter().any(|(_, pattern, _)| {
                    *pattern == route || *pattern == format!("/t/{{tenant}}{route}")
                });
                assert!(known, "{route} of {} is not in the map", path.display());
                found += 1;
            }
        }
    }
    let mut patterns: Vec<_> = MAP.iter().map(|(_, pattern, _)| pattern).collect();
    patterns.dedup();
    assert_eq!(found, patterns.len(), "the map names an address that there is not");
}
