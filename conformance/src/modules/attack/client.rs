//! CA: clients that do not prove themselves, or in two ways, or as somebody else.

use anyhow::{Context, Result, ensure};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::expect::{coded, json as refused};
use super::parameters::token_endpoint;
use crate::clock;
use crate::jose::{part, sign_with_secret};
use crate::plan::{Module, Need};
use crate::rp::register::Wish;
use crate::rp::{Ask, Call, Callback, Client, Method, keys};
use crate::trial::Trial;

const PRIVATE_KEY: Need = Need::Offers("token_endpoint_auth_methods_supported", "private_key_jwt");

pub(super) const CASES: &[Module] = &[
    row!("CA-01", wrong_secret),
    row!("CA-03", other_method),
    row!("CA-04", two_methods),
    row!("CA-07", unknown_token, Need::Announces("revocation_endpoint")),
    row!("CA-10", assertion_twice, Need::Registration, PRIVATE_KEY),
    row!("CA-13", assertion_for_another, Need::Registration, PRIVATE_KEY),
    row!("CA-14", odd_assertions, Need::Registration, PRIVATE_KEY),
    row!("CA-16", another_client_id),
    row!("CA-17", odd_basic),
    row!("CA-18", secret_in_address),
];

async fn fresh(trial: &Trial) -> Result<(Ask, Callback)> {
    let ask = Ask::new(trial, &Client::first(trial).await?);
    let callback = coded(trial, &ask).await?;
    Ok((ask, callback))
}

async fn wrong_secret(trial: &Trial) -> Result<()> {
    let (mut ask, callback) = fresh(trial).await?;
    "not-the-secret".clone_into(&mut ask.client.secret);
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    refused(&answer, 401, &["invalid_client"])?;
    ensure!(!answer.header("www-authenticate").is_empty(), "no WWW-Authenticate (RFC 6749 §5.2)");
    Ok(())
}

async fn other_method(trial: &Trial) -> Result<()> {
    let (mut ask, callback) = fresh(trial).await?;
    ask.client.method = Method::SecretPost;
    let answer = Call::exchange(trial, &ask, &callback)?.send().await?;
    refused(&answer, 401, &["invalid_client"])
}

async fn two_methods(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let call = Call::exchange(trial, &ask, &callback)?;
    let call = call.with("client_id", &ask.client.id).with("client_secret", &ask.client.secret);
    let answer = call.send().await?;
    ensure!(matches!(answer.status, 400 | 401), "two proofs at once: {}", answer.brief());
    refused(&answer, answer.status, &["invalid_request", "invalid_client"])
}

async fn unknown_token(trial: &Trial) -> Result<()> {
    let client = Client::first(trial).await?;
    let call = Call::to(trial, &client, "revocation_endpoint")?.with("token", "nobody-knows-it");
    let answer = call.send().await?;
    ensure!(answer.status == 200, "revoking an unknown token: {}", answer.brief());
    Ok(())
}

/// A client that proves itself by its key.
async fn signing(trial: &Trial) -> Result<(Ask, Callback)> {
    let wish = Wish::member("token_endpoint_auth_method", "private_key_jwt");
    let mut client = Client::wishing(trial, wish).await?;
    client.method = Method::PrivateKeyJwt;
    let ask = Ask::new(trial, &client);
    let callback = coded(trial, &ask).await?;
    Ok((ask, callback))
}

async fn assertion_twice(trial: &Trial) -> Result<()> {
    let (ask, callback) = signing(trial).await?;
    let assertion = ask.client.assertion(trial)?;
    let first = Call::exchange(trial, &ask, &callback)?.proven_by(assertion.clone()).send().await?;
    ensure!(first.status == 200, "the first use: {}", first.brief());
    let callback = coded(trial, &ask).await?;
    let second = Call::exchange(trial, &ask, &callback)?.proven_by(assertion).send().await?;
    ensure!(matches!(second.status, 400 | 401), "the second use: {}", second.brief());
    Ok(())
}

async fn assertion_for_another(trial: &Trial) -> Result<()> {
    let (ask, callback) = signing(trial).await?;
    let mut claims = ask.client.assertion_claims(trial)?;
    claims["aud"] = json!("https://attacker.example/token");
    let assertion = ask.client.sign_assertion(&claims)?;
    let answer = Call::exchange(trial, &ask, &callback)?.proven_by(assertion).send().await?;
    ensure!(matches!(answer.status, 400 | 401), "another audience: {}", answer.brief());
    Ok(())
}

async fn odd_assertions(trial: &Trial) -> Result<()> {
    let now = clock::now();
    let changes: [(&str, Value); 5] = [
        ("iss", json!("somebody else")),
        ("sub", json!("somebody else")),
        ("exp", Value::Null),
        ("exp", json!(now - 120)),
        ("nbf", json!(now + 3600)),
    ];
    let (ask, callback) = signing(trial).await?;
    let good = ask.client.assertion_claims(trial)?;
    let mut forged = Vec::new();
    for (name, value) in changes {
        let mut claims = good.clone();
        claims[name] = value.clone();
        if let Some(members) = claims.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        forged.push((format!("{name}={value}"), ask.client.sign_assertion(&claims)?));
    }
    forged.push((
        "alg none".to_owned(),
        format!("{}.{}.", part(&json!({"alg": "none"})), part(&good)),
    ));
    let public = keys::rsa(0, Algorithm::RS256)?.published().to_string();
    let shared = sign_with_secret(public.as_bytes(), &json!({"alg": "HS256"}), &good)?;
    forged.push(("HS256 under the public key".to_owned(), shared));
    for (what, assertion) in forged {
        let answer = Call::exchange(trial, &ask, &callback)?.proven_by(assertion).send().await?;
        ensure!(matches!(answer.status, 400 | 401), "{what}: {}", answer.brief());
        ensure!(answer.error() != "invalid_grant", "{what}: the assertion was accepted");
    }
    Ok(())
}

async fn another_client_id(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let call = Call::exchange(trial, &ask, &callback)?.with("client_id", "somebody-else");
    let answer = call.send().await?;
    ensure!(matches!(answer.status, 400 | 401), "another client_id: {}", answer.brief());
    Ok(())
}

async fn odd_basic(trial: &Trial) -> Result<()> {
    for header in ["Basic ", "Basic %%%", "Basic Og==", "Basic bm9jb2xvbg==", "Basic /////w=="] {
        let request = trial.http.post(token_endpoint(trial)?).header("authorization", header);
        let request = request.form(&[("grant_type", "authorization_code"), ("code", "x")]);
        let answer = trial.send(request).await?;
        let fine = matches!(answer.status, 400 | 401);
        ensure!(fine, "{header} is answered {}", answer.brief());
        refused(&answer, answer.status, &["invalid_client", "invalid_request"]).context(header)?;
    }
    Ok(())
}

async fn secret_in_address(trial: &Trial) -> Result<()> {
    let (ask, callback) = fresh(trial).await?;
    let mut url = token_endpoint(trial)?;
    let secret = [("client_id", &ask.client.id), ("client_secret", &ask.client.secret)];
    url.query_pairs_mut().extend_pairs(secret);
    let request = trial.http.post(url).form(&[
        ("grant_type", "authorization_code"),
        ("code", callback.code()?),
        ("redirect_uri", ask.client.redirect_uri.as_str()),
    ]);
    let answer = trial.send(request).await?;
    ensure!(matches!(answer.status, 400 | 401), "a secret in the address: {}", answer.brief());
    Ok(())
}
