//! Whether a presented client certificate is one that a known authority issued, and good now.
//!
//! webpki decides about times, purposes and critical extensions. The rest is stricter than it: the
//! signature is checked before anything else is believed, the identifier of the authority's key must
//! agree where there is one, and the key must be meant for signatures.

use std::fmt;
use std::time::Duration;

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::FromDer;
use x509_parser::x509::{SubjectPublicKeyInfo, X509Version};

use super::serial::hex;
use super::{Error, Serial};

/// What may be used to log in to a server with TLS (RFC 5280 §4.2.1.12, clientAuth).
const CLIENT_AUTH: [usize; 9] = [1, 3, 6, 1, 5, 5, 7, 3, 2];

/// The certificate of an authority, by which what it issued is recognized.
#[derive(Clone)]
pub struct Anchor {
    certificate: CertificateDer<'static>,
    trust: TrustAnchor<'static>,
    subject: Vec<u8>,
    spki: Vec<u8>,
    public_key: Vec<u8>,
    key_id: Vec<u8>,
    key_id_hex: String,
    not_after: i64,
}

/// A certificate that was accepted: who issued it under which number, and until when it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    pub serial_hex: String,
    /// The [`Anchor::key_id`] of the authority.
    pub authority_key_id: String,
    pub not_after: i64,
}

/// Why a presented certificate is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("this is no certificate")]
    Malformed,
    #[error("no known authority is named as the issuer")]
    UnknownAuthority,
    #[error("the authority named as the issuer has not signed the certificate")]
    BadSignature,
    #[error("the certificate is not valid yet")]
    NotYetValid,
    #[error("the certificate has expired")]
    Expired,
    #[error("the certificate is not meant for logging in")]
    WrongPurpose,
}

impl Anchor {
    /// Reads the certificate of an authority that may sign certificates.
    pub fn from_der(der: &[u8]) -> Result<Self, Error> {
        let certificate = CertificateDer::from(der.to_vec());
        let trust = webpki::anchor_from_trusted_cert(&certificate);
        let trust = trust.map_err(|_| Error::Certificate)?.to_owned();
        let parsed = parse(der).ok_or(Error::Certificate)?;
        let usage = parsed.key_usage().map_err(|_| Error::Certificate)?;
        if !parsed.is_ca() || !usage.is_none_or(|it| it.value.key_cert_sign()) {
            return Err(Error::Certificate);
        }
        let key_id = subject_key_id(&parsed).ok_or(Error::Certificate)?;
        Ok(Self {
            trust,
            subject: parsed.subject().as_raw().to_vec(),
            spki: parsed.public_key().raw.to_vec(),
            public_key: parsed.public_key().subject_public_key.data.to_vec(),
            key_id: key_id.to_vec(),
            key_id_hex: hex(key_id),
            not_after: parsed.validity().not_after.timestamp(),
            certificate,
        })
    }

    pub fn certificate_der(&self) -> &[u8] {
        &self.certificate
    }

    /// The name in DER, for the list of authorities that a TLS server sends to browsers.
    pub fn subject_der(&self) -> &[u8] {
        &self.subject
    }

    /// The identifier of the key in hexadecimal digits, by which certificates name this authority.
    pub fn key_id(&self) -> &str {
        &self.key_id_hex
    }

    /// The last second at which the authority's own certificate is valid.
    pub fn not_after(&self) -> i64 {
        self.not_after
    }

    pub(super) fn der(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    pub(super) fn key_id_bytes(&self) -> &[u8] {
        &self.key_id
    }

    pub(super) fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    /// Whether `leaf` says that this authority issued it.
    fn is_named_by(&self, leaf: &X509Certificate<'_>) -> bool {
        let named = authority_key_id(leaf);
        leaf.issuer().as_raw() == self.subject && named.is_none_or(|id| id == self.key_id)
    }

    fn has_signed(&self, leaf: &X509Certificate<'_>) -> bool {
        SubjectPublicKeyInfo::from_der(&self.spki)
            .is_ok_and(|(_, key)| leaf.verify_signature(Some(&key)).is_ok())
    }
}

impl fmt::Debug for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Anchor({})", self.key_id_hex)
    }
}

/// Accepts `leaf_der` as a client certificate that one of `authorities` issued and that is valid at
/// `now`, in seconds since 1970.
///
/// Whether it is revoked is for the caller to look up, and whether whoever presents it has its
/// private key is for TLS to prove.
pub fn verify(leaf_der: &[u8], authorities: &[&Anchor], now: i64) -> Result<Presented, Refused> {
    let leaf = parse(leaf_der).ok_or(Refused::Malformed)?;
    let serial = Serial::from_der(leaf.raw_serial()).ok_or(Refused::Malformed)?;
    let mut named = authorities.iter().filter(|it| it.is_named_by(&leaf)).peekable();
    named.peek().ok_or(Refused::UnknownAuthority)?;
    let authority = named.find(|it| it.has_signed(&leaf)).ok_or(Refused::BadSignature)?;
    check_path(leaf_der, authority, now)?;
    let usage = leaf.key_usage().map_err(|_| Refused::Malformed)?;
    if leaf.is_ca() || !usage.is_some_and(|it| it.value.digital_signature()) {
        return Err(Refused::WrongPurpose);
    }
    Ok(Presented {
        serial_hex: serial.to_string(),
        authority_key_id: authority.key_id_hex.clone(),
        not_after: leaf.validity().not_after.timestamp(),
    })
}

/// Has webpki judge the certificate with the one authority that signed it.
fn check_path(leaf_der: &[u8], authority: &Anchor, now: i64) -> Result<(), Refused> {
    let der = CertificateDer::from(leaf_der);
    let leaf = EndEntityCert::try_from(&der).map_err(|error| word(&error))?;
    let now = Duration::from_secs(u64::try_from(now).unwrap_or(0));
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        std::slice::from_ref(&authority.trust),
        &[],
        UnixTime::since_unix_epoch(now),
        ClientAuthentication,
        None,
        None,
    )
    .map(|_| ())
    .map_err(|error| word(&error))
}

/// Demands that the purposes are listed and logging in is one of them.
struct ClientAuthentication;

impl ExtendedKeyUsageValidator for ClientAuthentication {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        for purpose in purposes {
            if purpose?.to_decoded_oid() == CLIENT_AUTH {
                return Ok(());
            }
        }
        Err(webpki::Error::EmptyEkuExtension)
    }
}

fn word(error: &webpki::Error) -> Refused {
    use webpki::Error as E;
    match error {
        E::CertNotValidYet { .. } => Refused::NotYetValid,
        E::CertExpired { .. } => Refused::Expired,
        E::UnknownIssuer => Refused::UnknownAuthority,
        E::InvalidSignatureForPublicKey | E::SignatureAlgorithmMismatch => Refused::BadSignature,
        E::CaUsedAsEndEntity | E::EmptyEkuExtension | E::UnsupportedCriticalExtension => {
            Refused::WrongPurpose
        }
        _ => Refused::Malformed,
    }
}

/// Reads a certificate of version 3 that fills all of `der`.
fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    let (rest, certificate) = X509Certificate::from_der(der).ok()?;
    (rest.is_empty() && certificate.version() == X509Version::V3).then_some(certificate)
}

fn subject_key_id<'a>(certificate: &'a X509Certificate<'_>) -> Option<&'a [u8]> {
    certificate.iter_extensions().find_map(|it| match it.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(id) => Some(id.0),
        _ => None,
    })
}

fn authority_key_id<'a>(certificate: &'a X509Certificate<'_>) -> Option<&'a [u8]> {
    certificate.iter_extensions().find_map(|it| match it.parsed_extension() {
        ParsedExtension::AuthorityKeyIdentifier(id) => id.key_identifier.as_ref().map(|id| id.0),
        _ => None,
    })
}
