//! The way from a presented certificate up to an authority that a tenant trusts (RFC 5280 §6).

use std::fmt;
use std::time::Duration;

use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage};

use super::CertificateError;

/// More certificates than any honest chain has.
const MAX_BETWEEN: usize = 8;

/// The authorities whose certificates a tenant trusts to name clients.
#[derive(Clone, Default)]
pub struct Anchors(Vec<TrustAnchor<'static>>);

impl Anchors {
    /// Reads the certificates of authorities.
    pub fn from_der<'a>(
        certificates: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, CertificateError> {
        let read = |der: &[u8]| {
            let der = CertificateDer::from(der);
            webpki::anchor_from_trusted_cert(&der).map(|anchor| anchor.to_owned())
        };
        let anchors = certificates.into_iter().map(read).collect::<Result<_, _>>();
        anchors.map(Self).map_err(|_| CertificateError::Malformed)
    }
}

impl fmt::Debug for Anchors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Anchors({})", self.0.len())
    }
}

/// Has webpki find the way; purposes count only where a certificate lists any.
pub(super) fn verify(
    leaf: &[u8],
    between: &[&[u8]],
    anchors: &Anchors,
    now: i64,
) -> Result<(), CertificateError> {
    if between.len() > MAX_BETWEEN {
        return Err(CertificateError::UnknownAuthority);
    }
    let leaf = CertificateDer::from(leaf);
    let leaf = EndEntityCert::try_from(&leaf).map_err(|error| word(&error))?;
    let between = between.iter().map(|der| CertificateDer::from(*der)).collect::<Vec<_>>();
    let now = Duration::from_secs(u64::try_from(now).unwrap_or(0));
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors.0,
        &between,
        UnixTime::since_unix_epoch(now),
        KeyUsage::client_auth(),
        None,
        None,
    )
    .map(|_| ())
    .map_err(|error| word(&error))
}

fn word(error: &webpki::Error) -> CertificateError {
    use webpki::Error as E;
    match error {
        E::CertNotValidYet { .. } => CertificateError::NotYetValid,
        E::CertExpired { .. } => CertificateError::Expired,
        E::RequiredEkuNotFoundContext(_)
        | E::EmptyEkuExtension
        | E::CaUsedAsEndEntity
        | E::EndEntityUsedAsCa
        | E::NameConstraintViolation
        | E::UnsupportedCriticalExtension => CertificateError::WrongPurpose,
        E::BadDer | E::BadDerTime | E::UnsupportedCertVersion => CertificateError::Malformed,
        _ => CertificateError::UnknownAuthority,
    }
}
