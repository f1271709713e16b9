//! Scope as a set (RFC 6749 §3.3, OpenID Connect Core §5.4).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(BTreeSet<String>);

/// What this provider offers.
pub const OFFERED: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];

impl Scope {
    /// None where a token has characters outside RFC 6749 Appendix A.4.
    pub fn parse(text: &str) -> Option<Self> {
        let tokens = text.split(' ').filter(|token| !token.is_empty());
        tokens
            .map(|token| {
                let fine = token.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
                fine.then(|| token.to_owned())
            })
            .collect::<Option<BTreeSet<_>>>()
            .map(Self)
    }

    pub fn has(&self, token: &str) -> bool {
        self.0.contains(token)
    }

    pub fn is_within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).cloned().collect())
    }

    /// The part that is offered. The rest is ignored, as OpenID Connect Core §3.1.2.1 asks.
    #[must_use]
    pub fn offered(&self) -> Self {
        Self(self.0.iter().filter(|token| OFFERED.contains(&token.as_str())).cloned().collect())
    }

    /// The part that is not about people: what a client may ask for itself.
    #[must_use]
    pub fn of_machines(&self) -> Self {
        Self(self.0.iter().filter(|token| !OFFERED.contains(&token.as_str())).cloned().collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The part that is in the other too.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).cloned().collect())
    }

    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, token) in self.tokens().enumerate() {
            let gap = if place == 0 { "" } else { " " };
            write!(out, "{gap}{token}")?;
        }
        Ok(())
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("scope"))
    }
}
