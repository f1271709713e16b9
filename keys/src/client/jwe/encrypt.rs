//! Encrypts to the key of a client (RFC 7516 §5.1).

use aws_lc_rs::rand::fill;
use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey,
    PublicEncryptingKey,
};
use aws_lc_rs::signature::RsaPublicKeyComponents;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::agreement::{ephemeral, shared, wrapped};
use super::{ContentEncryption, EncryptionKey, JweError, KeyManagement, content};
use crate::client::material::Material;

/// The protected header of what is encrypted here (RFC 7516 §4.1).
#[derive(Serialize)]
struct Outgoing<'a> {
    alg: KeyManagement,
    enc: ContentEncryption,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cty: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    epk: Option<Map<String, Value>>,
}

/// The key of one content, and how the recipient learns it.
struct Delivery {
    key: Zeroizing<Vec<u8>>,
    sent: Vec<u8>,
    ephemeral: Option<Map<String, Value>>,
}

/// Encrypts `payload` to `recipient` as a compact JWE; `cty` is `JWT` when it is a signed token.
pub fn encrypt(
    payload: &[u8],
    recipient: &EncryptionKey,
    algorithm: KeyManagement,
    encryption: ContentEncryption,
    cty: Option<&str>,
) -> Result<String, JweError> {
    if !algorithm.fits(recipient.material().kind()) {
        return Err(JweError::WrongKey);
    }
    let delivery = delivery(recipient.material(), algorithm, encryption).ok_or(JweError::Failed)?;
    let header = Outgoing {
        alg: algorithm,
        enc: encryption,
        kid: recipient.kid(),
        cty,
        epk: delivery.ephemeral,
    };
    let header = serde_json::to_vec(&header).map_err(|_| JweError::Failed)?;
    let mut token = URL_SAFE_NO_PAD.encode(header);
    let sealed = content::seal(encryption, &delivery.key, token.as_bytes(), payload);
    let sealed = sealed.ok_or(JweError::Failed)?;
    for part in [delivery.sent, sealed.iv, sealed.ciphertext, sealed.tag] {
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(part, &mut token);
    }
    Ok(token)
}

/// How RSA encrypts the key of the content by `algorithm`.
pub(super) fn oaep(algorithm: KeyManagement) -> &'static OaepAlgorithm {
    match algorithm {
        KeyManagement::RsaOaep256 => &OAEP_SHA256_MGF1SHA256,
        _ => &OAEP_SHA1_MGF1SHA1,
    }
}

/// Draws the key of the content.
pub(super) fn drawn(encryption: ContentEncryption) -> Option<Zeroizing<Vec<u8>>> {
    let mut key = Zeroizing::new(vec![0; encryption.key_length()]);
    fill(&mut key).ok()?;
    Some(key)
}

fn delivery(
    recipient: &Material,
    algorithm: KeyManagement,
    encryption: ContentEncryption,
) -> Option<Delivery> {
    if let Material::Rsa { n, e } = recipient {
        let key = drawn(encryption)?;
        let sent = rsa_encrypted(n, e, algorithm, &key)?;
        return Some(Delivery { key, sent, ephemeral: None });
    }
    let (private, public) = ephemeral(recipient)?;
    let ephemeral = Some(public.members());
    let agreed = shared(&private, recipient, (algorithm, encryption), (&[], &[]))?;
    if algorithm == KeyManagement::EcdhEs {
        return Some(Delivery { key: agreed, sent: Vec::new(), ephemeral });
    }
    let key = drawn(encryption)?;
    let sent = wrapped(&agreed, &key)?;
    Some(Delivery { key, sent, ephemeral })
}

fn rsa_encrypted(n: &[u8], e: &[u8], algorithm: KeyManagement, key: &[u8]) -> Option<Vec<u8>> {
    let public: PublicEncryptingKey = RsaPublicKeyComponents { n, e }.try_into().ok()?;
    let public = OaepPublicEncryptingKey::new(public).ok()?;
    let mut out = vec![0; public.ciphertext_size()];
    let length = public.encrypt(oaep(algorithm), key, &mut out, None).ok()?.len();
    out.truncate(length);
    Some(out)
}
