//! What a user takes away: the certificate with its private key as PKCS#12, or alone as PEM.

use der::pem::{LineEnding, encode_string};
use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey,
    PrivateKeyChain,
};
use zeroize::Zeroizing;

use super::{Error, check};
use crate::digest::sha256;
use crate::random::{self, Random};

/// Letters and digits that are not mistaken for one another: 54 of them.
const ALPHABET: &[u8; 54] = b"23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ";
/// Twenty of 54 characters are worth 115 bits.
const PASSWORD_LENGTH: usize = 20;

/// The algorithms a file is written with (RFC 7292).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Triple DES and SHA-1, which every importer reads; the password makes up for their weakness.
    Compat,
    /// AES-256 and SHA-256, which the importers of today read, except those of Apple.
    Modern,
}

/// What goes into one PKCS#12 file.
pub struct Bundle<'a> {
    pub certificate_der: &'a [u8],
    pub authority_der: &'a [u8],
    pub pkcs8: &'a [u8],
    /// What importers call the key: printable ASCII.
    pub friendly_name: &'a str,
    /// Printable ASCII, best a [`download_password`].
    pub password: &'a str,
}

impl Bundle<'_> {
    /// Writes the private key, its certificate and that of the authority as PKCS#12.
    pub fn pkcs12(&self, form: Form) -> Result<Vec<u8>, Error> {
        let password = self.password;
        if password.is_empty() || !password.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::Password);
        }
        let name = check::label(self.friendly_name)?;
        let key = PrivateKey::from_der(self.pkcs8).map_err(|_| Error::Key)?;
        let certificates = [self.certificate_der, self.authority_der].map(Certificate::from_der);
        let [Ok(leaf), Ok(authority)] = certificates else { return Err(Error::Certificate) };
        // Any number that the key and its certificate have in common.
        let local_id = sha256(self.certificate_der);
        let chain = PrivateKeyChain::new(local_id.as_slice(), key, [leaf, authority]);
        let mut store = KeyStore::new();
        store.add_entry(name, KeyStoreEntry::PrivateKeyChain(chain));
        let (encryption, mac, iterations) = form.algorithms();
        store
            .writer(password)
            .encryption_algorithm(encryption)
            .encryption_iterations(iterations)
            .mac_algorithm(mac)
            .mac_iterations(iterations)
            .write()
            .map_err(|_| Error::Write)
    }
}

impl Form {
    fn algorithms(self) -> (EncryptionAlgorithm, MacAlgorithm, u32) {
        match self {
            Self::Compat => {
                (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1, 10_000)
            }
            Self::Modern => {
                (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256, 100_000)
            }
        }
    }
}

/// Draws the password of one file: 20 characters that are easily read aloud and typed.
pub fn download_password(random: &dyn Random) -> Zeroizing<String> {
    let mut password = Zeroizing::new(String::with_capacity(PASSWORD_LENGTH));
    for _ in 0..PASSWORD_LENGTH {
        // Scaling 32 bits to 54 characters prefers none of them by more than one in 79 million.
        let drawn = u64::from(u32::from_be_bytes(random::array(random)));
        let index = (drawn * ALPHABET.len() as u64) >> 32;
        let character = usize::try_from(index).ok().and_then(|index| ALPHABET.get(index));
        password.extend(character.map(|byte| char::from(*byte)));
    }
    password
}

/// Writes a certificate in PEM (RFC 7468).
pub fn pem(certificate_der: &[u8]) -> Result<String, Error> {
    encode_string("CERTIFICATE", LineEnding::LF, certificate_der).map_err(|_| Error::Write)
}
