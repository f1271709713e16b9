//! Pushed authorization requests (RFC 9126), plain or signed as the plan says.

use anyhow::{Context, Result, ensure};
use url::Url;

use super::client::Client;
use super::object::Object;
use super::tokens::no_store;
use super::{Ask, Call, Callback, Tokens};
use crate::browser::{Browser, Intent, Trip};
use crate::http::Answer;
use crate::trial::Trial;

pub(crate) const ENDPOINT: &str = "pushed_authorization_request_endpoint";

/// The call that pushes a request, for modules that spoil it.
pub(crate) fn call<'t>(trial: &'t Trial, ask: &'t Ask) -> Result<Call<'t>> {
    let call = Call::to(trial, &ask.client, ENDPOINT)?;
    if trial.variant.fapi.is_some_and(|fapi| fapi.signed) {
        let object = Object::of(trial, ask).sign(ask)?;
        return Ok(call.with("client_id", &ask.client.id).with("request", &object));
    }
    Ok(call.with_all(&ask.parameters))
}

/// The call that pushes this request object.
pub(crate) fn call_with<'t>(
    trial: &'t Trial,
    client: &'t Client,
    object: &str,
) -> Result<Call<'t>> {
    let call = Call::to(trial, client, ENDPOINT)?;
    Ok(call.with("client_id", &client.id).with("request", object))
}

pub(crate) async fn push(trial: &Trial, ask: &Ask) -> Result<String> {
    request_uri(&call(trial, ask)?.send().await?)
}

/// Checks a positive answer (RFC 9126 §2.2).
pub(crate) fn request_uri(answer: &Answer) -> Result<String> {
    ensure!(answer.status == 201, "the pushed request is answered {}", answer.brief());
    no_store(answer)?;
    let body = answer.json()?;
    let expires = body["expires_in"].as_i64().context("expires_in is not a number")?;
    ensure!((1..=600).contains(&expires), "expires_in is {expires}");
    let uri = body["request_uri"].as_str().context("no request_uri")?;
    let random = uri.rsplit(':').next().unwrap_or_default();
    ensure!(random.len() >= 22, "request_uri {uri} has less than 128 bits");
    Ok(uri.to_owned())
}

/// The address that the browser opens: client and reference, nothing else.
pub(crate) fn front(trial: &Trial, client: &Client, request_uri: &str) -> Result<Url> {
    let mut url = Url::parse(trial.provider.member("authorization_endpoint")?)?;
    url.query_pairs_mut()
        .append_pair("client_id", &client.id)
        .append_pair("request_uri", request_uri);
    Ok(url)
}

/// Pushes, lets the person log in, reads the answer.
pub(crate) async fn sign_in(trial: &Trial, browser: &Browser<'_>, ask: &Ask) -> Result<Callback> {
    let request_uri = push(trial, ask).await?;
    let visit = browser.open(front(trial, &ask.client, &request_uri)?).await?;
    Callback::of(trial, ask, &visit).await
}

/// Pushes and has the person do something else.
pub(crate) async fn visit(
    trial: &Trial,
    browser: &Browser<'_>,
    ask: &Ask,
    intent: Intent,
) -> Result<crate::browser::Visit> {
    let request_uri = push(trial, ask).await?;
    browser.go(Trip::get(front(trial, &ask.client, &request_uri)?), intent).await
}

/// The whole flow.
pub(crate) async fn tokens(trial: &Trial, ask: &Ask) -> Result<Tokens> {
    let callback = sign_in(trial, &Browser::new(trial)?, ask).await?;
    Tokens::of(trial, ask, &callback).await
}
