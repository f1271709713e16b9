//! Requests by value and by reference (OpenID Connect Core §6).

use anyhow::{Context, Result, ensure};
use jsonwebtoken::Algorithm;
use serde_json::json;

use super::flow::shows_an_error;
use crate::browser::{Browser, Visit};
use crate::jose::unsigned;
use crate::rp::object::Object;
use crate::rp::register::Wish;
use crate::rp::{Ask, Callback, Client, Tokens, keys};
use crate::trial::Trial;
use crate::verdict::skip;

/// State and nonce inside, the rest in the address.
pub(crate) async fn unsigned_or_refused(trial: &Trial) -> Result<()> {
    let algorithms = trial.provider.list("request_object_signing_alg_values_supported");
    if !algorithms.is_empty() && !algorithms.contains(&"none") {
        return skip("request_object_signing_alg_values_supported does not list none");
    }
    let wish = Wish::member("request_object_signing_alg", "none");
    let client = Client::fixed_or_wishing(trial, wish).await?;
    let whole = Ask::new(trial, &client);
    let object = unsigned(&Object::of(trial, &whole).claims);
    let outside = whole.clone().without("state").without("nonce").with("request", &object);
    let visit = Browser::new(trial)?.open(outside.url(trial)?).await?;
    finish(trial, &whole, &visit, "request_not_supported").await
}

pub(crate) async fn by_reference_unsigned_or_refused(trial: &Trial) -> Result<()> {
    let (whole, visit) = by_reference(trial, None).await?;
    finish(trial, &whole, &visit, "request_uri_not_supported").await?;
    if trial.provider.metadata["request_uri_parameter_supported"] == false {
        trial.warn("request_uri is honoured, and the metadata says it is not supported");
    }
    Ok(())
}

pub(crate) async fn by_reference_unsigned(trial: &Trial) -> Result<()> {
    let (whole, visit) = by_reference(trial, None).await?;
    let callback = Callback::of(trial, &whole, &visit).await?;
    Tokens::of(trial, &whole, &callback).await.map(drop)
}

pub(crate) async fn by_reference_signed(trial: &Trial) -> Result<()> {
    let says = &trial.provider.metadata["request_uri_parameter_supported"];
    ensure!(*says != false, "the metadata says that request_uri is not supported");
    let list = "request_object_signing_alg_values_supported";
    ensure!(trial.provider.offers(list, "RS256"), "{list} does not list RS256");
    let (whole, visit) = by_reference(trial, Some(Algorithm::RS256)).await?;
    let callback = Callback::of(trial, &whole, &visit).await?;
    Tokens::of(trial, &whole, &callback).await.map(drop)
}

/// Publishes an object with state and nonce inside, and has the browser bring its address.
async fn by_reference(trial: &Trial, algorithm: Option<Algorithm>) -> Result<(Ask, Visit)> {
    // The fragment is no digest of the content: providers do not look at it.
    let address = format!("{}#{}", trial.fetched("request"), crate::random::letters(20));
    let alg = algorithm.map_or_else(|| "none".to_owned(), |algorithm| format!("{algorithm:?}"));
    let wish =
        Wish::member("request_uris", json!([address])).and("request_object_signing_alg", alg);
    let client = Client::wishing(trial, wish.key(keys::rsa(0, Algorithm::RS256)?)).await?;
    let whole = Ask::new(trial, &client);
    let object = Object::of(trial, &whole);
    let text = if algorithm.is_some() { object.sign(&whole)? } else { unsigned(&object.claims) };
    trial.receiver.publish(&trial.fetched("request"), "application/oauth-authz-req+jwt", &text);
    let outside = whole.clone().without("state").without("nonce").with("request_uri", &address);
    let visit = Browser::new(trial)?.open(outside.url(trial)?).await?;
    Ok((whole, visit))
}

/// Honoured, or refused by the one right name.
async fn finish(trial: &Trial, whole: &Ask, visit: &Visit, refusal: &str) -> Result<()> {
    let landing = visit.landed()?;
    let told: Vec<_> = landing.url.query_pairs().into_owned().collect();
    let told = landing.posted.as_ref().unwrap_or(&told);
    let get = |name: &str| told.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    if get("error").is_some_and(|error| error == refusal) {
        return skip(format!("the provider answers {refusal}"));
    }
    let callback = Callback::of(trial, whole, visit).await;
    let callback =
        callback.context("the request object was neither honoured nor refused by name")?;
    Tokens::of(trial, whole, &callback).await.map(drop)
}

/// A bad address outside, a good one inside: the object wins, or a page says no.
pub(crate) async fn with_redirect_uri(trial: &Trial) -> Result<()> {
    let wish = Wish::member("request_object_signing_alg", "none");
    let client = Client::fixed_or_wishing(trial, wish).await?;
    let whole = Ask::new(trial, &client);
    let object = unsigned(&Object::of(trial, &whole).claims);
    let bad = format!("{}/bad", client.redirect_uri);
    let outside = whole.clone().with("redirect_uri", &bad).with("request", &object);
    let visit = Browser::new(trial)?.open(outside.url(trial)?).await?;
    if visit.landing.is_none() {
        return shows_an_error(trial, &visit, "for a bad redirect_uri outside the object");
    }
    let callback = Callback::of(trial, &whole, &visit).await?;
    Tokens::of(trial, &whole, &callback).await.map(drop)
}
