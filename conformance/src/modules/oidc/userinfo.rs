//! The three ways to ask UserInfo (OpenID Connect Core §5.3.1, RFC 6750 §2).

use anyhow::Result;

use crate::browser::Browser;
use crate::rp::{Ask, Client, Tokens, userinfo};
use crate::trial::Trial;

pub(crate) async fn get(trial: &Trial) -> Result<()> {
    let (client, tokens) = login(trial).await?;
    userinfo::claims(trial, &client, &tokens).await.map(drop)
}

pub(crate) async fn post_header(trial: &Trial) -> Result<()> {
    let (_, tokens) = login(trial).await?;
    let request = trial.http.post(trial.provider.member("userinfo_endpoint")?);
    let request = request.header("content-length", "0").bearer_auth(&tokens.access);
    userinfo::read(&tokens, &trial.send(request).await?).map(drop)
}

pub(crate) async fn post_body(trial: &Trial) -> Result<()> {
    let (_, tokens) = login(trial).await?;
    let request = trial.http.post(trial.provider.member("userinfo_endpoint")?);
    let answer = trial.send(request.form(&[("access_token", &tokens.access)])).await?;
    if (400..500).contains(&answer.status) {
        trial.warn(format!("UserInfo takes no token from a form: {}", answer.brief()));
        return Ok(());
    }
    userinfo::read(&tokens, &answer).map(drop)
}

async fn login(trial: &Trial) -> Result<(Client, Tokens)> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client);
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    Ok((client, tokens))
}
