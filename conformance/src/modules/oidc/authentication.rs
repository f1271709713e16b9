//! Who is asked to log in, and when (OpenID Connect Core §3.1.2.1, §3.1.2.3).

use anyhow::{Result, ensure};

use crate::browser::{Browser, Page};
use crate::clock;
use crate::rp::{Ask, Callback, Client, Tokens};
use crate::trial::Trial;

/// What `prompt=none` may say where a person would be needed (§3.1.2.6).
pub(crate) const SILENT_ERRORS: [&str; 4] =
    ["login_required", "interaction_required", "consent_required", "account_selection_required"];

pub(crate) async fn prompt_login(trial: &Trial) -> Result<()> {
    let (first, second) = again(trial, ("prompt", "login"), 1).await?;
    if let (Ok(before), Ok(after)) = (first.auth_time(), second.auth_time()) {
        ensure!(after > before, "auth_time is {after} after a new login, was {before}");
    }
    Ok(())
}

pub(crate) async fn max_age_1(trial: &Trial) -> Result<()> {
    let (first, second) = again(trial, ("max_age", "1"), 2).await?;
    let after = second.auth_time()?;
    if let Ok(before) = first.auth_time() {
        ensure!(after > before, "auth_time is {after} after a new login, was {before}");
    }
    ensure!(clock::now() - after < 300, "auth_time {after} is not recent");
    Ok(())
}

/// Logs in twice with one browser; the second request must show a login page.
async fn again(trial: &Trial, parameter: (&str, &str), pause: u64) -> Result<(Tokens, Tokens)> {
    let client = Client::first(trial).await?;
    let browser = Browser::new(trial)?;
    let first = Tokens::by_login(trial, &browser, &Ask::new(trial, &client)).await?;
    clock::wait(pause).await;
    let (name, value) = parameter;
    let ask = Ask::new(trial, &client).with_long_values().with(name, value);
    let visit = browser.open(ask.url(trial)?).await?;
    let login = visit.pages.iter().find(|page| Page::is_login(page));
    ensure!(login.is_some(), "{name}={value} showed no login page");
    if let Some(page) = login {
        trial.review(&format!("the login page for {name}={value}"), page);
    }
    let callback = Callback::of(trial, &ask, &visit).await?;
    let second = Tokens::of(trial, &ask, &callback).await?;
    ensure!(second.sub() == first.sub(), "sub was {}, is {}", first.sub(), second.sub());
    Ok((first, second))
}

pub(crate) async fn prompt_none_not_logged_in(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    must_log_in(trial, &Browser::new(trial)?, &client).await
}

/// With this browser `prompt=none` must fail: nobody is logged in.
pub(crate) async fn must_log_in(
    trial: &Trial,
    browser: &Browser<'_>,
    client: &Client,
) -> Result<()> {
    let ask = Ask::new(trial, client).with_long_values().with("prompt", "none");
    let visit = browser.look(ask.url(trial)?).await?;
    Callback::of(trial, &ask, &visit).await?.refused(&SILENT_ERRORS)
}

pub(crate) async fn prompt_none_logged_in(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let browser = Browser::new(trial)?;
    let first = Tokens::by_login(trial, &browser, &Ask::new(trial, &client)).await?;
    let ask = Ask::new(trial, &client).with_long_values().with("prompt", "none");
    same_login(&first, &Tokens::silently(trial, &browser, &ask).await?)
}

pub(crate) async fn max_age_10000(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let browser = Browser::new(trial)?;
    let ask = Ask::new(trial, &client).with("max_age", "15000");
    let first = Tokens::by_login(trial, &browser, &ask).await?;
    clock::wait(1).await;
    let ask = Ask::new(trial, &client).with_long_values().with("max_age", "10000");
    let second = Tokens::silently(trial, &browser, &ask).await?;
    first.auth_time()?;
    second.auth_time()?;
    same_login(&first, &second)
}

/// The same person by the same login.
pub(crate) fn same_login(first: &Tokens, second: &Tokens) -> Result<()> {
    ensure!(second.sub() == first.sub(), "sub was {}, is {}", first.sub(), second.sub());
    let times = (first.claims["auth_time"].as_i64(), second.claims["auth_time"].as_i64());
    if let (Some(before), Some(after)) = times {
        ensure!(before == after, "auth_time was {before}, is {after}, and nobody logged in");
    }
    Ok(())
}
