//! Pushed authorization requests (RFC 9126; FAPI 2.0 §5.3.2.2).

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::steps::{ask, front_refused, push_refused};
use crate::browser::Browser;
use crate::clock;
use crate::jose::digest;
use crate::rp::{Ask, Callback, Tokens, fapi_client, par};
use crate::trial::Trial;

const FRONT: [&str; 4] =
    ["invalid_request", "invalid_request_uri", "invalid_request_object", "unauthorized_client"];

/// Opening is not using: the second visit logs in.
pub(super) async fn opened_twice(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let url = par::front(trial, &ask.client, &par::push(trial, &ask).await?)?;
    let browser = Browser::new(trial)?;
    let first = browser.look(url.clone()).await?;
    ensure!(first.landing.is_none(), "the first visit already answers the website");
    let visit = browser.open(url).await?;
    let callback = Callback::of(trial, &ask, &visit).await.context("the second visit")?;
    Tokens::of(trial, &ask, &callback).await.map(drop)
}

pub(super) async fn reuse(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let url = par::front(trial, &ask.client, &par::push(trial, &ask).await?)?;
    let browser = Browser::new(trial)?;
    let visit = browser.open(url.clone()).await?;
    Callback::of(trial, &ask, &visit).await?.code()?;
    let again = browser.open(url).await?;
    let accepted = match Callback::of(trial, &ask, &again).await {
        Ok(callback) => callback.code().is_ok(),
        Err(_) => false,
    };
    if accepted {
        trial.warn("request_uri was accepted again after it had been used");
        return Ok(());
    }
    front_refused(trial, &ask, &again, &FRONT).await
}

pub(super) async fn expired(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let answer = par::call(trial, &ask)?.send().await?;
    let request_uri = par::request_uri(&answer)?;
    let life = answer.json()?["expires_in"].as_u64().unwrap_or(60);
    clock::wait(life + 1).await;
    let visit = Browser::new(trial)?.look(par::front(trial, &ask.client, &request_uri)?).await?;
    front_refused(trial, &ask, &visit, &FRONT).await
}

pub(super) async fn other_client(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let request_uri = par::push(trial, &ask).await?;
    let second = fapi_client::second(trial).await?;
    let theirs = Ask::new(trial, &second);
    let visit = Browser::new(trial)?.look(par::front(trial, &second, &request_uri)?).await?;
    front_refused(trial, &theirs, &visit, &FRONT).await
}

pub(super) async fn nested(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let request_uri = par::push(trial, &ask).await?;
    let answer = par::call(trial, &ask)?.with("request_uri", &request_uri).send().await?;
    let known = ["invalid_request", "invalid_request_object", "request_uri_not_supported"];
    push_refused(&answer, &known)
}

pub(super) async fn put(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let answer = par::call(trial, &ask)?.method(reqwest::Method::PUT).send().await?;
    ensure!((400..500).contains(&answer.status), "PUT is answered {}", answer.brief());
    Ok(())
}

pub(super) async fn only_reference(trial: &Trial) -> Result<()> {
    par::tokens(trial, &ask(trial).await?).await.map(drop)
}

pub(super) async fn no_challenge(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?.without("code_challenge").without("code_challenge_method");
    let answer = par::call(trial, &ask)?.send().await?;
    push_refused(&answer, &["invalid_request"])
}

pub(super) async fn plain_challenge(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let verifier = digest(&ask.verifier);
    let ask = ask.with("code_challenge", &verifier).with("code_challenge_method", "plain");
    let answer = par::call(trial, &ask)?.send().await?;
    push_refused(&answer, &["invalid_request"])
}

/// An assertion that begins in the future: a few seconds are a clock, a minute is a fault.
pub(super) async fn assertion_begins(trial: &Trial, seconds: i64, fine: bool) -> Result<()> {
    let now = clock::now();
    let nbf = json!(now + seconds);
    assertion(trial, &[("nbf", nbf), ("exp", json!(now + seconds + 60))], fine).await
}

pub(super) async fn audience_in_a_list(trial: &Trial) -> Result<()> {
    assertion(trial, &[("aud", json!([trial.provider.issuer]))], false).await
}

pub(super) async fn audience_par(trial: &Trial) -> Result<()> {
    let address = trial.provider.member(par::ENDPOINT)?;
    assertion(trial, &[("aud", json!(address))], false).await
}

pub(super) async fn audience_token(trial: &Trial) -> Result<()> {
    let address = trial.provider.member("token_endpoint")?;
    assertion(trial, &[("aud", json!(address))], false).await
}

async fn assertion(trial: &Trial, changes: &[(&str, Value)], fine: bool) -> Result<()> {
    let ask = ask(trial).await?;
    let mut claims = ask.client.assertion_claims(trial)?;
    for (name, value) in changes {
        claims[*name] = value.clone();
    }
    let assertion = ask.client.sign_assertion(&claims)?;
    let answer = par::call(trial, &ask)?.proven_by(assertion).send().await?;
    if fine {
        return par::request_uri(&answer).map(drop);
    }
    push_refused(&answer, &["invalid_client", "invalid_request"])
}
