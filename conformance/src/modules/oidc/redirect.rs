//! Redirect URIs are compared character by character; what does not match is never redirected to (RFC 9700 §2.1).

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::flow::shows_an_error;
use crate::browser::Browser;
use crate::rp::register::{Wish, request, send};
use crate::rp::{Ask, Client, Tokens};
use crate::trial::Trial;

pub(crate) async fn unregistered(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let other = format!("{}/{}", client.redirect_uri, crate::random::letters(6));
    refused(trial, &Ask::new(trial, &client).with("redirect_uri", &other), "for a stranger").await
}

pub(crate) async fn missing(trial: &Trial) -> Result<()> {
    let both = json!([trial.at("callback"), "https://example.org/callback"]);
    let client = Client::wishing(trial, Wish::member("redirect_uris", both)).await?;
    let ask = Ask::new(trial, &client).without("redirect_uri");
    refused(trial, &ask, "without redirect_uri").await
}

pub(crate) async fn query_kept(trial: &Trial) -> Result<()> {
    let address = trial.at("callback?bar=foo");
    let client = Client::wishing(trial, Wish::member("redirect_uris", json!([address]))).await?;
    let ask = Ask::new(trial, &client);
    Tokens::by_login(trial, &Browser::new(trial)?, &ask).await.map(drop)
}

pub(crate) async fn query_mismatch(trial: &Trial) -> Result<()> {
    let registered = json!([trial.at("callback?bar=foo")]);
    let client = Client::wishing(trial, Wish::member("redirect_uris", registered)).await?;
    let ask = Ask::new(trial, &client).with("redirect_uri", &trial.at("callback?foo=bar"));
    refused(trial, &ask, "with another query").await
}

pub(crate) async fn query_added(trial: &Trial) -> Result<()> {
    let client = Client::wishing(trial, Wish::default()).await?;
    let ask = Ask::new(trial, &client).with("redirect_uri", &trial.at("callback?foo=bar"));
    refused(trial, &ask, "with a query added").await
}

pub(crate) async fn registered_with_fragment(trial: &Trial) -> Result<()> {
    let wish = Wish::member("redirect_uris", json!([trial.at("callback#foobar")]));
    let config = &trial.config.client;
    let (body, _) = request(trial, config, trial.variant.method, &wish)?;
    let answer = send(trial, config, &body).await?;
    if answer.status == 201 {
        trial.remember(&answer.json()?);
    }
    ensure!(answer.status == 400, "an address with a fragment is answered {}", answer.brief());
    let error = answer.error();
    ensure!(!error.is_empty(), "the refusal names no error: {}", answer.brief());
    if !["invalid_redirect_uri", "invalid_client_metadata"].contains(&error.as_str()) {
        trial.warn(format!("the error is {error}, not invalid_redirect_uri"));
    }
    Ok(())
}

async fn refused(trial: &Trial, ask: &Ask, when: &str) -> Result<()> {
    let visit = Browser::new(trial)?.look(ask.url(trial)?).await?;
    visit.stopped().context("the browser was sent to an address that is not registered")?;
    shows_an_error(trial, &visit, when)
}
