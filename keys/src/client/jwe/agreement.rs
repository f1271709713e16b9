//! Keys agreed upon by elliptic curves, and keys wrapped under them (RFC 7518 §4.6).

use aws_lc_rs::agreement::{self, ECDH_P256, PrivateKey, UnparsedPublicKey, X25519};
use aws_lc_rs::kdf::{SskdfDigestAlgorithmId, get_sskdf_digest_algorithm, sskdf_digest};
use aws_lc_rs::key_wrap::{AES_128, AES_256, AesKek, KeyWrap};
use zeroize::Zeroizing;

use super::header::Agreement;
use super::{ContentEncryption, KeyManagement};
use crate::client::material::{Material, point};

/// Makes the key pair of one message on the curve of the recipient's key.
pub(super) fn ephemeral(recipient: &Material) -> Option<(PrivateKey, Material)> {
    match recipient {
        Material::P256 { .. } => {
            let private = PrivateKey::generate(&ECDH_P256).ok()?;
            let public = Material::p256(private.compute_public_key().ok()?.as_ref())?;
            Some((private, public))
        }
        Material::X25519 { .. } => {
            let private = PrivateKey::generate(&X25519).ok()?;
            let x = private.compute_public_key().ok()?.as_ref().to_vec();
            Some((private, Material::X25519 { x }))
        }
        _ => None,
    }
}

/// Derives the key that two parties share: that of the content, or one to wrap it (RFC 7518 §4.6.2).
pub(super) fn shared(
    private: &PrivateKey,
    peer: &Material,
    (algorithm, encryption): (KeyManagement, ContentEncryption),
    (producer, consumer): (&[u8], &[u8]),
) -> Option<Zeroizing<Vec<u8>>> {
    let (name, length) = match algorithm.wrapping_length() {
        Some(length) => (algorithm.as_str(), length),
        None => (encryption.as_str(), encryption.key_length()),
    };
    let bits = u32::try_from(length * 8).ok()?;
    let info = [
        counted(name.as_bytes())?.as_slice(),
        &counted(producer)?,
        &counted(consumer)?,
        &bits.to_be_bytes(),
    ]
    .concat();
    let (curve, bytes) = match peer {
        Material::P256 { x, y } => (&ECDH_P256, point(x, y)),
        Material::X25519 { x } => (&X25519, x.clone()),
        _ => return None,
    };
    let peer = UnparsedPublicKey::new(curve, bytes);
    agreement::agree(private, peer, (), |secret| {
        let mut key = Zeroizing::new(vec![0; length]);
        let digest = get_sskdf_digest_algorithm(SskdfDigestAlgorithmId::Sha256).ok_or(())?;
        sskdf_digest(digest, secret, &info, &mut key).map_err(|_| ())?;
        Ok(key)
    })
    .ok()
}

/// Finds the key of the content that a sender agreed upon with `private`.
pub(super) fn received(
    private: &PrivateKey,
    agreement: &Agreement,
    names: (KeyManagement, ContentEncryption),
    wrapped: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let info = (agreement.producer.as_slice(), agreement.consumer.as_slice());
    let key = shared(private, &agreement.ephemeral, names, info)?;
    match names.0 {
        // The key of the content is the agreed one, and nothing may be sent in its place.
        KeyManagement::EcdhEs => wrapped.is_empty().then_some(key),
        _ => unwrapped(&key, wrapped),
    }
}

/// Wraps the key of the content (RFC 3394).
pub(super) fn wrapped(key: &[u8], content: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0; content.len() + 8];
    kek(key)?.wrap(content, &mut out).ok()?;
    Some(out)
}

fn unwrapped(key: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(vec![0; wrapped.len().checked_sub(8)?]);
    kek(key)?.unwrap(wrapped, &mut out).ok()?;
    Some(out)
}

fn kek(key: &[u8]) -> Option<AesKek> {
    let cipher = if key.len() == 16 { &AES_128 } else { &AES_256 };
    AesKek::new(cipher, key).ok()
}

/// Puts the length before the bytes.
fn counted(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(bytes.len()).ok()?;
    Some([&length.to_be_bytes(), bytes].concat())
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    #[test]
    fn agreed_key_is_that_of_rfc_7518_appendix_c() {
        let alice = bytes("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
        let alice = PrivateKey::from_private_key(&ECDH_P256, &alice).unwrap();
        let bob = Material::P256 {
            x: bytes("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ"),
            y: bytes("e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"),
        };
        let names = (KeyManagement::EcdhEs, ContentEncryption::A128Gcm);
        let key = shared(&alice, &bob, names, (b"Alice", b"Bob")).unwrap();
        assert_eq!(URL_SAFE_NO_PAD.encode(key.as_slice()), "VqqN6vgjbSBcIijNcacQGg");
    }

    #[test]
    fn keys_of_different_curves_agree_on_nothing() {
        let (p256, public) = ephemeral(&Material::P256 { x: vec![], y: vec![] }).unwrap();
        let (x25519, other) = ephemeral(&Material::X25519 { x: vec![] }).unwrap();
        let names = (KeyManagement::EcdhEs, ContentEncryption::A128Gcm);
        assert!(shared(&p256, &public, names, (b"", b"")).is_some());
        assert!(shared(&x25519, &other, names, (b"", b"")).is_some());
        assert_eq!(shared(&p256, &other, names, (b"", b"")), None);
        assert_eq!(shared(&x25519, &public, names, (b"", b"")), None);
        let zero = Material::X25519 { x: vec![0; 32] };
        assert_eq!(shared(&x25519, &zero, names, (b"", b"")), None);
    }
}
