//! Password hashes that other systems made, as an import brings them: Argon2, bcrypt and PBKDF2, within bounds.
//!
//! They stand in the place of our own until the first right login replaces them. A mark before them keeps the two
//! apart: ours are under a pepper, theirs are not.

use base64::Engine;
use base64::alphabet::STANDARD as LETTERS;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

/// Stands before a foreign hash where hashes are stored.
const MARK: &str = "import:";

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &LETTERS,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A hash that may be checked: its cost is bounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForeignHash {
    /// `$argon2id$v=19$m=65536,t=3,p=4$…$…`, and `argon2i`, `argon2d`.
    Argon2 { kind: Argon2Kind, version: u32, cost: Argon2Cost, salt: Vec<u8>, output: Vec<u8> },
    /// `$2b$12$…`, and `2a`, `2y`.
    Bcrypt(String),
    /// `$pbkdf2-sha256$i=600000$…$…` or, of Django, `pbkdf2_sha256$600000$…$…`.
    Pbkdf2 { digest: Pbkdf2Digest, rounds: u32, salt: Vec<u8>, output: Vec<u8> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argon2Kind {
    I,
    D,
    Id,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pbkdf2Digest {
    Sha1,
    Sha256,
    Sha512,
}

/// Why a hash is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// None of the forms that are known.
    Unknown,
    /// Checking it would cost more than a login may, or it is so cheap that it protects nothing.
    Cost,
}

impl ForeignHash {
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        let parts: Vec<&str> = text.split('$').collect();
        match parts.as_slice() {
            ["", kind, rest @ ..] if kind.starts_with("argon2") => argon2(kind, rest),
            ["", "2a" | "2b" | "2y", cost, rest] => bcrypt(text, cost, rest),
            ["", kind, rounds, salt, output] => {
                let digest = digest(kind.strip_prefix("pbkdf2-").ok_or(Unfit::Unknown)?)?;
                let rounds = phc_rounds(rounds)?;
                pbkdf2(digest, rounds, decoded(salt)?, decoded(output)?)
            }
            [kind, rounds, salt, output] => {
                let digest = digest(kind.strip_prefix("pbkdf2_").ok_or(Unfit::Unknown)?)?;
                pbkdf2(digest, number(rounds)?, salt.as_bytes().to_vec(), decoded(output)?)
            }
            _ => Err(Unfit::Unknown),
        }
    }

    /// As it stands among stored hashes.
    pub fn stored(text: &str) -> String {
        format!("{MARK}{text}")
    }

    /// What a stored hash is, where it is a foreign one.
    pub fn of_stored(stored: &str) -> Option<Result<Self, Unfit>> {
        stored.strip_prefix(MARK).map(Self::parse)
    }
}

fn argon2(kind: &str, rest: &[&str]) -> Result<ForeignHash, Unfit> {
    let kind = match kind {
        "argon2i" => Argon2Kind::I,
        "argon2d" => Argon2Kind::D,
        "argon2id" => Argon2Kind::Id,
        _ => return Err(Unfit::Unknown),
    };
    let (version, rest) = match rest {
        ["v=19", rest @ ..] => (0x13, rest),
        // Without a version it is the first one.
        ["v=16", rest @ ..] | rest => (0x10, rest),
    };
    let [cost, salt, output] = rest else { return Err(Unfit::Unknown) };
    let [memory, passes, lanes] = cost.split(',').collect::<Vec<_>>()[..] else {
        return Err(Unfit::Unknown);
    };
    let named = |text: &str, name| number(text.strip_prefix(name).ok_or(Unfit::Unknown)?);
    let (memory_kib, passes, lanes) =
        (named(memory, "m=")?, named(passes, "t=")?, named(lanes, "p=")?);
    let (salt, output) = (decoded(salt)?, decoded(output)?);
    // At most as much work as sixteen passes over 64 MiB, and at most 256 MiB.
    let fits = (1..=16).contains(&lanes)
        && (lanes * 8..=256 * 1024).contains(&memory_kib)
        && (1..=64).contains(&passes)
        && memory_kib * passes <= 1024 * 1024;
    let fits = fits && (8..=64).contains(&salt.len()) && (16..=64).contains(&output.len());
    let cost = Argon2Cost { memory_kib, passes, lanes };
    let hash = ForeignHash::Argon2 { kind, version, cost, salt, output };
    if fits { Ok(hash) } else { Err(Unfit::Cost) }
}

fn bcrypt(text: &str, cost: &str, rest: &str) -> Result<ForeignHash, Unfit> {
    let letter = |one: u8| one.is_ascii_alphanumeric() || one == b'.' || one == b'/';
    if cost.len() != 2 || rest.len() != 53 || !rest.bytes().all(letter) {
        return Err(Unfit::Unknown);
    }
    let fits = (4..=14).contains(&number(cost)?);
    if fits { Ok(ForeignHash::Bcrypt(text.to_owned())) } else { Err(Unfit::Cost) }
}

fn pbkdf2(
    digest: Pbkdf2Digest,
    rounds: u32,
    salt: Vec<u8>,
    output: Vec<u8>,
) -> Result<ForeignHash, Unfit> {
    let fits = (1_000..=2_000_000).contains(&rounds)
        && (4..=64).contains(&salt.len())
        && (16..=64).contains(&output.len());
    let hash = ForeignHash::Pbkdf2 { digest, rounds, salt, output };
    if fits { Ok(hash) } else { Err(Unfit::Cost) }
}

fn digest(name: &str) -> Result<Pbkdf2Digest, Unfit> {
    match name {
        "sha1" => Ok(Pbkdf2Digest::Sha1),
        "sha256" => Ok(Pbkdf2Digest::Sha256),
        "sha512" => Ok(Pbkdf2Digest::Sha512),
        _ => Err(Unfit::Unknown),
    }
}

/// `i=600000`, `i=600000,l=32`; the length is that of the output anyway.
fn phc_rounds(text: &str) -> Result<u32, Unfit> {
    let first = text.split(',').next().and_then(|part| part.strip_prefix("i="));
    number(first.ok_or(Unfit::Unknown)?)
}

fn number(text: &str) -> Result<u32, Unfit> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        return Err(Unfit::Unknown);
    }
    // Too long a number is too much work.
    text.parse().map_err(|_| Unfit::Cost)
}

fn decoded(text: &str) -> Result<Vec<u8>, Unfit> {
    BASE64.decode(text).map_err(|_| Unfit::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &str = "c29tZS1zYWx0LTE2LWJ5";
    const OUTPUT: &str = "5eWMTO0O5f4Oaxw9Gz4Gh4QKDk1dRd2rkG4WqfEJkeA";

    #[test]
    fn forms_by_table() {
        let bcrypt = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
        for (text, expected) in [
            (format!("$argon2id$v=19$m=65536,t=3,p=4${SALT}${OUTPUT}"), None),
            (format!("$argon2i$m=4096,t=3,p=1${SALT}${OUTPUT}"), None),
            (format!("$argon2d$v=16$m=4096,t=3,p=1${SALT}${OUTPUT}"), None),
            (format!("$2b$12${bcrypt}"), None),
            (format!("$2y$04${bcrypt}"), None),
            (format!("$pbkdf2-sha256$i=600000,l=32${SALT}${OUTPUT}"), None),
            (format!("$pbkdf2-sha512$i=210000${SALT}${OUTPUT}="), None),
            (format!("pbkdf2_sha256$600000$seasalt${OUTPUT}="), None),
            (format!("$argon2id$v=19$m=4194304,t=3,p=4${SALT}${OUTPUT}"), Some(Unfit::Cost)),
            (format!("$argon2id$v=19$m=65536,t=9999,p=4${SALT}${OUTPUT}"), Some(Unfit::Cost)),
            (format!("$argon2id$v=19$m=99999999999,t=1,p=1${SALT}${OUTPUT}"), Some(Unfit::Cost)),
            (
                format!("$argon2id$v=19$m=4294967295,t=4294967295,p=4294967295${SALT}${OUTPUT}"),
                Some(Unfit::Cost),
            ),
            (format!("$argon2id$v=19$m=64,t=3,p=16${SALT}${OUTPUT}"), Some(Unfit::Cost)),
            (
                format!("$argon2id$v=19$m=65536,t=3,p=4,keyid=x${SALT}${OUTPUT}"),
                Some(Unfit::Unknown),
            ),
            (format!("$argon2x$v=19$m=65536,t=3,p=4${SALT}${OUTPUT}"), Some(Unfit::Unknown)),
            (format!("$2b$31${bcrypt}"), Some(Unfit::Cost)),
            (format!("$2x$10${bcrypt}"), Some(Unfit::Unknown)),
            (format!("$2b$10${bcrypt}x"), Some(Unfit::Unknown)),
            (format!("pbkdf2_sha256$90000000$seasalt${OUTPUT}="), Some(Unfit::Cost)),
            (format!("pbkdf2_sha256$1$seasalt${OUTPUT}="), Some(Unfit::Cost)),
            (format!("pbkdf2_md5$600000$seasalt${OUTPUT}="), Some(Unfit::Unknown)),
            (format!("$pbkdf2-sha256$600000${SALT}${OUTPUT}"), Some(Unfit::Unknown)),
            ("5f4dcc3b5aa765d61d8327deb882cf99".to_owned(), Some(Unfit::Unknown)),
            ("{SSHA}abc".to_owned(), Some(Unfit::Unknown)),
            ("$".repeat(5_000), Some(Unfit::Unknown)),
        ] {
            assert_eq!(ForeignHash::parse(&text).err(), expected, "{text}");
            let stored = ForeignHash::of_stored(&ForeignHash::stored(&text));
            assert_eq!(stored.and_then(Result::err), expected, "{text}");
        }
        assert_eq!(ForeignHash::of_stored("$argon2id$v=19$m=19456,t=2,p=1$a$b"), None);
    }
}
