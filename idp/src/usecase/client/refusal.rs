//! Why a client is not taken for the one it names, at whatever endpoint (RFC 6749 §5.2).

use time::Duration;

use super::holder::Unproven;
use super::nonce::Nonce;
use crate::wire::client_auth::Unpresented;
use crate::wire::error::{ErrorBody, ErrorCode};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientRefusal {
    Repeated,
    /// Parameters stand in the address.
    InTheAddress,
    Unpresented(Unpresented),
    /// Unknown client, wrong secret, or another method than the registered one.
    NotTheClient,
    /// It failed too often from where it is; with the time to wait.
    TooMany(Duration),
    /// The key that it must hold, or claims to.
    Proof(Unproven),
    /// Its tokens are bound to a certificate, and the connection has none.
    CertificateMissing,
}

impl ClientRefusal {
    /// Every reason of ours, on one screen.
    pub const fn wording(self) -> ErrorBody {
        use ErrorCode as Code;
        let (error, error_description) = match self {
            Self::Repeated => (Code::InvalidRequest, "a parameter is repeated"),
            Self::InTheAddress => {
                (Code::InvalidRequest, "parameters belong in the body, not in the address")
            }
            Self::Unpresented(Unpresented::Two) => {
                (Code::InvalidRequest, "more than one way of client authentication is used")
            }
            Self::Unpresented(Unpresented::Missing) => (Code::InvalidClient, "no client is named"),
            Self::Unpresented(Unpresented::Malformed) => {
                (Code::InvalidClient, "the Authorization header is malformed")
            }
            Self::Unpresented(Unpresented::NoAssertion) => {
                (Code::InvalidClient, "the client assertion is of an unknown type or malformed")
            }
            Self::NotTheClient => (Code::InvalidClient, "client authentication failed"),
            Self::TooMany(_) => {
                (Code::TemporarilyUnavailable, "client authentication failed too often")
            }
            Self::Proof(Unproven::Missing) => {
                (Code::InvalidDpopProof, "this client has to send a DPoP proof")
            }
            Self::Proof(Unproven::Invalid) => {
                (Code::InvalidDpopProof, "the DPoP proof is not valid")
            }
            Self::Proof(Unproven::OtherKey) => {
                (Code::InvalidDpopProof, "the DPoP proof is of another key")
            }
            Self::Proof(Unproven::NonceDue(_)) => {
                (Code::UseDpopNonce, "the DPoP proof needs the nonce of this answer")
            }
            Self::CertificateMissing => {
                (Code::InvalidRequest, "this client has to show its certificate")
            }
        };
        ErrorBody { error, error_description }
    }

    /// Whether the answer is 401 with a challenge (RFC 6749 §5.2).
    pub const fn is_about_the_client(self) -> bool {
        matches!(self.wording().error, ErrorCode::InvalidClient)
    }

    /// The nonce that the next proof needs.
    pub const fn nonce(self) -> Option<Nonce> {
        match self {
            Self::Proof(Unproven::NonceDue(nonce)) => Some(nonce),
            _ => None,
        }
    }
}

impl From<Unproven> for ClientRefusal {
    fn from(why: Unproven) -> Self {
        Self::Proof(why)
    }
}
