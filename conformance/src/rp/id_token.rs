//! Checks of an ID token (OpenID Connect Core §2, §3.1.3.7).

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Ask, claims};
use crate::clock;
use crate::http::Answer;
use crate::jose::{Verified, half_digest, peek, verify};
use crate::plan::Fapi;
use crate::trial::Trial;

const MINUTES: i64 = 60;
const FIFTY_YEARS: i64 = 50 * 365 * 86_400;
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const KNOWN_TYPES: [&str; 3] = ["RSA", "EC", "OKP"];

/// The published keys, checked: public only, each with an id of its own.
pub(crate) async fn jwks(trial: &Trial) -> Result<Value> {
    let answer = trial.send_quietly(trial.http.get(trial.provider.member("jwks_uri")?)).await?;
    ensure!(answer.status == 200, "jwks_uri answers {}", answer.brief());
    let jwks = answer.json().context("jwks_uri")?;
    let keys = jwks["keys"].as_array().context("jwks_uri: keys is not a list")?;
    let mut kids = Vec::new();
    for key in keys {
        let kid = key["kid"].as_str().filter(|kid| !kid.is_empty());
        let kid = kid.context("a published key has no kid")?;
        ensure!(!kids.contains(&kid), "kid {kid} is published twice");
        kids.push(kid);
        let kty = key["kty"].as_str().unwrap_or_default();
        ensure!(kty != "oct", "a symmetric key is published");
        for name in PRIVATE {
            ensure!(key[name].is_null(), "a private member {name} is published");
        }
        if !KNOWN_TYPES.contains(&kty) {
            trial.warn(format!("a key of the unknown type {kty} is published"));
        }
    }
    Ok(jwks)
}

/// Verifies an ID token and judges its claims.
pub(crate) async fn check(
    trial: &Trial,
    ask: &Ask,
    token: &str,
    access_token: Option<&str>,
) -> Result<Verified> {
    let unsigned = ask.client.registered["id_token_signed_response_alg"] == "none";
    let told = if unsigned { peek(token)? } else { verify(&jwks(trial).await?, token)? };
    if let Some(Fapi { .. }) = trial.variant.fapi {
        let strong = ["PS256", "ES256", "EdDSA"].contains(&told.alg());
        ensure!(strong, "the ID token is signed by {} (FAPI 2.0 §5.4.1)", told.alg());
    }
    judge(trial, ask, &told.claims)?;
    if let (Some(hash), Some(token)) = (told.claims["at_hash"].as_str(), access_token) {
        ensure!(hash == half_digest(token), "at_hash is not of the access token");
    }
    Ok(told)
}

fn judge(trial: &Trial, ask: &Ask, claims: &Value) -> Result<()> {
    let now = clock::now();
    ensure!(claims["iss"] == trial.provider.issuer.as_str(), "iss is {}", claims["iss"]);
    judge_audience(ask, claims)?;
    let expires = claims["exp"].as_i64().context("no exp")?;
    ensure!(expires > now && expires < now + FIFTY_YEARS, "exp is {expires}, now is {now}");
    let issued = claims["iat"].as_i64().context("no iat")?;
    ensure!((issued - now).abs() <= 5 * MINUTES, "iat is {issued}, now is {now}");
    if !claims["auth_time"].is_null() {
        let time = claims["auth_time"].as_i64().context("auth_time is not a number")?;
        ensure!(time <= now + 5 * MINUTES && time > 0, "auth_time is {time}, now is {now}");
    }
    if !claims["acr"].is_null() {
        let acr = claims["acr"].as_str().context("acr is not text")?;
        ensure!(!acr.is_empty(), "acr is empty");
    }
    let nonce = &claims["nonce"];
    ensure!(
        nonce.as_str() == ask.value("nonce"),
        "nonce did not come back as it was sent: {nonce}"
    );
    let sub = claims["sub"].as_str().context("no sub")?;
    ensure!(!sub.is_empty() && sub.len() <= 255 && sub.is_ascii(), "sub is “{sub}”");
    claims::check_types(claims)
}

fn judge_audience(ask: &Ask, claims: &Value) -> Result<()> {
    let id = ask.client.id.as_str();
    let fits = match &claims["aud"] {
        Value::String(one) => one == id,
        Value::Array(all) => all.iter().any(|one| one == id),
        _ => false,
    };
    ensure!(fits, "aud is {}, the client is {id}", claims["aud"]);
    ensure!(claims["azp"].is_null() || claims["azp"] == id, "azp is {}", claims["azp"]);
    Ok(())
}

/// Asks whether an answer is a JWT answer and verifies it against the published keys.
pub(crate) async fn verified_body(trial: &Trial, answer: &Answer) -> Result<Verified> {
    ensure!(answer.media_type() == "application/jwt", "it is {}", answer.media_type());
    verify(&jwks(trial).await?, answer.body.trim())
}
