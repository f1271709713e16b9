//! The metadata (OpenID Connect Discovery §3).

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use url::Url;

use crate::setup::Setup;

pub(super) async fn verification(setup: &Setup) -> Result<()> {
    let metadata = setup.metadata.as_object().context("discovery is not an object")?;
    ensure!(setup.member("issuer")? == setup.issuer, "issuer is not where it was found");
    for (name, value) in metadata {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            let url = Url::parse(value.as_str().context("an endpoint is not text")?)?;
            let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
            ensure!(url.scheme() == "https" || local, "{name} is not https");
        }
        ensure!(!value.is_null(), "{name} is null");
    }
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        setup.member(name)?;
    }
    for (list, value) in [
        ("response_types_supported", "code"),
        ("subject_types_supported", "public"),
        ("id_token_signing_alg_values_supported", "RS256"),
        ("scopes_supported", "openid"),
    ] {
        ensure!(setup.offers(list, value), "{list} lacks {value}");
    }
    keys(setup).await
}

/// Public members only, each key with an id of its own (RFC 7517 §4.5).
async fn keys(setup: &Setup) -> Result<()> {
    let jwks: Value = setup.http.get(setup.member("jwks_uri")?).send().await?.json().await?;
    let keys = jwks["keys"].as_array().context("keys is not a list")?;
    let mut kids = Vec::new();
    for key in keys {
        let kid = key["kid"].as_str().filter(|kid| !kid.is_empty()).context("a key has no kid")?;
        ensure!(!kids.contains(&kid), "kid {kid} comes twice");
        kids.push(kid);
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            ensure!(key.get(private).is_none(), "a private member {private} is published");
        }
    }
    ensure!(!kids.is_empty(), "no key is published");
    Ok(())
}
