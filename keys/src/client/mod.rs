//! What clients bring along: their keys, and what they sign, encrypt and present to prove themselves.
//!
//! Unlike in [`crate::signing`], the keys are not ours and the tokens were made by strangers. Nothing
//! in a token says which key or which algorithm is good for it: the registered [`KeySet`] and the
//! [`Expected`] of the caller do. Whether something was used before is for the caller to remember.

mod algorithm;
pub mod certificate;
mod claims;
pub mod dpop;
mod expected;
pub mod jwe;
mod jwk;
mod jws;
mod material;
mod set;

mod uri;
mod verify;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub use algorithm::Algorithm;
pub use expected::{Audience, Expected, Name, Times, Typ};
pub use jwk::JwkError;
pub use set::{KeySet, KeySetError};
pub use verify::{Proven, VerifyError, verify_hmac};

use crate::digest::sha256;

/// The SHA-256 thumbprint of a certificate, as `x5t#S256` gives it (RFC 8705 §3.1).
pub fn certificate_thumbprint(der: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(sha256(der))
}
