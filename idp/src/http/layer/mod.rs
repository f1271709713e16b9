//! What happens to every request and response.

pub mod access_log;
pub mod client_address;
pub mod cross_origin;
pub mod failures;
pub mod security_headers;
