//! What is true of every response, and of the forms that browsers send.

use axum::body::Body;
use axum::http::{Request, header};

use crate::support::tenant::credentials;
use crate::support::{BASE, Browser, Page, TestIdp, form};

/// A walk through everything that a person meets.
async fn walk(idp: &TestIdp) -> Browser {
    let acme = idp.standard().await;
    let alice = acme.user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = idp.browser();
    browser.open("/no-such-page").await;
    browser.open("/health/live").await;
    browser.open("/health/ready").await;
    browser.open(portal.sign_in_link_with(&[("client_id", "nobody")])).await;
    browser.open(portal.sign_in_link()).await;
    for sheet in browser.page().attributes("link[rel=stylesheet]", "href") {
        browser.open(&sheet).await;
        assert_eq!(browser.page().status(), 200, "{sheet}");
    }
    browser.open(portal.sign_in_link_with(&[("ui_locales", "en")])).await;
    browser.submit("/password", &[("username", "alice"), ("password", "x")]).await;
    browser.submit("/password", &credentials(&alice)).await;
    browser.submit("/code", &[("otp", "000000x")]).await;
    idp.enter_code(&mut browser, &alice).await;
    let arrival = browser.arrival();
    let token = portal.token(&arrival, &[]).await;
    browser.seen.push(portal.userinfo(token.json()["access_token"].as_str().unwrap()).await);
    browser.seen.push(token);
    browser.seen.push(portal.token(&arrival, &[]).await);
    browser.open(acme.at("/account")).await;
    browser.open(acme.at("/jwks")).await;
    browser.open(acme.at("/.well-known/openid-configuration")).await;
    browser.open(acme.at("/logout")).await;
    browser.submit("/logout/confirm", &[("decision", "yes")]).await;
    browser
}

#[tokio::test]
async fn every_response_has_the_headers_that_protect_it() {
    let idp = TestIdp::start().await;
    let walked = walk(&idp).await;
    assert!(walked.seen.len() >= 20, "{}", walked.seen.len());
    for page in &walked.seen {
        let is = |name: &'static str, value: &str| {
            assert_eq!(page.header(name), Some(value), "{name} of {}", page.url);
        };
        is("x-content-type-options", "nosniff");
        is("x-frame-options", "DENY");
        is("referrer-policy", "no-referrer");
        is("strict-transport-security", "max-age=31536000; includeSubDomains");
        is("cross-origin-opener-policy", "same-origin");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
        assert!(page.header("x-request-id").is_some());
        assert!(page.header("server").is_none());
        let is_public = ["/static/", "/jwks", "/.well-known/"].iter().any(|p| page.url.contains(p));
        if is_public {
            assert!(page.header("cache-control").unwrap().starts_with("public"), "{}", page.url);
        } else {
            is("cache-control", "no-store");
            is("cross-origin-resource-policy", "same-origin");
            assert_eq!(page.header("access-control-allow-origin"), None, "{}", page.url);
        }
    }
}

#[tokio::test]
async fn cookies_are_bound_to_the_host_and_shown_nowhere() {
    let idp = TestIdp::start().await;
    let walked = walk(&idp).await;
    let mut secrets = Vec::new();
    for line in walked.seen.iter().flat_map(Page::cookies_set) {
        let (pair, rest) = line.split_once(';').unwrap();
        assert!(line.starts_with("__Host-sekisho_"), "{line}");
        for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
            assert!(rest.split(';').any(|one| one.trim() == part), "{part}: {line}");
        }
        assert!(!rest.contains("Domain"), "{line}");
        let (name, value) = pair.split_once('=').unwrap();
        if !value.is_empty() && !name.contains("language") {
            secrets.push(value.to_owned());
        }
    }
    assert!(secrets.len() >= 2, "a browser and a session");
    for page in &walked.seen {
        for secret in &secrets {
            assert!(!page.body.contains(secret) && !page.url.contains(secret), "{}", page.url);
            assert!(!page.location().unwrap_or_default().contains(secret), "{}", page.url);
        }
    }
}

#[tokio::test]
async fn forms_may_lead_to_the_website_that_waits_and_nowhere_else() {
    let idp = TestIdp::start().await;
    let walked = walk(&idp).await;
    let mut led = 0;
    for page in walked.seen.iter().filter(|page| page.has("form")) {
        let policy = page.header("content-security-policy").unwrap();
        let (_, to) = policy.split_once("form-action ").unwrap();
        let expected =
            if page.url.contains("/login/") { "'self' https://portal.test" } else { "'self'" };
        assert_eq!(to, expected, "{}", page.url);
        led += u32::from(to != "'self'");
    }
    assert!(led >= 5, "password, twice, code, twice, consent");
}

#[tokio::test]
async fn no_page_names_another_host() {
    let idp = TestIdp::start().await;
    let walked = walk(&idp).await;
    for page in &walked.seen {
        for attribute in ["href", "src", "action"] {
            for to in page.attributes(&format!("[{attribute}]"), attribute) {
                let own = to.is_empty() || to.starts_with(['/', '#', '?']) && !to.starts_with("//");
                assert!(own, "{to} in {}", page.url);
            }
        }
        for forbidden in ["[style]", "style", "script", "[onclick]", "iframe"] {
            assert!(!page.has(forbidden), "{forbidden} in {}", page.url);
        }
    }
}

#[tokio::test]
async fn a_form_is_answered_with_see_other() {
    let idp = TestIdp::start().await;
    let walked = walk(&idp).await;
    for page in walked.seen.iter().filter(|page| page.location().is_some()) {
        assert_eq!(page.status(), 303, "{}", page.url);
    }
}

#[tokio::test]
async fn only_our_own_pages_may_send_a_form() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let browser = acme.at_login(&portal).await;
    let action = format!("{}/password", browser.page().url);
    let csrf = browser.page().attribute("[name=csrf]", "value").unwrap();
    let fields: Vec<_> = credentials(&alice).into_iter().chain([("csrf", &*csrf)]).collect();
    let cookie = format!("__Host-sekisho_browser_acme={}", browser.cookie("browser").unwrap());
    let send = async |headers: &[(&str, &str)], fields: &[(&str, &str)]| {
        let mut request = form(&action, fields);
        request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        for (name, value) in headers {
            let name: header::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        idp.door().send(request).await
    };
    for foreign in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.test"),
        ("origin", "null"),
        ("origin", "https://idp.test.evil.test"),
        ("origin", "http://idp.test"),
    ] {
        let page = send(&[foreign], &fields).await;
        assert_eq!(
            (page.status(), page.problem().as_deref()),
            (403, Some("forbidden")),
            "{foreign:?}"
        );
    }
    for csrf in ["", "x", &csrf[..csrf.len() - 1], &format!("{csrf}A")] {
        let fields: Vec<_> = credentials(&alice).into_iter().chain([("csrf", csrf)]).collect();
        assert_eq!(send(&[], &fields).await.status(), 403, "{csrf}");
    }
    let in_address = format!("{action}?csrf={csrf}");
    let mut request = form(&in_address, &credentials(&alice));
    request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    assert_eq!(idp.door().send(request).await.status(), 403, "never in the address");
    for kind in ["text/plain", "application/json", "multipart/form-data; boundary=x"] {
        assert_eq!(send(&[("content-type", kind)], &fields).await.status(), 415, "{kind}");
    }
    assert_eq!(acme.outcomes(&alice).await.len(), 0);
    assert_eq!(send(&[("origin", BASE)], &fields).await.status(), 303);
}

#[tokio::test]
async fn a_repeated_field_is_refused() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let mut browser = acme.at_login(&portal).await;
    let action = format!("{}/password", browser.page().url);
    let csrf = browser.page().attribute("[name=csrf]", "value").unwrap();
    let [name, password] = credentials(&alice);
    let fields = [name, name, password, ("csrf", &csrf)];
    assert_eq!(browser.post(&action, &fields).await.status(), 400);
}

#[tokio::test]
async fn forwarded_addresses_are_not_believed_from_strangers() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let alice = acme.simple_user("alice").await;
    let portal = acme.website("portal").await;
    let huge = "1.2.3.4, ".repeat(1_000);
    for line in ["203.0.113.7", "", "unknown", "fe80::1%eth0", &huge] {
        let mut browser = idp.browser();
        browser.headers.push(("x-forwarded-for", line.to_owned()));
        browser.headers.push(("user-agent", "Browser <b>7</b>".to_owned()));
        browser.open(portal.sign_in_link()).await;
        browser.submit("/password", &credentials(&alice)).await;
        assert!(browser.has_left(), "{line}");
    }
    for entry in acme.history(&alice).await {
        assert_eq!(entry.origin.address, "127.0.0.1");
        assert_eq!(entry.origin.browser, "Browser <b>7</b>");
    }
    idp.deliver().await;
}

#[tokio::test]
async fn troubles_are_pages_for_people_and_words_for_machines() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let page = idp.door().get("/nowhere").await;
    assert_eq!((page.status(), page.problem().as_deref()), (404, Some("not_found")));
    assert_eq!(page.text("#request-number"), page.header("x-request-id").unwrap());
    let request = Request::get(acme.at("/token")).body(Body::empty()).unwrap();
    let page = idp.door().send(request).await;
    assert_eq!((page.status(), page.error().as_str()), (405, "invalid_request"));
    for path in ["/account/x.css", "/account;x.js", "/authorize/..%2fstatic%2fa.css", "/login/"] {
        let page = idp.door().get(&acme.at(path)).await;
        assert_eq!(
            (page.status(), page.header("cache-control")),
            (404, Some("no-store")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_cookie_sent_twice_is_believed_neither_time() {
    let idp = TestIdp::start().await;
    let acme = idp.classic().await;
    let portal = acme.website("portal").await;
    let browser = acme.at_login(&portal).await;
    let value = browser.cookie("browser").unwrap();
    let own = format!("__Host-sekisho_browser_acme={value}");
    for line in [
        format!("{own}; __Host-sekisho_browser_acme=b_x"),
        format!("__Host-sekisho_browser_acme=b_x; {own}"),
        own.replace("__Host-", ""),
        own.replace("__Host-", "__Host%2d"),
        own.replace("_acme=", "_other="),
    ] {
        let request = Request::get(&browser.page().url).header(header::COOKIE, &line);
        let page = idp.door().send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(page.problem().as_deref(), Some("no_cookie"), "{line}");
    }
}
