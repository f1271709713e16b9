//! The answer to a pushed request (RFC 9126 §2.2).

use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct PushedAnswer {
    pub request_uri: String,
    /// Seconds.
    pub expires_in: i64,
}
