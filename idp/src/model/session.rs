//! A browser's session: who is signed in, since when, and by what.

use time::Duration;

use super::ids::{CertificateId, ClientId, SessionId, UserId};
use super::login_method::LoginMethod;
use super::moment::Moment;
use super::policy::SessionRules;
use crate::wire::acr::{Acr, Amr};

#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    /// The method whose every step was passed.
    pub method: LoginMethod,
    /// The certificate that was the second step: the session ends when it is revoked.
    pub certificate: Option<CertificateId>,
    pub authenticated_at: Moment,
    pub last_seen: Moment,
}

impl Session {
    /// Whether neither the idle nor the absolute limit has passed.
    pub fn is_alive(&self, rules: &SessionRules, now: Moment) -> bool {
        now < self.last_seen.plus(Duration::minutes(rules.idle_minutes.into()))
            && now < self.ends(rules)
    }

    pub fn ends(&self, rules: &SessionRules) -> Moment {
        self.authenticated_at.plus(Duration::minutes(rules.absolute_minutes.into()))
    }
}

/// A client that a session signed a person in to, by the name that it knows him by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInTo {
    pub session: SessionId,
    pub client: ClientId,
    pub subject: String,
}

/// What an ID token says of a method (OpenID Connect Core §2, RFC 8176).
pub const fn acr(method: LoginMethod) -> Acr {
    match method {
        LoginMethod::Password => Acr::Password,
        LoginMethod::PasswordOtp => Acr::PasswordOtp,
        LoginMethod::PasswordCertificate => Acr::PasswordCertificate,
    }
}

pub const fn amr(method: LoginMethod) -> &'static [Amr] {
    match method {
        LoginMethod::Password => &[Amr::Pwd],
        LoginMethod::PasswordOtp => &[Amr::Pwd, Amr::Otp, Amr::Mfa],
        LoginMethod::PasswordCertificate => &[Amr::Pwd, Amr::Swk, Amr::Mfa],
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::policy::Policy;

    #[test]
    fn a_session_ends_by_idleness_and_by_age() {
        let rules = Policy::classic().session;
        let start = Moment::from_seconds(0);
        let seen = |minutes| Session {
            id: SessionId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            method: LoginMethod::Password,
            certificate: None,
            authenticated_at: start,
            last_seen: start.plus(Duration::minutes(minutes)),
        };
        for (last_seen, now, alive) in
            [(0, 29, true), (0, 30, false), (460, 479, true), (460, 480, false), (479, 481, false)]
        {
            let now = start.plus(Duration::minutes(now));
            assert_eq!(seen(last_seen).is_alive(&rules, now), alive, "{last_seen} {now:?}");
        }
    }
}
