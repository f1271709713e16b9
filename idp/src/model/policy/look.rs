//! What a contract shows of itself: its support desk, links, colours, seal.

use serde::{Deserialize, Serialize};

use super::Bilingual;

/// The support desk that pages and mails refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub name: String,
    #[serde(default)]
    pub telephone: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub hours: Option<String>,
    /// Where the service writes to the desk; not shown to people.
    #[serde(default)]
    pub mail: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    #[serde(default)]
    pub terms: Option<String>,
    #[serde(default)]
    pub privacy: Option<String>,
    /// `#rrggbb`; made readable by computation.
    #[serde(default)]
    pub colour: Option<String>,
    /// What the image in the seal slot is, and where it leads.
    #[serde(default)]
    pub seal: Option<SealRules>,
}

/// The mark of somebody who vouches for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealRules {
    pub label: Bilingual,
    #[serde(default)]
    pub href: Option<String>,
}
