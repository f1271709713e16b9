//! Checks a password against a hash that another system made, by that hash's own algorithm. There is no pepper in it.

use std::num::NonZeroU32;

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::pbkdf2;
use zeroize::Zeroizing;

use crate::model::foreign_hash::{Argon2Cost, Argon2Kind, ForeignHash, Pbkdf2Digest};
use crate::stop::Fault;

pub(super) fn matches(hash: &ForeignHash, typed: &[u8]) -> Result<bool, Fault> {
    let same = match hash {
        ForeignHash::Argon2 { kind, version, cost, salt, output } => {
            let argon = argon(*kind, *version, *cost)?;
            let mut made = Zeroizing::new(vec![0; output.len()]);
            argon
                .hash_password_into(typed, salt, &mut made)
                .map_err(|error| Fault::Hashing(error.to_string()))?;
            keys::digest::same(&made, output)
        }
        ForeignHash::Bcrypt(text) => {
            bcrypt::verify(typed, text).map_err(|error| Fault::Hashing(error.to_string()))?
        }
        ForeignHash::Pbkdf2 { digest, rounds, salt, output } => {
            let algorithm = match digest {
                Pbkdf2Digest::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
                Pbkdf2Digest::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
                Pbkdf2Digest::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
            };
            let rounds = NonZeroU32::new(*rounds).unwrap_or(NonZeroU32::MIN);
            pbkdf2::verify(algorithm, rounds, salt, typed, output).is_ok()
        }
    };
    // What is too long to be a password arrives empty.
    Ok(same && !typed.is_empty())
}

fn argon(kind: Argon2Kind, version: u32, cost: Argon2Cost) -> Result<Argon2<'static>, Fault> {
    let broken = |error: argon2::Error| Fault::Hashing(error.to_string());
    let algorithm = match kind {
        Argon2Kind::I => Algorithm::Argon2i,
        Argon2Kind::D => Algorithm::Argon2d,
        Argon2Kind::Id => Algorithm::Argon2id,
    };
    let version = Version::try_from(version).map_err(broken)?;
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(broken)?;
    Ok(Argon2::new(algorithm, version, params))
}
