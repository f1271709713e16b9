//! The code flow and its parameters (OpenID Connect Core §3.1.2, §3.1.3).

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;

use super::Skip;
use crate::person::{Arrival, Browser, sign_in};
use crate::relying_party::{Asked, Tokens, ask, ask_as, redeem, userinfo};
use crate::setup::Setup;

pub(super) async fn server(setup: &Setup) -> Result<()> {
    let asked = ask(setup, "server", &[]);
    let tokens = flow(setup, &Browser::new()?, &asked).await?;
    ensure!(tokens.algorithm == Algorithm::RS256, "signed by {:?}, not RS256", tokens.algorithm);
    let (status, claims) = userinfo(setup, &tokens.access_token).await?;
    ensure!(status == 200, "UserInfo says {status}");
    ensure!(claims["sub"] == tokens.claims["sub"], "sub differs between ID token and UserInfo");
    for unasked in ["email", "name", "preferred_username"] {
        ensure!(claims.get(unasked).is_none(), "{unasked} was not asked for");
    }
    Ok(())
}

/// One whole flow: request, login, code, tokens.
pub(super) async fn flow(setup: &Setup, browser: &Browser, asked: &Asked) -> Result<Tokens> {
    let answer = sign_in(setup, browser, asked.url(setup)?).await?;
    redeem(setup, asked, &asked.code(setup, &answer)?, false).await
}

/// A flow with one parameter more, which must not get in the way.
pub(super) async fn with(setup: &Setup, name: &str, value: &str) -> Result<()> {
    let asked = ask(setup, name, &[(name, value)]);
    flow(setup, &Browser::new()?, &asked).await.map(drop)
}

pub(super) async fn without_nonce(setup: &Setup) -> Result<()> {
    let asked = ask(setup, "without nonce", &[("nonce", "")]);
    flow(setup, &Browser::new()?, &asked).await.map(drop)
}

pub(super) async fn response_type_missing(setup: &Setup) -> Result<()> {
    let asked = ask(setup, "no response type", &[("response_type", "")]);
    let website = &setup.config.client.redirect_uri;
    match Browser::new()?.open(asked.url(setup)?, website).await? {
        Arrival::Page(page) => ensure!(page.status.is_client_error(), "{}", page.status),
        Arrival::Website(url) => {
            let error = asked.error(setup, &url)?;
            let known = ["invalid_request", "unsupported_response_type"];
            ensure!(known.contains(&error.as_str()), "{error}");
        }
    }
    Ok(())
}

pub(super) async fn registered_redirect_uri(setup: &Setup) -> Result<()> {
    let other = format!("{}/unregistered", setup.config.client.redirect_uri);
    let asked = ask(setup, "unregistered", &[("redirect_uri", &other)]);
    let page = Browser::new()?.open(asked.url(setup)?, &other).await?.page()?;
    ensure!(page.status.is_client_error(), "the page says {}", page.status);
    ensure!(!page.has("#password"), "a login page came");
    Ok(())
}

pub(super) async fn post_request(setup: &Setup) -> Result<()> {
    let asked = ask(setup, "post", &[]);
    let website = &setup.config.client.redirect_uri;
    let browser = Browser::new()?;
    let endpoint = setup.member("authorization_endpoint")?.parse()?;
    let page = browser.post(endpoint, &asked.parameters, website).await?.page()?;
    let answer = browser.log_in(&page, &setup.config.user, website).await?.website()?;
    redeem(setup, &asked, &asked.code(setup, &answer)?, false).await.map(drop)
}

pub(super) async fn client_secret_post(setup: &Setup) -> Result<()> {
    let client = setup.config.client_secret_post.as_ref();
    let client = client.ok_or(Skip("the configuration has no client_secret_post"))?;
    let asked = ask_as(client, "client_secret_post", &[]);
    let browser = Browser::new()?;
    let page = browser.open(asked.url(setup)?, &client.redirect_uri).await?.page()?;
    let user = &setup.config.user;
    let answer = browser.log_in(&page, user, &client.redirect_uri).await?.website()?;
    redeem(setup, &asked, &asked.code(setup, &answer)?, true).await.map(drop)
}

/// An unsigned request object is honoured or refused by name; ignoring it is the fault.
pub(super) async fn request_object(setup: &Setup) -> Result<()> {
    let header = URL_SAFE_NO_PAD.encode(br#"{"alg":"none"}"#);
    let claims = URL_SAFE_NO_PAD.encode(br#"{"nonce":"inside"}"#);
    let object = format!("{header}.{claims}.");
    let asked = ask(setup, "request object", &[("request", &object)]);
    let website = &setup.config.client.redirect_uri;
    let url = Browser::new()?.open(asked.url(setup)?, website).await?.website();
    let error = asked.error(setup, &url.context("the request object was ignored")?)?;
    ensure!(error == "request_not_supported", "{error}");
    Ok(())
}
