//! DPoP proofs that must be taken, and codes bound to a key (RFC 9449 §4.3, §10).

use anyhow::{Context, Result};
use serde_json::json;

use super::steps::{Due, ask, opened, push_refused, refused, resource};
use crate::browser::Browser;
use crate::clock;
use crate::jose::Key;
use crate::jose::dpop::Proof;
use crate::rp::{Ask, Call, Callback, Tokens, par};
use crate::trial::Trial;

pub(super) async fn with_nbf_and_exp(trial: &Trial) -> Result<()> {
    let now = clock::now();
    with_proofs(trial, |proof| {
        proof.claims["nbf"] = json!(now);
        proof.claims["exp"] = json!(now + 60);
    })
    .await
}

/// A clock that is a little off is no fault.
pub(super) async fn issued(trial: &Trial, seconds: i64) -> Result<()> {
    with_proofs(trial, |proof| proof.claims["iat"] = json!(clock::now() + seconds)).await
}

/// The token endpoint and the resource take proofs that were changed like this.
async fn with_proofs(trial: &Trial, change: impl Fn(&mut Proof)) -> Result<()> {
    let due = Due::new(trial).await?;
    let client = due.client();
    let key = client.dpop.as_ref().context("a DPoP key")?;
    let call = due.call(trial)?;
    let mut proof = Proof::new(key, "POST", call.url());
    change(&mut proof);
    let answer = call.with_proofs(vec![proof.sign(key)?]).send().await?;
    let token = due.token(trial, &answer).await?;
    let Some(url) = resource(trial, client)? else { return Ok(()) };
    let mut proof = Proof::new(key, "GET", &url).with_token(&token);
    change(&mut proof);
    let request = client.http.get(&url).header("authorization", format!("DPoP {token}"));
    opened(&trial.send(request.header("dpop", proof.sign(key)?)).await?)
}

/// A proof at the PAR endpoint binds the code to its key.
pub(super) async fn proof_at_par(trial: &Trial) -> Result<()> {
    let (ask, callback) = bound(trial, Binding::Proof).await?;
    Tokens::of(trial, &ask, &callback).await.map(drop)
}

pub(super) async fn code_bound(trial: &Trial) -> Result<()> {
    let (ask, callback) = bound(trial, Binding::Thumbprint).await?;
    Tokens::of(trial, &ask, &callback).await.map(drop)
}

/// Proof and thumbprint of different keys.
pub(super) async fn mismatch_at_par(trial: &Trial) -> Result<()> {
    let other = Key::make(jsonwebtoken::Algorithm::ES256)?;
    let ask = ask(trial).await?.with("dpop_jkt", &other.thumbprint()?);
    let answer = par::call(trial, &ask)?.bound().send().await?;
    push_refused(&answer, &["invalid_request", "invalid_dpop_proof", "invalid_request_object"])
}

pub(super) async fn mismatch_after_proof(trial: &Trial) -> Result<()> {
    exchanged_by_another_key(trial, Binding::Proof).await
}

pub(super) async fn mismatch_after_jkt(trial: &Trial) -> Result<()> {
    exchanged_by_another_key(trial, Binding::Thumbprint).await
}

#[derive(Clone, Copy)]
enum Binding {
    Proof,
    Thumbprint,
}

async fn bound(trial: &Trial, binding: Binding) -> Result<(Ask, Callback)> {
    let mut ask = ask(trial).await?;
    let key = ask.client.dpop.clone().context("a DPoP key")?;
    if let Binding::Thumbprint = binding {
        ask = ask.with("dpop_jkt", &key.thumbprint()?);
    }
    let call = par::call(trial, &ask)?;
    let call = if let Binding::Proof = binding { call.bound() } else { call };
    let request_uri = par::request_uri(&call.send().await?)?;
    let url = par::front(trial, &ask.client, &request_uri)?;
    let visit = Browser::new(trial)?.open(url).await?;
    let callback = Callback::of(trial, &ask, &visit).await?;
    Ok((ask, callback))
}

async fn exchanged_by_another_key(trial: &Trial, binding: Binding) -> Result<()> {
    let (ask, callback) = bound(trial, binding).await?;
    let other = Key::make(jsonwebtoken::Algorithm::ES256)?;
    let answer = Call::exchange(trial, &ask, &callback)?.bound_to(&other).send().await?;
    refused(&answer, &["invalid_grant", "invalid_dpop_proof", "invalid_request"])
}
