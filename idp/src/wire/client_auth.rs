//! Client credentials as sent in a direct request (RFC 6749 §2.3.1, RFC 7523 §2.2, OpenID Connect Core §9).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use secrecy::SecretString;
use serde::Deserialize;

use super::params::Params;

/// The one type of assertion (RFC 7523 §2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How a client presented itself.
#[derive(Debug)]
pub enum Presented {
    Basic {
        client: String,
        secret: SecretString,
    },
    Post {
        client: String,
        secret: SecretString,
    },
    /// A signed statement; whom it names is not proven before it is verified.
    Assertion {
        client: String,
        token: SecretString,
    },
    /// A public client names itself; so does one that a certificate proves.
    Named {
        client: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpresented {
    /// Nothing that names a client.
    Missing,
    /// Two methods at once (RFC 6749 §2.3).
    Two,
    /// A header that is not `Basic` with a colon inside.
    Malformed,
    /// An assertion of another type, or one that names nobody.
    NoAssertion,
}

impl Presented {
    pub fn read(authorization: Option<&str>, body: &Params) -> Result<Self, Unpresented> {
        let named = body.owned("client_id");
        let secret = body.owned("client_secret").map(SecretString::from);
        let kind = body.value("client_assertion_type");
        let assertion = body.owned("client_assertion");
        let ways = [authorization.is_some(), secret.is_some(), assertion.is_some()];
        if ways.into_iter().filter(|way| *way).count() > 1 {
            return Err(Unpresented::Two);
        }
        if let Some(header) = authorization {
            let (client, secret) = basic(header).ok_or(Unpresented::Malformed)?;
            if named.is_some_and(|named| named != client) {
                return Err(Unpresented::Two);
            }
            return Ok(Self::Basic { client, secret });
        }
        if let Some(token) = assertion {
            let fits = kind == Some(ASSERTION_TYPE);
            let client = named.or_else(|| subject(&token)).filter(|_| fits);
            let client = client.ok_or(Unpresented::NoAssertion)?;
            return Ok(Self::Assertion { client, token: token.into() });
        }
        if kind.is_some() {
            return Err(Unpresented::NoAssertion);
        }
        match (named, secret) {
            (Some(client), Some(secret)) => Ok(Self::Post { client, secret }),
            (Some(client), None) => Ok(Self::Named { client }),
            (None, _) => Err(Unpresented::Missing),
        }
    }

    pub fn client(&self) -> &str {
        match self {
            Self::Basic { client, .. }
            | Self::Post { client, .. }
            | Self::Assertion { client, .. }
            | Self::Named { client } => client,
        }
    }
}

/// Whom an assertion names, so that his keys can be found.
fn subject(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        sub: String,
    }
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Named>(&claims).ok().map(|named| named.sub)
}

/// `Basic` with both halves form-encoded before (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, SecretString)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = STANDARD.decode(encoded.trim_start_matches(' '));
    let decoded = String::from_utf8(decoded.ok()?).ok()?;
    let (client, secret) = decoded.split_once(':')?;
    Some((half(client)?, SecretString::from(half(secret)?)))
}

/// Decodes a half, every `%` of which must begin an octet.
fn half(text: &str) -> Option<String> {
    let octet = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if text.chars().any(char::is_control) || !text.split('%').skip(1).all(octet) {
        return None;
    }
    let spaced = text.replace('+', " ");
    let bytes = percent_encoding::percent_decode_str(&spaced).collect::<Vec<_>>();
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn body(text: &str) -> Params {
        Params::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn basic_halves_are_form_decoded() {
        let header = format!("Basic {}", STANDARD.encode("a%3Ab:s+e%25"));
        match Presented::read(Some(&header), &body("")).unwrap() {
            Presented::Basic { client, secret } => {
                assert_eq!((client.as_str(), secret.expose_secret()), ("a:b", "s e%"));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_assertion_names_its_client_itself_or_beside_it() {
        let token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(r#"{"sub":"web"}"#));
        let kind = format!("client_assertion_type={ASSERTION_TYPE}");
        for (sent, client) in [
            (format!("{kind}&client_assertion={token}"), "web"),
            (format!("{kind}&client_assertion={token}&client_id=other"), "other"),
        ] {
            let presented = Presented::read(None, &body(&sent)).unwrap();
            assert!(matches!(presented, Presented::Assertion { .. }));
            assert_eq!(presented.client(), client);
        }
    }

    /// CA-04, CA-17
    #[test]
    fn contradictions_and_loose_encodings_are_refused() {
        let header = |text: &str| format!("Basic {}", STANDARD.encode(text));
        let good = header("a:b");
        let assertion = format!("client_assertion_type={ASSERTION_TYPE}&client_assertion=x.y.z");
        let other_kind = "client_assertion_type=x&client_assertion=e30.eyJzdWIiOiJhIn0.x";
        for (header, sent, expected) in [
            (Some(good.as_str()), "client_secret=b", Unpresented::Two),
            (Some(&good), "client_id=other", Unpresented::Two),
            (Some(&good), assertion.as_str(), Unpresented::Two),
            (None, &format!("client_id=a&client_secret=b&{assertion}"), Unpresented::Two),
            (Some("Basic ???"), "", Unpresented::Malformed),
            (Some("Bearer abc"), "", Unpresented::Malformed),
            (Some(&header("a%zz:b")), "", Unpresented::Malformed),
            (Some(&header("a:b%4")), "", Unpresented::Malformed),
            (Some(&header("a:b%ff")), "", Unpresented::Malformed),
            (Some(&header("a:b\n")), "", Unpresented::Malformed),
            (Some(&header("ab")), "", Unpresented::Malformed),
            (Some("Basic YTpi="), "", Unpresented::Malformed),
            (Some("Basic YTr/"), "", Unpresented::Malformed),
            (None, "", Unpresented::Missing),
            (None, "client_secret=b", Unpresented::Missing),
            (None, &assertion, Unpresented::NoAssertion),
            (None, other_kind, Unpresented::NoAssertion),
            (None, "client_id=a&client_assertion=x", Unpresented::NoAssertion),
            (None, "client_id=a&client_assertion_type=x", Unpresented::NoAssertion),
        ] {
            assert_eq!(Presented::read(header, &body(sent)).unwrap_err(), expected, "{sent}");
        }
    }
}
