//! RU: addresses that are missing, doubled, or another at the token endpoint; registration; native applications.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use url::Url;

use super::expect::{coded, json as refused, opened, page};
use crate::browser::{Browser, Intent, Trip};
use crate::plan::{Module, Need};
use crate::rp::register::{Wish, request, send};
use crate::rp::{Ask, Call, Client};
use crate::trial::Trial;

pub(super) const CASES: &[Module] = &[
    row!("RU-38", missing, Need::Registration),
    row!("RU-42", letter_case_of_escapes, Need::Registration),
    row!("RU-43", query_reordered, Need::Registration),
    row!("RU-45", omitted_at_token),
    row!("RU-46", another_at_token),
    row!("RU-48", doubled),
    row!("RU-50", native => ("http://127.0.0.1:51000/cb", true), Need::Registration),
    row!("RU-51", native => ("http://127.0.0.1:51000/cb2", false), Need::Registration),
    row!("RU-52", native => ("http://127.0.0.1:51000/cb?x", false), Need::Registration),
    row!("RU-53", native => ("http://127.0.0.1:80@evil.test/cb", false), Need::Registration),
    row!("RU-55", native => ("http://[::1]:51000/cb", false), Need::Registration),
    row!("RU-56", native_spellings, Need::Registration),
    row!("RU-57", native => ("https://127.0.0.1:1/cb", false), Need::Registration),
    row!("RU-58", registered_badly, Need::Registration),
    row!("RU-59", stored_as_sent, Need::Registration),
];

async fn refuses(trial: &Trial, registered: &[&str], asked: Option<&str>) -> Result<()> {
    let client = Client::wishing(trial, Wish::member("redirect_uris", json!(registered))).await?;
    let ask = Ask::new(trial, &client);
    let ask = match asked {
        Some(address) => ask.with("redirect_uri", address),
        None => ask.without("redirect_uri"),
    };
    page(&opened(trial, &ask).await?).with_context(|| format!("{asked:?}"))
}

async fn missing(trial: &Trial) -> Result<()> {
    let two = ["https://rp1.example.org/cb", "https://rp1.example.org/cb2"];
    refuses(trial, &two, None).await?;
    refuses(trial, &two, Some("")).await
}

async fn letter_case_of_escapes(trial: &Trial) -> Result<()> {
    let registered = ["https://rp1.example.org/a%2Fb"];
    refuses(trial, &registered, Some("https://rp1.example.org/a%2fb")).await
}

async fn query_reordered(trial: &Trial) -> Result<()> {
    let registered = ["https://rp1.example.org/cb?a=1&b=2"];
    refuses(trial, &registered, Some("https://rp1.example.org/cb?b=2&a=1")).await
}

async fn omitted_at_token(trial: &Trial) -> Result<()> {
    let ask = Ask::new(trial, &Client::first(trial).await?);
    let callback = coded(trial, &ask).await?;
    let answer = Call::exchange(trial, &ask, &callback)?.without("redirect_uri").send().await?;
    refused(&answer, 400, &["invalid_grant", "invalid_request"])
}

async fn another_at_token(trial: &Trial) -> Result<()> {
    let ask = Ask::new(trial, &Client::first(trial).await?);
    let callback = coded(trial, &ask).await?;
    let other = format!("{}/other", ask.client.redirect_uri);
    let answer =
        Call::exchange(trial, &ask, &callback)?.with("redirect_uri", &other).send().await?;
    refused(&answer, 400, &["invalid_grant"])
}

/// One address in the query, another in the form.
async fn doubled(trial: &Trial) -> Result<()> {
    let ask = Ask::new(trial, &Client::first(trial).await?);
    let mut url = Url::parse(trial.provider.member("authorization_endpoint")?)?;
    url.query_pairs_mut().append_pair("redirect_uri", "https://evil.test/cb");
    let visit = Browser::new(trial)?.go(Trip::post(url, ask.parameters), Intent::Look).await?;
    let page = visit.stopped().context("the browser was sent away")?;
    ensure!((400..500).contains(&page.status), "a {} came", page.brief());
    Ok(())
}

/// A native application registers a loopback address; its port is free (RFC 8252 §7.3).
async fn native(trial: &Trial, asked: &str, fine: bool) -> Result<()> {
    let wish = Wish::member("redirect_uris", json!(["http://127.0.0.1/cb"]))
        .and("application_type", "native")
        .and("token_endpoint_auth_method", "none");
    let client = Client::wishing(trial, wish).await?;
    let ask = Ask::new(trial, &client).with_pkce().with("redirect_uri", asked);
    let visit = opened(trial, &ask).await?;
    if !fine {
        return page(&visit);
    }
    ensure!(visit.asked_to_log_in(), "no login page came for a free port: {:?}", visit.landing);
    Ok(())
}

async fn native_spellings(trial: &Trial) -> Result<()> {
    for address in [
        "http://2130706433/cb",
        "http://127.1/cb",
        "http://0x7f.1/cb",
        "http://127.0.0.1.evil.test/cb",
    ] {
        native(trial, address, false).await.context(address)?;
    }
    Ok(())
}

async fn registered_badly(trial: &Trial) -> Result<()> {
    let long = format!("https://rp1.example.org/{}", "a".repeat(2100));
    for address in [
        "https://rp1.example.org/cb#f",
        "http://rp1.example.org/cb",
        "https://rp1.example.org@evil.test/cb",
        "https://rp1.example.org/cb\r\nSet-Cookie:a=b",
        " https://rp1.example.org/cb",
        "javascript:alert(1)",
        "data:text/html,x",
        "*",
        "https://*.rp1.example.org/cb",
        &long,
    ] {
        let config = &trial.config.client;
        let wish = Wish::member("redirect_uris", json!([address]));
        let (body, _) = request(trial, config, trial.variant.method, &wish)?;
        let answer = send(trial, config, &body).await?;
        if answer.status == 201 {
            trial.remember(&answer.json()?);
        }
        refused(&answer, 400, &["invalid_redirect_uri", "invalid_client_metadata"])
            .with_context(|| format!("{address:.60?}"))?;
    }
    Ok(())
}

async fn stored_as_sent(trial: &Trial) -> Result<()> {
    let address = "https://RP1.example.org:443/Cb/%2F?b=2&a=1";
    let client = Client::wishing(trial, Wish::member("redirect_uris", json!([address]))).await;
    // To refuse such an address is as good as to keep it.
    let Ok(client) = client else { return Ok(()) };
    let stored: &Value = &client.registered["redirect_uris"][0];
    ensure!(*stored == address, "{address} was stored as {stored}");
    Ok(())
}
