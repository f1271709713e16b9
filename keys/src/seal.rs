//! The master key, the keys derived from it, and the sealing of secrets at rest under it.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use zeroize::Zeroizing;

use crate::digest::hmac_sha256;
use crate::random::{self, Random};

/// The form of sealed bytes: this byte, a nonce, the ciphertext with its tag.
const VERSION: u8 = 1;
const TAG_LEN: usize = 16;
const HEAD_LEN: usize = 1 + NONCE_LEN;

/// Operators make master keys with tools that differ about padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The secret of 256 bits from which every key that guards stored data is derived.
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why a text is not a master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MasterKeyError {
    #[error("the master key is not base64")]
    NotBase64,
    #[error("the master key has {0} bytes instead of 32")]
    WrongLength(usize),
}

impl MasterKey {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads base64 of either alphabet, padded or not, with white space around it ignored.
    pub fn from_base64(text: &str) -> Result<Self, MasterKeyError> {
        let text = Zeroizing::new(text.trim().replace('-', "+").replace('_', "/"));
        let bytes = LENIENT.decode(text.as_bytes()).map_err(|_| MasterKeyError::NotBase64)?;
        let bytes = Zeroizing::new(bytes);
        let key = <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_| MasterKeyError::WrongLength(bytes.len()))?;
        Ok(Self::from_bytes(key))
    }

    /// Writes the key for an operator to keep; the text is as secret as the key.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0.as_slice())
    }

    /// Derives the key for one purpose by HKDF-SHA-256 without salt (RFC 5869 §2).
    ///
    /// One block of output is all that 32 bytes need, so the expansion is a single HMAC.
    pub fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let extracted = Zeroizing::new(hmac_sha256(&[0; 32], self.0.as_slice()));
        let info = [purpose.as_bytes(), &[1]].concat();
        Zeroizing::new(hmac_sha256(extracted.as_slice(), &info))
    }

    /// Names the key without revealing it, so that a database can tell it belongs to another one.
    pub fn fingerprint(&self) -> String {
        let derived = self.derive("fingerprint");
        let (name, _) = derived.split_at(9);
        URL_SAFE_NO_PAD.encode(name)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

/// Seals and opens secrets at rest with AES-256-GCM (NIST SP 800-38D).
///
/// A context such as `table|column|tenant|row` is bound to what is sealed: bytes moved to another
/// place do not open there. Random nonces of 96 bits allow 2^32 sealings under one master key.
pub struct Sealer(Zeroizing<[u8; 32]>);

/// Why bytes could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the cipher refused the key or the message")]
    Cipher,
    #[error("sealed bytes are too short")]
    TooShort,
    #[error("sealed bytes have the unknown version {0}")]
    UnknownVersion(u8),
    #[error("sealed bytes do not open: wrong master key, wrong place or altered")]
    Refused,
}

impl Sealer {
    pub fn new(master: &MasterKey) -> Self {
        Self(master.derive("seal"))
    }

    fn key(&self) -> Result<LessSafeKey, SealError> {
        let key = UnboundKey::new(&AES_256_GCM, self.0.as_slice());
        key.map(LessSafeKey::new).map_err(|_| SealError::Cipher)
    }

    /// Seals `plain` for the place that `context` names.
    pub fn seal(
        &self,
        random: &dyn Random,
        context: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE_LEN] = random::array(random);
        let mut sealed = Vec::with_capacity(HEAD_LEN + plain.len() + TAG_LEN);
        sealed.push(VERSION);
        sealed.extend_from_slice(&nonce);
        let mut body = Zeroizing::new(plain.to_vec());
        let tag = self
            .key()?
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                authenticated(context),
                &mut body,
            )
            .map_err(|_| SealError::Cipher)?;
        sealed.extend_from_slice(&body);
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// Opens what was sealed for the same `context` under the same master key.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError::TooShort)?;
        if *version != VERSION {
            return Err(SealError::UnknownVersion(*version));
        }
        let (nonce, body) = rest.split_first_chunk().ok_or(SealError::TooShort)?;
        let length = body.len().checked_sub(TAG_LEN).ok_or(SealError::TooShort)?;
        let mut plain = Zeroizing::new(body.to_vec());
        self.key()?
            .open_in_place(Nonce::assume_unique_for_key(*nonce), authenticated(context), &mut plain)
            .map_err(|_| SealError::Refused)?;
        plain.truncate(length);
        Ok(plain)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(***)")
    }
}

/// Binds the version and the place to the ciphertext.
fn authenticated(context: &str) -> Aad<Vec<u8>> {
    Aad::from([&[VERSION], context.as_bytes()].concat())
}
