//! A direct request: one that a client sends itself, without a browser between (RFC 6749 §3.2), with all it proves itself by.

use super::params::Params;

/// Nothing here is verified yet.
#[derive(Debug, Default)]
pub struct ClientRequest {
    /// The absolute address that was asked, without query, as the client must have meant it.
    pub address: String,
    pub method: String,
    pub authorization: Option<String>,
    pub body: Params,
    /// Every `DPoP` header (RFC 9449 §4.1).
    pub dpop: Vec<String>,
    /// The certificate in DER that the connection proved (RFC 8705 §2).
    pub certificate: Option<Vec<u8>>,
    /// What came with it on the way to its authority.
    pub between: Vec<Vec<u8>>,
}
