//! Values of the authorization request that must work, or be refused, but never be changed.

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use super::steps::ask;
use crate::browser::Browser;
use crate::random;
use crate::rp::tokens::refused;
use crate::rp::{Ask, Tokens, par, userinfo};
use crate::trial::Trial;
use crate::verdict::skip;

const LONG: usize = 384;

pub(super) async fn without_state(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?.without("state");
    let tokens = par::tokens(trial, &ask).await?;
    ensure!(tokens.claims["s_hash"].is_null(), "s_hash came, and no state was sent");
    Ok(())
}

pub(super) async fn without_nonce(trial: &Trial) -> Result<()> {
    par::tokens(trial, &ask(trial).await?.without("nonce")).await.map(drop)
}

pub(super) async fn nonce_of_64(trial: &Trial) -> Result<()> {
    par::tokens(trial, &ask(trial).await?.with("nonce", &random::letters(64))).await.map(drop)
}

pub(super) async fn long_nonce(trial: &Trial) -> Result<()> {
    kept_or_refused(trial, &ask(trial).await?.with("nonce", &random::letters(LONG))).await
}

pub(super) async fn long_state(trial: &Trial) -> Result<()> {
    kept_or_refused(trial, &ask(trial).await?.with("state", &random::letters(LONG))).await
}

/// The value comes back as it was sent (the checks of the answer see to it), or the push is refused.
async fn kept_or_refused(trial: &Trial, ask: &Ask) -> Result<()> {
    let answer = par::call(trial, ask)?.send().await?;
    if answer.status != 201 {
        return refused(&answer, &["invalid_request", "invalid_request_object"]);
    }
    par::tokens(trial, ask).await.map(drop)
}

pub(super) async fn other_scope_order(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let scope = ask.value("scope").unwrap_or("openid").to_owned();
    let mut words: Vec<&str> = scope.split(' ').collect();
    let more = ["profile", "email"].into_iter();
    let more: Vec<&str> =
        more.filter(|one| trial.provider.offers("scopes_supported", one)).collect();
    if words.len() == 1 {
        words.extend(more);
    }
    words.reverse();
    par::tokens(trial, &ask.with("scope", &words.join(" "))).await.map(drop)
}

/// Every announced claim can be had through the `claims` parameter.
pub(super) async fn identity_claims(trial: &Trial) -> Result<()> {
    if !trial.provider.says("claims_parameter_supported") {
        return skip("claims_parameter_supported is not announced");
    }
    let protocol = [
        "iss",
        "aud",
        "exp",
        "iat",
        "nonce",
        "auth_time",
        "acr",
        "amr",
        "azp",
        "sid",
        "at_hash",
        "c_hash",
        "s_hash",
        "jti",
        "nbf",
        "sub",
    ];
    let all = trial.provider.list("claims_supported");
    let wanted: Vec<&str> = all.into_iter().filter(|name| !protocol.contains(name)).collect();
    if wanted.is_empty() {
        return skip("claims_supported announces no claims about people");
    }
    let members: Map<String, Value> =
        wanted.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let ask = ask(trial).await?.with("claims", &json!({"userinfo": members}).to_string());
    let callback = par::sign_in(trial, &Browser::new(trial)?, &ask).await?;
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    let told = userinfo::claims(trial, &ask.client, &tokens).await.context("UserInfo")?;
    let missing: Vec<_> = wanted.into_iter().filter(|name| told.get(*name).is_none()).collect();
    if !missing.is_empty() {
        trial.warn(format!("UserInfo lacks {}, asked for through claims", missing.join(", ")));
    }
    Ok(())
}
