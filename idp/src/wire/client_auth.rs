//! Client credentials as sent to the token endpoint (RFC 6749 §2.3.1, OpenID Connect Core §9).

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::SecretString;

use super::params::Params;

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
    /// A public client names itself.
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
    /// A method that this provider does not offer.
    NotOffered,
}

impl Presented {
    pub fn read(authorization: Option<&str>, body: &Params) -> Result<Self, Unpresented> {
        if body.value("client_assertion").is_some() || body.value("client_assertion_type").is_some()
        {
            return Err(Unpresented::NotOffered);
        }
        let named = body.owned("client_id");
        let secret = body.owned("client_secret").map(SecretString::from);
        match (authorization, named, secret) {
            (Some(_), _, Some(_)) => Err(Unpresented::Two),
            (Some(header), named, None) => {
                let (client, secret) = basic(header).ok_or(Unpresented::Malformed)?;
                if named.is_some_and(|named| named != client) {
                    return Err(Unpresented::Two);
                }
                Ok(Self::Basic { client, secret })
            }
            (None, Some(client), Some(secret)) => Ok(Self::Post { client, secret }),
            (None, Some(client), None) => Ok(Self::Named { client }),
            (None, None, _) => Err(Unpresented::Missing),
        }
    }

    pub fn client(&self) -> &str {
        match self {
            Self::Basic { client, .. } | Self::Post { client, .. } | Self::Named { client } => {
                client
            }
        }
    }
}

/// `Basic` with both halves form-encoded before (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, SecretString)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (client, secret) = decoded.split_once(':')?;
    let half = |text: &str| {
        let spaced = text.replace('+', " ");
        let bytes = percent_encoding::percent_decode_str(&spaced).collect::<Vec<_>>();
        String::from_utf8(bytes).ok()
    };
    Some((half(client)?, SecretString::from(half(secret)?)))
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
    fn contradictions_are_refused() {
        let header = format!("Basic {}", STANDARD.encode("a:b"));
        for (header, sent, expected) in [
            (Some(header.as_str()), "client_secret=b", Unpresented::Two),
            (Some(header.as_str()), "client_id=other", Unpresented::Two),
            (Some("Basic ???"), "", Unpresented::Malformed),
            (Some("Bearer abc"), "", Unpresented::Malformed),
            (None, "", Unpresented::Missing),
            (None, "client_secret=b", Unpresented::Missing),
            (None, "client_assertion=x", Unpresented::NotOffered),
        ] {
            assert_eq!(Presented::read(header, &body(sent)).unwrap_err(), expected, "{sent}");
        }
    }
}
