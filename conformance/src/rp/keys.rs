//! Keys of test clients. RSA keys are slow to make, so that a run makes each of them once.

use std::sync::OnceLock;

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use crate::config::Certificate;
use crate::jose::Key;
use crate::receiver::self_signed;

static RSA: [OnceLock<Key>; 3] = [const { OnceLock::new() }; 3];
static EC: OnceLock<Key> = OnceLock::new();
static CERTIFICATES: [OnceLock<Certificate>; 2] = [const { OnceLock::new() }; 2];

/// One of three RSA keys of this run.
pub(crate) fn rsa(which: usize, algorithm: Algorithm) -> Result<Key> {
    let slot = RSA.get(which).context("there are three RSA keys")?;
    Ok(once(slot, || Key::make(Algorithm::RS256))?.under(algorithm))
}

/// The EC key of this run.
pub(crate) fn ec() -> Result<Key> {
    once(&EC, || Key::make(Algorithm::ES256))
}

/// One of two certificates of this run that vouch for themselves (RFC 8705 §2.2).
pub(crate) fn certificate(which: usize) -> Result<Certificate> {
    let slot = CERTIFICATES.get(which).context("there are two certificates")?;
    once(slot, || self_signed(&["client.test"]))
}

fn once<T: Clone>(slot: &OnceLock<T>, make: impl FnOnce() -> Result<T>) -> Result<T> {
    if let Some(kept) = slot.get() {
        return Ok(kept.clone());
    }
    let fresh = make()?;
    Ok(slot.get_or_init(|| fresh).clone())
}

impl Certificate {
    /// The certificate's DER.
    pub(crate) fn der(&self) -> Result<Vec<u8>> {
        der(&self.cert).context("mtls.cert is not PEM")
    }

    /// The key's DER.
    pub(crate) fn key_der(&self) -> Result<Vec<u8>> {
        der(&self.key).context("mtls.key is not PEM")
    }
}

impl Certificate {
    /// The certificate's key as a JWK that carries it (RFC 8705 §2.2.2).
    pub(crate) fn published(&self) -> Result<Value> {
        let encoding = EncodingKey::from_ec_der(&self.key_der()?);
        let made = Jwk::from_encoding_key(&encoding, Algorithm::ES256);
        let mut jwk = serde_json::to_value(made.context("mtls.key is not a P-256 key")?)?;
        jwk["x5c"] = json!([STANDARD.encode(self.der()?)]);
        jwk["kid"] = json!("certificate");
        jwk["use"] = json!("sig");
        Ok(jwk)
    }
}

/// The first block of a PEM text.
fn der(pem: &str) -> Result<Vec<u8>> {
    let body: String = pem
        .lines()
        .skip_while(|line| !line.starts_with("-----BEGIN"))
        .skip(1)
        .take_while(|line| !line.starts_with("-----END"))
        .map(str::trim)
        .collect();
    Ok(STANDARD.decode(body)?)
}
