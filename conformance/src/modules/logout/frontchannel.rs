//! OpenID Connect Front-Channel Logout §2, §3: the provider's page loads a frame of the website.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};

use super::session::Session;
use crate::rp::register::Wish;
use crate::trial::Trial;

pub(super) async fn logout(trial: &Trial) -> Result<()> {
    let address = trial.at("frontchannel_logout");
    let wish = Wish::member("frontchannel_logout_uri", address.as_str())
        .and("frontchannel_logout_session_required", true);
    let session = Session::begin(trial, wish).await?;
    let visit = session.end_properly().await?;
    let frame = visit.frames.iter().find(|frame| frame.as_str().starts_with(&address));
    let frame = frame.with_context(|| format!("no page loads a frame of {address}"))?;
    let mut told: HashMap<String, String> = frame.query_pairs().into_owned().collect();
    let iss = told.remove("iss").context("the frame has no iss")?;
    ensure!(iss == trial.provider.issuer, "iss of the frame is {iss}");
    let sid = told.remove("sid").context("the frame has no sid")?;
    let due = &session.tokens.claims["sid"];
    ensure!(*due == sid.as_str(), "sid of the frame is {sid}, of the ID token {due}");
    for name in told.keys() {
        trial.warn(format!("the frame carries {name} besides"));
    }
    Ok(())
}
