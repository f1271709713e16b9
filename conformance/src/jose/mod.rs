//! Keys and tokens from the website's side. Signing and verifying is jsonwebtoken's; headers are put together here, since
//! half of the tokens are wrong on purpose.

mod der;
pub mod dpop;
mod key;
mod verify;

pub use key::{Key, sign_with_secret};
pub use verify::{Verified, peek, verify};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Base64url of JSON, the parts of a token.
pub fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A token under `alg: none`.
pub fn unsigned(claims: &Value) -> String {
    format!("{}.{}.", part(&serde_json::json!({"alg": "none"})), part(claims))
}

/// SHA-256 as base64url: PKCE's challenge, DPoP's `ath`.
pub fn digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

/// SHA-256 of bytes as base64url: `x5t#S256`.
pub fn digest_bytes(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// The left half of a hash, as `at_hash` has it (OpenID Connect Core §3.1.3.6).
pub fn half_digest(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(text.as_bytes())[..16])
}

/// A token whose signature has one bit flipped.
pub fn spoil(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    if let Some(byte) = bytes.get_mut(5) {
        *byte ^= 0x40;
    }
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(bytes))
}
