//! Client certificates (電子証明書): one entry per certificate that a tenant's authority issued to a device.

use time::Duration;

use super::ids::{AuthorityId, CertificateId, DeviceId, UserId};
use super::moment::Moment;
use super::policy::DownloadPassword;

/// A tenant's certificate authority; its private key is sealed.
#[derive(Clone, Debug)]
pub struct StoredAuthority {
    pub id: AuthorityId,
    /// The identifier of its key in hexadecimal digits; part of public addresses.
    pub key_id: String,
    pub certificate: Vec<u8>,
    pub sealed: Vec<u8>,
    pub created_at: Moment,
}

#[derive(Clone, Debug)]
pub struct Certificate {
    pub id: CertificateId,
    pub authority: AuthorityId,
    /// In hexadecimal digits. With the authority it is the identity; the names in a certificate are not.
    pub serial: String,
    pub user: UserId,
    pub device: DeviceId,
    pub certificate: Vec<u8>,
    pub issued_at: Moment,
    pub not_after: Moment,
    /// Private key and download password, while they are kept.
    pub sealed: Option<Vec<u8>>,
    /// When the file was fetched, or the certificate was first used. Until then the one before stands too.
    pub downloaded_at: Option<Moment>,
    pub revoked: Option<(Moment, Reason)>,
}

/// Why a certificate was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its successor was taken into use.
    Renewed,
    ByUser,
    ByAdministrator,
    DeviceDeleted,
    /// The login method was changed, or the credentials were issued anew.
    Reissued,
}

/// What the account page says of a device's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    NotIssued,
    Valid,
    Expiring,
    Expired,
    Revoked,
}

/// Before its end a certificate is shown as expiring for so long.
pub const EXPIRING: Duration = Duration::days(30);

/// What was not fetched so long after the issue is not kept any longer.
pub const UNDELIVERED: Duration = Duration::hours(1);

/// What the certificate address gave a browser must be brought back within this.
pub const PASS_LIFE: Duration = Duration::minutes(2);

impl Reason {
    const ALL: [Self; 5] =
        [Self::Renewed, Self::ByUser, Self::ByAdministrator, Self::DeviceDeleted, Self::Reissued];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Renewed => "renewed",
            Self::ByUser => "by_user",
            Self::ByAdministrator => "by_administrator",
            Self::DeviceDeleted => "device_deleted",
            Self::Reissued => "reissued",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }

    /// Whether what the certificate opened ends with it. A renewal takes the key from nobody.
    pub const fn ends_sessions(self) -> bool {
        !matches!(self, Self::Renewed)
    }

    /// What revocation lists say.
    pub const fn published(self) -> keys::ca::Reason {
        match self {
            Self::Renewed | Self::Reissued => keys::ca::Reason::Superseded,
            // He need not say why; the key may be in other hands.
            Self::ByUser => keys::ca::Reason::Unspecified,
            Self::ByAdministrator => keys::ca::Reason::PrivilegeWithdrawn,
            Self::DeviceDeleted => keys::ca::Reason::CessationOfOperation,
        }
    }
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotIssued => "not_issued",
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl Certificate {
    pub fn state(&self, now: Moment) -> State {
        if self.revoked.is_some() {
            State::Revoked
        } else if now >= self.not_after {
            State::Expired
        } else if now >= self.not_after.minus(EXPIRING) {
            State::Expiring
        } else {
            State::Valid
        }
    }

    /// Whether it opens a login now.
    pub fn is_live(&self, now: Moment) -> bool {
        matches!(self.state(now), State::Valid | State::Expiring)
    }

    /// Whether its file can be fetched now.
    pub fn is_fetchable(&self, rule: DownloadPassword, now: Moment) -> bool {
        self.sealed.is_some()
            && self.is_live(now)
            && (rule == DownloadPassword::Kept || now < self.issued_at.plus(UNDELIVERED))
    }
}

/// The certificate that stands for a device: the newest that is not revoked, else the newest.
pub fn standing(all: &[Certificate], device: DeviceId) -> Option<&Certificate> {
    all.iter()
        .filter(|one| one.device == device)
        .max_by_key(|one| (one.revoked.is_none(), one.issued_at, one.id))
}

/// Whether the user can prove himself by a certificate: one that is live and in his hands.
pub fn is_in_hand(all: &[Certificate], now: Moment) -> bool {
    all.iter().any(|one| one.is_live(now) && one.downloaded_at.is_some())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ISSUED: Moment = Moment::from_seconds(1_000_000);

    fn certificate(id: u128) -> Certificate {
        Certificate {
            id: CertificateId(Uuid::from_u128(id)),
            authority: AuthorityId(Uuid::nil()),
            serial: id.to_string(),
            user: UserId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            certificate: Vec::new(),
            issued_at: ISSUED,
            not_after: ISSUED.plus(Duration::days(365)),
            sealed: Some(Vec::new()),
            downloaded_at: None,
            revoked: None,
        }
    }

    #[test]
    fn states_by_time() {
        let moment = Duration::milliseconds(1);
        let one = certificate(1);
        for (at, expected) in [
            (ISSUED, State::Valid),
            (one.not_after.minus(EXPIRING).minus(moment), State::Valid),
            (one.not_after.minus(EXPIRING), State::Expiring),
            (one.not_after.minus(moment), State::Expiring),
            (one.not_after, State::Expired),
        ] {
            assert_eq!(one.state(at), expected);
        }
        let revoked = Certificate { revoked: Some((ISSUED, Reason::ByUser)), ..certificate(1) };
        assert_eq!(revoked.state(one.not_after), State::Revoked);
        assert!(!revoked.is_live(ISSUED) && !revoked.is_fetchable(DownloadPassword::Kept, ISSUED));
    }

    #[test]
    fn a_file_shown_once_waits_an_hour_and_a_kept_one_until_the_end() {
        let one = certificate(1);
        let late = ISSUED.plus(UNDELIVERED);
        assert!(one.is_fetchable(DownloadPassword::ShownOnce, late.minus(Duration::SECOND)));
        assert!(!one.is_fetchable(DownloadPassword::ShownOnce, late));
        assert!(one.is_fetchable(DownloadPassword::Kept, late));
        assert!(!one.is_fetchable(DownloadPassword::Kept, one.not_after));
    }

    #[test]
    fn the_newest_that_is_not_revoked_stands() {
        let revoked = Certificate { revoked: Some((ISSUED, Reason::ByUser)), ..certificate(9) };
        let all = [certificate(1), revoked, certificate(2)];
        let device = DeviceId(Uuid::nil());
        assert_eq!(standing(&all, device).map(|one| one.id.0.as_u128()), Some(2));
        assert!(standing(&all, DeviceId(Uuid::from_u128(7))).is_none());
        assert!(!is_in_hand(&all, ISSUED));
        let used = Certificate { downloaded_at: Some(ISSUED), ..certificate(1) };
        assert!(is_in_hand(&[used], ISSUED));
    }
}
