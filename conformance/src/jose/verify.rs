//! Reads and verifies what the provider signs, against the keys that it publishes.

use anyhow::{Context, Result, bail, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;

/// A token whose signature holds.
#[derive(Clone, Debug)]
pub struct Verified {
    pub header: Value,
    pub claims: Value,
}

impl Verified {
    pub fn alg(&self) -> &str {
        self.header["alg"].as_str().unwrap_or_default()
    }
}

/// Reads a token without believing it.
pub fn peek(token: &str) -> Result<Verified> {
    let parts: Vec<&str> = token.split('.').collect();
    ensure!(parts.len() == 3, "a signed token has three parts, this one {}", parts.len());
    Ok(Verified { header: read(parts[0])?, claims: read(parts[1])? })
}

/// Verifies by `kid`, `kty`, `alg` and `use`; a key that fits none of them is never tried.
pub fn verify(jwks: &Value, token: &str) -> Result<Verified> {
    let told = peek(token)?;
    let (message, signature) = token.rsplit_once('.').context("no signature")?;
    let algorithm: Algorithm = match told.alg() {
        "none" => bail!("the token is not signed"),
        name => name.parse().with_context(|| format!("alg {name}"))?,
    };
    let keys = jwks["keys"].as_array().context("keys is not a list")?;
    let fitting: Vec<&Value> = keys.iter().filter(|key| fits(key, &told)).collect();
    ensure!(!fitting.is_empty(), "no published key fits the header {}", told.header);
    for key in fitting {
        let jwk: Jwk = serde_json::from_value(key.clone()).context("a published key")?;
        let key = DecodingKey::from_jwk(&jwk)?;
        if jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key, algorithm)? {
            return Ok(told);
        }
    }
    bail!("the signature does not hold")
}

fn fits(key: &Value, told: &Verified) -> bool {
    let kty = match told.alg().get(..2) {
        Some("RS" | "PS") => "RSA",
        Some("ES") => "EC",
        _ => "OKP",
    };
    let absent_or = |name: &str, value: &Value| key[name].is_null() || key[name] == *value;
    key["kty"] == kty
        && (told.header["kid"].is_null() || key["kid"] == told.header["kid"])
        && absent_or("alg", &told.header["alg"])
        && absent_or("use", &"sig".into())
}

fn read(part: &str) -> Result<Value> {
    let bytes = URL_SAFE_NO_PAD.decode(part).context("a part of the token is not base64url")?;
    serde_json::from_slice(&bytes).context("a part of the token is not JSON")
}
