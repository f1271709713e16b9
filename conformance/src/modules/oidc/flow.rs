//! The code flow and parameters that must not get in its way (OpenID Connect Core §3.1.2, §3.1.3).

use std::collections::HashMap;

use anyhow::{Result, ensure};
use url::Url;

use crate::browser::{Browser, Intent, Trip};
use crate::rp::claims::warn_of_unasked;
use crate::rp::{Ask, Callback, Client, Tokens, userinfo};
use crate::trial::Trial;

const SHORTEST_CODE: usize = 16;
const LEAST_ENTROPY: f64 = 96.0;

pub(crate) async fn server(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    whole(trial, &client).await
}

pub(crate) async fn server_client_secret_post(trial: &Trial) -> Result<()> {
    let client = Client::with_secret_post(trial).await?;
    whole(trial, &client).await
}

/// The flow with every check of it: entropy of the code, claims that nobody asked for, `expires_in`.
async fn whole(trial: &Trial, client: &Client) -> Result<()> {
    let ask = Ask::new(trial, client);
    let visit = Browser::new(trial)?.open(ask.url(trial)?).await?;
    let callback = Callback::of(trial, &ask, &visit).await?;
    judge_code(callback.code()?)?;
    let tokens = Tokens::of(trial, &ask, &callback).await?;
    if tokens.answer["expires_in"].is_null() {
        trial.warn("the token answer has no expires_in");
    }
    let claims = userinfo::claims(trial, client, &tokens).await?;
    warn_of_unasked(trial, "the ID token", &tokens.claims, "openid");
    warn_of_unasked(trial, "UserInfo", &claims, "openid");
    Ok(())
}

/// RFC 6749 §10.10: a code that nobody guesses.
fn judge_code(code: &str) -> Result<()> {
    ensure!(code.len() >= SHORTEST_CODE, "the code has {} bytes", code.len());
    let entropy = entropy(code);
    ensure!(entropy > LEAST_ENTROPY, "the code has about {entropy:.0} bits of entropy");
    Ok(())
}

/// Shannon's estimate in bits.
fn entropy(text: &str) -> f64 {
    let mut counts: HashMap<char, u32> = HashMap::new();
    for letter in text.chars() {
        *counts.entry(letter).or_default() += 1;
    }
    let length = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    let share = |count: &u32| f64::from(*count) / length;
    let per_letter: f64 = counts.values().map(share).map(|share| -share * share.log2()).sum();
    per_letter * length
}

/// A flow with one parameter more.
pub(crate) async fn with(trial: &Trial, name: &str, value: &str) -> Result<()> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).with(name, value);
    Tokens::by_login(trial, &Browser::new(trial)?, &ask).await.map(drop)
}

pub(crate) async fn without_nonce(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).without("nonce");
    Tokens::by_login(trial, &Browser::new(trial)?, &ask).await.map(drop)
}

pub(crate) async fn pkce(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).with_pkce();
    Tokens::by_login(trial, &Browser::new(trial)?, &ask).await.map(drop)
}

pub(crate) async fn response_type_missing(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client).without("response_type");
    let visit = Browser::new(trial)?.look(ask.url(trial)?).await?;
    if visit.landing.is_none() {
        return shows_an_error(trial, &visit, "without response_type");
    }
    let callback = Callback::of(trial, &ask, &visit).await?;
    callback.refused(&["invalid_request", "unsupported_response_type"])
}

/// The authorization request as a form (OpenID Connect Core §3.1.2.1).
pub(crate) async fn post_request(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let ask = Ask::new(trial, &client);
    let endpoint = Url::parse(trial.provider.member("authorization_endpoint")?)?;
    let trip = Trip::post(endpoint, ask.parameters.clone());
    let visit = Browser::new(trial)?.go(trip, Intent::GoOn).await?;
    if let (None, Some(page)) = (&visit.landing, visit.pages.last()) {
        trial.warn(format!("the request by POST brought no answer but a {}", page.brief()));
        return Ok(());
    }
    let callback = Callback::of(trial, &ask, &visit).await?;
    Tokens::of(trial, &ask, &callback).await.map(drop)
}

/// The browser stopped at a page that is an error and no login; a person looks at it.
pub(crate) fn shows_an_error(
    trial: &Trial,
    visit: &crate::browser::Visit,
    when: &str,
) -> Result<()> {
    let page = visit.stopped()?;
    ensure!(!page.is_login(), "{when} a login page came");
    ensure!((400..500).contains(&page.status), "{when} came a {}", page.brief());
    trial.review(&format!("the error page {when}"), page);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::judge_code;

    #[test]
    fn a_weak_code_is_noticed() {
        assert!(judge_code("short").is_err());
        assert!(judge_code(&"ab".repeat(40)).is_err());
        assert!(judge_code(&crate::random::token()).is_ok());
    }
}
