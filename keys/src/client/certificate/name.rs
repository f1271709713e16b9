//! Distinguished names as text (RFC 4514), compared with those in certificates attribute by attribute.

use std::iter::Peekable;
use std::str::Chars;

use x509_parser::asn1_rs::{Any, FromDer};
use x509_parser::x509::X509Name;

use super::subject::SubjectError;

/// The kinds of attribute that have a name (RFC 4514 §3, RFC 4519 §2, and what certificates use).
const TYPES: [(&str, &str); 31] = [
    ("CN", "2.5.4.3"),
    ("SN", "2.5.4.4"),
    ("SURNAME", "2.5.4.4"),
    ("SERIALNUMBER", "2.5.4.5"),
    ("C", "2.5.4.6"),
    ("L", "2.5.4.7"),
    ("ST", "2.5.4.8"),
    ("S", "2.5.4.8"),
    ("STREET", "2.5.4.9"),
    ("O", "2.5.4.10"),
    ("OU", "2.5.4.11"),
    ("TITLE", "2.5.4.12"),
    ("T", "2.5.4.12"),
    ("BUSINESSCATEGORY", "2.5.4.15"),
    ("POSTALCODE", "2.5.4.17"),
    ("GIVENNAME", "2.5.4.42"),
    ("GN", "2.5.4.42"),
    ("INITIALS", "2.5.4.43"),
    ("GENERATIONQUALIFIER", "2.5.4.44"),
    ("DNQUALIFIER", "2.5.4.46"),
    ("PSEUDONYM", "2.5.4.65"),
    ("ORGANIZATIONIDENTIFIER", "2.5.4.97"),
    ("UID", "0.9.2342.19200300.100.1.1"),
    ("DC", "0.9.2342.19200300.100.1.25"),
    ("EMAILADDRESS", "1.2.840.113549.1.9.1"),
    ("E", "1.2.840.113549.1.9.1"),
    ("JURISDICTIONL", "1.3.6.1.4.1.311.60.2.1.1"),
    ("JURISDICTIONST", "1.3.6.1.4.1.311.60.2.1.2"),
    ("JURISDICTIONC", "1.3.6.1.4.1.311.60.2.1.3"),
    ("JURISDICTIONCOUNTRYNAME", "1.3.6.1.4.1.311.60.2.1.3"),
    ("POSTALADDRESS", "2.5.4.16"),
];

/// What separates attributes, and may stand in a value only behind a backslash.
const SPECIAL: &str = ",+;\"<>";

/// A name, the most general part first, so that equal names are equal values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistinguishedName(Vec<Vec<Attribute>>);

/// The kind of an attribute as dotted numbers, with its value.
type Attribute = (String, Value);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    /// Text without regard to letter case and width of gaps (RFC 4517 §4.2.11).
    Text(String),
    /// What is no text, in DER.
    Other(Vec<u8>),
}

impl DistinguishedName {
    pub(super) fn parse(text: &str) -> Result<Self, SubjectError> {
        let mut reader = Reader(text.chars().peekable());
        let mut parts = vec![vec![reader.attribute()?]];
        while let Some(separator) = reader.0.next() {
            let attribute = reader.attribute()?;
            match (separator, parts.last_mut()) {
                ('+', Some(last)) => last.push(attribute),
                _ => parts.push(vec![attribute]),
            }
        }
        for part in &mut parts {
            part.sort();
        }
        parts.reverse();
        Ok(Self(parts))
    }

    /// Whether the name in a certificate is this one (RFC 4517 §4.2.15).
    pub(super) fn is(&self, name: &X509Name<'_>) -> bool {
        let part = |part: &x509_parser::x509::RelativeDistinguishedName<'_>| {
            let mut attributes = part
                .iter()
                .map(|it| (it.attr_type().to_id_string(), Value::of(it.attr_value())))
                .collect::<Vec<Attribute>>();
            attributes.sort();
            attributes
        };
        self.0 == name.iter().map(part).collect::<Vec<_>>()
    }
}

impl Value {
    fn of(any: &Any<'_>) -> Self {
        let text = match any.tag().0 {
            12 | 18 | 19 | 22 | 26 => std::str::from_utf8(any.data).ok().map(str::to_owned),
            // T61 is written as if it were Latin-1 wherever it is still met.
            20 => Some(any.data.iter().copied().map(char::from).collect()),
            30 => wide(any.data),
            _ => None,
        };
        match text {
            Some(text) => Self::text(&text),
            None => Self::Other([&[any.tag().0.to_le_bytes()[0]], any.data].concat()),
        }
    }

    fn text(text: &str) -> Self {
        let words = text.split_whitespace().map(str::to_lowercase).collect::<Vec<String>>();
        Self::Text(words.join(" "))
    }
}

/// Reads a BMPString.
fn wide(bytes: &[u8]) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect::<Vec<u16>>();
    String::from_utf16(&units).ok()
}

/// Reads attributes up to the next separator.
struct Reader<'a>(Peekable<Chars<'a>>);

impl Reader<'_> {
    fn attribute(&mut self) -> Result<Attribute, SubjectError> {
        let mut kind = String::new();
        loop {
            match self.0.next() {
                Some('=') => break,
                Some(it) if it.is_ascii_alphanumeric() || "-. ".contains(it) => kind.push(it),
                _ => return Err(SubjectError::Syntax),
            }
        }
        let kind = oid(kind.trim_matches(' '))?;
        while self.0.next_if_eq(&' ').is_some() {}
        let value = if self.0.next_if_eq(&'#').is_some() { self.encoded()? } else { self.text()? };
        Ok((kind, value))
    }

    fn text(&mut self) -> Result<Value, SubjectError> {
        let mut bytes = Vec::new();
        // Gaps at the end count only if they were written with a backslash.
        let mut end = 0;
        while let Some(next) = self.0.next_if(|it| !",+;".contains(*it)) {
            match next {
                '\\' => bytes.extend(self.escaped()?),
                it if SPECIAL.contains(it) || it == '\0' => return Err(SubjectError::Syntax),
                it => bytes.extend(it.to_string().bytes()),
            }
            if next != ' ' {
                end = bytes.len();
            }
        }
        bytes.truncate(end);
        let text = String::from_utf8(bytes).map_err(|_| SubjectError::Syntax)?;
        if text.is_empty() { Err(SubjectError::Syntax) } else { Ok(Value::text(&text)) }
    }

    fn escaped(&mut self) -> Result<Vec<u8>, SubjectError> {
        let first = self.0.next().ok_or(SubjectError::Syntax)?;
        if first == '\\' || " #=".contains(first) || SPECIAL.contains(first) {
            return Ok(vec![u8::try_from(first).map_err(|_| SubjectError::Syntax)?]);
        }
        Ok(vec![byte(first, self.0.next())?])
    }

    /// Reads a value in hexadecimal digits of its DER (RFC 4514 §2.4).
    fn encoded(&mut self) -> Result<Value, SubjectError> {
        let mut der = Vec::new();
        while let Some(first) = self.0.next_if(char::is_ascii_hexdigit) {
            der.push(byte(first, self.0.next())?);
        }
        while self.0.next_if_eq(&' ').is_some() {}
        if self.0.peek().is_some_and(|it| !",+;".contains(*it)) {
            return Err(SubjectError::Syntax);
        }
        match Any::from_der(&der) {
            Ok(([], any)) => Ok(Value::of(&any)),
            _ => Err(SubjectError::Syntax),
        }
    }
}

fn byte(first: char, second: Option<char>) -> Result<u8, SubjectError> {
    let digit = |it: char| it.to_digit(16);
    let both = digit(first).zip(second.and_then(digit)).map(|(high, low)| high * 16 + low);
    both.and_then(|it| u8::try_from(it).ok()).ok_or(SubjectError::Syntax)
}

/// Finds the dotted numbers of a kind of attribute, which may also be given as such.
fn oid(kind: &str) -> Result<String, SubjectError> {
    let upper = kind.to_ascii_uppercase();
    let dotted = upper.strip_prefix("OID.").unwrap_or(&upper);
    if dotted.starts_with(|it: char| it.is_ascii_digit()) {
        let numbers = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        return if dotted.split('.').all(numbers) {
            Ok(dotted.to_owned())
        } else {
            Err(SubjectError::Syntax)
        };
    }
    if upper.is_empty() {
        return Err(SubjectError::Syntax);
    }
    let found = TYPES.into_iter().find(|(name, _)| *name == upper);
    found.map(|(_, oid)| oid.to_owned()).ok_or(SubjectError::UnknownAttribute)
}
