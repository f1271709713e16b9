//! Clients that prove themselves by the certificate of their connection (RFC 8705 §2).
//!
//! That whoever connects has the private key is for TLS to prove, and whether a certificate is
//! revoked is for the caller to look up.

mod chain;
mod name;
mod subject;

use std::fmt;

use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry::{OID_EC_P256, OID_NIST_EC_P384, OID_SIG_ED25519};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::KeySet;
use super::material::Material;

pub use chain::Anchors;
pub use name::DistinguishedName;
pub use subject::{Subject, SubjectError};

/// A certificate that was presented, not yet judged.
pub struct Leaf<'a> {
    der: &'a [u8],
    parsed: X509Certificate<'a>,
}

/// Why a certificate does not prove a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("this is no certificate")]
    Malformed,
    #[error("the certificate is not valid yet")]
    NotYetValid,
    #[error("the certificate has expired")]
    Expired,
    #[error("the key of the certificate is none of the client's")]
    ForeignKey,
    #[error("the certificate is not issued under a trusted authority")]
    UnknownAuthority,
    #[error("the certificate or one above it is not meant for this use")]
    WrongPurpose,
    #[error("the certificate names another subject")]
    WrongSubject,
}

impl<'a> Leaf<'a> {
    pub fn from_der(der: &'a [u8]) -> Result<Self, CertificateError> {
        match X509Certificate::from_der(der) {
            Ok(([], parsed)) => Ok(Self { der, parsed }),
            _ => Err(CertificateError::Malformed),
        }
    }

    /// The last second at which it is valid.
    pub fn not_after(&self) -> i64 {
        self.parsed.validity().not_after.timestamp()
    }

    /// The SHA-256 thumbprint by which tokens are bound to the certificate (RFC 8705 §3.1).
    pub fn thumbprint(&self) -> String {
        super::certificate_thumbprint(self.der)
    }

    /// Accepts the certificate by its key, one of those the client published (RFC 8705 §2.2).
    ///
    /// Who signed it does not matter.
    pub fn verify_self_signed(&self, keys: &KeySet, now: i64) -> Result<(), CertificateError> {
        self.check_validity(now)?;
        let key = material(self.parsed.public_key()).ok_or(CertificateError::ForeignKey)?;
        if keys.holds(&key) { Ok(()) } else { Err(CertificateError::ForeignKey) }
    }

    /// Accepts the certificate by its authority and its subject (RFC 8705 §2.1).
    ///
    /// `between` are the other certificates that the client presented.
    pub fn verify_issued(
        &self,
        between: &[&[u8]],
        anchors: &Anchors,
        subject: &Subject,
        now: i64,
    ) -> Result<(), CertificateError> {
        self.check_validity(now)?;
        chain::verify(self.der, between, anchors, now)?;
        if self.has(subject) { Ok(()) } else { Err(CertificateError::WrongSubject) }
    }

    /// Whether the certificate names `subject`.
    pub fn has(&self, subject: &Subject) -> bool {
        subject.is_in(&self.parsed)
    }

    fn check_validity(&self, now: i64) -> Result<(), CertificateError> {
        let validity = self.parsed.validity();
        if now < validity.not_before.timestamp() {
            return Err(CertificateError::NotYetValid);
        }
        if now > validity.not_after.timestamp() {
            return Err(CertificateError::Expired);
        }
        Ok(())
    }
}

impl fmt::Debug for Leaf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leaf({})", self.thumbprint())
    }
}

/// The numbers of the public key, if it is of a kind that key sets are read for.
fn material(key: &SubjectPublicKeyInfo<'_>) -> Option<Material> {
    let bytes = key.subject_public_key.data.as_ref();
    let without_zeros = |number: &[u8]| {
        let start = number.iter().take_while(|it| **it == 0).count();
        number.split_at(start).1.to_vec()
    };
    if key.algorithm.algorithm == OID_SIG_ED25519 {
        return Some(Material::Ed25519 { x: bytes.to_vec() });
    }
    match key.parsed().ok()? {
        PublicKey::RSA(rsa) => {
            Some(Material::Rsa { n: without_zeros(rsa.modulus), e: without_zeros(rsa.exponent) })
        }
        PublicKey::EC(_) => {
            let curve = key.algorithm.parameters.as_ref()?.as_oid().ok()?;
            match curve {
                curve if curve == OID_EC_P256 => Material::p256(bytes),
                curve if curve == OID_NIST_EC_P384 => Material::p384(bytes),
                _ => None,
            }
        }
        _ => None,
    }
}
