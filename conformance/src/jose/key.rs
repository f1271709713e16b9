//! A private key of the website, made here or given as a JWK.

use anyhow::{Context, Result, bail};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use super::{der, part};
use crate::random;

#[derive(Clone)]
pub struct Key {
    pub kid: Option<String>,
    pub algorithm: Algorithm,
    encoding: EncodingKey,
    /// The bare public JWK.
    bare: Value,
}

impl Key {
    /// A new key for an algorithm.
    pub fn make(algorithm: Algorithm) -> Result<Self> {
        let encoding = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048)?;
                let info = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair)?;
                EncodingKey::from_rsa_der(&der::inner(info.as_ref())?)
            }
            Algorithm::ES256 => {
                let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
                EncodingKey::from_ec_der(pair.to_pkcs8v1()?.as_ref())
            }
            Algorithm::EdDSA => {
                let random = aws_lc_rs::rand::SystemRandom::new();
                let pair = Ed25519KeyPair::generate_pkcs8v1(&random)?;
                EncodingKey::from_ed_der(pair.as_ref())
            }
            other => bail!("no keys are made for {other:?}"),
        };
        Self::of(encoding, algorithm, Some(random::letters(16)))
    }

    /// Reads a private JWK; `alg` says what it signs with, else what fits its type.
    pub fn from_jwk(jwk: &Value) -> Result<Self> {
        let (encoding, usual) = match jwk["kty"].as_str() {
            Some("RSA") => (EncodingKey::from_rsa_der(&der::rsa(jwk)?), Algorithm::PS256),
            Some("EC") => (EncodingKey::from_ec_der(&der::ec(jwk)?), Algorithm::ES256),
            Some("OKP") => (EncodingKey::from_ed_der(&der::ed(jwk)?), Algorithm::EdDSA),
            _ => bail!("a private JWK needs kty RSA, EC or OKP"),
        };
        let algorithm = match jwk["alg"].as_str() {
            Some("EdDSA" | "Ed25519") => Algorithm::EdDSA,
            Some(name) => name.parse().with_context(|| format!("alg {name}"))?,
            None => usual,
        };
        Self::of(encoding, algorithm, jwk["kid"].as_str().map(str::to_owned))
    }

    fn of(encoding: EncodingKey, algorithm: Algorithm, kid: Option<String>) -> Result<Self> {
        let mut bare = serde_json::to_value(Jwk::from_encoding_key(&encoding, algorithm)?)?;
        if let Some(members) = bare.as_object_mut() {
            members.remove("alg");
        }
        Ok(Self { kid, algorithm, encoding, bare })
    }

    /// The same key under another algorithm of its type.
    #[must_use]
    pub fn under(&self, algorithm: Algorithm) -> Self {
        Self { algorithm, ..self.clone() }
    }

    /// The same key without its id.
    #[must_use]
    pub fn nameless(&self) -> Self {
        Self { kid: None, ..self.clone() }
    }

    /// The algorithm's name in headers.
    pub fn alg(&self) -> String {
        format!("{:?}", self.algorithm)
    }

    /// The public JWK as it stands in a JWK set.
    pub fn published(&self) -> Value {
        let mut jwk = self.bare.clone();
        jwk["use"] = json!("sig");
        jwk["alg"] = json!(self.alg());
        if let Some(kid) = &self.kid {
            jwk["kid"] = json!(kid);
        }
        jwk
    }

    /// The public JWK with nothing that is not the key.
    pub fn bare(&self) -> &Value {
        &self.bare
    }

    /// The private JWK, for configuration files.
    pub fn private(&self) -> Result<Value> {
        let mut jwk = self.published();
        let kty = jwk["kty"].as_str().unwrap_or_default().to_owned();
        for (name, value) in der::members(&kty, self.encoding.as_bytes())? {
            jwk[name] = json!(value);
        }
        Ok(jwk)
    }

    /// RFC 7638.
    pub fn thumbprint(&self) -> Result<String> {
        let jwk: Jwk = serde_json::from_value(self.bare.clone())?;
        Ok(jwk.thumbprint(ThumbprintHash::SHA256)?)
    }

    /// Signs claims; the header gets `alg` and `kid` where it has none.
    pub fn sign(&self, header: &Value, claims: &Value) -> Result<String> {
        let mut header = header.clone();
        if header["alg"].is_null() {
            header["alg"] = json!(self.alg());
        }
        if let (Some(kid), true) = (&self.kid, header["kid"].is_null() && header["jwk"].is_null()) {
            header["kid"] = json!(kid);
        }
        if let Some(members) = header.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        self.sign_as_is(&header, claims)
    }

    /// Signs claims under exactly this header.
    pub fn sign_as_is(&self, header: &Value, claims: &Value) -> Result<String> {
        let message = format!("{}.{}", part(header), part(claims));
        let signature =
            jsonwebtoken::crypto::sign(message.as_bytes(), &self.encoding, self.algorithm)?;
        Ok(format!("{message}.{signature}"))
    }

    /// A private member, for proofs that wrongly carry one.
    pub fn with_private_member(&self) -> Value {
        let mut jwk = self.bare.clone();
        jwk["d"] = json!(URL_SAFE_NO_PAD.encode([7_u8; 32]));
        jwk
    }
}

/// Signs with a shared secret.
pub fn sign_with_secret(secret: &[u8], header: &Value, claims: &Value) -> Result<String> {
    let key = EncodingKey::from_secret(secret);
    let message = format!("{}.{}", part(header), part(claims));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256)?;
    Ok(format!("{message}.{signature}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jose::verify;

    #[test]
    fn keys_survive_as_jwk() {
        for algorithm in [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA] {
            let key = Key::make(algorithm).unwrap();
            let read = Key::from_jwk(&key.private().unwrap()).unwrap();
            let token = read.sign(&json!({}), &json!({"sub": "x"})).unwrap();
            let jwks = json!({"keys": [key.published()]});
            assert_eq!(verify(&jwks, &token).unwrap().claims["sub"], "x", "{algorithm:?}");
            assert!(verify(&jwks, &crate::jose::spoil(&token)).is_err());
            let other = json!({"keys": [Key::make(algorithm).unwrap().published()]});
            assert!(verify(&other, &token).is_err());
        }
    }
}
