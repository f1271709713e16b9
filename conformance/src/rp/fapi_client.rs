//! Clients of the FAPI plans: two of them, each with keys of its own, bound by DPoP or by certificate.

use anyhow::{Result, bail};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::client::{Client, Method};
use super::keys;
use super::register::{Wish, register};
use crate::config::{Certificate, ClientConfig};
use crate::jose::Key;
use crate::plan::{Constrain, Fapi};
use crate::trial::Trial;
use crate::verdict::not_run;

/// The first client, which signs by PS256.
pub(crate) async fn first(trial: &Trial) -> Result<Client> {
    let config = &trial.config;
    let key = || keys::rsa(1, Algorithm::PS256);
    make(trial, &config.client, (config.mtls.as_ref(), 0), key).await
}

/// The second client, which signs by ES256.
pub(crate) async fn second(trial: &Trial) -> Result<Client> {
    let config = &trial.config;
    make(trial, &config.client2, (config.mtls2.as_ref(), 1), keys::ec).await
}

async fn make(
    trial: &Trial,
    config: &ClientConfig,
    (pair, which): (Option<&Certificate>, usize),
    key: impl FnOnce() -> Result<Key>,
) -> Result<Client> {
    let Some(fapi) = trial.variant.fapi else { bail!("not a FAPI plan") };
    let certified = fapi.method == Method::SelfSignedTls || fapi.constrain == Constrain::Mtls;
    let pair = match (certified, pair) {
        (false, _) => None,
        (true, Some(pair)) => Some(pair.clone()),
        (true, None) => Some(keys::certificate(which)?),
    };
    let mut client = if config.client_id.is_some() {
        Client::of(trial, config, fapi.method, Wish::default()).await?
    } else {
        let wish = wish(trial, fapi, key()?, pair.as_ref())?;
        let registered = register(trial, config, fapi.method, wish).await;
        match registered {
            // Rights of its own are seldom given to a client that registers itself.
            Err(error) if fapi.client_credentials => {
                return not_run(format!(
                    "no client for client credentials is configured: {error:#}"
                ));
            }
            other => other?,
        }
    };
    if fapi.constrain == Constrain::Dpop {
        client.dpop = Some(Key::make(Algorithm::ES256)?);
    }
    match &pair {
        Some(pair) => client.showing(trial, pair),
        None => Ok(client),
    }
}

/// What a FAPI client registers.
fn wish(trial: &Trial, fapi: Fapi, key: Key, pair: Option<&Certificate>) -> Result<Wish> {
    let alg = key.alg();
    let callback = trial.at("callback");
    let second = format!("{callback}?dummy1=lorem&dummy2=ipsum");
    let mut published = vec![key.published()];
    if let (Some(pair), Method::SelfSignedTls) = (pair, fapi.method) {
        published.push(pair.published()?);
    }
    let mut wish = Wish::member("redirect_uris", json!([callback, second]))
        .and("jwks", json!({"keys": published}))
        .and("id_token_signed_response_alg", "PS256")
        .and("require_pushed_authorization_requests", true)
        .key(key);
    if fapi.client_credentials {
        wish = wish.and("grant_types", json!(["client_credentials"]));
        wish = wish.and("response_types", json!([])).and("redirect_uris", Value::Null);
    } else if trial.provider.offers("grant_types_supported", "refresh_token") {
        wish = wish.and("grant_types", json!(["authorization_code", "refresh_token"]));
    }
    if fapi.method == Method::PrivateKeyJwt {
        wish = wish.and("token_endpoint_auth_signing_alg", alg.clone());
    }
    wish = match fapi.constrain {
        Constrain::Dpop => wish.and("dpop_bound_access_tokens", true),
        Constrain::Mtls => wish.and("tls_client_certificate_bound_access_tokens", true),
    };
    if fapi.signed {
        wish =
            wish.and("request_object_signing_alg", alg).and("require_signed_request_object", true);
    }
    if fapi.jarm {
        wish = wish.and("authorization_signed_response_alg", "PS256");
    }
    Ok(wish)
}
