//! LO: logouts that somebody else asks for.

use anyhow::{Result, ensure};
use serde_json::json;
use url::Url;

use crate::browser::{Browser, Visit};
use crate::jose::spoil;
use crate::plan::{Module, Need};
use crate::rp::register::Wish;
use crate::rp::{Ask, Client, Tokens};
use crate::trial::Trial;

const LOGOUT: Need = Need::Announces("end_session_endpoint");

pub(super) const CASES: &[Module] = &[
    row!("LO-01", without_a_hint, LOGOUT),
    row!("LO-02", forged_hint, LOGOUT),
    row!("LO-06", address_of_another, LOGOUT),
    row!("LO-08", state_escaped, LOGOUT),
    row!("LO-11", other_client_id, LOGOUT),
];

struct Session<'t> {
    trial: &'t Trial,
    browser: Browser<'t>,
    client: Client,
    tokens: Tokens,
}

impl<'t> Session<'t> {
    async fn begin(trial: &'t Trial) -> Result<Self> {
        let back = json!([trial.at("post_logout_redirect")]);
        let wish = Wish::member("post_logout_redirect_uris", back);
        let client = Client::fixed_or_wishing(trial, wish).await?;
        let browser = Browser::new(trial)?;
        let tokens = Tokens::by_login(trial, &browser, &Ask::new(trial, &client)).await?;
        Ok(Self { trial, browser, client, tokens })
    }

    /// Calls the endpoint as a foreign page would: nobody confirms anything.
    async fn call(&self, parameters: &[(&str, &str)]) -> Result<Visit> {
        let mut url = Url::parse(self.trial.provider.member("end_session_endpoint")?)?;
        url.query_pairs_mut().extend_pairs(parameters);
        self.browser.look(url).await
    }

    /// The person is still logged in.
    async fn lives(&self) -> Result<()> {
        let ask = Ask::new(self.trial, &self.client).with("prompt", "none");
        Tokens::silently(self.trial, &self.browser, &ask).await.map(drop)
    }
}

/// LO-01 and LO-07: a bare call asks first.
async fn without_a_hint(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial).await?;
    session.call(&[]).await?.stopped()?;
    session.lives().await
}

async fn forged_hint(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial).await?;
    let hint = spoil(&session.tokens.id_token);
    session.call(&[("id_token_hint", &hint)]).await?.stopped()?;
    session.lives().await
}

async fn address_of_another(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial).await?;
    let other = "https://rp2.example.org/post_logout_redirect";
    let hint = session.tokens.id_token.clone();
    let parameters = [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", other)];
    session.call(&parameters).await?.stopped().map(drop)
}

async fn state_escaped(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial).await?;
    let evil = "\"><script>alert(1)</script>";
    let visit = session.call(&[("state", evil), ("client_id", evil), ("ui_locales", evil)]).await?;
    for page in &visit.pages {
        ensure!(!page.html.contains("<script>alert(1)"), "a parameter is shown unescaped");
    }
    Ok(())
}

async fn other_client_id(trial: &Trial) -> Result<()> {
    let session = Session::begin(trial).await?;
    let hint = session.tokens.id_token.clone();
    let back = trial.at("post_logout_redirect");
    let visit = session
        .call(&[
            ("id_token_hint", &hint),
            ("client_id", "somebody-else"),
            ("post_logout_redirect_uri", &back),
        ])
        .await?;
    visit.stopped().map(drop)
}
