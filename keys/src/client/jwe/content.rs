//! Authenticated encryption of the content (RFC 7518 §5.2, §5.3).

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    self, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::hmac;
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rand::fill;
use zeroize::Zeroizing;

use super::ContentEncryption;
use crate::digest::same;

/// A block of AES, which is also the length of its vectors in CBC.
const BLOCK: usize = 16;

/// What GCM asks for (RFC 7518 §5.3).
const GCM_NONCE: usize = 12;
const GCM_TAG: usize = 16;

/// Encrypted content with what is needed to decrypt it, but for the key.
pub(super) struct Sealed {
    pub(super) iv: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
    pub(super) tag: Vec<u8>,
}

/// Encrypts `plain` under a key that is used once, and authenticates `aad` with it.
pub(super) fn seal(
    encryption: ContentEncryption,
    key: &[u8],
    aad: &[u8],
    plain: &[u8],
) -> Option<Sealed> {
    let parts = match encryption {
        ContentEncryption::A128Gcm | ContentEncryption::A256Gcm => None,
        ContentEncryption::A128CbcHs256 => Some(Halves::new(key, hmac::HMAC_SHA256)?),
        ContentEncryption::A256CbcHs512 => Some(Halves::new(key, hmac::HMAC_SHA512)?),
    };
    let mut iv = vec![0; if parts.is_some() { BLOCK } else { GCM_NONCE }];
    fill(&mut iv).ok()?;
    match parts {
        Some(halves) => halves.seal(iv, aad, plain),
        None => seal_gcm(key, iv, aad, plain),
    }
}

/// Decrypts what was sealed under `key` with `aad`, or gives nothing, whatever is wrong.
pub(super) fn open(
    encryption: ContentEncryption,
    key: &[u8],
    aad: &[u8],
    sealed: Sealed,
) -> Option<Zeroizing<Vec<u8>>> {
    match encryption {
        ContentEncryption::A128Gcm | ContentEncryption::A256Gcm => open_gcm(key, aad, sealed),
        ContentEncryption::A128CbcHs256 => Halves::new(key, hmac::HMAC_SHA256)?.open(aad, sealed),
        ContentEncryption::A256CbcHs512 => Halves::new(key, hmac::HMAC_SHA512)?.open(aad, sealed),
    }
}

fn gcm_key(key: &[u8]) -> Option<LessSafeKey> {
    let algorithm = if key.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
    UnboundKey::new(algorithm, key).ok().map(LessSafeKey::new)
}

fn seal_gcm(key: &[u8], iv: Vec<u8>, aad: &[u8], plain: &[u8]) -> Option<Sealed> {
    let nonce = Nonce::try_assume_unique_for_key(&iv).ok()?;
    let mut ciphertext = plain.to_vec();
    let tag = gcm_key(key)?.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut ciphertext);
    Some(Sealed { iv, ciphertext, tag: tag.ok()?.as_ref().to_vec() })
}

fn open_gcm(key: &[u8], aad: &[u8], sealed: Sealed) -> Option<Zeroizing<Vec<u8>>> {
    let nonce = Nonce::try_assume_unique_for_key(&sealed.iv).ok()?;
    if sealed.tag.len() != GCM_TAG {
        return None;
    }
    let mut both = Zeroizing::new([sealed.ciphertext, sealed.tag].concat());
    let length = gcm_key(key)?.open_in_place(nonce, Aad::from(aad), &mut both).ok()?.len();
    both.truncate(length);
    Some(both)
}

/// The two keys of AES-CBC with HMAC: the first authenticates, the second encrypts.
struct Halves<'a> {
    mac: hmac::Key,
    cipher: &'a [u8],
    tag_length: usize,
}

impl<'a> Halves<'a> {
    fn new(key: &'a [u8], algorithm: hmac::Algorithm) -> Option<Self> {
        let tag_length = algorithm.tag_len() / 2;
        let (mac, cipher) = key.split_at_checked(tag_length)?;
        (cipher.len() == tag_length).then(|| Self {
            mac: hmac::Key::new(algorithm, mac),
            cipher,
            tag_length,
        })
    }

    fn seal(&self, iv: Vec<u8>, aad: &[u8], plain: &[u8]) -> Option<Sealed> {
        let key = PaddedBlockEncryptingKey::cbc_pkcs7(self.cipher_key()?).ok()?;
        let context = EncryptionContext::Iv128(FixedLength::from(block(&iv)?));
        let mut ciphertext = plain.to_vec();
        key.less_safe_encrypt(&mut ciphertext, context).ok()?;
        let tag = self.tag(aad, &iv, &ciphertext)?;
        Some(Sealed { iv, ciphertext, tag })
    }

    /// Checks the tag before anything is decrypted, so that no padding tells of the content.
    fn open(&self, aad: &[u8], sealed: Sealed) -> Option<Zeroizing<Vec<u8>>> {
        let tag = self.tag(aad, &sealed.iv, &sealed.ciphertext)?;
        if !same(&tag, &sealed.tag) {
            return None;
        }
        let key = PaddedBlockDecryptingKey::cbc_pkcs7(self.cipher_key()?).ok()?;
        let context = DecryptionContext::Iv128(FixedLength::from(block(&sealed.iv)?));
        let mut plain = Zeroizing::new(sealed.ciphertext);
        let length = key.decrypt(&mut plain, context).ok()?.len();
        plain.truncate(length);
        Some(plain)
    }

    fn cipher_key(&self) -> Option<UnboundCipherKey> {
        let algorithm = if self.cipher.len() == 16 { &cipher::AES_128 } else { &cipher::AES_256 };
        UnboundCipherKey::new(algorithm, self.cipher).ok()
    }

    fn tag(&self, aad: &[u8], iv: &[u8], ciphertext: &[u8]) -> Option<Vec<u8>> {
        let bits = u64::try_from(aad.len()).ok()?.checked_mul(8)?;
        let mut context = hmac::Context::with_key(&self.mac);
        for part in [aad, iv, ciphertext, &bits.to_be_bytes()] {
            context.update(part);
        }
        let tag = context.sign();
        tag.as_ref().split_at_checked(self.tag_length).map(|(half, _)| half.to_vec())
    }
}

fn block(iv: &[u8]) -> Option<&[u8; BLOCK]> {
    iv.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of RFC 7518 appendix B, Kerckhoffs's second principle.
    const PLAIN: &[u8] = b"A cipher system must not be required to be secret, and it must be able \
        to fall into the hands of the enemy without inconvenience";
    const AAD: &[u8] = b"The second principle of Auguste Kerckhoffs";
    const IV: [u8; 16] = [
        0x1a, 0xf3, 0x8c, 0x2d, 0xc2, 0xb9, 0x6f, 0xfd, 0xd8, 0x66, 0x94, 0x09, 0x23, 0x41, 0xbc,
        0x04,
    ];

    fn counting(length: u8) -> Vec<u8> {
        (0..length).collect()
    }

    #[test]
    fn tags_are_those_of_rfc_7518_appendix_b() {
        let table = [
            (
                ContentEncryption::A128CbcHs256,
                hmac::HMAC_SHA256,
                counting(32),
                [0xc8, 0x0e, 0xdf, 0xa3],
                vec![
                    0x65, 0x2c, 0x3f, 0xa3, 0x6b, 0x0a, 0x7c, 0x5b, 0x32, 0x19, 0xfa, 0xb3, 0xa3,
                    0x0b, 0xc1, 0xc4,
                ],
            ),
            (
                ContentEncryption::A256CbcHs512,
                hmac::HMAC_SHA512,
                counting(64),
                [0x4a, 0xff, 0xaa, 0xad],
                vec![
                    0x4d, 0xd3, 0xb4, 0xc0, 0x88, 0xa7, 0xf4, 0x5c, 0x21, 0x68, 0x39, 0x64, 0x5b,
                    0x20, 0x12, 0xbf, 0x2e, 0x62, 0x69, 0xa8, 0xc5, 0x6a, 0x81, 0x6d, 0xbc, 0x1b,
                    0x26, 0x77, 0x61, 0x95, 0x5b, 0xc5,
                ],
            ),
        ];
        for (encryption, algorithm, key, start, tag) in table {
            let halves = Halves::new(&key, algorithm).unwrap();
            let sealed = halves.seal(IV.to_vec(), AAD, PLAIN).unwrap();
            assert!(sealed.ciphertext.starts_with(&start), "{encryption}");
            assert_eq!(sealed.tag, tag, "{encryption}");
            assert_eq!(open(encryption, &key, AAD, sealed).unwrap().as_slice(), PLAIN);
        }
    }

    #[test]
    fn spoilt_content_opens_under_no_algorithm() {
        for encryption in ContentEncryption::ALL {
            let key = vec![7; encryption.key_length()];
            let spoilt = |spoil: fn(&mut Sealed)| {
                let mut sealed = seal(encryption, &key, AAD, PLAIN).unwrap();
                spoil(&mut sealed);
                open(encryption, &key, AAD, sealed)
            };
            assert_eq!(spoilt(|_| ()).unwrap().as_slice(), PLAIN);
            assert_eq!(spoilt(|it| it.ciphertext[3] ^= 1), None);
            assert_eq!(spoilt(|it| it.ciphertext.clear()), None);
            assert_eq!(spoilt(|it| it.iv[0] ^= 1), None);
            assert_eq!(spoilt(|it| it.iv.push(0)), None);
            assert_eq!(spoilt(|it| it.tag[0] ^= 1), None);
            assert_eq!(spoilt(|it| it.tag.truncate(8)), None);
            assert_eq!(spoilt(|it| it.tag.push(0)), None);
            assert_eq!(spoilt(|it| it.tag.clear()), None);
            let sealed = || seal(encryption, &key, AAD, PLAIN).unwrap();
            assert_eq!(open(encryption, &key, b"other", sealed()), None);
            assert_eq!(open(encryption, &vec![8; key.len()], AAD, sealed()), None);
            assert_eq!(open(encryption, &key[1..], AAD, sealed()), None);
        }
    }
}
