//! Hints and wishes of the website (OpenID Connect Core §3.1.2.1).

use anyhow::Result;
use url::Url;

use super::authentication::same_login;
use super::flow;
use crate::browser::Browser;
use crate::rp::{Ask, Client, Tokens};
use crate::trial::Trial;

pub(crate) async fn id_token_hint(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let browser = Browser::new(trial)?;
    let first = Tokens::by_login(trial, &browser, &Ask::new(trial, &client)).await?;
    let ask = Ask::new(trial, &client).with_long_values();
    let ask = ask.with("prompt", "none").with("id_token_hint", &first.id_token);
    same_login(&first, &Tokens::silently(trial, &browser, &ask).await?)
}

pub(crate) async fn login_hint(trial: &Trial) -> Result<()> {
    let host = Url::parse(&trial.provider.issuer)?.host_str().unwrap_or("example.org").to_owned();
    let hint = trial.config.server.login_hint.clone();
    flow::with(trial, "login_hint", &hint.unwrap_or_else(|| format!("buffy@{host}"))).await
}

pub(crate) async fn ui_locales(trial: &Trial) -> Result<()> {
    flow::with(trial, "ui_locales", trial.config.ui_locales.as_deref().unwrap_or("se")).await
}

pub(crate) async fn claims_locales(trial: &Trial) -> Result<()> {
    flow::with(trial, "claims_locales", trial.config.claims_locales.as_deref().unwrap_or("se"))
        .await
}

pub(crate) async fn acr_values(trial: &Trial) -> Result<()> {
    let announced = trial.provider.list("acr_values_supported").join(" ");
    let wanted = match &trial.config.server.acr_values {
        Some(configured) => configured.clone(),
        None if announced.is_empty() => "1 2".to_owned(),
        None => announced,
    };
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).with("acr_values", &wanted);
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    match tokens.claims["acr"].as_str() {
        None => trial.warn("acr_values were asked for, and the ID token has no acr"),
        Some(acr) if !wanted.split(' ').any(|one| one == acr) => {
            trial.warn(format!("acr is {acr}, none of {wanted}"));
        }
        Some(_) => {}
    }
    Ok(())
}
