//! The flow as it should be, for two clients, and a person who gives up.

use anyhow::{Context, Result, ensure};

use super::steps::{Due, opened, resource};
use super::tls;
use crate::browser::{Browser, Intent};
use crate::rp::{Ask, Call, Callback, Client, Tokens, fapi_client, par, userinfo};
use crate::trial::Trial;

pub(super) async fn flow(trial: &Trial) -> Result<()> {
    let due = Due::new(trial).await?;
    let answer = due.call(trial)?.send().await?;
    let token = due.token(trial, &answer).await?;
    guarded(trial, due.client(), &token).await?;
    if matches!(due, Due::Credentials(_)) {
        return tls::judge(trial).await;
    }
    // The second client comes back to an address with a query, which is kept.
    let client = fapi_client::second(trial).await?;
    let address = format!("{}?dummy1=lorem&dummy2=ipsum", client.redirect_uri);
    let ask = Ask::new(trial, &client).with("redirect_uri", &address);
    let callback = par::sign_in(trial, &Browser::new(trial)?, &ask).await;
    let callback = callback.context("the second client")?;
    let tokens = Tokens::of(trial, &ask, &callback).await.context("the second client")?;
    guarded(trial, &client, &tokens.access).await?;
    tls::judge(trial).await
}

/// The resource takes the token in the header with the right key, and in no other way.
async fn guarded(trial: &Trial, client: &Client, token: &str) -> Result<()> {
    let Some(url) = resource(trial, client)? else { return Ok(()) };
    opened(&userinfo::get(trial, client, &url, token).await?)?;
    let in_query = format!("{url}?access_token={token}");
    let answer = trial.send(client.http.get(&in_query)).await?;
    ensure!(is_refusal(answer.status), "a token in the query is answered {}", answer.brief());
    let mut thief = client.clone();
    thief.http = trial.http.clone();
    if let Some(key) = &mut thief.dpop {
        *key = crate::jose::Key::make(key.algorithm)?;
    }
    let answer = userinfo::get(trial, &thief, &url, token).await?;
    ensure!(is_refusal(answer.status), "a token without its key is answered {}", answer.brief());
    Ok(())
}

fn is_refusal(status: u16) -> bool {
    matches!(status, 400 | 401 | 403)
}

pub(super) async fn user_rejects(trial: &Trial) -> Result<()> {
    let ask = super::steps::ask(trial).await?;
    let visit = par::visit(trial, &Browser::new(trial)?, &ask, Intent::Cancel).await?;
    Callback::of(trial, &ask, &visit).await?.refused(&["access_denied"])
}

/// A token call over a connection that shows no certificate.
pub(super) fn bare<'t>(trial: &'t Trial, call: Call<'t>) -> Call<'t> {
    call.over(&trial.http)
}
