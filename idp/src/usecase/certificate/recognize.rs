//! Recognizes a certificate that a browser showed, for whatever step asked for it.

use super::authority;
use crate::app::App;
use crate::model::certificate::{Certificate, State};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store;

/// Why a step is not passed by a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The browser showed none.
    Missing,
    /// It is none that logs anybody in.
    Refused,
    Expired,
    Revoked,
    /// Nobody here issued it.
    Unknown,
    /// It is another user's.
    Foreign,
    /// No certificate is asked for here and now: the ordinary page shows what is.
    NotDue,
    Locked,
}

impl Refusal {
    /// The word that the page tells it by; none where it is no trouble of the certificate.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Missing => Some("certificate_missing"),
            Self::Refused => Some("certificate_refused"),
            Self::Expired => Some("certificate_expired"),
            Self::Revoked => Some("certificate_revoked"),
            Self::Unknown => Some("certificate_unknown"),
            Self::Foreign => Some("certificate_foreign"),
            Self::NotDue | Self::Locked => None,
        }
    }

    /// Accepts the words of `word` alone.
    pub fn known_word(text: &str) -> Option<&'static str> {
        let all = [
            Self::Missing,
            Self::Refused,
            Self::Expired,
            Self::Revoked,
            Self::Unknown,
            Self::Foreign,
        ];
        all.into_iter().filter_map(Self::word).find(|word| *word == text)
    }
}

/// A certificate of ours, and whose it is.
pub struct Recognized {
    pub certificate: Certificate,
    pub owner: User,
}

/// Judges a certificate that a browser proved to have the key of: which row it is, and that the row is good now.
///
/// The identity is the authority's key and the serial number. What was found of a refused one is told too.
pub async fn recognize(
    app: &App,
    tenant: &Tenant,
    der: &[u8],
) -> Result<Result<Recognized, (Refusal, Option<Recognized>)>, Fault> {
    use keys::ca::Refused;
    let known = authority::anchors(app, tenant.id).await?;
    let anchors: Vec<_> = known.iter().map(|(_, anchor)| anchor).collect();
    let presented = match keys::ca::verify(der, &anchors, app.now().seconds()) {
        Ok(presented) => presented,
        Err(why) => {
            let why = match why {
                Refused::Expired => Refusal::Expired,
                Refused::UnknownAuthority | Refused::BadSignature => Refusal::Unknown,
                Refused::Malformed | Refused::NotYetValid | Refused::WrongPurpose => {
                    Refusal::Refused
                }
            };
            return Ok(Err((why, None)));
        }
    };
    let issuer = known.iter().find(|(_, anchor)| anchor.key_id() == presented.authority_key_id);
    let Some((issuer, _)) = issuer else { return Ok(Err((Refusal::Unknown, None))) };
    let read = app.database.read();
    let serial = &presented.serial_hex;
    let found = store::certificates::by_serial(read, tenant.id, *issuer, serial).await?;
    let Some(certificate) = found else { return Ok(Err((Refusal::Unknown, None))) };
    let Some(owner) = store::users::by_id(read, tenant.id, certificate.user).await? else {
        return Ok(Err((Refusal::Unknown, None)));
    };
    let state = certificate.state(app.now());
    let recognized = Recognized { certificate, owner };
    Ok(match state {
        State::Valid | State::Expiring => Ok(recognized),
        State::Expired => Err((Refusal::Expired, Some(recognized))),
        State::Revoked | State::NotIssued => Err((Refusal::Revoked, Some(recognized))),
    })
}
