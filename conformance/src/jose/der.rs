//! Private keys of a JWK set as DER, the one form that the signing library reads (RFC 5958, RFC 8017, RFC 5915).

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
/// `id-ecPublicKey`, then `secp256r1`.
const EC_P256: &[u8] = &[
    0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
    0x03, 0x01, 0x07,
];
/// `id-Ed25519`.
const ED25519: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];

/// `RSAPrivateKey`.
pub(super) fn rsa(jwk: &Value) -> Result<Vec<u8>> {
    let mut content = tagged(INTEGER, &[0]);
    for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
        content.extend(integer(&member(jwk, name)?));
    }
    Ok(tagged(SEQUENCE, &content))
}

/// `PrivateKeyInfo` around `ECPrivateKey`.
pub(super) fn ec(jwk: &Value) -> Result<Vec<u8>> {
    let mut point = vec![0x00, 0x04];
    point.extend(member(jwk, "x")?);
    point.extend(member(jwk, "y")?);
    let mut key = tagged(INTEGER, &[1]);
    key.extend(tagged(OCTETS, &member(jwk, "d")?));
    key.extend(tagged(0xa1, &tagged(0x03, &point)));
    Ok(private_key(EC_P256, &tagged(SEQUENCE, &key)))
}

/// `PrivateKeyInfo` around the 32 bytes of an Ed25519 key.
pub(super) fn ed(jwk: &Value) -> Result<Vec<u8>> {
    Ok(private_key(ED25519, &tagged(OCTETS, &member(jwk, "d")?)))
}

/// The key inside a `PrivateKeyInfo`: version, algorithm, key.
pub(super) fn inner(info: &[u8]) -> Result<Vec<u8>> {
    let (content, _) = read(info)?;
    let (_, rest) = read(content)?;
    let (_, rest) = read(rest)?;
    Ok(read(rest)?.0.to_vec())
}

/// Content of the first element, and what follows it.
fn read(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let short = usize::from(*bytes.get(1).context("DER ends early")?);
    let (start, length) = if short < 0x80 {
        (2, short)
    } else {
        let start = 2 + (short & 0x7f);
        let digits = bytes.get(2..start).context("DER ends early")?;
        (start, digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)))
    };
    let content = bytes.get(start..start + length).context("DER ends early")?;
    Ok((content, &bytes[start + length..]))
}

/// Members of a JWK, the private ones too, of a key that the signing library reads.
pub(super) fn members(kty: &str, key: &[u8]) -> Result<Vec<(&'static str, String)>> {
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    if kty == "RSA" {
        let (mut rest, _) = read(key)?;
        let mut out = Vec::new();
        for name in ["version", "n", "e", "d", "p", "q", "dp", "dq", "qi"] {
            let (number, next) = read(rest)?;
            let start = number.iter().position(|byte| *byte != 0).unwrap_or(0);
            out.push((name, text(&number[start..])));
            rest = next;
        }
        out.remove(0);
        return Ok(out);
    }
    let mut secret = inner(key)?;
    if kty == "EC" {
        let (content, _) = read(&secret)?;
        let (_, rest) = read(content)?;
        secret = read(rest)?.0.to_vec();
    } else {
        secret = read(&secret)?.0.to_vec();
    }
    Ok(vec![("d", text(&secret))])
}

fn private_key(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    let mut content = tagged(INTEGER, &[0]);
    content.extend(tagged(SEQUENCE, algorithm));
    content.extend(tagged(OCTETS, key));
    tagged(SEQUENCE, &content)
}

fn member(jwk: &Value, name: &str) -> Result<Vec<u8>> {
    let text = jwk[name].as_str().with_context(|| format!("the private JWK has no {name}"))?;
    URL_SAFE_NO_PAD.decode(text).with_context(|| format!("{name} is not base64url"))
}

/// A positive integer: no needless zero in front, one where the first bit is set.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let mut content = bytes[start..].to_vec();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    tagged(INTEGER, &content)
}

fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = content.len().to_be_bytes();
    let start = length.iter().position(|byte| *byte != 0).unwrap_or(length.len() - 1);
    let length = &length[start..];
    if content.len() >= 0x80 {
        out.push(0x80 | u8::try_from(length.len()).unwrap_or(8));
    }
    out.extend(length);
    out.extend(content);
    out
}
