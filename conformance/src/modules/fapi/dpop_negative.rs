//! DPoP proofs that are wrong in one way each, at the token endpoint and at the resource (RFC 9449 §4.3).

use anyhow::{Context, Result, ensure};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::steps::{Due, opened, resource};
use crate::clock;
use crate::http::Answer;
use crate::jose::dpop::Proof;
use crate::jose::{Key, part, spoil};
use crate::rp::{Client, keys};
use crate::trial::Trial;

const HOUR: i64 = 3600;

/// What is wrong with a proof, and how it is made so.
type Fault = (&'static str, fn(&Proof, &Key) -> Result<Vec<String>>);

const FAULTS: &[Fault] = &[
    ("no proof", |_, _| Ok(Vec::new())),
    ("two proofs", |proof, key| {
        let mut second = proof.clone();
        second.claims["jti"] = json!(crate::random::token());
        Ok(vec![proof.sign(key)?, second.sign(key)?])
    }),
    ("a proof that is no token", |_, _| Ok(vec!["not-a-token".to_owned()])),
    ("another typ", |proof, key| header(proof, key, "typ", json!("JWT"))),
    ("no typ", |proof, key| header(proof, key, "typ", Value::Null)),
    ("no jwk", |proof, key| header(proof, key, "jwk", Value::Null)),
    ("a private key in jwk", |proof, key| header(proof, key, "jwk", key.with_private_member())),
    ("a symmetric key in jwk", |proof, key| {
        header(proof, key, "jwk", json!({"kty": "oct", "k": "AAAAAAAAAAAAAAAAAAAAAA"}))
    }),
    ("another htm", |proof, key| claim(proof, key, "htm", json!("PUT"))),
    ("no htm", |proof, key| claim(proof, key, "htm", Value::Null)),
    ("another htu", |proof, key| claim(proof, key, "htu", json!("https://example.org/elsewhere"))),
    ("no htu", |proof, key| claim(proof, key, "htu", Value::Null)),
    ("an iat of an hour ago", |proof, key| claim(proof, key, "iat", json!(clock::now() - HOUR))),
    ("an iat in an hour", |proof, key| claim(proof, key, "iat", json!(clock::now() + HOUR))),
    ("no iat", |proof, key| claim(proof, key, "iat", Value::Null)),
    ("no jti", |proof, key| claim(proof, key, "jti", Value::Null)),
    ("RS256", |proof, _| {
        let key = keys::rsa(2, Algorithm::RS256)?;
        let mut proof = proof.clone();
        proof.header["alg"] = json!("RS256");
        proof.header["jwk"] = key.bare().clone();
        Ok(vec![proof.sign(&key)?])
    }),
    ("alg none", |proof, _| {
        let mut header = proof.header.clone();
        header["alg"] = json!("none");
        Ok(vec![format!("{}.{}.", part(&header), part(&proof.claims))])
    }),
    ("a spoilt signature", |proof, key| Ok(vec![spoil(&proof.sign(key)?)])),
    ("another key than in jwk", |proof, _| {
        let other = Key::make(Algorithm::ES256)?;
        Ok(vec![other.sign(&proof.header, &proof.claims)?])
    }),
];

/// Faults that only a resource can see.
const AT_RESOURCE: &[Fault] = &[
    ("no ath", |proof, key| claim(proof, key, "ath", Value::Null)),
    ("another ath", |proof, key| claim(proof, key, "ath", json!(crate::random::token()))),
    ("another key than the token's", |proof, _| {
        let other = Key::make(Algorithm::ES256)?;
        let mut proof = proof.clone();
        proof.header["jwk"] = other.bare().clone();
        Ok(vec![proof.sign(&other)?])
    }),
];

/// Another way to write an address.
type Spelling = fn(&str) -> String;

/// Proofs that look odd and are right.
const SOUND: &[(&str, Spelling)] = &[
    ("a query in htu", |url| format!("{url}?query=ignored")),
    ("a fragment in htu", |url| format!("{url}#fragment")),
    ("capitals in the host", capitals),
    ("the port written out", with_port),
];

fn header(proof: &Proof, key: &Key, name: &str, value: Value) -> Result<Vec<String>> {
    let mut header = proof.header.clone();
    header[name] = value;
    if let Some(members) = header.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    Ok(vec![key.sign_as_is(&header, &proof.claims)?])
}

fn claim(proof: &Proof, key: &Key, name: &str, value: Value) -> Result<Vec<String>> {
    let mut proof = proof.clone();
    proof.claims[name] = value;
    if let Some(members) = proof.claims.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    Ok(vec![proof.sign(key)?])
}

pub(super) async fn all(trial: &Trial) -> Result<()> {
    for (what, fault) in FAULTS {
        let due = Due::new(trial).await?;
        let key = due.client().dpop.clone().context("a DPoP key")?;
        let call = due.call(trial)?;
        let proof = Proof::new(&key, "POST", call.url());
        let answer = call.with_proofs(fault(&proof, &key)?).send().await?;
        refused(&answer).with_context(|| format!("the token endpoint, {what}"))?;
    }
    let due = Due::new(trial).await?;
    let token = sound_at_token(trial, &due).await?;
    match resource(trial, due.client())? {
        Some(url) => at_resource(trial, due.client(), &url, &token).await,
        None => Ok(()),
    }
}

/// The token endpoint takes an odd `htu`; gives the token.
async fn sound_at_token(trial: &Trial, due: &Due) -> Result<String> {
    let key = due.client().dpop.clone().context("a DPoP key")?;
    let call = due.call(trial)?;
    let mut proof = Proof::new(&key, "POST", call.url());
    proof.claims["htu"] = json!(capitals(call.url()));
    let answer = call.with_proofs(vec![proof.sign(&key)?]).send().await?;
    due.token(trial, &answer).await.context("the token endpoint, capitals in the host of htu")
}

async fn at_resource(trial: &Trial, client: &Client, url: &str, token: &str) -> Result<()> {
    let key = client.dpop.as_ref().context("a DPoP key")?;
    let fresh = || Proof::new(key, "GET", url).with_token(token);
    let call = async |scheme: &str, proofs: Vec<String>| {
        let mut request = client.http.get(url).header("authorization", format!("{scheme} {token}"));
        for proof in proofs {
            request = request.header("dpop", proof);
        }
        trial.send(request).await
    };
    for (what, fault) in FAULTS.iter().chain(AT_RESOURCE) {
        let answer = call("DPoP", fault(&fresh(), key)?).await?;
        refused(&answer).with_context(|| format!("the resource, {what}"))?;
    }
    refused(&call("Bearer", Vec::new()).await?).context("the resource, the token as Bearer")?;
    for (what, odd) in SOUND {
        let mut proof = fresh();
        proof.claims["htu"] = json!(odd(url));
        let answer = call("DPoP", vec![proof.sign(key)?]).await?;
        opened(&answer).with_context(|| format!("the resource, {what}"))?;
    }
    let proof = fresh().sign(key)?;
    opened(&call("DPoP", vec![proof.clone()]).await?)?;
    if call("DPoP", vec![proof]).await?.status < 300 {
        trial.note("the resource took the same jti twice, which it should not".to_owned());
    }
    Ok(())
}

fn refused(answer: &Answer) -> Result<()> {
    ensure!(matches!(answer.status, 400 | 401), "was answered {}", answer.brief());
    Ok(())
}

fn capitals(url: &str) -> String {
    let Ok(parsed) = url::Url::parse(url) else { return url.to_owned() };
    let host = parsed.host_str().unwrap_or_default();
    url.replacen(host, &host.to_uppercase(), 1)
}

fn with_port(url: &str) -> String {
    let Ok(parsed) = url::Url::parse(url) else { return url.to_owned() };
    match (parsed.port(), parsed.port_or_known_default(), parsed.host_str()) {
        (None, Some(port), Some(host)) => url.replacen(host, &format!("{host}:{port}"), 1),
        _ => url.to_owned(),
    }
}
