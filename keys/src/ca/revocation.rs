//! Revoked certificates, and the list of them that the authority signs (RFC 5280 §5).

use rcgen::{CertificateRevocationListParams, KeyIdMethod, RevocationReason, RevokedCertParams};

use super::{Authority, Error, Serial, check};

/// Why a certificate is revoked; the numbers are those of RFC 5280 §5.3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Unspecified,
    KeyCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    PrivilegeWithdrawn,
}

/// A certificate that is revoked since `at`, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked<'a> {
    pub serial_hex: &'a str,
    pub at: i64,
    pub reason: Reason,
}

impl Reason {
    /// The number that stands for the reason; none where nothing is to be said.
    pub(super) fn code(self) -> Option<RevocationReason> {
        match self {
            Self::Unspecified => None,
            Self::KeyCompromise => Some(RevocationReason::KeyCompromise),
            Self::AffiliationChanged => Some(RevocationReason::AffiliationChanged),
            Self::Superseded => Some(RevocationReason::Superseded),
            Self::CessationOfOperation => Some(RevocationReason::CessationOfOperation),
            Self::PrivilegeWithdrawn => Some(RevocationReason::PrivilegeWithdrawn),
        }
    }
}

impl Authority {
    /// Writes and signs the list of revoked certificates in DER.
    ///
    /// `number` grows with every list. Whoever reads the list fetches a new one by `next_update`.
    pub fn crl(
        &self,
        revoked: &[Revoked<'_>],
        number: u64,
        this_update: i64,
        next_update: i64,
    ) -> Result<Vec<u8>, Error> {
        let (this_update, next_update) = check::period(this_update, next_update)?;
        let params = CertificateRevocationListParams {
            this_update,
            next_update,
            crl_number: number.into(),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect::<Result<_, Error>>()?,
            key_identifier_method: KeyIdMethod::PreSpecified(self.anchor().key_id_bytes().to_vec()),
        };
        let list = params.signed_by(self.issuer()).map_err(|_| Error::Write)?;
        Ok(list.der().to_vec())
    }
}

fn entry(revoked: &Revoked<'_>) -> Result<RevokedCertParams, Error> {
    let serial: Serial = revoked.serial_hex.parse()?;
    Ok(RevokedCertParams {
        serial_number: serial.as_bytes().to_vec().into(),
        revocation_time: check::instant(revoked.at)?,
        reason_code: revoked.reason.code(),
        invalidity_date: None,
    })
}
