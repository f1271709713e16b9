//! Answers about single certificates, signed by the authority itself (RFC 6960, RFC 5019).

mod asn1;

use std::time::Duration;

use aws_lc_rs::digest::{self, SHA1_FOR_LEGACY_USE_ONLY};
use der::asn1::{Any, BitString, GeneralizedTime, Null, OctetString};
use der::{Decode, Encode};

use self::asn1::{
    Algorithm, BasicResponse, CertId, CertStatus, CrlReason, Extension, OcspRequest, OcspResponse,
    ResponseBytes, ResponseData, ResponseStatus, RevokedInfo, SingleResponse,
};
use super::{Authority, Reason, Serial, check};

/// How large a request may be, and about how many certificates it may ask.
const SIZE_MAX: usize = 16 * 1024;
const QUESTIONS_MAX: usize = 32;
/// The longest nonce that is repeated (RFC 8954 §2.1).
const NONCE_MAX: usize = 32;

/// What is known about a certificate; times are seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Good,
    Revoked {
        at: i64,
        reason: Reason,
    },
    /// No certificate of that number was issued.
    Unknown,
}

/// The period for which an answer holds.
#[derive(Clone, Copy)]
struct Period {
    from: GeneralizedTime,
    to: GeneralizedTime,
}

impl Authority {
    /// Answers an OCSP request in DER; `status` knows the certificates of this authority by their
    /// serial numbers in hexadecimal digits.
    ///
    /// Whatever cannot be answered gives one of the unsigned error responses.
    pub fn ocsp(
        &self,
        request_der: &[u8],
        status: impl Fn(&str) -> Status,
        this_update: i64,
        next_update: i64,
    ) -> Vec<u8> {
        self.answer(request_der, status, (this_update, next_update)).unwrap_or_else(failure)
    }

    fn answer(
        &self,
        request_der: &[u8],
        status: impl Fn(&str) -> Status,
        (this_update, next_update): (i64, i64),
    ) -> Result<Vec<u8>, ResponseStatus> {
        let request = read(request_der)?;
        let extensions = request.tbs.extensions.unwrap_or_default();
        let nonce = nonce(&extensions)?.map(|nonce| vec![nonce]);
        if !request.tbs.list.iter().any(|it| self.is_meant_by(&it.id)) {
            return Err(ResponseStatus::Unauthorized);
        }
        let internal = |_| ResponseStatus::InternalError;
        check::period(this_update, next_update).map_err(|_| ResponseStatus::InternalError)?;
        let period = Period {
            from: time(this_update).map_err(internal)?,
            to: time(next_update).map_err(internal)?,
        };
        let responses = request.tbs.list.into_iter().map(|it| self.single(it.id, &status, period));
        let responses = responses.collect::<der::Result<Vec<_>>>().map_err(internal)?;
        let responder = OctetString::new(sha1(self.public_key())).map_err(internal)?;
        let data =
            ResponseData { responder, produced_at: period.from, responses, extensions: nonce };
        self.signed(&data)
    }

    /// Whether the question is about a certificate of this authority.
    fn is_meant_by(&self, id: &CertId) -> bool {
        let hash = match id.hash.oid {
            asn1::SHA1 => &SHA1_FOR_LEGACY_USE_ONLY,
            asn1::SHA256 => &digest::SHA256,
            _ => return false,
        };
        id.name_hash.as_bytes() == digest::digest(hash, self.subject_der()).as_ref()
            && id.key_hash.as_bytes() == digest::digest(hash, self.public_key()).as_ref()
    }

    fn single(
        &self,
        id: CertId,
        status: impl Fn(&str) -> Status,
        period: Period,
    ) -> der::Result<SingleResponse> {
        let serial = Serial::from_der(id.serial.as_bytes()).filter(|_| self.is_meant_by(&id));
        let status = match serial.map_or(Status::Unknown, |serial| status(&serial.to_string())) {
            Status::Good => CertStatus::Good(Null),
            Status::Unknown => CertStatus::Unknown(Null),
            Status::Revoked { at, reason } => {
                CertStatus::Revoked(RevokedInfo { at: time(at)?, reason: code(reason) })
            }
        };
        let next_update = Some(period.to);
        Ok(SingleResponse { id, status, this_update: period.from, next_update })
    }

    fn signed(&self, data: &ResponseData) -> Result<Vec<u8>, ResponseStatus> {
        let internal = |_| ResponseStatus::InternalError;
        let data = Any::encode_from(data).map_err(internal)?;
        let message = data.to_der().map_err(internal)?;
        let signature = self.sign(&message).map_err(|_| ResponseStatus::InternalError)?;
        let response = BasicResponse {
            data,
            algorithm: Algorithm { oid: asn1::ECDSA_SHA256, parameters: None },
            signature: BitString::from_bytes(&signature).map_err(internal)?,
        };
        let response = OctetString::new(response.to_der().map_err(internal)?).map_err(internal)?;
        let bytes = Some(ResponseBytes { kind: asn1::BASIC, response });
        let answer = OcspResponse { status: ResponseStatus::Successful, bytes };
        answer.to_der().map_err(internal)
    }
}

fn read(der: &[u8]) -> Result<OcspRequest, ResponseStatus> {
    let request = OcspRequest::from_der(der).ok().filter(|request| {
        let questions = request.tbs.list.len();
        der.len() <= SIZE_MAX
            && request.tbs.version == 0
            && (1..=QUESTIONS_MAX).contains(&questions)
    });
    request.ok_or(ResponseStatus::MalformedRequest)
}

/// Takes the nonce out of the extensions of a request; another one that is critical is not understood.
fn nonce(extensions: &[Extension]) -> Result<Option<Extension>, ResponseStatus> {
    if extensions.iter().any(|it| it.critical && it.oid != asn1::NONCE) {
        return Err(ResponseStatus::MalformedRequest);
    }
    let mut nonces = extensions.iter().filter(|it| it.oid == asn1::NONCE);
    let (nonce, second) = (nonces.next(), nonces.next());
    let fits = |it: &Extension| {
        OctetString::from_der(it.value.as_bytes())
            .is_ok_and(|it| (1..=NONCE_MAX).contains(&it.as_bytes().len()))
    };
    if second.is_some() || !nonce.is_none_or(fits) {
        return Err(ResponseStatus::MalformedRequest);
    }
    Ok(nonce.map(|it| Extension { critical: false, ..it.clone() }))
}

fn sha1(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()
}

fn time(seconds: i64) -> der::Result<GeneralizedTime> {
    let seconds = u64::try_from(seconds).map_err(|_| der::ErrorKind::DateTime)?;
    GeneralizedTime::from_unix_duration(Duration::from_secs(seconds))
}

fn code(reason: Reason) -> Option<CrlReason> {
    match reason {
        Reason::Unspecified => None,
        Reason::KeyCompromise => Some(CrlReason::KeyCompromise),
        Reason::AffiliationChanged => Some(CrlReason::AffiliationChanged),
        Reason::Superseded => Some(CrlReason::Superseded),
        Reason::CessationOfOperation => Some(CrlReason::CessationOfOperation),
        Reason::PrivilegeWithdrawn => Some(CrlReason::PrivilegeWithdrawn),
    }
}

/// An unsigned response that says nothing but why there is no other.
fn failure(status: ResponseStatus) -> Vec<u8> {
    vec![0x30, 3, 0x0a, 1, status as u8]
}
