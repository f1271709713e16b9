//! Nonces of this provider for DPoP proofs (RFC 9449 §8), of which nothing is kept: each belongs to a span of time.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::app::App;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;

/// Seconds for which one nonce is given out; it is taken for as long again.
const SPAN: i64 = 150;

#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; 32]);

impl Nonce {
    pub fn now(app: &App, tenant: TenantId) -> Self {
        Self::at(app.nonce_key.as_ref(), tenant, span(app.now()))
    }

    /// Whether a proof's nonce is the present one or the one before.
    pub fn is_fresh(app: &App, tenant: TenantId, nonce: &str) -> bool {
        let now = span(app.now());
        [now, now - 1].into_iter().any(|span| {
            let ours = Self::at(app.nonce_key.as_ref(), tenant, span).to_string();
            keys::digest::same(ours.as_bytes(), nonce.as_bytes())
        })
    }

    fn at(key: &[u8], tenant: TenantId, span: i64) -> Self {
        Self(keys::digest::hmac_sha256(key, format!("{tenant}|{span}").as_bytes()))
    }
}

const fn span(now: Moment) -> i64 {
    now.seconds().div_euclid(SPAN)
}

impl fmt::Display for Nonce {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Nonce(***)")
    }
}
