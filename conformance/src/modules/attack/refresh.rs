//! RT: refresh tokens that were used, changed or stretched.

use anyhow::{Context, Result, ensure};
use futures_util::future::join_all;
use std::collections::BTreeSet;

use super::super::oidc::refresh::{client, login};
use super::expect::json as refused;
use crate::clock;
use crate::plan::{Module, Need};
use crate::rp::tokens::granted;
use crate::rp::{Call, Client, Tokens, userinfo};
use crate::trial::Trial;
use crate::verdict::skip;

const REFRESH: Need = Need::Offers("grant_types_supported", "refresh_token");
/// Longer than any grace for lost answers.
const GRACE: u64 = 31;

pub(super) const CASES: &[Module] = &[
    row!("RT-01", reused, REFRESH),
    row!("RT-03", within_the_grace, REFRESH),
    row!("RT-04", at_the_same_time, REFRESH),
    row!("RT-07", broader, REFRESH),
    row!("RT-11", changed, REFRESH),
];

async fn fresh(trial: &Trial) -> Result<(Client, Tokens, String)> {
    let client = client(trial, &trial.config.client).await?;
    let tokens = login(trial, &client).await?;
    let Some(token) = tokens.refresh.clone() else { return skip("no refresh token came") };
    Ok((client, tokens, token))
}

/// RT-01 and RT-02: a former token after the grace ends the whole family.
async fn reused(trial: &Trial) -> Result<()> {
    let (client, _, token) = fresh(trial).await?;
    let next = granted(trial, &Call::refresh(trial, &client, &token)?.send().await?)?;
    let Some(successor) = next["refresh_token"].as_str().filter(|other| *other != token) else {
        return skip("refresh tokens are not rotated");
    };
    clock::wait(GRACE).await;
    let answer = Call::refresh(trial, &client, &token)?.send().await?;
    refused(&answer, 400, &["invalid_grant"]).context("a former token")?;
    let answer = Call::refresh(trial, &client, successor)?.send().await?;
    refused(&answer, 400, &["invalid_grant"]).context("its successor, after the reuse")?;
    let access = next["access_token"].as_str().unwrap_or_default();
    let answer = userinfo::ask(trial, &client, access).await?;
    ensure!(answer.status == 401, "the family's newest access token: {}", answer.brief());
    Ok(())
}

/// The answer was lost and the request is sent again: the same successor, or a refusal.
async fn within_the_grace(trial: &Trial) -> Result<()> {
    let (client, _, token) = fresh(trial).await?;
    let first = granted(trial, &Call::refresh(trial, &client, &token)?.send().await?)?;
    let again = Call::refresh(trial, &client, &token)?.send().await?;
    if again.status != 200 {
        return refused(&again, 400, &["invalid_grant"]);
    }
    let again = granted(trial, &again)?;
    let (one, other) = (&first["refresh_token"], &again["refresh_token"]);
    ensure!(one == other, "the same token brought two different successors");
    Ok(())
}

async fn at_the_same_time(trial: &Trial) -> Result<()> {
    let (client, _, token) = fresh(trial).await?;
    let call = Call::refresh(trial, &client, &token)?;
    let mut successors = BTreeSet::new();
    for answer in join_all((0..32).map(|_| call.send())).await {
        let answer = answer?;
        if answer.status == 200 {
            successors.insert(answer.json()?["refresh_token"].to_string());
        } else {
            refused(&answer, 400, &["invalid_grant"])?;
        }
    }
    ensure!(successors.len() <= 1, "{} different successors of one token", successors.len());
    Ok(())
}

async fn broader(trial: &Trial) -> Result<()> {
    let (client, tokens, token) = fresh(trial).await?;
    let had = tokens.answer["scope"].as_str().unwrap_or("openid offline_access").to_owned();
    let wider = format!("{had} email");
    let answer = Call::refresh(trial, &client, &token)?.with("scope", &wider).send().await?;
    if answer.status == 200 {
        let scope = answer.json()?["scope"].as_str().unwrap_or_default().to_owned();
        ensure!(!scope.contains("email"), "a refresh widened the scope to {scope}");
        return Ok(());
    }
    refused(&answer, 400, &["invalid_scope"])
}

async fn changed(trial: &Trial) -> Result<()> {
    let (client, _, token) = fresh(trial).await?;
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    let flipped = format!("{}{last}", &token[..token.len() - 1]);
    for forged in [&token[..token.len() - 1], &format!("{token}A"), &flipped] {
        let answer = Call::refresh(trial, &client, forged)?.send().await?;
        refused(&answer, 400, &["invalid_grant"])?;
    }
    Ok(())
}
