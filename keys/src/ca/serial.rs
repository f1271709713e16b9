//! Serial numbers of certificates, and bytes written in hexadecimal digits.

use std::fmt::{self, Write};
use std::str::FromStr;

use super::Error;
use crate::random::{self, Random};

/// The most bytes a serial number may have (RFC 5280 §4.1.2.2).
const LENGTH: usize = 20;

/// A positive serial number; written in lower-case hexadecimal digits, two for each byte, without
/// leading zero bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Serial(Vec<u8>);

impl Serial {
    /// Draws a serial number of 20 bytes, 158 bits of them random.
    pub fn draw(random: &dyn Random) -> Self {
        let mut bytes: [u8; LENGTH] = random::array(random);
        if let Some(first) = bytes.first_mut() {
            // Positive, and of the same length always.
            *first = *first & 0x3f | 0x40;
        }
        Self(bytes.to_vec())
    }

    /// Takes the content of a DER integer; nothing if it is zero, negative or too long.
    pub(super) fn from_der(content: &[u8]) -> Option<Self> {
        if content.first().is_none_or(|first| *first >= 0x80) {
            return None;
        }
        Self::from_bytes(content)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let start = bytes.iter().position(|byte| *byte != 0)?;
        let bytes = bytes.get(start..).filter(|bytes| bytes.len() <= LENGTH)?;
        Some(Self(bytes.to_vec()))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for Serial {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        });
        let bytes = pairs.collect::<Option<Vec<u8>>>().ok_or(Error::Serial)?;
        Self::from_bytes(&bytes).ok_or(Error::Serial)
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Writes `bytes` in lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
