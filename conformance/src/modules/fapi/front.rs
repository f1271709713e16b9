//! What is pushed counts; what stands in the browser's address beside the reference is ignored or refused, never used.

use anyhow::{Context, Result, ensure};

use super::steps::{ask, front_refused, push_refused};
use crate::browser::{Browser, Landing, Visit};
use crate::random;
use crate::rp::{Ask, Callback, Tokens, par};
use crate::trial::Trial;

const FAULTS: [&str; 4] =
    ["invalid_request", "invalid_request_object", "invalid_request_uri", "unauthorized_client"];

pub(super) async fn other_nonce(trial: &Trial) -> Result<()> {
    beside(trial, &ask(trial).await?, "nonce").await
}

pub(super) async fn other_state(trial: &Trial) -> Result<()> {
    beside(trial, &ask(trial).await?, "state").await
}

pub(super) async fn state_only_outside(trial: &Trial) -> Result<()> {
    beside(trial, &ask(trial).await?.without("state"), "state").await
}

/// Pushes, and puts another value beside the reference.
async fn beside(trial: &Trial, ask: &Ask, name: &str) -> Result<()> {
    let visit = opened_with(trial, ask, &[(name, &random::letters(12))]).await?;
    let refused = visit.landing.is_none();
    if refused {
        return front_refused(trial, ask, &visit, &FAULTS).await;
    }
    let landing = visit.landed()?;
    if landing.url.query_pairs().any(|(known, _)| known == "error") {
        return front_refused(trial, ask, &visit, &FAULTS).await;
    }
    let callback = Callback::of(trial, ask, &visit).await;
    let callback =
        callback.with_context(|| format!("{name} outside the pushed request was used"))?;
    Tokens::of(trial, ask, &callback).await.map(drop)
}

async fn opened_with(trial: &Trial, ask: &Ask, more: &[(&str, &str)]) -> Result<Visit> {
    let request_uri = par::push(trial, ask).await?;
    let mut url = par::front(trial, &ask.client, &request_uri)?;
    url.query_pairs_mut().extend_pairs(more);
    Browser::new(trial)?.open(url).await
}

pub(super) async fn without_redirect_uri(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?.without("redirect_uri");
    not_without_address(trial, &ask, &[]).await
}

/// The address stands only outside, where it does not count.
pub(super) async fn redirect_uri_outside(trial: &Trial) -> Result<()> {
    let full = ask(trial).await?;
    let outside = full.value("redirect_uri").unwrap_or_default().to_owned();
    let ask = full.without("redirect_uri");
    not_without_address(trial, &ask, &[("redirect_uri", &outside)]).await
}

async fn not_without_address(trial: &Trial, ask: &Ask, more: &[(&str, &str)]) -> Result<()> {
    let answer = par::call(trial, ask)?.send().await?;
    if answer.status != 201 {
        return push_refused(&answer, &["invalid_request", "invalid_request_object"]);
    }
    let mut url = par::front(trial, &ask.client, &par::request_uri(&answer)?)?;
    url.query_pairs_mut().extend_pairs(more);
    let visit = Browser::new(trial)?.look(url).await?;
    front_refused(trial, ask, &visit, &FAULTS).await
}

/// A FAPI client's address may come unregistered by PAR (RFC 9126 §2.4); to refuse it is as good.
pub(super) async fn unregistered_redirect_uri(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?.with("redirect_uri", &trial.at(&random::letters(8)));
    let answer = par::call(trial, &ask)?.send().await?;
    if answer.status != 201 {
        let known = ["invalid_request", "invalid_request_object", "invalid_redirect_uri"];
        return push_refused(&answer, &known);
    }
    let url = par::front(trial, &ask.client, &par::request_uri(&answer)?)?;
    let visit = Browser::new(trial)?.open(url).await?;
    if visit.landing.is_none() {
        return front_refused(trial, &ask, &visit, &FAULTS).await;
    }
    let callback = Callback::of(trial, &ask, &visit).await?;
    Tokens::of(trial, &ask, &callback).await.map(drop)
}

pub(super) async fn without_par(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let visit = Browser::new(trial)?.look(ask.url(trial)?).await?;
    // An error may come plainly where the response mode itself was not accepted.
    let plain = |landing: &Landing| landing.url.query_pairs().any(|(name, _)| name == "error");
    let plain = visit.landing.as_ref().is_some_and(plain);
    let ask = if plain { ask.without("response_mode") } else { ask };
    front_refused(trial, &ask, &visit, &FAULTS).await
}

pub(super) async fn response_type(trial: &Trial, kind: &str) -> Result<()> {
    let ask = ask(trial).await?.with("response_type", kind);
    let known = [
        "unsupported_response_type",
        "invalid_request",
        "invalid_request_object",
        "unauthorized_client",
    ];
    let answer = par::call(trial, &ask)?.send().await?;
    if answer.status != 201 {
        return push_refused(&answer, &known);
    }
    let url = par::front(trial, &ask.client, &par::request_uri(&answer)?)?;
    let visit = Browser::new(trial)?.look(url).await?;
    if let Some(landing) = &visit.landing {
        let told = format!("{:?}", landing.url.fragment());
        ensure!(!told.contains("token="), "{kind} was granted");
        let fragment = landing.url.fragment().unwrap_or_default().to_owned();
        if fragment.contains("error=") {
            let named = known.iter().any(|error| fragment.contains(&format!("error={error}")));
            ensure!(named, "the error is {fragment}");
            return Ok(());
        }
    }
    front_refused(trial, &ask, &visit, &known).await
}
