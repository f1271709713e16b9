//! Why the token endpoint says no, and the protocol's word for it (RFC 6749 §5.2).

use crate::wire::client_auth::Unpresented;
use crate::wire::error::{ErrorBody, ErrorCode};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRefusal {
    Repeated,
    /// Parameters stand in the address.
    InTheAddress,
    Unpresented(Unpresented),
    /// Unknown client, wrong secret, or another method than the registered one.
    NotTheClient,
    GrantMissing,
    GrantNotOffered,
    CodeMissing,
    RedirectUriMissing,
    /// The code is unknown, used, expired, of another client, or its session ended.
    CodeRefused,
    RedirectUriDiffers,
    VerifierRefused,
}

impl TokenRefusal {
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
            Self::Unpresented(Unpresented::NotOffered) => {
                (Code::InvalidClient, "client assertions are not offered")
            }
            Self::NotTheClient => (Code::InvalidClient, "client authentication failed"),
            Self::GrantMissing => (Code::InvalidRequest, "grant_type is missing"),
            Self::GrantNotOffered => (Code::UnsupportedGrantType, "this grant_type is not offered"),
            Self::CodeMissing => (Code::InvalidRequest, "code is missing"),
            Self::RedirectUriMissing => (Code::InvalidGrant, "redirect_uri is missing"),
            Self::CodeRefused => (Code::InvalidGrant, "the code is not valid"),
            Self::RedirectUriDiffers => {
                (Code::InvalidGrant, "redirect_uri differs from the authorization request")
            }
            Self::VerifierRefused => (Code::InvalidGrant, "code_verifier does not match"),
        };
        ErrorBody { error, error_description }
    }

    /// Whether the answer is 401 with a challenge (RFC 6749 §5.2).
    pub const fn is_about_the_client(self) -> bool {
        matches!(self.wording().error, ErrorCode::InvalidClient)
    }
}
