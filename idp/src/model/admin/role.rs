//! Roles: what an administrator is for.

use serde::{Deserialize, Serialize};

/// From the least to the most. Nobody acts on somebody of a higher role.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads everything that is no secret, and the audit trail.
    Auditor,
    /// Helps people: unlocks, re-issues, ends sessions.
    SupportDesk,
    /// Decides about a tenant: policy, clients, users, certificates, keys.
    Owner,
    /// Runs the installation: tenants, roles, everything.
    Operator,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Auditor, Self::SupportDesk, Self::Owner, Self::Operator];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::SupportDesk => "support_desk",
            Self::Owner => "owner",
            Self::Operator => "operator",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}
