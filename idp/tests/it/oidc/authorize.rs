//! The authorization endpoint: objections that the website hears, and requests that differ in form alone.

use axum::body::Body;
use axum::http::Request;

use crate::support::{Arrival, Page, TestIdp, Website};

/// What the website hears.
fn heard(page: &Page, website: &Website) -> Arrival {
    let to = page.location().unwrap_or_else(|| panic!("no redirect: {page:?}"));
    assert!(to.starts_with(website.redirect_uri()), "{to}");
    // What would have put a token into the answer is answered in the fragment.
    let arrival = Arrival::new(url::Url::parse(&to.replacen("#error=", "?error=", 1)).unwrap());
    assert_eq!(arrival.get("iss"), Some(website.issuer.as_str()));
    arrival
}

#[tokio::test]
async fn each_wrong_parameter_is_answered_with_its_error() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let padded = format!("{}=", "A".repeat(43));
    let (short, other_alphabet) = ("A".repeat(42), format!("{}+A", "A".repeat(41)));
    let long = "x".repeat(8_200);
    for (name, value, error) in [
        ("response_type", "", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "id_token", "unsupported_response_type"),
        ("response_type", "code token", "unsupported_response_type"),
        ("response_type", "code id_token", "unsupported_response_type"),
        ("response_type", "none", "unsupported_response_type"),
        ("response_mode", "web_message", "invalid_request"),
        ("scope", "", "invalid_scope"),
        ("claims", "{", "invalid_request"),
        ("claims", "[]", "invalid_request"),
        ("resource", "https://api.test", "invalid_target"),
        ("dpop_jkt", "short", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge", padded.as_str(), "invalid_request"),
        ("code_challenge", short.as_str(), "invalid_request"),
        ("code_challenge", other_alphabet.as_str(), "invalid_request"),
        ("prompt", "none login", "invalid_request"),
        ("prompt", "create", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
        ("max_age", "abc", "invalid_request"),
        ("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported"),
        ("registration", "{}", "registration_not_supported"),
        ("nonce", "a\0b", "invalid_request"),
        ("nonce", long.as_str(), "invalid_request"),
        ("login_hint", "a\u{7}b", "invalid_request"),
        ("acr_values", long.as_str(), "invalid_request"),
        ("state", "a\nb", "invalid_request"),
    ] {
        let page = idp.door().get(&portal.sign_in_link_with(&[(name, value)])).await;
        let arrival = heard(&page, &portal);
        assert_eq!(arrival.error(), error, "{name}={value}");
        assert!(arrival.get("state").is_some() && arrival.get("code").is_none(), "{name}");
        let description = arrival.get("error_description").unwrap();
        assert!(description.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{description}");
    }
}

#[tokio::test]
async fn every_other_parameter_given_twice_is_an_invalid_request() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    for name in ["response_type", "scope", "nonce", "code_challenge", "code_challenge_method"] {
        let page = idp.door().get(&format!("{}&{name}=code", portal.sign_in_link())).await;
        assert_eq!(heard(&page, &portal).error(), "invalid_request", "{name}");
    }
    for name in ["prompt", "max_age", "ui_locales", "login_hint", "unknown"] {
        let page = idp.door().get(&format!("{}&{name}=1&{name}=2", portal.sign_in_link())).await;
        assert_eq!(heard(&page, &portal).error(), "invalid_request", "{name}");
    }
}

#[tokio::test]
async fn what_is_not_text_is_refused_before_any_redirect() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    for more in ["&nonce2=%ff", "&x=%c0%af", &"&a=1".repeat(120)] {
        let page = idp.door().get(&format!("{}{more}", portal.sign_in_link())).await;
        assert_eq!((page.status(), page.location()), (400, None), "{more}");
    }
    let state = "s".repeat(2_049);
    let page = idp.door().get(&portal.sign_in_link_with(&[("state", &state)])).await;
    assert_eq!((page.status(), page.location()), (400, None));
}

#[tokio::test]
async fn what_is_not_known_is_ignored() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    for (name, value) in [
        ("display", "popup"),
        ("acr_values", "urn:other"),
        ("scope[]", "admin"),
        ("ui_locales", "../../etc xx-<script>"),
        ("id_token_hint", "eyJhbGciOiJub25lIn0.e30."),
        ("scope", "openid wallet offline_access"),
    ] {
        let mut browser = idp.browser();
        let page = browser.open(portal.sign_in_link_with(&[(name, value)])).await;
        assert!(page.has("#password") && page.status() == 200, "{name}={value}");
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("ja"), "{name}={value}");
    }
}

#[tokio::test]
async fn a_post_is_the_same_request() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let link = url::Url::parse(&portal.sign_in_link()).unwrap();
    let fields: Vec<_> = link.query_pairs().into_owned().collect();
    let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let mut browser = idp.browser();
    browser.post(&acme.at("/authorize"), &fields).await;
    browser.submit("/password", &crate::support::tenant::credentials(&alice)).await;
    portal.redeem(&browser.arrival()).await;
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        let request = Request::builder().method(method).uri(portal.sign_in_link());
        let page = idp.door().send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((page.status(), page.location()), (405, None), "{method}");
    }
}

#[tokio::test]
async fn a_confidential_client_may_be_exempt_from_pkce() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let old = Website::register(&acme, "old", |client| client.settings.require_pkce = false).await;
    let mut browser = idp.browser();
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    browser.open(old.sign_in_link_with(&without)).await;
    browser.submit("/password", &crate::support::tenant::credentials(&alice)).await;
    let arrival = browser.arrival();
    let page = old.token(&arrival, &[]).await;
    assert_eq!(page.error(), "invalid_grant", "a verifier without a challenge");
    browser.open(old.sign_in_link_with(&without)).await;
    let page = old.token(&browser.arrival(), &[("code_verifier", "")]).await;
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn state_and_nonce_come_back_as_they_were_sent() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.past_password(&portal, &alice).await;
    let state = "a&b=c#d+e f\"<script>%41日本";
    browser.open(portal.sign_in_link_with(&[("state", state)])).await;
    assert_eq!(browser.arrival().get("state"), Some(state));
    browser.open(portal.sign_in_link_with(&[("state", "")])).await;
    assert_eq!(browser.arrival().get("state"), None);
}

#[tokio::test]
async fn a_tenant_that_nobody_has_is_said_to_be_unknown() {
    let idp = TestIdp::start().await;
    for path in ["/t/nobody/authorize", "/t/nobody/account", "/t/NOBODY/logout", "/t/..%2f/jwks"] {
        let page = idp.door().get(path).await;
        assert_eq!(page.status(), 404, "{path}");
    }
    let page = idp.door().get("/t/nobody/authorize").await;
    assert_eq!(page.problem().as_deref(), Some("unknown_tenant"));
}
