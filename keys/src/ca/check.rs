//! What may stand in a certificate: names, addresses and times.

use time::OffsetDateTime;

use super::Error;

/// The most characters of a common name or an organization (X.520, upper bounds).
const NAME_MAX: usize = 64;
const ADDRESS_MAX: usize = 1024;

/// The last second of the year 9999, the end of what a certificate can express.
const LAST_SECOND: i64 = 253_402_300_799;

/// Accepts a name that a person can read the same way everywhere.
pub(super) fn name(text: &str) -> Result<&str, Error> {
    let fits = !text.trim().is_empty() && text.chars().count() <= NAME_MAX;
    if fits && !text.chars().any(|c| c.is_control() || turns_text_around(c)) {
        Ok(text)
    } else {
        Err(Error::Name)
    }
}

/// Whether `c` is one of the invisible characters that change the direction of what follows.
fn turns_text_around(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Accepts a label of printable ASCII, which every importer shows alike.
pub(super) fn label(text: &str) -> Result<&str, Error> {
    let printable = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if printable { name(text) } else { Err(Error::Name) }
}

/// Accepts the address of a revocation list or an OCSP responder.
pub(super) fn address(text: &str) -> Result<&str, Error> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = text.len() <= ADDRESS_MAX && text.bytes().all(|byte| byte.is_ascii_graphic());
    match rest {
        Some(rest) if plain && !rest.is_empty() && !rest.starts_with('/') => Ok(text),
        _ => Err(Error::Address),
    }
}

/// Turns seconds since 1970 into the form that certificates are written from.
pub(super) fn instant(seconds: i64) -> Result<OffsetDateTime, Error> {
    if !(0..=LAST_SECOND).contains(&seconds) {
        return Err(Error::Validity);
    }
    OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| Error::Validity)
}

/// Turns both ends of a period into that form, the end after the beginning.
pub(super) fn period(from: i64, to: i64) -> Result<(OffsetDateTime, OffsetDateTime), Error> {
    if to <= from {
        return Err(Error::Validity);
    }
    Ok((instant(from)?, instant(to)?))
}
