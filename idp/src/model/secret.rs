//! Values that whoever holds them may use: drawn at random, shown once, stored as digests.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use keys::random::Random;

use super::ids::TenantId;

/// What an opaque value is for. The kind is part of the value and of its digest, so that none serves as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An authorization code (RFC 6749 §4.1.2).
    Code,
    /// A browser's session cookie.
    Session,
    /// The cookie that binds login attempts to one browser.
    Browser,
    /// The address of a login attempt.
    Attempt,
    /// The `request_uri` of a pushed request (RFC 9126 §2.2).
    PushedRequest,
    /// A client's secret (RFC 6749 §2.3.1).
    ClientSecret,
    /// The address of an enrolment.
    Enrolment,
    /// The mailed address of a reissue.
    Reissue,
    /// The mailed address that undoes a change of the login method.
    Undo,
    /// The mailed address that ends a lock.
    Release,
    /// The cookie by which accounts know a browser.
    KnownBrowser,
    /// What the certificate address gives the browser to bring back.
    CertificatePass,
    /// An access token that says nothing by itself.
    AccessToken,
    /// A refresh token (RFC 6749 §1.5).
    RefreshToken,
    /// What a device without a browser asks with (RFC 8628 §3.2).
    DeviceCode,
    /// By which a client that registered itself manages its registration (RFC 7592 §1.2).
    Registration,
    /// By which somebody may register clients (RFC 7591 §1.2).
    InitialAccess,
    /// By which a program administers.
    ApiKey,
    /// By which the first administrator is made.
    SetUp,
    /// By which somebody provisions people (RFC 7644 §2).
    ScimToken,
    /// The address that opens a test login.
    Trial,
}

impl Kind {
    /// The kind as the database names it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Session => "session",
            Self::Browser => "browser",
            Self::Attempt => "attempt",
            Self::PushedRequest => "pushed_request",
            Self::ClientSecret => "client_secret",
            Self::Enrolment => "enrolment",
            Self::Reissue => "reissue",
            Self::Undo => "undo",
            Self::Release => "release",
            Self::KnownBrowser => "known_browser",
            Self::CertificatePass => "certificate_pass",
            Self::AccessToken => "access_token",
            Self::RefreshToken => "refresh_token",
            Self::DeviceCode => "device_code",
            Self::Registration => "registration",
            Self::InitialAccess => "initial_access",
            Self::ApiKey => "api_key",
            Self::SetUp => "set_up",
            Self::ScimToken => "scim_token",
            Self::Trial => "trial",
        }
    }

    const fn prefix(self) -> &'static str {
        match self {
            Self::Code => "c_",
            Self::Session => "s_",
            Self::Browser => "b_",
            Self::Attempt => "a_",
            Self::PushedRequest => "q_",
            Self::ClientSecret => "k_",
            Self::Enrolment => "e_",
            Self::Reissue => "r_",
            Self::Undo => "u_",
            Self::Release => "l_",
            Self::KnownBrowser => "n_",
            Self::CertificatePass => "p_",
            Self::AccessToken => "t_",
            Self::RefreshToken => "f_",
            Self::DeviceCode => "d_",
            Self::Registration => "g_",
            Self::InitialAccess => "i_",
            Self::ApiKey => "y_",
            Self::SetUp => "z_",
            Self::ScimToken => "m_",
            Self::Trial => "x_",
        }
    }
}

/// 256 random bits with the prefix of their kind. Prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Opaque {
    kind: Kind,
    text: String,
}

/// SHA-256 of an opaque value, its kind and its tenant: what the database keeps.
pub type Digest = Vec<u8>;

impl Opaque {
    pub fn draw(kind: Kind, random: &dyn Random) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self::of(kind, bytes)
    }

    /// The one value that follows this one. Whoever does not hold the key cannot tell it from a drawn one.
    #[must_use]
    pub fn successor(&self, tenant: TenantId, key: &[u8]) -> Self {
        let input = format!("{}|{tenant}|{}", self.kind.word(), self.text);
        Self::of(self.kind, keys::digest::hmac_sha256(key, input.as_bytes()))
    }

    fn of(kind: Kind, bytes: [u8; 32]) -> Self {
        Self { kind, text: format!("{}{}", kind.prefix(), URL_SAFE_NO_PAD.encode(bytes)) }
    }

    /// Accepts exactly what `draw` makes: prefix, length and alphabet, without padding.
    pub fn parse(kind: Kind, text: &str) -> Option<Self> {
        let encoded = text.strip_prefix(kind.prefix())?;
        let decoded = URL_SAFE_NO_PAD.decode(encoded).ok()?;
        (decoded.len() == 32).then(|| Self { kind, text: text.to_owned() })
    }

    pub const fn kind(&self) -> Kind {
        self.kind
    }

    pub fn expose(&self) -> &str {
        &self.text
    }

    pub fn digest(&self, tenant: TenantId) -> Digest {
        let mut input = Vec::with_capacity(64 + self.text.len());
        input.extend_from_slice(self.kind.prefix().as_bytes());
        input.extend_from_slice(tenant.0.as_bytes());
        input.extend_from_slice(self.text.as_bytes());
        keys::digest::sha256(&input).to_vec()
    }
}

impl std::fmt::Debug for Opaque {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}(***)", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn only_the_exact_value_of_its_kind_is_accepted() {
        let code = Opaque::draw(Kind::Code, &SystemRandom);
        let text = code.expose();
        assert_eq!(Opaque::parse(Kind::Code, text), Some(code.clone()));
        assert_eq!(Opaque::parse(Kind::Session, text), None);
        for wrong in
            [&text[..text.len() - 1], &format!("{text}A"), &format!("{text}="), &text[2..], ""]
        {
            assert_eq!(Opaque::parse(Kind::Code, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_successor_is_the_same_every_time_and_only_under_the_key() {
        let first = Opaque::draw(Kind::RefreshToken, &SystemRandom);
        let here = TenantId(Uuid::from_u128(1));
        let next = first.successor(here, b"key");
        assert_eq!(next, first.successor(here, b"key"));
        assert_eq!(Opaque::parse(Kind::RefreshToken, next.expose()), Some(next.clone()));
        let others = [
            first.successor(here, b"yek"),
            first.successor(TenantId(Uuid::from_u128(2)), b"key"),
            next.successor(here, b"key"),
        ];
        assert!(!others.contains(&next) && next != first);
    }

    #[test]
    fn digests_differ_by_tenant() {
        let code = Opaque::draw(Kind::Code, &SystemRandom);
        assert_ne!(
            code.digest(TenantId(Uuid::from_u128(1))),
            code.digest(TenantId(Uuid::from_u128(2)))
        );
        assert_eq!(format!("{code:?}"), "Code(***)");
    }
}
