//! The document that brings addresses of several hosts together (OpenID Connect Registration §5).

use std::collections::BTreeSet;

use url::Url;

use super::refusal::RegistrationRefusal;
use crate::app::App;
use crate::model::client::Client;
use crate::outbound::Call;
use crate::stop::Stop;

/// Refuses a client whose sector does not name each of its redirect URIs.
pub(super) async fn check(app: &App, client: &Client) -> Result<(), Stop<RegistrationRefusal>> {
    let Some(uri) = &client.settings.answers.sector_identifier_uri else { return Ok(()) };
    let named = fetch(app, uri).await.unwrap_or_default();
    if client.redirect_uris.iter().all(|own| named.contains(own.as_str())) && !named.is_empty() {
        Ok(())
    } else {
        Err(Stop::Refused(RegistrationRefusal::Sector))
    }
}

async fn fetch(app: &App, uri: &str) -> Option<BTreeSet<String>> {
    let url = Url::parse(uri).ok()?;
    match app.outbound.call(Call::Get { url, accept: "application/json" }).await {
        Ok(answer) if answer.is_success() => serde_json::from_slice(&answer.body).ok(),
        Ok(answer) => {
            tracing::warn!(uri, status = answer.status, "a sector was not given");
            None
        }
        Err(why) => {
            tracing::warn!(uri, %why, "a sector was not fetched");
            None
        }
    }
}
