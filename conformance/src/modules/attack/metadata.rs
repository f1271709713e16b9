//! MX: who speaks, and whether the metadata tells the truth about it.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use url::Url;

use super::expect::coded;
use crate::browser::Browser;
use crate::plan::Module;
use crate::rp::id_token::jwks;
use crate::rp::register::is_safe;
use crate::rp::{Ask, Callback, Client, Tokens};
use crate::trial::Trial;

pub(super) const CASES: &[Module] = &[
    row!("MX-01", issuer_in_answers),
    row!("MX-02", issuer_everywhere),
    row!("MX-03", issuer_announced),
    row!("MX-05", one_origin),
    row!("MX-06", keys),
];

async fn issuer_in_answers(trial: &Trial) -> Result<()> {
    let ask = Ask::new(trial, &Client::first(trial).await?);
    let callback = coded(trial, &ask).await?;
    let same = |callback: &Callback| callback.get("iss") == Some(trial.provider.issuer.as_str());
    ensure!(same(&callback), "iss with a code is {:?}", callback.get("iss"));
    let ask = Ask::new(trial, &ask.client).with("prompt", "none");
    let visit = Browser::new(trial)?.look(ask.url(trial)?).await?;
    let callback = Callback::of(trial, &ask, &visit).await?;
    callback.error()?;
    ensure!(same(&callback), "iss with an error is {:?}", callback.get("iss"));
    Ok(())
}

async fn issuer_everywhere(trial: &Trial) -> Result<()> {
    let told = trial.provider.member("issuer")?;
    ensure!(told == trial.provider.issuer, "the metadata calls the issuer {told}");
    let ask = Ask::new(trial, &Client::first(trial).await?);
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    ensure!(tokens.claims["iss"] == told, "the ID token calls it {}", tokens.claims["iss"]);
    Ok(())
}

async fn issuer_announced(trial: &Trial) -> Result<()> {
    let name = "authorization_response_iss_parameter_supported";
    ensure!(trial.provider.says(name), "{name} is {}", trial.provider.metadata[name]);
    Ok(())
}

async fn one_origin(trial: &Trial) -> Result<()> {
    let issuer = Url::parse(&trial.provider.issuer)?;
    let members = trial.provider.metadata.as_object().context("the metadata is no object")?;
    for (name, value) in members {
        if !name.ends_with("_endpoint") && name != "jwks_uri" {
            continue;
        }
        let url = Url::parse(value.as_str().unwrap_or_default()).with_context(|| name.clone())?;
        ensure!(is_safe(&url), "{name} is not https");
        ensure!(
            url.origin() == issuer.origin(),
            "{name} is at {}",
            url.origin().ascii_serialization()
        );
    }
    Ok(())
}

async fn keys(trial: &Trial) -> Result<()> {
    let jwks = jwks(trial).await?;
    let any = jwks["keys"].as_array().is_some_and(|keys| !keys.iter().all(Value::is_null));
    ensure!(any, "no key is published");
    Ok(())
}
