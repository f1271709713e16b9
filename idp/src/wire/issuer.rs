//! The issuer: a URL without query or fragment (OpenID Connect Discovery §3).

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Issuer(String);

impl Issuer {
    /// `{base}/t/{tenant}`; `base` has no trailing slash.
    pub fn of_tenant(base: &str, slug: &str) -> Self {
        Self(format!("{base}/t/{slug}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An address below the issuer; `path` begins with a slash.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}
