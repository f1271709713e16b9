//! What a client registers about itself (OpenID Connect Dynamic Client Registration §2).

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::refresh;
use crate::browser::Browser;
use crate::clock;
use crate::jose::Key;
use crate::rp::register::Wish;
use crate::rp::tokens::granted;
use crate::rp::{Ask, Call, Callback, Client, Tokens, keys};
use crate::trial::Trial;
use jsonwebtoken::Algorithm;

const DEFAULT_DELAY: u64 = 2;
const LONGEST_DELAY: u64 = 60;

pub(crate) async fn logo_uri(trial: &Trial) -> Result<()> {
    let address = trial.at("logo.png");
    trial.receiver.publish(&address, "image/png", "");
    shown(trial, "logo_uri", &address, "img", "src").await
}

pub(crate) async fn policy_uri(trial: &Trial) -> Result<()> {
    shown(trial, "policy_uri", &trial.at("policy"), "a", "href").await
}

pub(crate) async fn tos_uri(trial: &Trial) -> Result<()> {
    shown(trial, "tos_uri", "https://openid.net/wordpress-content/uploads/tos", "a", "href").await
}

/// The login page shows what was registered.
async fn shown(trial: &Trial, name: &str, address: &str, element: &str, by: &str) -> Result<()> {
    let client = Client::wishing(trial, Wish::member(name, address)).await?;
    let visit = Browser::new(trial)?.look(Ask::new(trial, &client).url(trial)?).await?;
    let page = visit.stopped()?;
    ensure!(page.status == 200, "no login page came but a {}", page.brief());
    let there = page.attributes(element, by);
    if there.iter().any(|one| one == address) {
        trial.review(&format!("the login page shows {name}"), page);
    } else {
        trial.review(
            &format!("{name} was not found by its address; look whether it is shown"),
            page,
        );
    }
    Ok(())
}

pub(crate) async fn jwks_uri(trial: &Trial) -> Result<()> {
    let (client, _) = with_jwks_uri(trial, &[]).await?;
    let ask = Ask::new(trial, &client);
    Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    let fetched = !trial.receiver.hits(&trial.fetched("jwks")).is_empty();
    ensure!(fetched, "the provider never fetched jwks_uri and yet took the assertion");
    Ok(())
}

/// A client whose keys stand at an address.
async fn with_jwks_uri(trial: &Trial, grants: &[&str]) -> Result<(Client, String)> {
    let address = trial.fetched("jwks");
    let key = Key::make(Algorithm::ES256)?;
    publish(trial, &address, &key);
    let mut wish = Wish::member("jwks", Value::Null)
        .and("jwks_uri", address.as_str())
        .and("token_endpoint_auth_signing_alg", "ES256")
        .key(key);
    if !grants.is_empty() {
        wish = wish.and("grant_types", json!(grants));
    }
    Ok((Client::wishing(trial, wish).await?, address))
}

fn publish(trial: &Trial, address: &str, key: &Key) {
    let jwks = json!({"keys": [key.published()]}).to_string();
    trial.receiver.publish(address, "application/json", &jwks);
}

/// The client changes its key; the next assertion under the new one is taken.
pub(crate) async fn key_rotation(trial: &Trial) -> Result<()> {
    let (mut client, address) =
        with_jwks_uri(trial, &["authorization_code", "refresh_token"]).await?;
    let tokens = refresh::login(trial, &client).await?;
    let token = tokens.refresh.context("no refresh token came, and this profile demands them")?;
    let next = Key::make(Algorithm::ES256)?;
    publish(trial, &address, &next);
    client.key = Some(next);
    let delay = trial.config.server.jwks_refresh_delay.unwrap_or(DEFAULT_DELAY);
    clock::wait(delay.clamp(1, LONGEST_DELAY)).await;
    let answer = Call::refresh(trial, &client, &token)?.send().await?;
    granted(trial, &answer).context("an assertion under the client's new key").map(drop)
}

/// RFC 7523 as the newer profiles have it: the issuer is an audience.
pub(crate) async fn issuer_as_audience(trial: &Trial) -> Result<()> {
    let client =
        Client::wishing(trial, Wish::default().key(keys::rsa(0, Algorithm::RS256)?)).await?;
    let ask = Ask::new(trial, &client);
    let visit = Browser::new(trial)?.open(ask.url(trial)?).await?;
    let callback = Callback::of(trial, &ask, &visit).await?;
    let mut claims = client.assertion_claims(trial)?;
    claims["aud"] = json!(trial.provider.issuer);
    let assertion = client.sign_assertion(&claims)?;
    let answer = Call::exchange(trial, &ask, &callback)?.proven_by(assertion).send().await?;
    if answer.status != 200 && answer.error() == "invalid_client" {
        trial.warn("the issuer is not taken as the audience of an assertion");
        return Ok(());
    }
    Tokens::read(trial, &ask, &answer).await.map(drop)
}
