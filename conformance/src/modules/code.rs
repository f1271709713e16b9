//! Codes are good once (RFC 6749 §4.1.2).

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::person::{Browser, sign_in};
use crate::relying_party::{ask, exchange, userinfo};
use crate::setup::Setup;

pub(super) async fn reuse(setup: &Setup) -> Result<()> {
    reuse_after(setup, Duration::ZERO).await
}

pub(super) async fn reuse_later(setup: &Setup) -> Result<()> {
    reuse_after(setup, Duration::from_secs(30)).await
}

async fn reuse_after(setup: &Setup, wait: Duration) -> Result<()> {
    let asked = ask(setup, "reuse", &[]);
    let answer = sign_in(setup, &Browser::new()?, asked.url(setup)?).await?;
    let code = asked.code(setup, &answer)?;
    let (status, first) = exchange(setup, &asked, &code, false).await?;
    ensure!(status == 200, "the first exchange says {status}");
    tokio::time::sleep(wait).await;
    let (status, second) = exchange(setup, &asked, &code, false).await?;
    ensure!(status == 400 && second["error"] == "invalid_grant", "{status}: {second}");
    let token = first["access_token"].as_str().context("no access_token")?;
    let (status, _) = userinfo(setup, token).await?;
    ensure!(status == 401, "the token of a code that was used twice still opens UserInfo");
    Ok(())
}
