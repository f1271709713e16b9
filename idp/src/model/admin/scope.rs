//! Scopes of the administration API: what a token or an API key may be used for, within its role.

use serde::{Deserialize, Serialize};

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $word:literal)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        pub enum ApiScope {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl ApiScope {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As a token carries it (RFC 6749 §3.3).
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|scope| scope.as_str() == word)
            }
        }
    };
}

scopes! {
    TenantsRead = "tenants:read"
    TenantsWrite = "tenants:write"
    PolicyRead = "policy:read"
    PolicyWrite = "policy:write"
    UsersRead = "users:read"
    UsersWrite = "users:write"
    /// Unlock, end sessions, re-issue, vouch: what a support desk does.
    UsersSupport = "users:support"
    ClientsRead = "clients:read"
    ClientsWrite = "clients:write"
    CertificatesRead = "certificates:read"
    CertificatesWrite = "certificates:write"
    KeysRead = "keys:read"
    KeysWrite = "keys:write"
    OutboxRead = "outbox:read"
    OutboxWrite = "outbox:write"
    AuditRead = "audit:read"
    WebhooksRead = "webhooks:read"
    WebhooksWrite = "webhooks:write"
    AccessRead = "access:read"
    AccessWrite = "access:write"
}
