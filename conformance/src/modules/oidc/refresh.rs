//! Refresh tokens (RFC 6749 §6, OpenID Connect Core §12).

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::clock;
use crate::plan::Need;
use crate::rp::register::Wish;
use crate::rp::tokens::{granted, refused};
use crate::rp::{Ask, Call, Client, Tokens, id_token};
use crate::trial::Trial;
use crate::verdict::skip;

const SHORTEST: usize = 22;

pub(crate) async fn refresh(trial: &Trial) -> Result<()> {
    let announced = trial.provider.offers("grant_types_supported", "refresh_token");
    let first = client(trial, &trial.config.client).await?;
    let tokens = login(trial, &first).await?;
    let Some(token) = &tokens.refresh else {
        ensure!(
            !announced || is_optional(trial),
            "no refresh token came although it was registered"
        );
        if announced {
            trial.warn("grant_types_supported lists refresh_token, and none came");
            return Ok(());
        }
        return skip("no refresh token came, and none is announced");
    };
    if !announced {
        trial.warn("a refresh token came, and grant_types_supported does not list it");
    }
    ensure!(token.len() >= SHORTEST, "the refresh token has {} characters", token.len());
    clock::wait(1).await;
    let next = renewed(trial, &first, &tokens, token).await?;
    let second = client(trial, &trial.config.client2).await?;
    let others = login(trial, &second).await?;
    let others = others.refresh.context("the second client got no refresh token")?;
    let stolen = Call::refresh(trial, &first, &others)?.send().await?;
    refused(&stolen, &["invalid_grant"]).context("the token of another client")?;
    ensure!(next["access_token"] != tokens.access.as_str(), "the same access token came again");
    Ok(())
}

/// A client may be given a refresh token or not, unless it registered the grant.
fn is_optional(trial: &Trial) -> bool {
    trial.config.client.client_id.is_some()
}

/// A client that has the grant.
pub(crate) async fn client(trial: &Trial, config: &crate::config::ClientConfig) -> Result<Client> {
    let wish = Wish::member("grant_types", json!(["authorization_code", "refresh_token"]));
    Client::of(trial, config, trial.variant.method, wish).await
}

/// Logs in so that a refresh token is due.
pub(crate) async fn login(trial: &Trial, client: &Client) -> Result<Tokens> {
    let mut ask = Ask::new(trial, client);
    let offline = Need::Offers("scopes_supported", "offline_access");
    if offline.lacking(&trial.provider, false).is_none() {
        ask = ask.with("scope", "openid offline_access").with("prompt", "consent");
    }
    Tokens::by_login(trial, &Browser::new(trial)?, &ask).await
}

/// Refreshes and checks what comes.
async fn renewed(trial: &Trial, client: &Client, tokens: &Tokens, token: &str) -> Result<Value> {
    let answer = Call::refresh(trial, client, token)?.send().await?;
    let next = granted(trial, &answer).context("the refresh")?;
    if next["expires_in"].is_null() {
        trial.warn("the refreshed answer has no expires_in");
    }
    if let Some(text) = next["id_token"].as_str() {
        let mut ask = Ask::new(trial, client).without("nonce");
        let nonce = crate::jose::peek(text)?.claims["nonce"].clone();
        if let Some(nonce) = nonce.as_str() {
            ensure!(tokens.claims["nonce"] == nonce, "the new ID token has another nonce");
            ask = ask.with("nonce", nonce);
        }
        let told = id_token::check(trial, &ask, text, next["access_token"].as_str()).await?;
        for name in ["iss", "sub", "aud", "azp", "auth_time"] {
            let (before, after) = (&tokens.claims[name], &told.claims[name]);
            ensure!(before == after, "{name} was {before}, is {after} after the refresh");
        }
        let (before, after) = (tokens.claims["iat"].as_i64(), told.claims["iat"].as_i64());
        ensure!(after > before, "iat of the new ID token is not newer");
    }
    Ok(next)
}
