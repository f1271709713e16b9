//! Decodes a query or a form body: strict UTF-8, no repeated parameter (RFC 6749 §3.1), sizes capped.

use std::collections::BTreeMap;

/// Decoded parameters. One sent without a value counts as omitted (RFC 6749 §3.1).
#[derive(Clone, Default)]
pub struct Params {
    values: BTreeMap<String, String>,
    lists: BTreeMap<&'static str, Vec<String>>,
    repeated: Vec<String>,
}

/// What may be sent more than once (RFC 8707 §2, RFC 8693 §2.1).
const LISTS: [&str; 2] = ["resource", "audience"];

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
            params.put(name, value);
        }
        Ok(params)
    }

    /// Adds a value as if it had been sent after the others.
    pub fn put(&mut self, name: String, value: String) {
        if let Some(list) = LISTS.into_iter().find(|list| *list == name) {
            self.lists.entry(list).or_default().push(value);
        } else if self.values.insert(name.clone(), value).is_some() {
            self.repeated.push(name);
        }
    }

    /// The same parameters, those of `other` taking the place of those of the same name.
    #[must_use]
    pub fn overridden_by(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.values.extend(other.values.clone());
        both.lists.extend(other.lists.clone());
        both
    }

    /// The same parameters but these.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let mut fewer = self.clone();
        fewer.values.retain(|name, _| !names.contains(&name.as_str()));
        fewer
    }

    /// Written as a form body again.
    pub fn encode(&self) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(&self.values);
        for (name, values) in &self.lists {
            pairs.extend_pairs(values.iter().map(|value| (name, value)));
        }
        pairs.finish()
    }

    /// The value of a parameter that was sent exactly once or, repeated, the last; see [`Self::repeated`].
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub fn owned(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }

    /// Every value of a parameter that may be sent more than once.
    pub fn all(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
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
        out.debug_set().entries(self.values.keys()).entries(self.lists.keys()).finish()
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
        let lists = Params::parse(b"resource=1&resource=2").unwrap();
        assert_eq!((lists.all("resource").len(), lists.repeated()), (2, None));
    }

    #[test]
    fn some_parameters_may_come_several_times() {
        let params = Params::parse(b"resource=a&resource=b&x=1").unwrap();
        assert_eq!(params.all("resource"), ["a", "b"]);
        assert_eq!(params.repeated(), None);
        let again = Params::parse(params.encode().as_bytes()).unwrap();
        assert_eq!(again.all("resource").len(), 2);
        let over = Params::parse(b"resource=c&y=2").unwrap();
        let both = params.overridden_by(&over);
        assert_eq!(both.all("resource"), ["c"]);
        assert_eq!((both.value("x"), both.value("y")), (Some("1"), Some("2")));
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
