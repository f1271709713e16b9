//! A tenant's signing key as stored: sealed, with its times.

use keys::signing::{Algorithm, PublicJwk};

use super::moment::Moment;

#[derive(Clone, Debug)]
pub struct StoredKey {
    pub kid: String,
    pub algorithm: Algorithm,
    pub public: PublicJwk,
    pub sealed: Vec<u8>,
    pub created_at: Moment,
    pub activate_at: Moment,
    /// Set once it is retired: it stays published until then, for the tokens it signed.
    pub remove_at: Option<Moment>,
}
