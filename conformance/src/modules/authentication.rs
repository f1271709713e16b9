//! Who is asked to log in, and when (OpenID Connect Core §3.1.2.1, §3.1.2.3).

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::server::flow;
use crate::person::{Arrival, Browser};
use crate::relying_party::{Tokens, ask, exchange, redeem};
use crate::setup::Setup;

const SILENT_ERRORS: [&str; 4] =
    ["login_required", "interaction_required", "consent_required", "account_selection_required"];

pub(super) async fn prompt_login(setup: &Setup) -> Result<()> {
    let browser = Browser::new()?;
    let first = flow(setup, &browser, &ask(setup, "before prompt=login", &[])).await?;
    let second = asked_again(setup, &browser, ("prompt", "login")).await?;
    ensure!(second.claims["sub"] == first.claims["sub"], "another sub");
    ensure!(auth_time(&second)? >= auth_time(&first)?, "auth_time went back");
    Ok(())
}

pub(super) async fn prompt_none_not_logged_in(setup: &Setup) -> Result<()> {
    let asked = ask(setup, "prompt=none", &[("prompt", "none")]);
    let website = &setup.config.client.redirect_uri;
    let url = Browser::new()?.open(asked.url(setup)?, website).await?.website()?;
    let error = asked.error(setup, &url)?;
    ensure!(SILENT_ERRORS.contains(&error.as_str()), "{error}");
    Ok(())
}

pub(super) async fn prompt_none_logged_in(setup: &Setup) -> Result<()> {
    let browser = Browser::new()?;
    let first = flow(setup, &browser, &ask(setup, "before prompt=none", &[])).await?;
    let second = silent(setup, &browser, &[("prompt", "none")]).await?;
    ensure!(second.claims["sub"] == first.claims["sub"], "another sub");
    ensure!(auth_time(&second)? == auth_time(&first)?, "auth_time changed without a login");
    Ok(())
}

pub(super) async fn max_age_1(setup: &Setup) -> Result<()> {
    let browser = Browser::new()?;
    let first = flow(setup, &browser, &ask(setup, "before max_age=1", &[])).await?;
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    let second = asked_again(setup, &browser, ("max_age", "1")).await?;
    ensure!(auth_time(&second)? > auth_time(&first)?, "auth_time is not newer");
    Ok(())
}

pub(super) async fn max_age_10000(setup: &Setup) -> Result<()> {
    let browser = Browser::new()?;
    let first = flow(setup, &browser, &ask(setup, "max_age 1", &[("max_age", "15000")])).await?;
    let second = silent(setup, &browser, &[("max_age", "10000")]).await?;
    ensure!(auth_time(&second)? == auth_time(&first)?, "auth_time changed without a login");
    Ok(())
}

pub(super) async fn id_token_hint(setup: &Setup) -> Result<()> {
    let browser = Browser::new()?;
    let asked = ask(setup, "for a hint", &[]);
    let answer = crate::person::sign_in(setup, &browser, asked.url(setup)?).await?;
    let code = asked.code(setup, &answer)?;
    let (_, answer) = exchange(setup, &asked, &code, false).await?;
    let hint = answer["id_token"].as_str().context("no id_token")?;
    silent(setup, &browser, &[("prompt", "none"), ("id_token_hint", hint)]).await.map(drop)
}

pub(super) async fn acr_values(setup: &Setup) -> Result<()> {
    let announced = setup.metadata["acr_values_supported"].as_array().cloned().unwrap_or_default();
    let words: Vec<_> = announced.iter().filter_map(|one| one.as_str()).collect();
    let asked = if words.is_empty() { "1 2".to_owned() } else { words.join(" ") };
    let asked = ask(setup, "acr", &[("acr_values", &asked)]);
    let tokens = flow(setup, &Browser::new()?, &asked).await?;
    let acr = tokens.claims["acr"].as_str().context("no acr")?;
    ensure!(words.contains(&acr), "{acr} is not announced");
    Ok(())
}

/// A second request that must show a login page although somebody is logged in.
async fn asked_again(setup: &Setup, browser: &Browser, parameter: (&str, &str)) -> Result<Tokens> {
    let asked = ask(setup, "asked again", &[parameter]);
    let website = &setup.config.client.redirect_uri;
    let arrival = browser.open(asked.url(setup)?, website).await?;
    let page = arrival.page().context("no login page came")?;
    ensure!(page.has("#password"), "no login page came");
    let answer = browser.log_in(&page, &setup.config.user, website).await?.website()?;
    redeem(setup, &asked, &asked.code(setup, &answer)?, false).await
}

/// A second request that must show no page.
async fn silent(setup: &Setup, browser: &Browser, parameters: &[(&str, &str)]) -> Result<Tokens> {
    let asked = ask(setup, "silent", parameters);
    let website = &setup.config.client.redirect_uri;
    match browser.open(asked.url(setup)?, website).await? {
        Arrival::Website(url) => redeem(setup, &asked, &asked.code(setup, &url)?, false).await,
        Arrival::Page(page) => anyhow::bail!("a page came: {} {}", page.status, page.url),
    }
}

fn auth_time(tokens: &Tokens) -> Result<i64> {
    tokens.claims["auth_time"].as_i64().context("no auth_time")
}
