//! The public key that a certificate is asked for: made here, or taken from a signing request.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RsaKeyPair};
use rcgen::{
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA256, PublicKeyData,
    SignatureAlgorithm,
};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::oid_registry::{
    OID_EC_P256, OID_KEY_TYPE_EC_PUBLIC_KEY, OID_NIST_EC_P384, OID_PKCS1_RSAENCRYPTION,
};
use x509_parser::pem::Pem;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::{PublicKey, RSAPublicKey};
use x509_parser::x509::SubjectPublicKeyInfo;
use zeroize::Zeroizing;

/// No honest signing request comes near this size.
const SIZE_MAX: usize = 16 * 1024;
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
const RSA_EXPONENT_MIN: u64 = 65537;

/// A public key that is fit for a certificate; nothing else of a signing request is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    algorithm: &'static SignatureAlgorithm,
    key: Vec<u8>,
}

/// The kinds of key pairs that are made for those who bring none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    Rsa2048,
    P256,
}

/// Why a signing request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    #[error("the key pair could not be generated")]
    Generate,
    #[error("this is no certificate signing request")]
    Malformed,
    #[error("the public key is of a kind that is not taken")]
    UnsupportedKey,
    #[error("the public key is too weak or too large")]
    WeakKey,
    #[error("the signature of the request is not made by its key")]
    BadSignature,
}

impl Request {
    /// Makes a key pair with the library's own generator and gives its private key in PKCS#8.
    ///
    /// An RSA key takes about a tenth of a second: call it where blocking is allowed.
    pub fn generate(kind: KeyKind) -> Result<(Self, Zeroizing<Vec<u8>>), RequestError> {
        let made = match kind {
            KeyKind::Rsa2048 => rsa_pair(),
            KeyKind::P256 => p256_pair(),
        };
        made.ok_or(RequestError::Generate)
    }

    /// Takes the public key of a PKCS#10 request (RFC 2986) in PEM or DER.
    ///
    /// The request must be signed by that key. The names and extensions it asks for are ignored.
    pub fn from_csr(pem_or_der: &[u8]) -> Result<Self, RequestError> {
        if pem_or_der.len() > SIZE_MAX {
            return Err(RequestError::Malformed);
        }
        let der = from_pem(pem_or_der)?;
        let (rest, csr) =
            X509CertificationRequest::from_der(&der).map_err(|_| RequestError::Malformed)?;
        if !rest.is_empty() {
            return Err(RequestError::Malformed);
        }
        let asked = &csr.certification_request_info.subject_pki;
        let algorithm = fit(asked)?;
        csr.verify_signature().map_err(|_| RequestError::BadSignature)?;
        Ok(Self { algorithm, key: asked.subject_public_key.data.to_vec() })
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({:?})", self.algorithm)
    }
}

impl PublicKeyData for Request {
    fn der_bytes(&self) -> &[u8] {
        &self.key
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

fn rsa_pair() -> Option<(Request, Zeroizing<Vec<u8>>)> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).ok()?;
    let pkcs8 = AsDer::<Pkcs8V1Der<'static>>::as_der(&pair).ok()?;
    let key = pair.public_key().as_ref().to_vec();
    let request = Request { algorithm: &PKCS_RSA_SHA256, key };
    Some((request, Zeroizing::new(pkcs8.as_ref().to_vec())))
}

fn p256_pair() -> Option<(Request, Zeroizing<Vec<u8>>)> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).ok()?;
    let pkcs8 = pair.to_pkcs8v1().ok()?;
    let key = pair.public_key().as_ref().to_vec();
    let request = Request { algorithm: &PKCS_ECDSA_P256_SHA256, key };
    Some((request, Zeroizing::new(pkcs8.as_ref().to_vec())))
}

/// Unwraps PEM (RFC 7468) under either of the two labels in use; DER passes as it is.
fn from_pem(bytes: &[u8]) -> Result<Vec<u8>, RequestError> {
    // Every request in DER is a sequence, and no text in PEM begins with its tag.
    if bytes.first() == Some(&0x30) {
        return Ok(bytes.to_vec());
    }
    match Pem::iter_from_buffer(bytes).next() {
        Some(Ok(pem))
            if matches!(&*pem.label, "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST") =>
        {
            Ok(pem.contents)
        }
        _ => Err(RequestError::Malformed),
    }
}

/// Names the algorithm of a public key that is fit for a certificate.
fn fit(asked: &SubjectPublicKeyInfo<'_>) -> Result<&'static SignatureAlgorithm, RequestError> {
    let kind = &asked.algorithm.algorithm;
    match asked.parsed().map_err(|_| RequestError::Malformed)? {
        PublicKey::RSA(key) if *kind == OID_PKCS1_RSAENCRYPTION => {
            if is_strong(&key) {
                Ok(&PKCS_RSA_SHA256)
            } else {
                Err(RequestError::WeakKey)
            }
        }
        PublicKey::EC(point) if *kind == OID_KEY_TYPE_EC_PUBLIC_KEY => {
            let curve = asked.algorithm.parameters.as_ref().and_then(|it| it.as_oid().ok());
            let curve = curve.ok_or(RequestError::UnsupportedKey)?;
            // Uncompressed points only (RFC 5480 §2.2): a tag and two coordinates.
            match (point.data().len(), point.data().first()) {
                (65, Some(4)) if curve == OID_EC_P256 => Ok(&PKCS_ECDSA_P256_SHA256),
                (97, Some(4)) if curve == OID_NIST_EC_P384 => Ok(&PKCS_ECDSA_P384_SHA384),
                _ => Err(RequestError::UnsupportedKey),
            }
        }
        _ => Err(RequestError::UnsupportedKey),
    }
}

fn is_strong(key: &RSAPublicKey<'_>) -> bool {
    let modulus = key.modulus.iter().position(|byte| *byte != 0);
    let bits = modulus.and_then(|start| key.modulus.get(start..)).map_or(0, bit_length);
    let odd = |number: &[u8]| number.last().is_some_and(|byte| byte % 2 == 1);
    RSA_BITS.contains(&bits)
        && odd(key.modulus)
        && key.try_exponent().is_ok_and(|e| e >= RSA_EXPONENT_MIN && e % 2 == 1)
}

/// The length of a number that has no leading zero bytes.
fn bit_length(number: &[u8]) -> usize {
    let spare = number.first().map_or(0, |first| first.leading_zeros());
    number.len() * 8 - spare as usize
}
