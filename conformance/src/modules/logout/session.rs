//! A login to be ended, and the request that ends it.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use url::Url;

use super::super::oidc::authentication::must_log_in;
use crate::browser::{Browser, Visit};
use crate::random;
use crate::rp::register::Wish;
use crate::rp::{Ask, Client, Tokens};
use crate::trial::Trial;

/// Somebody is logged in at a website.
pub(super) struct Session<'t> {
    trial: &'t Trial,
    pub(super) browser: Browser<'t>,
    pub(super) client: Client,
    pub(super) tokens: Tokens,
}

impl<'t> Session<'t> {
    /// Logs in at a client that has registered where it wants people back, and what `wish` says.
    pub(super) async fn begin(trial: &'t Trial, wish: Wish) -> Result<Self> {
        let wish = wish.and("post_logout_redirect_uris", json!([back(trial)]));
        let client = Client::fixed_or_wishing(trial, wish).await?;
        let browser = Browser::new(trial)?;
        let tokens = Tokens::by_login(trial, &browser, &Ask::new(trial, &client)).await?;
        Ok(Self { trial, browser, client, tokens })
    }

    /// Opens `end_session_endpoint` and confirms where asked.
    pub(super) async fn end(&self, parameters: &[(&str, &str)]) -> Result<Visit> {
        let mut url = Url::parse(self.trial.provider.member("end_session_endpoint")?)?;
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        self.browser.open(url).await
    }

    /// The whole logout as a website asks for it, down to the way back.
    pub(super) async fn end_properly(&self) -> Result<Visit> {
        let (state, address) = (random::unreserved(128), back(self.trial));
        let visit = self
            .end(&[
                ("id_token_hint", &self.tokens.id_token),
                ("post_logout_redirect_uri", &address),
                ("state", &state),
            ])
            .await?;
        self.returned(&visit, Some(&state))?;
        self.is_over().await?;
        Ok(visit)
    }

    /// The browser came back to the registered address with this state and nothing else.
    pub(super) fn returned(&self, visit: &Visit, state: Option<&str>) -> Result<()> {
        let landing = visit.landed()?;
        let address = back(self.trial);
        let mut bare = landing.url.clone();
        bare.set_query(None);
        ensure!(bare.as_str() == address, "the browser was sent to {bare}, not to {address}");
        let told: Vec<(String, String)> = landing.url.query_pairs().into_owned().collect();
        let shown = told.iter().find(|(name, _)| name == "state").map(|(_, value)| value.as_str());
        ensure!(shown == state, "state was {state:?}, came back as {shown:?}");
        for (name, _) in told.iter().filter(|(name, _)| name != "state") {
            self.trial.warn(format!("the way back carries {name}"));
        }
        Ok(())
    }

    /// Nobody is logged in any more.
    pub(super) async fn is_over(&self) -> Result<()> {
        let over = must_log_in(self.trial, &self.browser, &self.client).await;
        over.context("after the logout")
    }

    /// No way back: a page that a person looks at.
    pub(super) fn stays(&self, visit: &Visit, when: &str) -> Result<()> {
        let page = visit.stopped().with_context(|| format!("{when} the browser was sent away"))?;
        ensure!(page.status < 500, "{when} came a {}", page.brief());
        self.trial.review(&format!("the page {when}"), page);
        Ok(())
    }
}

/// The address that the client registers for the way back.
pub(super) fn back(trial: &Trial) -> String {
    trial.at("post_logout_redirect")
}
