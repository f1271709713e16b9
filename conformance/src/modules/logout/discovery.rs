//! What the metadata must say for a provider to claim a logout profile.

use anyhow::{Result, ensure};
use url::Url;

use crate::rp::register::is_safe;
use crate::trial::Trial;

pub(super) async fn rp_initiated(trial: &Trial) -> Result<()> {
    let address = trial.provider.member("end_session_endpoint")?;
    ensure!(is_safe(&Url::parse(address)?), "end_session_endpoint {address} is not https");
    Ok(())
}

pub(super) async fn backchannel(trial: &Trial) -> Result<()> {
    says(trial, ["backchannel_logout_supported", "backchannel_logout_session_supported"]).await
}

pub(super) async fn frontchannel(trial: &Trial) -> Result<()> {
    says(trial, ["frontchannel_logout_supported", "frontchannel_logout_session_supported"]).await
}

async fn says(trial: &Trial, names: [&str; 2]) -> Result<()> {
    rp_initiated(trial).await?;
    for name in names {
        let value = &trial.provider.metadata[name];
        ensure!(*value == true, "{name} is {value}");
    }
    Ok(())
}
