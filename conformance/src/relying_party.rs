//! The website: builds authorization requests, exchanges codes, checks ID tokens with a library that is not ours.

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use reqwest::StatusCode;
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

use crate::setup::{Client, Setup};

/// An authorization request of ours, with what must come back.
#[derive(Clone, Debug)]
pub struct Asked {
    pub client: Client,
    pub state: String,
    pub nonce: Option<String>,
    pub verifier: String,
    pub parameters: Vec<(String, String)>,
}

/// A token answer, judged by OpenID Connect Core §3.1.3.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access_token: String,
    pub claims: Value,
    pub algorithm: Algorithm,
}

/// A request of the code flow; `label` makes state, nonce and verifier different from any other's.
pub fn ask(setup: &Setup, label: &str, more: &[(&str, &str)]) -> Asked {
    ask_as(&setup.config.client, label, more)
}

pub fn ask_as(client: &Client, label: &str, more: &[(&str, &str)]) -> Asked {
    let value = |what: &str| {
        let input = format!("{what}|{label}|{}", std::process::id());
        URL_SAFE_NO_PAD.encode(Sha256::digest(input.as_bytes()))
    };
    let (state, nonce, verifier) = (value("state") + "-._~", value("nonce"), value("verifier"));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let mut parameters: Vec<(String, String)> = [
        ("response_type", "code"),
        ("client_id", &client.client_id),
        ("redirect_uri", &client.redirect_uri),
        ("scope", "openid"),
        ("state", &state),
        ("nonce", &nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    for (name, value) in more {
        parameters.retain(|(known, _)| known != name);
        if !value.is_empty() {
            parameters.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    let nonce = parameters.iter().find(|(name, _)| name == "nonce").map(|(_, value)| value.clone());
    Asked { client: client.clone(), state, nonce, verifier, parameters }
}

impl Asked {
    pub fn url(&self, setup: &Setup) -> Result<Url> {
        let mut url = Url::parse(setup.member("authorization_endpoint")?)?;
        url.query_pairs_mut().extend_pairs(&self.parameters);
        Ok(url)
    }

    /// Checks what every answer carries: `state`, and `iss` (RFC 9207 §2.4).
    pub fn answer(&self, setup: &Setup, url: &Url) -> Result<HashMap<String, String>> {
        let mut answer = HashMap::new();
        for (name, value) in url.query_pairs() {
            ensure!(
                answer.insert(name.to_string(), value.to_string()).is_none(),
                "{name} comes twice"
            );
        }
        ensure!(answer.get("state") == Some(&self.state), "state did not come back");
        ensure!(answer.get("iss") == Some(&setup.issuer), "iss is not the issuer");
        Ok(answer)
    }

    /// The code of an answer.
    pub fn code(&self, setup: &Setup, url: &Url) -> Result<String> {
        let mut answer = self.answer(setup, url)?;
        let code = answer.remove("code").with_context(|| format!("no code: {answer:?}"))?;
        ensure!(code.len() >= 22, "the code has less than 128 bits");
        Ok(code)
    }

    /// The error of an answer.
    pub fn error(&self, setup: &Setup, url: &Url) -> Result<String> {
        let mut answer = self.answer(setup, url)?;
        ensure!(!answer.contains_key("code"), "a code came with an error");
        let description = answer.get("error_description").map(String::as_str).unwrap_or_default();
        let printable = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
        ensure!(description.bytes().all(printable), "error_description is not printable ASCII");
        answer.remove("error").context("no error")
    }
}

/// Exchanges a code; the raw answer.
pub async fn exchange(
    setup: &Setup,
    asked: &Asked,
    code: &str,
    by_post: bool,
) -> Result<(StatusCode, Value)> {
    let client = &asked.client;
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", client.redirect_uri.as_str()),
        ("code_verifier", asked.verifier.as_str()),
    ];
    let mut request = setup.http.post(setup.member("token_endpoint")?);
    if by_post {
        fields.push(("client_id", &client.client_id));
        fields.push(("client_secret", &client.client_secret));
    } else {
        request = request.basic_auth(&client.client_id, Some(&client.client_secret));
    }
    let answer = request.form(&fields).send().await?;
    let no_store = answer.headers().get("cache-control").is_some_and(|line| line == "no-store");
    ensure!(no_store, "the token answer may be stored (RFC 6749 §5.1)");
    Ok((answer.status(), answer.json().await.context("the token answer is not JSON")?))
}

/// Exchanges a code and judges the tokens.
pub async fn redeem(setup: &Setup, asked: &Asked, code: &str, by_post: bool) -> Result<Tokens> {
    let (status, answer) = exchange(setup, asked, code, by_post).await?;
    ensure!(status == StatusCode::OK, "{status}: {answer}");
    let kind = answer["token_type"].as_str().unwrap_or_default();
    ensure!(kind.eq_ignore_ascii_case("bearer"), "token_type is {kind}");
    ensure!(answer["expires_in"].as_i64().is_some_and(|seconds| seconds > 0), "expires_in");
    let access_token = answer["access_token"].as_str().context("no access_token")?.to_owned();
    let (claims, algorithm) =
        verify(setup, asked, answer["id_token"].as_str().context("no id_token")?).await?;
    if let Some(at_hash) = claims["at_hash"].as_str() {
        let half = URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token.as_bytes())[..16]);
        ensure!(at_hash == half, "at_hash is not of the access token");
    }
    Ok(Tokens { access_token, claims, algorithm })
}

/// Checks an ID token against the published keys (OpenID Connect Core §3.1.3.7).
async fn verify(setup: &Setup, asked: &Asked, token: &str) -> Result<(Value, Algorithm)> {
    let jwks: JwkSet = setup.http.get(setup.member("jwks_uri")?).send().await?.json().await?;
    let header = jsonwebtoken::decode_header(token)?;
    let kid = header.kid.context("the ID token has no kid")?;
    let key = jwks.find(&kid).context("its kid is not published")?;
    let mut rules = Validation::new(header.alg);
    rules.set_audience(&[&asked.client.client_id]);
    rules.set_issuer(&[&setup.issuer]);
    rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let claims = jsonwebtoken::decode::<Value>(token, &DecodingKey::from_jwk(key)?, &rules)?.claims;
    if claims["nonce"].as_str() != asked.nonce.as_deref() {
        bail!("nonce did not come back");
    }
    let issued = claims["iat"].as_i64().context("no iat")?;
    ensure!((claims["exp"].as_i64().unwrap_or(0) - issued) > 0, "it expires before it begins");
    ensure!(claims["sub"].as_str().is_some_and(|sub| sub.is_ascii() && sub.len() <= 255), "sub");
    Ok((claims, header.alg))
}

/// UserInfo by a Bearer header.
pub async fn userinfo(setup: &Setup, token: &str) -> Result<(StatusCode, Value)> {
    let request = setup.http.get(setup.member("userinfo_endpoint")?).bearer_auth(token);
    read(request).await
}

/// Status, and the body as JSON where it is JSON.
pub async fn read(request: reqwest::RequestBuilder) -> Result<(StatusCode, Value)> {
    let answer = request.send().await?;
    let status = answer.status();
    Ok((status, serde_json::from_str(&answer.text().await?).unwrap_or(Value::Null)))
}
