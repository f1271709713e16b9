//! Refresh tokens of FAPI clients: bound to client and key, and still good after 30 seconds.

use anyhow::{Context, Result};

use super::happy::bare;
use super::steps::{ask, variant};
use crate::browser::Browser;
use crate::clock;
use crate::jose::Key;
use crate::plan::Constrain;
use crate::rp::tokens::{granted, refused};
use crate::rp::{Call, Client, Method, Tokens, fapi_client, par};
use crate::trial::Trial;
use crate::verdict::skip;

const REFUSALS: [&str; 4] =
    ["invalid_client", "invalid_grant", "invalid_request", "invalid_dpop_proof"];

pub(super) async fn refresh(trial: &Trial) -> Result<()> {
    let mut ask = ask(trial).await?;
    if trial.provider.offers("scopes_supported", "offline_access") && variant(trial)?.openid {
        let scope = format!("{} offline_access", ask.value("scope").unwrap_or("openid"));
        ask = ask.with("scope", &scope).with("prompt", "consent");
    }
    let callback = par::sign_in(trial, &Browser::new(trial)?, &ask).await?;
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    let Some(token) = tokens.refresh else { return skip("no refresh token came") };
    let next = granted(trial, &Call::refresh(trial, &ask.client, &token)?.send().await?)?;
    bound(trial, &ask.client, next["refresh_token"].as_str().unwrap_or(&token)).await?;
    if next["refresh_token"].as_str().is_some_and(|other| other != token) {
        clock::wait(30).await;
        let again = Call::refresh(trial, &ask.client, &token)?.send().await?;
        granted(trial, &again).context("the former refresh token after 30 seconds")?;
    }
    Ok(())
}

/// No proof of the client, another key, another client: refused.
async fn bound(trial: &Trial, client: &Client, token: &str) -> Result<()> {
    let call = || Call::refresh(trial, client, token);
    let unproven = bare(trial, call()?.unproven()).send().await?;
    refused(&unproven, &REFUSALS).context("a refresh without client authentication")?;
    if variant(trial)?.constrain == Constrain::Dpop {
        if variant(trial)?.method != Method::PrivateKeyJwt {
            return others(trial, token).await;
        }
        let other = Key::make(jsonwebtoken::Algorithm::ES256)?;
        let answer = call()?.bound_to(&other).send().await?;
        // Confidential clients: the token is bound to the client, and what comes to the new key (RFC 9449 §5).
        if answer.status != 200 {
            refused(&answer, &REFUSALS).context("a refresh with another DPoP key")?;
        }
    }
    others(trial, token).await
}

async fn others(trial: &Trial, token: &str) -> Result<()> {
    let second = fapi_client::second(trial).await?;
    let answer = Call::refresh(trial, &second, token)?.send().await?;
    refused(&answer, &REFUSALS).context("a refresh by another client")
}
