//! Client assertions at the token endpoint that are wrong in one way each (FAPI 2.0 §5.3.2.1, RFC 7523 §3).

use anyhow::Result;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::steps::{Due, refused};
use crate::clock;
use crate::rp::keys;
use crate::trial::Trial;

const REFUSALS: [&str; 3] = ["invalid_client", "invalid_request", "invalid_grant"];

/// The client's own key, or an RSA key under its name, signs by RS256.
pub(super) async fn rs256(trial: &Trial) -> Result<()> {
    let due = Due::new(trial).await?;
    let client = due.client();
    let claims = client.assertion_claims(trial)?;
    let own = client.key()?;
    let mut key = if own.algorithm == Algorithm::PS256 {
        own.under(Algorithm::RS256)
    } else {
        keys::rsa(2, Algorithm::RS256)?
    };
    key.kid.clone_from(&own.kid);
    let assertion = key.sign(&json!({}), &claims)?;
    let answer = due.call(trial)?.proven_by(assertion).send().await?;
    refused(&answer, &REFUSALS)
}

pub(super) async fn missing(trial: &Trial) -> Result<()> {
    let due = Due::new(trial).await?;
    let answer = due.call(trial)?.unproven().send().await?;
    refused(&answer, &["invalid_client", "invalid_request"])
}

pub(super) async fn expired(trial: &Trial) -> Result<()> {
    let now = clock::now();
    changed(trial, &[("exp", json!(now - 300)), ("iat", json!(now - 360))]).await
}

pub(super) async fn wrong_audience(trial: &Trial) -> Result<()> {
    changed(trial, &[("aud", json!("https://example.org/other"))]).await
}

pub(super) async fn no_subject(trial: &Trial) -> Result<()> {
    changed(trial, &[("sub", Value::Null)]).await
}

async fn changed(trial: &Trial, changes: &[(&str, Value)]) -> Result<()> {
    let due = Due::new(trial).await?;
    let mut claims = due.client().assertion_claims(trial)?;
    for (name, value) in changes {
        claims[*name] = value.clone();
    }
    if let Some(members) = claims.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    let assertion = due.client().sign_assertion(&claims)?;
    let answer = due.call(trial)?.proven_by(assertion).send().await?;
    refused(&answer, &REFUSALS)
}
