//! Pairwise subjects by sector (OpenID Connect Core §8.1).

use anyhow::{Result, ensure};
use serde_json::json;

use crate::browser::Browser;
use crate::rp::register::{Wish, request, send};
use crate::rp::{Ask, Client, Tokens};
use crate::trial::Trial;

pub(crate) async fn good(trial: &Trial) -> Result<()> {
    let client = Client::wishing(trial, wish(trial, &trial.at("callback"))).await?;
    let ask = Ask::new(trial, &client);
    let tokens = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    let public = Client::wishing(trial, Wish::member("subject_type", "public")).await?;
    let ask = Ask::new(trial, &public);
    let others = Tokens::by_login(trial, &Browser::new(trial)?, &ask).await?;
    ensure!(
        tokens.sub() != others.sub(),
        "sub is the same as that of a client with public subjects"
    );
    Ok(())
}

pub(crate) async fn bad(trial: &Trial) -> Result<()> {
    let config = &trial.config.client;
    let wish = wish(trial, "https://example.org/somebody-else");
    let (body, _) = request(trial, config, trial.variant.method, &wish)?;
    let answer = send(trial, config, &body).await?;
    if answer.status == 201 {
        trial.remember(&answer.json()?);
    }
    ensure!(answer.status == 400, "an address outside the sector is answered {}", answer.brief());
    if answer.error() != "invalid_client_metadata" {
        trial.warn(format!("the error is {}, not invalid_client_metadata", answer.error()));
    }
    Ok(())
}

/// A client of a sector whose document lists `listed`.
fn wish(trial: &Trial, listed: &str) -> Wish {
    let address = trial.fetched("sector.json");
    trial.receiver.publish(&address, "application/json", &json!([listed]).to_string());
    Wish::member("subject_type", "pairwise").and("sector_identifier_uri", address)
}
