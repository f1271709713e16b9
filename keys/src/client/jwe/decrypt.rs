//! Decrypts what was encrypted to a key of ours (RFC 7516 §5.2).

use aws_lc_rs::rsa::OaepPrivateDecryptingKey;
use zeroize::Zeroizing;

use super::agreement::received;
use super::content::{self, Sealed};
use super::encrypt::{drawn, oaep};
use super::header::{Header, Parts};
use super::private::{DecryptionKey, Private};
use super::{JweError, KeyManagement};

/// Decrypts a compact JWE with `key`.
///
/// A key of the content that cannot be had is replaced by a random one (RFC 7516 §11.5), so that it
/// is the tag that fails in any case.
pub fn decrypt(token: &str, key: &DecryptionKey) -> Result<Zeroizing<Vec<u8>>, JweError> {
    let parts = Parts::split(token)?;
    let header = Header::parse(parts.header)?;
    if !header.algorithm.fits(key.kind()) {
        return Err(JweError::WrongKey);
    }
    let decoy = drawn(header.encryption).ok_or(JweError::Failed)?;
    let sent = content_key(key, &header, &parts.key);
    let sent = sent.filter(|sent| sent.len() == header.encryption.key_length()).unwrap_or(decoy);
    let sealed = Sealed { iv: parts.iv, ciphertext: parts.ciphertext, tag: parts.tag };
    content::open(header.encryption, &sent, parts.header.as_bytes(), sealed)
        .ok_or(JweError::Undecipherable)
}

fn content_key(key: &DecryptionKey, header: &Header, sent: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    match (key.private(), &header.agreement) {
        (Private::Rsa(private), _) => rsa_decrypted(private, header.algorithm, sent),
        (Private::P256(private), Some(agreement)) => {
            received(private, agreement, (header.algorithm, header.encryption), sent)
        }
        (Private::P256(_), None) => None,
    }
}

fn rsa_decrypted(
    private: &OaepPrivateDecryptingKey,
    algorithm: KeyManagement,
    sent: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(vec![0; private.min_output_size()]);
    let length = private.decrypt(oaep(algorithm), sent, &mut out, None).ok()?.len();
    out.truncate(length);
    Some(out)
}
