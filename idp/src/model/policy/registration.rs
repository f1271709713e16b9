//! Whether clients may register themselves (RFC 7591 §3).

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", try_from = "Written")]
pub enum Registration {
    /// There is no such address.
    #[default]
    Off,
    /// Whoever holds an initial access token may.
    WithToken,
    /// Anybody may.
    Open,
}

/// As policies have it. It was a switch once: switched on, it opens to tokens alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Switch(bool),
    Word(String),
}

impl TryFrom<Written> for Registration {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written::Switch(false) => Ok(Self::Off),
            Written::Switch(true) => Ok(Self::WithToken),
            Written::Word(word) => match word.as_str() {
                "off" => Ok(Self::Off),
                "with_token" => Ok(Self::WithToken),
                "open" => Ok(Self::Open),
                _ => Err("client_registration is off, with_token or open"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_the_former_switch_are_read() {
        for (text, expected) in [
            ("\"off\"", Some(Registration::Off)),
            ("\"with_token\"", Some(Registration::WithToken)),
            ("\"open\"", Some(Registration::Open)),
            ("false", Some(Registration::Off)),
            ("true", Some(Registration::WithToken)),
            ("\"Open\"", None),
            ("1", None),
            ("null", None),
        ] {
            assert_eq!(serde_json::from_str(text).ok(), expected, "{text}");
        }
        assert_eq!(serde_json::to_string(&Registration::WithToken).unwrap(), "\"with_token\"");
    }
}
