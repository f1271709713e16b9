//! Proof Key for Code Exchange, S256 only (RFC 7636; RFC 9700 §2.1.1 leaves `plain` out).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// A `code_challenge`: 43 characters of base64url, the SHA-256 of the verifier (RFC 7636 §4.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Challenge(String);

impl Challenge {
    pub fn parse(text: &str) -> Option<Self> {
        let decoded = URL_SAFE_NO_PAD.decode(text).ok()?;
        (decoded.len() == 32).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this verifier made the challenge (RFC 7636 §4.6).
    pub fn is_met_by(&self, verifier: &str) -> bool {
        let fine = (43..=128).contains(&verifier.len())
            && verifier.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        let made = URL_SAFE_NO_PAD.encode(keys::digest::sha256(verifier.as_bytes()));
        fine && keys::digest::same(made.as_bytes(), self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_appendix_b() {
        let challenge = Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        assert!(challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        for wrong in
            ["dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", "short", "", challenge.as_str()]
        {
            assert!(!challenge.is_met_by(wrong));
        }
        assert!(!challenge.is_met_by(&"a".repeat(129)));
    }

    #[test]
    fn challenges_of_another_shape_are_refused() {
        for wrong in [
            "",
            "abc",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=",
        ] {
            assert_eq!(Challenge::parse(wrong), None, "{wrong}");
        }
    }
}
