//! SS: addresses that the provider would fetch for an attacker. The suite's own address counts what arrives.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::expect::{opened, page_or_error};
use crate::plan::{Module, Need};
use crate::rp::register::{Wish, request, send};
use crate::rp::{Ask, Client};
use crate::trial::Trial;

/// Addresses inside a network, in every spelling.
const INSIDE: [&str; 12] = [
    "169.254.169.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "0.0.0.0",
    "[fc00::1]",
    "[fe80::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a00:1]",
    "167772161",
    "012.0.0.1",
];

pub(super) const CASES: &[Module] = &[
    row!("SS-01", by_reference),
    row!("SS-02", registered => ("jwks_uri"), Need::Registration),
    row!("SS-03", registered => ("sector_identifier_uri"), Need::Registration),
    row!("SS-08", odd_schemes, Need::Registration),
];

/// A reference at the authorization endpoint that nobody registered is not fetched.
async fn by_reference(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let address = trial.fetched("secret-object");
    let targets =
        ["https://169.254.169.254/x", "http://10.0.0.1/x", "https://localhost:1/x", &address];
    for target in targets {
        let ask = Ask::new(trial, &client).with("request_uri", target);
        let visit = opened(trial, &ask).await?;
        let known = ["request_uri_not_supported", "invalid_request_uri", "invalid_request"];
        page_or_error(trial, &ask, &visit, &known).await.with_context(|| target.to_owned())?;
    }
    let hits = trial.receiver.hits(&address).len();
    ensure!(hits == 0, "the provider fetched an address that nobody registered");
    Ok(())
}

/// Registered addresses inside the network: refused, or never reached in time to matter.
async fn registered(trial: &Trial, name: &str) -> Result<()> {
    for host in INSIDE {
        let address = format!("https://{host}/{name}");
        let wish = match name {
            "jwks_uri" => Wish::member("jwks", Value::Null),
            _ => Wish::member("subject_type", "pairwise"),
        };
        let wish = wish.and(name, address.as_str());
        let config = &trial.config.client;
        let (body, _) = request(trial, config, trial.variant.method, &wish)?;
        let before = std::time::Instant::now();
        let answer = send(trial, config, &body).await?;
        ensure!(
            before.elapsed().as_secs() < 8,
            "{address}: answered only after {:?}",
            before.elapsed()
        );
        if answer.status == 201 && name == "jwks_uri" {
            trial.remember(&answer.json()?);
            continue;
        }
        ensure!(answer.status == 400, "{address} is answered {}", answer.brief());
    }
    Ok(())
}

async fn odd_schemes(trial: &Trial) -> Result<()> {
    for address in
        ["file:///etc/passwd", "gopher://x/", "ftp://x/", "unix:/x", "data:application/json,{}"]
    {
        let wish = Wish::member("jwks", Value::Null).and("jwks_uri", json!(address));
        let config = &trial.config.client;
        let (body, _) = request(trial, config, trial.variant.method, &wish)?;
        let answer = send(trial, config, &body).await?;
        if answer.status == 201 {
            trial.remember(&answer.json()?);
        }
        ensure!(answer.status == 400, "{address} is answered {}", answer.brief());
    }
    Ok(())
}
