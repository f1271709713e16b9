//! Why the token endpoint says no, and the protocol's word for it (RFC 6749 §5.2, RFC 8628 §3.5, RFC 8707 §2).

use crate::usecase::client::refusal::ClientRefusal;
use crate::wire::error::{ErrorBody, ErrorCode};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRefusal {
    Client(ClientRefusal),
    GrantMissing,
    GrantNotOffered,
    /// Offered, but not to this client.
    GrantNotAllowed,
    CodeMissing,
    RedirectUriMissing,
    /// The code is used, expired, of another client, or its session ended.
    CodeRefused,
    /// Nobody was given such a code.
    CodeUnknown,
    RedirectUriDiffers,
    VerifierRefused,
    /// The request does not prove the key that the grant is bound to.
    OtherKey,
    /// The claims parameter named another subject than the one who signed in (OpenID Connect Core §5.5.1).
    OtherSubject,
    RefreshTokenMissing,
    /// Unknown, used, expired, of another client, or what it rests on ended.
    RefreshTokenRefused,
    ScopeMalformed,
    ScopeTooWide,
    Target,
    DeviceCodeMissing,
    DeviceCodeRefused,
    DevicePending,
    DeviceTooFast,
    DeviceExpired,
    DeviceDenied,
    SubjectTokenMissing,
    SubjectTokenType,
    SubjectTokenRefused,
    /// Valid, but of a client whose tokens this one may not exchange.
    SubjectTokenOfOther,
    ActorToken,
    RequestedTokenType,
    /// It wants encrypted answers and has no key to encrypt to.
    NoEncryptionKey,
}

impl TokenRefusal {
    /// Every reason of ours, on one screen.
    pub const fn wording(self) -> ErrorBody {
        use ErrorCode as Code;
        let (error, error_description) = match self {
            Self::Client(why) => return why.wording(),
            Self::GrantMissing => (Code::InvalidRequest, "grant_type is missing"),
            Self::GrantNotOffered => (Code::UnsupportedGrantType, "this grant_type is not offered"),
            Self::GrantNotAllowed => (Code::UnauthorizedClient, "not a grant_type of this client"),
            Self::CodeMissing => (Code::InvalidRequest, "code is missing"),
            Self::RedirectUriMissing => (Code::InvalidGrant, "redirect_uri is missing"),
            Self::CodeRefused | Self::CodeUnknown => (Code::InvalidGrant, "the code is not valid"),
            Self::RedirectUriDiffers => {
                (Code::InvalidGrant, "redirect_uri differs from the request")
            }
            Self::VerifierRefused => (Code::InvalidGrant, "code_verifier does not match"),
            Self::OtherKey => (Code::InvalidGrant, "the grant is bound to another key"),
            Self::OtherSubject => (Code::InvalidGrant, "claims asks for another sub"),
            Self::RefreshTokenMissing => (Code::InvalidRequest, "refresh_token is missing"),
            Self::RefreshTokenRefused => (Code::InvalidGrant, "the refresh token is not valid"),
            Self::ScopeMalformed => (Code::InvalidScope, "scope is malformed"),
            Self::ScopeTooWide => (Code::InvalidScope, "scope is wider than what was granted"),
            Self::Target => (Code::InvalidTarget, "not a resource that may be asked for"),
            Self::DeviceCodeMissing => (Code::InvalidRequest, "device_code is missing"),
            Self::DeviceCodeRefused => (Code::InvalidGrant, "the device code is not valid"),
            Self::DevicePending => (Code::AuthorizationPending, "the person has not decided yet"),
            Self::DeviceTooFast => (Code::SlowDown, "wait five seconds longer between tries"),
            Self::DeviceExpired => (Code::ExpiredToken, "the device code has expired"),
            Self::DeviceDenied => (Code::AccessDenied, "the person said no"),
            Self::SubjectTokenMissing => (Code::InvalidRequest, "subject_token is missing"),
            Self::SubjectTokenType => {
                (Code::InvalidRequest, "only access tokens of this provider are exchanged")
            }
            Self::SubjectTokenRefused => (Code::InvalidRequest, "subject_token is not valid"),
            Self::SubjectTokenOfOther => {
                (Code::UnauthorizedClient, "tokens of that client may not be exchanged")
            }
            Self::ActorToken => (Code::InvalidRequest, "actor tokens are not offered"),
            Self::RequestedTokenType => (Code::InvalidRequest, "only access tokens are issued"),
            Self::NoEncryptionKey => (Code::InvalidRequest, "the client has no key to encrypt to"),
        };
        ErrorBody { error, error_description }
    }
}

impl From<ClientRefusal> for TokenRefusal {
    fn from(why: ClientRefusal) -> Self {
        Self::Client(why)
    }
}
