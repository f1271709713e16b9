//! Attacks of `docs/attacks.md` that no test of an endpoint tries by the way.

mod client;
mod code;
mod consent;
mod issuer;
mod keys_under_load;
mod logout;
mod outbound;
mod parameters;
mod pkce;
mod redirect;
mod refresh;
mod replica;
mod token;
mod token_claims;

use axum::body::Body;
use axum::http::Request;
use idp::model::client::{Authentication, Client, Profile, Settings};

use crate::support::client_key::{asserted, assertion};
use crate::support::{ClientKey, Page, TestIdp, TestTenant, Website, encoded};

/// The challenge and verifier of RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A whole authorization request of a client; `more` replaces or adds, an empty value removes.
fn request<'a>(website: &'a Website, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let whole = [
        ("client_id", website.id()),
        ("response_type", "code"),
        ("redirect_uri", website.redirect_uri()),
        ("scope", "openid"),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let kept = whole.into_iter().filter(|(name, _)| more.iter().all(|(own, _)| own != name));
    kept.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty()).collect()
}

fn link(acme: &TestTenant, fields: &[(&str, &str)]) -> String {
    format!("{}?{}", acme.at("/authorize"), encoded(fields))
}

/// Makes a client one of the FAPI 2.0 profile, with this key.
fn fapi(key: &ClientKey) -> impl FnOnce(&mut Client) {
    let jwks = key.jwks();
    |client| {
        client.profile = Profile::Fapi2;
        client.settings = Settings::of(Profile::Fapi2);
        client.authentication = Authentication::PrivateKeyJwt;
        client.settings.keys.jwks = Some(jwks);
    }
}

/// Sends a form with an assertion of the client.
async fn proven(
    idp: &TestIdp,
    website: &Website,
    key: &ClientKey,
    what: (&str, &[(&str, &str)]),
) -> Page {
    let (path, fields) = what;
    let token = assertion(website, key, idp.app.now().seconds(), |_, _| ());
    let fields: Vec<_> = fields.iter().chain(&asserted(&token)).copied().collect();
    let url = format!("{}{path}", website.issuer);
    let mut request = crate::support::form(&url, &fields);
    let proof = key.proof(("POST", &url), idp.app.now().seconds(), |_, _| ());
    request.headers_mut().insert("dpop", proof.parse().unwrap());
    idp.door().send(request).await
}

fn is_a_page(page: &Page, case: &str) {
    assert_eq!((page.status(), page.location()), (400, None), "{case}");
    assert!(page.problem().is_some(), "{case}");
}

fn refused(page: &Page, error: &str, case: &str) {
    assert_eq!((page.status(), page.error().as_str()), (400, error), "{case}: {page:?}");
    assert_eq!(page.header("cache-control"), Some("no-store"), "{case}");
}

/// A request with this bearer token, sent as it is.
fn bearing(url: &str, token: &str) -> Request<Body> {
    let request = Request::get(url).header("authorization", format!("Bearer {token}"));
    request.body(Body::empty()).unwrap()
}
