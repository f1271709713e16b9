//! The private certificate authority of a tenant: it issues client certificates, says which of them
//! are revoked, and recognizes them when a browser presents one.
//!
//! A certificate is known by its authority and its serial number, never by the names in it.

mod authority;
mod bundle;
mod check;
mod issue;
mod ocsp;
mod request;
mod revocation;
mod serial;
mod verify;

pub use authority::Authority;
pub use bundle::{Bundle, Form, download_password, pem};
pub use issue::{Certificate, Profile};
pub use ocsp::Status;
pub use request::{KeyKind, Request, RequestError};
pub use revocation::{Reason, Revoked};
pub use serial::Serial;
pub use verify::{Anchor, Presented, Refused, verify};

/// Why an authority could not be made or opened, or could not do what was asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the key pair could not be generated")]
    Generate,
    #[error("the private key is damaged or does not belong to the certificate")]
    Key,
    #[error("the certificate is damaged or not that of an authority")]
    Certificate,
    #[error("the name is empty, too long or has characters that no name has")]
    Name,
    #[error("the time is out of range or ends before it begins")]
    Validity,
    #[error("the address is no plain http or https URL")]
    Address,
    #[error("the serial number is not written in hexadecimal digits or too long")]
    Serial,
    #[error("the password is empty or not plain ASCII")]
    Password,
    #[error("the document could not be written or signed")]
    Write,
}
