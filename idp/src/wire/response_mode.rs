//! `response_mode` (OAuth 2.0 Multiple Response Types §2.1, Form Post §2, JARM §2.3).

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResponseMode {
    #[default]
    #[serde(rename = "query")]
    Query,
    #[serde(rename = "fragment")]
    Fragment,
    #[serde(rename = "form_post")]
    FormPost,
    #[serde(rename = "query.jwt")]
    QueryJwt,
    #[serde(rename = "fragment.jwt")]
    FragmentJwt,
    #[serde(rename = "form_post.jwt")]
    FormPostJwt,
}

impl ResponseMode {
    /// The names on offer. `jwt` stands for the default of the response type, which is `query.jwt` for a code.
    pub const OFFERED: [&'static str; 7] =
        ["query", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"];

    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "query" => Self::Query,
            "fragment" => Self::Fragment,
            "form_post" => Self::FormPost,
            "jwt" | "query.jwt" => Self::QueryJwt,
            "fragment.jwt" => Self::FragmentJwt,
            "form_post.jwt" => Self::FormPostJwt,
            _ => return None,
        })
    }

    /// The default of a response type: what would put a token into the answer keeps it out of the query (§3).
    pub fn of_response_type(response_type: &str) -> Self {
        let in_front = response_type.split(' ').any(|word| matches!(word, "token" | "id_token"));
        if in_front { Self::Fragment } else { Self::Query }
    }

    /// Whether the answer is one signed token (JARM).
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::QueryJwt | Self::FragmentJwt | Self::FormPostJwt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_defaults() {
        for name in ResponseMode::OFFERED {
            assert!(ResponseMode::parse(name).is_some(), "{name}");
        }
        assert_eq!(ResponseMode::parse("jwt"), Some(ResponseMode::QueryJwt));
        assert_eq!(ResponseMode::parse("web_message"), None);
        assert_eq!(ResponseMode::of_response_type("code"), ResponseMode::Query);
        assert_eq!(ResponseMode::of_response_type("code id_token"), ResponseMode::Fragment);
    }
}
