//! Codes are good once (RFC 6749 §4.1.2).

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::clock;
use crate::rp::tokens::refused;
use crate::rp::{Ask, Call, Callback, Client, Tokens, userinfo};
use crate::trial::Trial;

pub(crate) async fn reuse(trial: &Trial) -> Result<()> {
    let (ask, callback, _) = used(trial).await?;
    let second = Call::exchange(trial, &ask, &callback)?.send().await?;
    if second.status == 200 {
        trial.warn("the code was accepted twice");
        return Ok(());
    }
    refused(&second, &["invalid_grant"])
}

pub(crate) async fn reuse_later(trial: &Trial) -> Result<()> {
    let (ask, callback, tokens) = used(trial).await?;
    clock::wait(30).await;
    let second = Call::exchange(trial, &ask, &callback)?.send().await?;
    refused(&second, &["invalid_grant"])?;
    let answer = userinfo::ask(trial, &ask.client, &tokens.access).await?;
    if answer.status == 200 {
        trial.warn("the token of a code that was used twice still opens UserInfo");
    } else {
        ensure!(answer.status == 401, "UserInfo with a revoked token: {}", answer.brief());
    }
    Ok(())
}

/// A code that has been exchanged once.
async fn used(trial: &Trial) -> Result<(Ask, Callback, Tokens)> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client);
    let visit = Browser::new(trial)?.open(ask.url(trial)?).await?;
    let callback = Callback::of(trial, &ask, &visit).await?;
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    Ok((ask, callback, tokens))
}
