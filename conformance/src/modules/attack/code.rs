//! CO: codes that were used, stolen or changed.

use anyhow::{Context, Result, ensure};
use futures_util::future::join_all;
use serde_json::json;

use super::expect::{coded, json as refused};
use crate::browser::Browser;
use crate::plan::Module;
use crate::rp::register::Wish;
use crate::rp::{Ask, Call, Callback, Client, Tokens, userinfo};
use crate::trial::Trial;
use crate::verdict::not_run;

pub(super) const CASES: &[Module] = &[
    row!("CO-01", replayed),
    row!("CO-02", tokens_die_with_replay),
    row!("CO-03", stolen),
    row!("CO-04", without_proof),
    row!("CO-06", at_the_same_time),
    row!("CO-08", one_thing_for_another),
    row!("CO-09", changed),
    row!("CO-11", after_logout),
];

async fn fresh(trial: &Trial) -> Result<(Ask, Callback)> {
    let ask = Ask::new(trial, &Client::first(trial).await?);
    let callback = coded(trial, &ask).await?;
    Ok((ask, callback))
}

async fn replayed(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    Tokens::of(trial, &ask, &callback).await?;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    refused(&answer, 400, &["invalid_grant"])
}

async fn tokens_die_with_replay(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    userinfo::claims(trial, &ask.client, &tokens).await?;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    refused(&answer, 400, &["invalid_grant"])?;
    crate::clock::wait(1).await;
    let answer = userinfo::ask(trial, &ask.client, &tokens.access).await?;
    ensure!(answer.status == 401, "the token of a replayed code is answered {}", answer.brief());
    Ok(())
}

/// Another client cannot use it, and after the attempt nobody can.
async fn stolen(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let mut thief = ask.clone();
    thief.client = second(trial).await?;
    let answer = Call::exchange(trial, &thief, &callback)?.send().await?;
    refused(&answer, 400, &["invalid_grant"]).context("by another client")?;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    if answer.status == 200 {
        trial.warn("a code that another client tried still works");
    }
    Ok(())
}

async fn second(trial: &Trial) -> Result<Client> {
    Client::of(trial, &trial.config.client2, trial.variant.method, Wish::default()).await
}

async fn without_proof(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let answer = Call::exchange(trial, &ask, &callback)?.unproven().send().await?;
    ensure!(matches!(answer.status, 400 | 401), "without a proof: {}", answer.brief());
    refused(&answer, answer.status, &["invalid_client", "invalid_request", "invalid_grant"])
}

/// Many at once: one gets tokens.
async fn at_the_same_time(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let call = Call::exchange(trial, &ask, &callback)?;
    let answers = join_all((0..32).map(|_| call.send())).await;
    let mut granted = 0;
    for answer in answers {
        let answer = answer?;
        if answer.status == 200 {
            granted += 1;
        } else {
            refused(&answer, 400, &["invalid_grant"])?;
        }
    }
    ensure!(granted == 1, "{granted} of 32 exchanges at the same time were granted");
    Ok(())
}

/// Tokens sent as codes and codes sent as tokens.
async fn one_thing_for_another(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let code = callback.code()?.to_owned();
    let answer = userinfo::ask(trial, &ask.client, &code).await?;
    ensure!(answer.status == 401, "a code as access token is answered {}", answer.brief());
    let answer = Call::refresh(trial, &ask.client, &code)?.send().await?;
    ensure!(answer.status == 400, "a code as refresh token is answered {}", answer.brief());
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    for other in [&tokens.access, &tokens.id_token] {
        let call = Call::exchange(trial, &ask, &callback)?.with("code", other);
        refused(&call.send().await?, 400, &["invalid_grant"]).context("a token as code")?;
    }
    Ok(())
}

async fn changed(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let code = callback.code()?;
    let swapped: String =
        code.chars()
            .map(|one| {
                if one.is_lowercase() { one.to_ascii_uppercase() } else { one.to_ascii_lowercase() }
            })
            .collect();
    let mut flipped = code.to_owned();
    let last = if flipped.pop() == Some('A') { 'B' } else { 'A' };
    flipped.push(last);
    for forged in
        [&code[..code.len() - 1], &format!("{code}A"), &format!("{code}="), &swapped, &flipped]
    {
        let call = Call::exchange(trial, &ask, &callback)?.with("code", forged);
        refused(&call.send().await?, 400, &["invalid_grant"]).with_context(|| forged.to_owned())?;
    }
    Ok(())
}

async fn after_logout(trial: &Trial) -> Result<()> {
    let Ok(endpoint) = trial.provider.member("end_session_endpoint") else {
        return not_run("end_session_endpoint is not announced");
    };
    let back = json!([trial.at("post_logout_redirect")]);
    let wish = Wish::member("post_logout_redirect_uris", back);
    let client = Client::fixed_or_wishing(trial, wish).await?;
    let browser = Browser::new(trial)?;
    let first = Ask::new(trial, &client);
    let hint = Tokens::by_login(trial, &browser, &first).await?.id_token;
    let ask = Ask::new(trial, &client);
    let visit = browser.open(ask.url(trial)?).await?;
    let callback = Callback::of(trial, &ask, &visit).await?;
    let mut url = url::Url::parse(endpoint)?;
    url.query_pairs_mut().append_pair("id_token_hint", &hint);
    browser.open(url).await?;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    if answer.status == 200 {
        trial.warn("a code of a session that has ended still works");
        return Ok(());
    }
    refused(&answer, 400, &["invalid_grant"])
}
