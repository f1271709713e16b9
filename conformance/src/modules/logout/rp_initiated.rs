//! OpenID Connect RP-Initiated Logout §2, §3: where the browser goes, and where it must not.

use anyhow::Result;
use jsonwebtoken::Algorithm;
use serde_json::json;

use super::session::{Session, back};
use crate::jose::{peek, unsigned};
use crate::random;
use crate::rp::keys;
use crate::rp::register::Wish;
use crate::trial::Trial;

pub(super) async fn logout(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    session.end_properly().await.map(drop)
}

pub(super) async fn no_state(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    let hint = ("id_token_hint", session.tokens.id_token.as_str());
    let visit = session.end(&[hint, ("post_logout_redirect_uri", &back(trial))]).await?;
    session.returned(&visit, None)?;
    session.is_over().await
}

pub(super) async fn bad_post_logout_redirect_uri(trial: &Trial) -> Result<()> {
    let other = format!("{}/{}", back(trial), random::letters(6));
    with_hint(trial, &other, "for an unregistered address").await
}

pub(super) async fn query_added(trial: &Trial) -> Result<()> {
    let other = format!("{}?foo=bar", back(trial));
    with_hint(trial, &other, "with a query added").await
}

async fn with_hint(trial: &Trial, address: &str, when: &str) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    let hint = session.tokens.id_token.clone();
    stays(&session, Some(&hint), Some(address), when).await
}

pub(super) async fn modified_hint(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    let hint = unsigned(&peek(&session.tokens.id_token)?.claims);
    stays(&session, Some(&hint), Some(&back(trial)), "for an unsigned hint").await
}

/// Signed by the client, issuer and audience swapped.
pub(super) async fn bad_hint(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    let mut claims = peek(&session.tokens.id_token)?.claims;
    claims["iss"] = json!(session.client.id);
    claims["aud"] = json!(trial.provider.issuer);
    let hint = keys::rsa(2, Algorithm::RS256)?.sign(&json!({}), &claims)?;
    stays(&session, Some(&hint), Some(&back(trial)), "for a hint of the client's own").await
}

pub(super) async fn no_hint(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    stays(&session, None, Some(&back(trial)), "without a hint").await
}

async fn stays(
    session: &Session<'_>,
    hint: Option<&str>,
    address: Option<&str>,
    when: &str,
) -> Result<()> {
    let state = random::unreserved(128);
    let mut parameters = vec![("state", state.as_str())];
    parameters.extend(hint.map(|hint| ("id_token_hint", hint)));
    parameters.extend(address.map(|address| ("post_logout_redirect_uri", address)));
    let visit = session.end(&parameters).await?;
    session.stays(&visit, when)
}

pub(super) async fn no_params(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    let visit = session.end(&[]).await?;
    session.stays(&visit, "without parameters")?;
    session.is_over().await
}

pub(super) async fn no_uri(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    let hint = session.tokens.id_token.clone();
    stays(&session, Some(&hint), None, "without an address").await?;
    session.is_over().await
}

pub(super) async fn only_state(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial, Wish::default()).await?;
    stays(&session, None, None, "with state alone").await?;
    session.is_over().await
}
