//! Decodes a query or a form body: strict UTF-8, no repeated parameter (RFC 6749 §3.1), sizes capped.

use std::collections::BTreeMap;

/// Decoded parameters. One sent without a value counts as omitted (RFC 6749 §3.1).
#[derive(Clone, Default)]
pub struct Params {
    values: BTreeMap<String, String>,
    repeated: Vec<String>,
}

/// Why a query or body cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    TooLong,
    TooMany,
    NotUtf8,
}

const MOST_BYTES: usize = 64 * 1024;
const MOST_PARAMETERS: usize = 100;

impl Params {
    pub fn parse(encoded: &[u8]) -> Result<Self, Unreadable> {
        if encoded.len() > MOST_BYTES {
            return Err(Unreadable::TooLong);
        }
        let mut params = Self::default();
        for (count, pair) in encoded.split(|byte| *byte == b'&').enumerate() {
            if count >= MOST_PARAMETERS {
                return Err(Unreadable::TooMany);
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decode(halves.next().unwrap_or_default())?;
            let value = decode(halves.next().unwrap_or_default())?;
            if name.is_empty() || value.is_empty() {
                continue;
            }
            if params.values.insert(name.clone(), value).is_some() {
                params.repeated.push(name);
            }
        }
        Ok(params)
    }

    /// The value of a parameter that was sent exactly once or, repeated, the last; see [`Self::repeated`].
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub fn owned(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }

    /// The first parameter that was sent more than once.
    pub fn repeated(&self) -> Option<&str> {
        self.repeated.first().map(String::as_str)
    }

    pub fn is_repeated(&self, name: &str) -> bool {
        self.repeated.iter().any(|one| one == name)
    }
}

impl std::fmt::Debug for Params {
    /// Names only: values may be secret.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_set().entries(self.values.keys()).finish()
    }
}

fn decode(encoded: &[u8]) -> Result<String, Unreadable> {
    let spaced: Vec<u8> =
        encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let bytes: Vec<u8> = percent_encoding::percent_decode(&spaced).collect();
    String::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_once() {
        let params = Params::parse(b"a=1+2%2B3&b=%E9%96%A2&c=%2525&d=&e").unwrap();
        assert_eq!(params.value("a"), Some("1 2+3"));
        assert_eq!(params.value("b"), Some("関"));
        assert_eq!(params.value("c"), Some("%25"));
        assert_eq!((params.value("d"), params.value("e")), (None, None));
    }

    #[test]
    fn repeated_parameters_are_told() {
        let params = Params::parse(b"a=1&b=2&a=1").unwrap();
        assert_eq!(params.repeated(), Some("a"));
        assert!(params.is_repeated("a") && !params.is_repeated("b"));
    }

    #[test]
    fn what_is_not_utf8_or_too_much_is_refused() {
        assert_eq!(Params::parse(b"a=%ff").unwrap_err(), Unreadable::NotUtf8);
        assert_eq!(Params::parse(b"a=%c0%af").unwrap_err(), Unreadable::NotUtf8);
        assert_eq!(Params::parse(&vec![b'a'; 70_000]).unwrap_err(), Unreadable::TooLong);
        let many = "a=1&".repeat(101);
        assert_eq!(Params::parse(many.as_bytes()).unwrap_err(), Unreadable::TooMany);
    }
}
