//! What a device is told that asks for a person (RFC 8628 §3.2).

use serde::Serialize;

/// Never logged.
#[derive(Serialize)]
pub struct DeviceAnswer {
    pub device_code: String,
    pub user_code: String,
    pub verification_uri: String,
    pub verification_uri_complete: String,
    /// Seconds.
    pub expires_in: i64,
    /// Seconds between tries.
    pub interval: u32,
}
