//! Private keys that operators bring along as PEM, turned into PKCS#8.
//!
//! `rsa` reads and rewrites RSA keys here and does nothing with them.

use rsa::RsaPrivateKey;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::der::SecretDocument;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use zeroize::Zeroizing;

use super::algorithm::KeyType;
use super::key::KeyError;

const PKCS1: &str = "RSA PRIVATE KEY";
const PKCS8: &str = "PRIVATE KEY";

/// Reads the PEM (RFC 7468) of a private key and writes it as PKCS#8.
pub(super) fn pkcs8_from_pem(kind: KeyType, pem: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let (label, document) = SecretDocument::from_pem(pem.trim()).map_err(|_| KeyError::Pem)?;
    let der = document.as_bytes();
    match (kind, label) {
        (KeyType::Rsa, PKCS1) => rewritten(RsaPrivateKey::from_pkcs1_der(der).ok()),
        (KeyType::Rsa, PKCS8) => rewritten(RsaPrivateKey::from_pkcs8_der(der).ok()),
        (_, PKCS8) => Ok(document.to_bytes()),
        (_, PKCS1) => Err(KeyError::Rejected),
        _ => Err(KeyError::Pem),
    }
}

fn rewritten(key: Option<RsaPrivateKey>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let document = key.and_then(|key| key.to_pkcs8_der().ok()).ok_or(KeyError::Rejected)?;
    Ok(document.to_bytes())
}
