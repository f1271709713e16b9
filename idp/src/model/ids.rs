//! Ids of rows, typed by kind, from one list. Never secrets.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }
    )*};
}

ids! {
    /// A contract.
    TenantId
    /// A person of a tenant.
    UserId
    /// A numbered entry of a user: a mail address that receives one-time passwords.
    DeviceId
    /// A login in progress.
    AttemptId
    /// A one-time password asked for.
    CodeId
    /// A browser's session; websites see it as `sid`.
    SessionId
    /// What a person allowed a client at one authorization request.
    GrantId
    /// An access token; it carries this as `jti`.
    TokenId
    /// A letter in the outbox.
    LetterId
    /// A first visit waited for.
    EnrolmentId
    /// A reissue of a password.
    ReissueId
    /// A new address that waits for its code.
    ProofId
    /// A change of the login method.
    MethodChangeId
    /// A browser that an account knows.
    KnownBrowserId
    /// A tenant's certificate authority.
    AuthorityId
    /// A client certificate.
    CertificateId
    /// A role that an administrator has.
    RoleGrantId
    /// A key by which a program administers.
    ApiKeyId
    /// An import of users that was begun.
    ImportId
    /// A table of users that was sent to be imported.
    UploadId
    /// By which somebody provisions people.
    ScimTokenId
    /// A group of people.
    GroupId
    /// A row of the audit trail.
    AuditEventId
    /// An address that hears of events.
    WebhookId
    /// A test login of a client.
    TrialId
}

impl UserId {
    /// Of no user: what is done for a name that nobody has is done for this one, so that it costs the same.
    pub const NOBODY: Self = Self(Uuid::nil());
}

/// A client's public name (RFC 6749 §2.2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(pub String);

impl ClientId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ClientId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}
