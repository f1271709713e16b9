//! Signed request objects at the PAR endpoint (FAPI 2.0 Message Signing §5.3).

use anyhow::Result;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::steps::{ask, push_refused};
use crate::clock;
use crate::jose::spoil;
use crate::rp::object::Object;
use crate::rp::{Ask, Call, fapi_client, keys, par};
use crate::trial::Trial;

const BAD_OBJECT: [&str; 1] = ["invalid_request_object"];

async fn pushed(trial: &Trial, ask: &Ask, object: &str, known: &[&str]) -> Result<()> {
    let answer = par::call_with(trial, &ask.client, object)?.send().await?;
    push_refused(&answer, known)
}

async fn accepted(trial: &Trial, changes: &[(&str, Value)]) -> Result<()> {
    let ask = ask(trial).await?;
    let object = changed(trial, &ask, changes).sign(&ask)?;
    par::request_uri(&par::call_with(trial, &ask.client, &object)?.send().await?).map(drop)
}

async fn refused(trial: &Trial, changes: &[(&str, Value)]) -> Result<()> {
    let ask = ask(trial).await?;
    let object = changed(trial, &ask, changes).sign(&ask)?;
    pushed(trial, &ask, &object, &BAD_OBJECT).await
}

fn changed(trial: &Trial, ask: &Ask, changes: &[(&str, Value)]) -> Object {
    let object = Object::of(trial, ask);
    changes.iter().fold(object, |object, (name, value)| object.with(name, value.clone()))
}

pub(super) async fn several_audiences(trial: &Trial) -> Result<()> {
    let all = json!(["https://other.example", trial.provider.issuer, "https://another.example"]);
    accepted(trial, &[("aud", all)]).await
}

pub(super) async fn begins_soon(trial: &Trial) -> Result<()> {
    accepted(trial, &[("nbf", json!(clock::now() + 8))]).await
}

pub(super) async fn without(trial: &Trial, name: &str) -> Result<()> {
    refused(trial, &[(name, Value::Null)]).await
}

pub(super) async fn expired(trial: &Trial) -> Result<()> {
    let now = clock::now();
    refused(
        trial,
        &[("exp", json!(now - 300)), ("nbf", json!(now - 600)), ("iat", json!(now - 600))],
    )
    .await
}

pub(super) async fn bad_audience(trial: &Trial) -> Result<()> {
    refused(trial, &[("aud", json!("https://other.example"))]).await
}

pub(super) async fn lives_too_long(trial: &Trial) -> Result<()> {
    refused(trial, &[("exp", json!(clock::now() + 70 * 60))]).await
}

pub(super) async fn too_old(trial: &Trial) -> Result<()> {
    let past = json!(clock::now() - 70 * 60);
    refused(trial, &[("nbf", past.clone()), ("iat", past)]).await
}

pub(super) async fn rs256(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let own = ask.client.key()?;
    let mut key = if own.algorithm == Algorithm::PS256 {
        own.under(Algorithm::RS256)
    } else {
        keys::rsa(2, Algorithm::RS256)?
    };
    key.kid.clone_from(&own.kid);
    let object = Object::of(trial, &ask);
    let token = key.sign(&object.header, &object.claims)?;
    pushed(trial, &ask, &token, &BAD_OBJECT).await
}

pub(super) async fn none(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let token = crate::jose::unsigned(&Object::of(trial, &ask).claims);
    pushed(trial, &ask, &token, &BAD_OBJECT).await
}

pub(super) async fn spoilt(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let token = spoil(&Object::of(trial, &ask).sign(&ask)?);
    pushed(trial, &ask, &token, &BAD_OBJECT).await
}

pub(super) async fn other_key(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let second = fapi_client::second(trial).await?;
    let object = Object::of(trial, &ask);
    let token = second.key()?.sign(&object.header, &object.claims)?;
    pushed(trial, &ask, &token, &["invalid_request_object", "invalid_request"]).await
}

/// Plain parameters from a client that registered to sign.
pub(super) async fn unsigned(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let call = Call::to(trial, &ask.client, par::ENDPOINT)?;
    let answer = call.with_all(&ask.parameters).send().await?;
    push_refused(&answer, &["invalid_request", "invalid_request_object"])
}

/// A reference inside the object.
pub(super) async fn nested(trial: &Trial) -> Result<()> {
    let reference = json!("urn:ietf:params:oauth:request_uri:elsewhere");
    refused(trial, &[("request_uri", reference)]).await
}
