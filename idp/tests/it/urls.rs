//! The URL map, read from the source: who may come in without being signed in, and with what.

use axum::body::Body;
use axum::http::Request;

use crate::support::TestIdp;

/// Every address, whether it answers a GET, and what a stranger gets from it.
const MAP: &[(&str, &str, u16)] = &[
    ("GET", "/health/live", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/static/{version}/{name}", 404),
    ("GET", "/.well-known/oauth-authorization-server/t/{tenant}", 200),
    ("GET", "/.well-known/openid-configuration/t/{tenant}", 200),
    ("GET", "/t/{tenant}/.well-known/openid-configuration", 200),
    ("GET", "/t/{tenant}/jwks", 200),
    ("GET", "/t/{tenant}/authorize", 400),
    ("POST", "/t/{tenant}/authorize", 400),
    ("POST", "/t/{tenant}/token", 401),
    ("GET", "/t/{tenant}/userinfo", 401),
    ("POST", "/t/{tenant}/userinfo", 401),
    ("GET", "/t/{tenant}/logout", 200),
    ("POST", "/t/{tenant}/logout", 200),
    ("POST", "/t/{tenant}/logout/confirm", 403),
    ("GET", "/t/{tenant}/login/{attempt}", 410),
    ("POST", "/t/{tenant}/login/{attempt}/password", 403),
    ("POST", "/t/{tenant}/login/{attempt}/new-password", 403),
    ("POST", "/t/{tenant}/login/{attempt}/code", 403),
    ("POST", "/t/{tenant}/login/{attempt}/code/again", 403),
    ("POST", "/t/{tenant}/login/{attempt}/consent", 403),
    ("POST", "/t/{tenant}/login/{attempt}/cancel", 403),
    ("GET", "/t/{tenant}/account", 303),
];

#[tokio::test]
async fn a_stranger_gets_nothing_but_what_the_map_says() {
    let idp = TestIdp::start().await;
    idp.classic().await;
    for (method, pattern, expected) in MAP {
        let url = pattern
            .replace("{tenant}", "acme")
            .replace("{attempt}", "a_x")
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
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.ends_with("demo.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text.split(".route(\"").skip(1) {
                let route = piece.split('"').next().unwrap();
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
