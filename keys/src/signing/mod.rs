//! Keys that sign, the JWKs that publish them, and compact JWS in both directions.

mod algorithm;
mod claims;
mod import;
pub(crate) mod json;
mod jwk;
mod key;
pub mod rotation;
mod token;

pub use algorithm::{Algorithm, KeyType, UnknownName};
pub use jwk::{JwkError, PublicJwk};
pub use key::{KeyError, SigningKey};
pub use token::{Profile, Verified, VerifyError, VerifyingKeys};
