//! Keys by which programs administer: of a role, for some scopes, for a time.

use std::collections::BTreeSet;

use super::{ApiScope, Role};
use crate::model::ids::ApiKeyId;
use crate::model::moment::Moment;

/// A key as it is kept: never the key itself.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub digest: Vec<u8>,
    pub name: String,
    pub role: Role,
    pub scopes: BTreeSet<ApiScope>,
    pub created_by: String,
    pub created_at: Moment,
    pub expires_at: Moment,
    pub used_at: Option<Moment>,
    pub revoked_at: Option<Moment>,
}

impl ApiKey {
    pub fn is_live(&self, now: Moment) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Scopes in one text, as tokens carry them (RFC 6749 §3.3). None where a word is none of ours.
pub fn parse_scopes(text: &str) -> Option<BTreeSet<ApiScope>> {
    text.split_whitespace().map(ApiScope::parse).collect()
}

pub fn scopes_in_words(scopes: &BTreeSet<ApiScope>) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_written_as_they_are_read() {
        let all: BTreeSet<_> = ApiScope::ALL.iter().copied().collect();
        assert_eq!(parse_scopes(&scopes_in_words(&all)), Some(all));
        assert_eq!(parse_scopes("users:read users:fly"), None);
    }
}
