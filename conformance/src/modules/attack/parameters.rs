//! PR: parameters and grants that are wrong, doubled, too long or not the client's.

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::json;
use url::Url;

use super::expect::{coded, error, json as refused, opened, page, page_or_error};
use crate::browser::Browser;
use crate::http::Answer;
use crate::jose::unsigned;
use crate::plan::{Module, Need};
use crate::rp::{Ask, Call, Client, par};
use crate::trial::Trial;

const PAR: Need = Need::Announces(par::ENDPOINT);
const BAD: [&str; 2] = ["invalid_request", "invalid_scope"];

pub(super) const CASES: &[Module] = &[
    row!("PR-01", response_types),
    row!("PR-02", grant => (&["password"], &["unsupported_grant_type", "unauthorized_client"])),
    row!("PR-03", grant => (&["implicit", "", "AUTHORIZATION_CODE"], &["unsupported_grant_type", "invalid_request"])),
    row!("PR-04", grants_not_allowed),
    row!("PR-06", doubled_at_authorize),
    row!("PR-07", doubled_at_token),
    row!("PR-08", brackets),
    row!("PR-09", in_query_and_body),
    row!("PR-10", odd_bytes),
    row!("PR-11", unknown_client),
    row!("PR-13", odd_methods),
    row!("PR-14", deep_claims),
    row!("PR-15", foreign_hint),
    row!("PR-17", odd_locales),
    row!("PR-22", unproven_push, PAR),
    row!("PR-26", nested_push, PAR),
];

async fn ask(trial: &Trial) -> Result<Ask> {
    Ok(Ask::new(trial, &Client::first(trial).await?))
}

async fn response_types(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let offered = trial.provider.list("response_types_supported");
    for kind in ["token", "id_token", "code token", "none", "code id_token"] {
        if offered.contains(&kind) {
            continue;
        }
        let ask = ask.clone().with("response_type", kind);
        let visit = opened(trial, &ask).await?;
        if visit.landing.as_ref().is_some_and(|landing| landing.url.fragment().is_some()) {
            let fragment = format!("{:?}", visit.landing);
            ensure!(fragment.contains("error=unsupported_response_type"), "{kind}: {fragment}");
            continue;
        }
        let known = ["unsupported_response_type", "unauthorized_client", "invalid_request"];
        page_or_error(trial, &ask, &visit, &known).await.context(kind)?;
    }
    Ok(())
}

async fn grant(trial: &Trial, kinds: &[&str], known: &[&str]) -> Result<()> {
    let client = Client::first(trial).await?;
    for kind in kinds {
        let call = Call::to(trial, &client, "token_endpoint")?.with("grant_type", kind);
        let call = call.with("username", "somebody").with("password", "something");
        refused(&call.send().await?, 400, known).with_context(|| format!("grant_type={kind}"))?;
    }
    Ok(())
}

async fn grants_not_allowed(trial: &Trial) -> Result<()> {
    let exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    let device = "urn:ietf:params:oauth:grant-type:device_code";
    let known =
        ["unauthorized_client", "unsupported_grant_type", "invalid_request", "invalid_grant"];
    grant(trial, &["client_credentials"], &known[..2]).await?;
    grant(trial, &[exchange, device], &known).await
}

async fn doubled_at_authorize(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    for (name, value) in &ask.parameters {
        let mut url = ask.url(trial)?;
        url.query_pairs_mut().append_pair(name, value);
        let visit = Browser::new(trial)?.look(url).await?;
        let mut told = ask.clone();
        // A state that comes twice is not told back.
        if name == "state" && !format!("{:?}", visit.landing).contains("state=") {
            told = told.without("state");
        }
        if ["client_id", "redirect_uri"].contains(&name.as_str()) {
            page(&visit).with_context(|| format!("{name} twice"))?;
        } else {
            let done = page_or_error(trial, &told, &visit, &["invalid_request"]).await;
            done.with_context(|| format!("{name} twice"))?;
        }
    }
    Ok(())
}

async fn doubled_at_token(trial: &Trial) -> Result<()> {
    for name in ["grant_type", "code", "redirect_uri"] {
        let ask = ask(trial).await?;
        let callback = coded(trial, &ask).await?;
        let call = Call::exchange(trial, &ask, &callback)?.and(name, "again");
        refused(&call.send().await?, 400, &["invalid_request"])
            .with_context(|| format!("{name} twice"))?;
    }
    Ok(())
}

async fn brackets(trial: &Trial) -> Result<()> {
    let plain = ask(trial).await?;
    let visit =
        opened(trial, &plain.clone().without("client_id").with("client_id[]", &plain.client.id))
            .await?;
    page(&visit).context("client_id[]")?;
    // A name with brackets is another name: it is ignored or refused, never read as `scope`.
    let ask = plain.with("scope[]", "admin");
    let visit = opened(trial, &ask).await?;
    if !visit.asked_to_log_in() {
        page_or_error(trial, &ask, &visit, &BAD).await.context("scope[]")?;
    }
    Ok(())
}

async fn in_query_and_body(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let callback = coded(trial, &ask).await?;
    let url = format!("{}?grant_type=authorization_code", trial.provider.member("token_endpoint")?);
    let request =
        trial.http.post(url).basic_auth(&ask.client.id, Some(&ask.client.secret)).form(&[
            ("grant_type", "authorization_code"),
            ("code", callback.code()?),
            ("redirect_uri", &ask.client.redirect_uri),
        ]);
    refused(&trial.send(request).await?, 400, &["invalid_request"])
}

async fn odd_bytes(trial: &Trial) -> Result<()> {
    let plain = ask(trial).await?;
    let long = "x".repeat(8192);
    for name in ["state", "nonce", "scope", "login_hint", "ui_locales", "acr_values", "claims"] {
        for value in ["%00", "%ff", "%c0%af", "%0d%0aX-Injected:%201", long.as_str()] {
            let ask = plain.clone().without(name);
            let url = format!("{}&{name}={value}", ask.url(trial)?);
            let answer = Answer::to(trial.http.get(&url)).await;
            let answer = answer.with_context(|| format!("{name}={value:.20}"))?;
            let fine = answer.status < 500 && answer.header("x-injected").is_empty();
            ensure!(fine, "{name}={value:.20} is answered {}", answer.brief());
        }
    }
    Ok(())
}

async fn unknown_client(trial: &Trial) -> Result<()> {
    let plain = ask(trial).await?.with("client_id", "nobody-knows-me");
    for ask in [
        plain.clone(),
        plain.clone().with("scope", "\u{0}"),
        plain.clone().without("response_type"),
        plain.with("prompt", "none"),
    ] {
        page(&opened(trial, &ask).await?)?;
    }
    Ok(())
}

async fn odd_methods(trial: &Trial) -> Result<()> {
    let url = ask(trial).await?.url(trial)?;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
        let answer = trial.send(trial.http.request(method.clone(), url.clone())).await?;
        ensure!((400..500).contains(&answer.status), "{method} is answered {}", answer.brief());
    }
    Ok(())
}

async fn deep_claims(trial: &Trial) -> Result<()> {
    let plain = ask(trial).await?;
    let deep = format!("{}1{}", "{\"a\":".repeat(200), "}".repeat(200));
    let wide = json!({"userinfo": {"x".repeat(7000): null}}).to_string();
    for claims in [deep.as_str(), wide.as_str(), "{\"unknown\":1}", "not json", "[]"] {
        let ask = plain.clone().with("claims", claims);
        let answer = Answer::to(trial.http.get(ask.url(trial)?)).await?;
        ensure!(answer.status < 500, "claims={claims:.30} is answered {}", answer.brief());
    }
    Ok(())
}

async fn foreign_hint(trial: &Trial) -> Result<()> {
    let claims = json!({"iss": "https://other.example", "sub": "admin", "aud": "x", "exp": 9_999_999_999_i64});
    let ask = ask(trial).await?.with("id_token_hint", &unsigned(&claims)).with("prompt", "none");
    let visit = opened(trial, &ask).await?;
    let known = ["login_required", "interaction_required", "invalid_request", "consent_required"];
    page_or_error(trial, &ask, &visit, &known).await
}

async fn odd_locales(trial: &Trial) -> Result<()> {
    for locales in ["../../etc/passwd", "xx-<script>alert(1)</script>", "ja\u{0}"] {
        let ask = ask(trial).await?.with("ui_locales", locales);
        let visit = opened(trial, &ask).await?;
        if visit.landing.is_some() {
            error(trial, &ask, &visit, &["invalid_request"]).await?;
            continue;
        }
        let page = visit.stopped()?;
        ensure!(page.status < 500, "ui_locales={locales:?} brought a {}", page.brief());
        ensure!(!page.html.contains("<script>alert(1)"), "ui_locales is shown unescaped");
    }
    Ok(())
}

async fn unproven_push(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?;
    let call = Call::to(trial, &ask.client, par::ENDPOINT)?.with_all(&ask.parameters).unproven();
    refused(&call.send().await?, 401, &["invalid_client"])
}

async fn nested_push(trial: &Trial) -> Result<()> {
    let ask = ask(trial).await?.with("request_uri", "urn:ietf:params:oauth:request_uri:x");
    let call = Call::to(trial, &ask.client, par::ENDPOINT)?.with_all(&ask.parameters);
    refused(&call.send().await?, 400, &["invalid_request", "request_uri_not_supported"])
}

/// The endpoint's address, for cases that write requests by hand.
pub(super) fn token_endpoint(trial: &Trial) -> Result<Url> {
    Ok(Url::parse(trial.provider.member("token_endpoint")?)?)
}
