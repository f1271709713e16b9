//! Steps that the FAPI modules share: a token by whichever grant the variant has, and what a refusal looks like.

use anyhow::{Context, Result, bail, ensure};

use crate::browser::{Browser, Visit};
use crate::http::Answer;
use crate::plan::Fapi;
use crate::rp::client::Client;
use crate::rp::tokens::granted;
use crate::rp::{Ask, Call, Callback, Tokens, fapi_client, par};
use crate::trial::Trial;

pub(super) use crate::rp::tokens::refused;

pub(super) fn variant(trial: &Trial) -> Result<Fapi> {
    trial.variant.fapi.context("a module of a FAPI plan")
}

/// The usual request of the first client.
pub(super) async fn ask(trial: &Trial) -> Result<Ask> {
    let client = fapi_client::first(trial).await?;
    Ok(Ask::new(trial, &client))
}

/// A request whose person has logged in: the code waits to be exchanged.
pub(super) async fn coded(trial: &Trial) -> Result<(Ask, Callback)> {
    let ask = ask(trial).await?;
    let callback = par::sign_in(trial, &Browser::new(trial)?, &ask).await?;
    Ok((ask, callback))
}

/// A token call about to succeed, by code or by client credentials; modules spoil it.
pub(super) enum Due {
    Code(Ask, Callback),
    Credentials(Client),
}

impl Due {
    pub(super) async fn new(trial: &Trial) -> Result<Self> {
        if variant(trial)?.client_credentials {
            return Ok(Self::Credentials(fapi_client::first(trial).await?));
        }
        let (ask, callback) = coded(trial).await?;
        Ok(Self::Code(ask, callback))
    }

    pub(super) fn client(&self) -> &Client {
        match self {
            Self::Code(ask, _) => &ask.client,
            Self::Credentials(client) => client,
        }
    }

    pub(super) fn call<'t>(&'t self, trial: &'t Trial) -> Result<Call<'t>> {
        match self {
            Self::Code(ask, callback) => Call::exchange(trial, ask, callback),
            Self::Credentials(client) => {
                let call = Call::to(trial, client, "token_endpoint")?.bound();
                let call = call.with("grant_type", "client_credentials");
                Ok(match &client.scope {
                    Some(scope) => call.with("scope", scope),
                    None => call,
                })
            }
        }
    }

    /// Reads a positive answer and gives the access token.
    pub(super) async fn token(&self, trial: &Trial, answer: &Answer) -> Result<String> {
        match self {
            Self::Code(ask, _) => Ok(Tokens::read(trial, ask, answer).await?.access),
            Self::Credentials(_) => {
                let body = granted(trial, answer)?;
                Ok(body["access_token"].as_str().context("no access_token")?.to_owned())
            }
        }
    }
}

/// The address of the protected resource: the configured one, or UserInfo where it serves.
pub(super) fn resource(trial: &Trial, client: &Client) -> Result<Option<String>> {
    if let Some(url) = &trial.config.resource.resource_url {
        return Ok(Some(url.clone()));
    }
    if !variant(trial)?.openid {
        return Ok(None);
    }
    let certified = client.certificate.is_some();
    Ok(Some(trial.provider.endpoint("userinfo_endpoint", certified)?.to_owned()))
}

/// A resource opens.
pub(super) fn opened(answer: &Answer) -> Result<()> {
    ensure!(matches!(answer.status, 200 | 201), "the resource answers {}", answer.brief());
    ensure!(!answer.header("date").is_empty(), "the resource's answer has no Date");
    Ok(())
}

/// A pushed request is refused.
pub(super) fn push_refused(answer: &Answer, known: &[&str]) -> Result<()> {
    refused(answer, known).context("the pushed request")
}

/// The browser's request is refused: by an answer to the website, or by a page that a person looks at.
pub(super) async fn front_refused(
    trial: &Trial,
    ask: &Ask,
    visit: &Visit,
    known: &[&str],
) -> Result<()> {
    if visit.landing.is_some() {
        return Callback::of(trial, ask, visit).await?.refused(known);
    }
    let page = visit.stopped()?;
    if page.is_login() {
        bail!("the request was accepted: a login page came");
    }
    ensure!((400..500).contains(&page.status), "no error page came but a {}", page.brief());
    trial.review("the error page", page);
    Ok(())
}
