//! The token endpoint: who may exchange a code, how often, how late, and with which proof.

use anyhow::Result;

use super::happy::bare;
use super::steps::{Due, coded, refused, resource, variant};
use super::tls;
use crate::clock;
use crate::plan::Constrain;
use crate::random;
use crate::rp::{Call, Tokens, fapi_client, userinfo};
use crate::trial::Trial;

/// The other client's id beside our own proof.
pub(super) async fn other_client_id(trial: &Trial) -> Result<()> {
    let due = Due::new(trial).await?;
    let second = fapi_client::second(trial).await?;
    let answer = due.call(trial)?.with("client_id", &second.id).send().await?;
    refused(&answer, &["invalid_client", "invalid_request", "invalid_grant"])
}

/// A token without its key: no proof, or no certificate.
pub(super) async fn holder_of_key(trial: &Trial) -> Result<()> {
    let due = Due::new(trial).await?;
    let fapi = variant(trial)?;
    let call = due.call(trial)?.unbound();
    let call = if fapi.constrain == Constrain::Mtls { bare(trial, call) } else { call };
    match call.send().await {
        Ok(answer) => {
            let known =
                ["invalid_dpop_proof", "invalid_request", "invalid_client", "invalid_grant"];
            refused(&answer, &known)?;
        }
        // A listener that demands a certificate ends the handshake.
        Err(error) if fapi.constrain == Constrain::Mtls => trial.note(format!("{error:#}")),
        Err(error) => return Err(error),
    }
    tls::judge(trial).await
}

pub(super) async fn code_of_other_client(trial: &Trial) -> Result<()> {
    let (ask, callback) = coded(trial).await?;
    let mut stolen = ask.clone();
    stolen.client = fapi_client::second(trial).await?;
    let answer = Call::exchange(trial, &stolen, &callback)?.send().await?;
    refused(&answer, &["invalid_grant"])
}

pub(super) async fn reuse(trial: &Trial) -> Result<()> {
    let (ask, callback) = coded(trial).await?;
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    clock::wait(1).await;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    refused(&answer, &["invalid_grant"])?;
    if let Some(url) = resource(trial, &ask.client)? {
        let answer = userinfo::get(trial, &ask.client, &url, &tokens.access).await?;
        if answer.status < 300 {
            trial.warn("the token of a code that was used twice still opens the resource");
        }
    }
    Ok(())
}

/// FAPI 2.0 §5.3.2.1: a code lives at most 60 seconds.
pub(super) async fn expired_code(trial: &Trial) -> Result<()> {
    let (ask, callback) = coded(trial).await?;
    clock::wait(62).await;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    refused(&answer, &["invalid_grant"])
}

pub(super) async fn no_verifier(trial: &Trial) -> Result<()> {
    let (ask, callback) = coded(trial).await?;
    let answer = Call::exchange(trial, &ask, &callback)?.without("code_verifier").send().await?;
    refused(&answer, &["invalid_grant", "invalid_request"])
}

pub(super) async fn wrong_verifier(trial: &Trial) -> Result<()> {
    let (ask, callback) = coded(trial).await?;
    let call = Call::exchange(trial, &ask, &callback)?;
    let answer = call.with("code_verifier", &random::unreserved(60)).send().await?;
    refused(&answer, &["invalid_grant"])
}
