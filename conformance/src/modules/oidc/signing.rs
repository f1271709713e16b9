//! By which algorithm a client's answers are signed (OpenID Connect Dynamic Client Registration §2).

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::rp::register::Wish;
use crate::rp::{Ask, Client, Tokens, id_token, userinfo};
use crate::trial::Trial;

/// Who registers nothing gets RS256.
pub(crate) async fn by_default(trial: &Trial) -> Result<()> {
    signed_by_rs256(trial, Wish::default()).await
}

pub(crate) async fn rs256(trial: &Trial) -> Result<()> {
    signed_by_rs256(trial, Wish::member("id_token_signed_response_alg", "RS256")).await
}

async fn signed_by_rs256(trial: &Trial, wish: Wish) -> Result<()> {
    let (_, tokens) = login(trial, wish).await?;
    let alg = &tokens.header["alg"];
    ensure!(alg == "RS256", "the ID token is signed by {alg}, not RS256");
    ensure!(tokens.header["kid"].is_string(), "the ID token has no kid");
    Ok(())
}

pub(crate) async fn unsigned(trial: &Trial) -> Result<()> {
    let (_, tokens) = login(trial, Wish::member("id_token_signed_response_alg", "none")).await?;
    ensure!(tokens.header["alg"] == "none", "alg is {}", tokens.header["alg"]);
    ensure!(tokens.id_token.ends_with('.'), "an unsigned token has an empty signature");
    Ok(())
}

pub(crate) async fn userinfo_rs256(trial: &Trial) -> Result<()> {
    let list = "userinfo_signing_alg_values_supported";
    ensure!(trial.provider.offers(list, "RS256"), "{list} does not list RS256");
    let wish = Wish::member("userinfo_signed_response_alg", "RS256");
    let (client, tokens) = login(trial, wish).await?;
    let answer = userinfo::ask(trial, &client, &tokens.access).await?;
    ensure!(answer.status == 200, "UserInfo answers {}", answer.brief());
    let told = id_token::verified_body(trial, &answer).await?;
    ensure!(told.alg() == "RS256", "UserInfo is signed by {}", told.alg());
    ensure!(told.claims["sub"] == tokens.sub(), "sub of UserInfo is {}", told.claims["sub"]);
    ensure!(told.claims["nonce"].is_null(), "UserInfo has a nonce");
    for (name, due) in [("iss", trial.provider.issuer.as_str()), ("aud", client.id.as_str())] {
        match &told.claims[name] {
            serde_json::Value::Null => trial.warn(format!("signed UserInfo has no {name}")),
            value => {
                let fits =
                    *value == due || value.as_array().is_some_and(|all| all.contains(&due.into()));
                ensure!(fits, "{name} of UserInfo is {value}");
            }
        }
    }
    Ok(())
}

async fn login(trial: &Trial, wish: Wish) -> Result<(Client, Tokens)> {
    let client = Client::wishing(trial, wish).await?;
    let ask = Ask::new(trial, &client);
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    Ok((client, tokens))
}
