//! CR: who is asked, and what a request may say about it.

use anyhow::{Context, Result, ensure};

use super::super::oidc::authentication::{prompt_login, prompt_none_not_logged_in};
use super::expect::{opened, page_or_error};
use crate::browser::Browser;
use crate::plan::Module;
use crate::rp::{Ask, Client, Tokens};
use crate::trial::Trial;

pub(super) const CASES: &[Module] = &[
    row!("CR-01", forced),
    row!("CR-02", odd_ages),
    row!("CR-03", prompt_none_not_logged_in),
    row!("CR-06", none_and_login),
    row!("CR-10", unknown_scope),
];

async fn forced(trial: &Trial) -> Result<()> {
    prompt_login(trial).await?;
    let client = Client::first(trial).await?;
    let browser = Browser::new(trial)?;
    Tokens::by_login(trial, &browser, &Ask::new(trial, &client)).await?;
    let visit = browser.look(Ask::new(trial, &client).with("max_age", "0").url(trial)?).await?;
    ensure!(visit.asked_to_log_in(), "max_age=0 showed no login page");
    Ok(())
}

async fn odd_ages(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    for age in ["-1", "abc", "1.5", "99999999999999999999"] {
        let ask = Ask::new(trial, &client).with("max_age", age);
        let visit = opened(trial, &ask).await?;
        let refused = page_or_error(trial, &ask, &visit, &["invalid_request"]).await;
        refused.with_context(|| format!("max_age={age}"))?;
    }
    Ok(())
}

async fn none_and_login(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).with("prompt", "none login");
    let visit = opened(trial, &ask).await?;
    page_or_error(trial, &ask, &visit, &["invalid_request"]).await
}

async fn unknown_scope(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).with("scope", "openid admin-of-everything");
    let visit = Browser::new(trial)?.open(ask.url(trial)?).await?;
    let callback = crate::rp::Callback::of(trial, &ask, &visit).await?;
    if callback.get("error").is_some() {
        return callback.refused(&["invalid_scope", "invalid_request"]);
    }
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    let scope = tokens.answer["scope"].as_str().unwrap_or_default();
    ensure!(!scope.contains("admin-of-everything"), "an unknown scope was granted: {scope}");
    Ok(())
}
