//! What makes no sense in a client or is not safe, each with its reason.

use std::collections::BTreeSet;
use std::str::FromStr;

use keys::client::KeySet;
use keys::client::jwe::{ContentEncryption, KeyManagement};
use keys::signing::Algorithm;
use url::Url;

use super::settings::{Encryption, SubjectType};
use super::{Authentication, Client, Profile};
use crate::wire::grant_type::GrantType;
use crate::wire::redirect_uri::RedirectUri;

/// A combination that makes no sense or is not safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    #[error("a client of this profile keeps no secret: its authentication method is none")]
    SecretOfPublicClient,
    #[error("a client of this profile proves itself: its authentication method is not none")]
    WithoutProof,
    #[error("a fapi2 client proves itself by private_key_jwt or a certificate")]
    SecretOfFapi2,
    #[error("a public client cannot go without PKCE")]
    PublicWithoutPkce,
    #[error("no redirect URI")]
    NoRedirectUri,
    #[error("a redirect URI of a web or browser client is https, or http on loopback")]
    RedirectScheme,
    #[error("a redirect URI of a native app is https, http on loopback, or a scheme with a dot")]
    NativeScheme,
    #[error("a redirect URI of a fapi2 client is https")]
    Fapi2Scheme,
    #[error("a public client acts for nobody but people: no client_credentials")]
    PublicForItself,
    #[error("refresh_token goes with authorization_code or with the device grant")]
    RefreshOfNothing,
    #[error("jwks and jwks_uri exclude each other")]
    TwoKeySets,
    #[error(
        "jwks cannot be used: it needs public keys, RSA of 2048 bits or more, P-256, P-384 or Ed25519"
    )]
    KeysUnusable,
    #[error("this authentication method needs jwks or jwks_uri")]
    NoKeysToProve,
    #[error("signed requests need jwks or jwks_uri")]
    NoKeysToVerify,
    #[error("encrypted answers need jwks or jwks_uri")]
    NoKeysToEncrypt,
    #[error(
        "tls_client_auth needs one of the members tls_client_auth_subject_dn and tls_client_auth_san_…"
    )]
    NoTlsSubject,
    #[error(
        "the subject of tls_client_auth cannot be read: a name as in RFC 4514, a host, an address"
    )]
    TlsSubjectUnreadable,
    #[error(
        "dpop_bound_access_tokens and tls_client_certificate_bound_access_tokens exclude each other"
    )]
    TwoConstraints,
    #[error("this encryption is not offered")]
    UnknownEncryption,
    #[error("an encrypted answer to an authorization request is signed too")]
    EncryptedUnsigned,
    #[error("a fapi2 client pushes its authorization requests")]
    Fapi2WithoutPar,
    #[error("a fapi2 client has PKCE")]
    Fapi2WithoutPkce,
    #[error("the tokens of a fapi2 client are bound to a DPoP key or to a certificate")]
    Fapi2Unbound,
    #[error("a fapi2 client and its answers sign by PS256, ES256 or EdDSA")]
    Fapi2Algorithm,
    #[error("subject_type pairwise with several hosts needs sector_identifier_uri")]
    NoSector,
    #[error("an address of the client is https, or http on loopback, and plain")]
    Address,
    #[error("frontchannel_logout_uri has the origin of a redirect URI")]
    LogoutOrigin,
    #[error(
        "access tokens live from 30 seconds to one day, refresh tokens from one minute to ten years"
    )]
    Life,
    #[error("a name has 1 to 200 characters, a list at most 100 members")]
    TooLong,
}

impl Impossible {
    /// Whether a redirect URI is what is wrong (RFC 7591 §3.2.2).
    pub const fn is_about_redirects(self) -> bool {
        matches!(
            self,
            Self::NoRedirectUri | Self::RedirectScheme | Self::NativeScheme | Self::Fapi2Scheme
        )
    }
}

type Checked = Result<(), Impossible>;

const fn unless(fine: bool, why: Impossible) -> Checked {
    if fine { Ok(()) } else { Err(why) }
}

impl Client {
    /// Refuses impossible combinations, each with its reason.
    pub fn check(&self) -> Checked {
        self.check_size()?;
        self.check_proof()?;
        self.check_grants()?;
        self.check_redirects()?;
        self.check_keys()?;
        self.check_encryption()?;
        self.check_addresses()?;
        self.check_tokens()?;
        if self.profile == Profile::Fapi2 { self.check_fapi2() } else { Ok(()) }
    }

    fn check_size(&self) -> Checked {
        let name = self.name.chars().count();
        let s = &self.settings;
        let lists = [
            self.redirect_uris.len(),
            self.post_logout_redirect_uris.len(),
            s.request.request_uris.len(),
            s.request.default_acr_values.len(),
            s.tokens.resources.len(),
            s.tokens.is_resource.len(),
            s.tokens.may_exchange_tokens_of.len(),
            s.about.contacts.len(),
        ];
        let fine = (1..=200).contains(&name) && lists.iter().all(|len| *len <= 100);
        unless(fine, Impossible::TooLong)
    }

    fn check_proof(&self) -> Checked {
        match (self.profile, self.authentication) {
            (Profile::Fapi2, method) if method.has_secret() => Err(Impossible::SecretOfFapi2),
            (profile, Authentication::None) if !profile.keeps_none() => {
                Err(Impossible::WithoutProof)
            }
            (profile, method) if profile.keeps_none() && method.has_secret() => {
                Err(Impossible::SecretOfPublicClient)
            }
            _ => unless(
                !self.is_public() || self.settings.require_pkce,
                Impossible::PublicWithoutPkce,
            ),
        }
    }

    fn check_grants(&self) -> Checked {
        if self.is_public() && self.may(GrantType::ClientCredentials) {
            return Err(Impossible::PublicForItself);
        }
        let source = [GrantType::AuthorizationCode, GrantType::DeviceCode];
        let fine = !self.may(GrantType::RefreshToken) || source.iter().any(|one| self.may(*one));
        unless(fine, Impossible::RefreshOfNothing)
    }

    fn check_redirects(&self) -> Checked {
        if self.redirect_uris.is_empty() && self.may(GrantType::AuthorizationCode) {
            return Err(Impossible::NoRedirectUri);
        }
        let mut all = self.redirect_uris.iter().chain(&self.post_logout_redirect_uris);
        match self.profile {
            Profile::Native => {
                let fine = all.all(|uri| uri.is_web() || uri.is_private_scheme());
                unless(fine, Impossible::NativeScheme)
            }
            Profile::Fapi2 => {
                unless(all.all(|uri| uri.as_str().starts_with("https:")), Impossible::Fapi2Scheme)
            }
            _ => unless(all.all(RedirectUri::is_web), Impossible::RedirectScheme),
        }
    }

    const fn has_keys(&self) -> bool {
        self.settings.keys.jwks.is_some() || self.settings.keys.jwks_uri.is_some()
    }

    fn check_keys(&self) -> Checked {
        let keys = &self.settings.keys;
        unless(keys.jwks.is_none() || keys.jwks_uri.is_none(), Impossible::TwoKeySets)?;
        let usable = keys.jwks.as_ref().is_none_or(|set| KeySet::parse(&set.to_string()).is_ok());
        unless(usable, Impossible::KeysUnusable)?;
        let readable = keys.tls.as_ref().is_none_or(|subject| subject.read().is_ok());
        unless(readable, Impossible::TlsSubjectUnreadable)?;
        match self.authentication {
            Authentication::PrivateKeyJwt | Authentication::SelfSignedTlsClientAuth => {
                unless(self.has_keys(), Impossible::NoKeysToProve)?;
            }
            Authentication::TlsClientAuth => unless(keys.tls.is_some(), Impossible::NoTlsSubject)?,
            _ => {}
        }
        let request = &self.settings.request;
        let signs =
            request.require_signed_request_object || request.request_object_signing_alg.is_some();
        unless(!signs || self.has_keys(), Impossible::NoKeysToVerify)
    }

    fn check_encryption(&self) -> Checked {
        let answers = &self.settings.answers;
        let asked = [
            &answers.id_token_encryption,
            &answers.userinfo_encryption,
            &answers.authorization_encryption,
        ];
        for one in asked.into_iter().flatten() {
            unless(is_offered(one), Impossible::UnknownEncryption)?;
            unless(self.has_keys(), Impossible::NoKeysToEncrypt)?;
        }
        let unsigned = answers.authorization_signed_response_alg.is_none();
        let encrypted = answers.authorization_encryption.is_some();
        unless(!(encrypted && unsigned), Impossible::EncryptedUnsigned)
    }

    fn check_addresses(&self) -> Checked {
        let s = &self.settings;
        let one = [
            &s.client_uri,
            &s.keys.jwks_uri,
            &s.request.initiate_login_uri,
            &s.answers.sector_identifier_uri,
            &s.logout.backchannel_logout_uri,
            &s.logout.frontchannel_logout_uri,
            &s.about.logo_uri,
            &s.about.policy_uri,
            &s.about.tos_uri,
        ];
        // The fragment of a request_uri is the hash of what stands there (OpenID Connect Core §6.2).
        let requests = s.request.request_uris.iter().filter_map(|uri| uri.split('#').next());
        let mut all = one.into_iter().flatten().map(String::as_str).chain(requests);
        let is_web = |uri: &str| RedirectUri::parse(uri).is_some_and(|uri| uri.is_web());
        unless(all.all(is_web), Impossible::Address)?;
        if let Some(uri) = &s.logout.frontchannel_logout_uri {
            let origin = origin(uri);
            let known = self.redirect_uris.iter().any(|own| self::origin(own.as_str()) == origin);
            unless(known, Impossible::LogoutOrigin)?;
        }
        let pairwise = s.answers.subject_type == SubjectType::Pairwise;
        let hosts: BTreeSet<_> = self.redirect_uris.iter().map(|uri| host(uri.as_str())).collect();
        let sector = s.answers.sector_identifier_uri.is_some() || hosts.len() <= 1;
        unless(!pairwise || sector, Impossible::NoSector)
    }

    fn check_tokens(&self) -> Checked {
        let tokens = &self.settings.tokens;
        let both =
            tokens.dpop_bound_access_tokens && tokens.tls_client_certificate_bound_access_tokens;
        unless(!both, Impossible::TwoConstraints)?;
        let access = tokens.access_token_life.is_none_or(|it| (30..=86_400).contains(&it));
        let refresh = tokens.refresh_token_life.is_none_or(|it| (60..=315_360_000).contains(&it));
        unless(access && refresh, Impossible::Life)
    }

    /// FAPI 2.0 Security Profile §5.3.2, §5.4.
    fn check_fapi2(&self) -> Checked {
        let s = &self.settings;
        unless(s.request.require_pushed_authorization_requests, Impossible::Fapi2WithoutPar)?;
        unless(s.require_pkce, Impossible::Fapi2WithoutPkce)?;
        let bound = s.tokens.dpop_bound_access_tokens
            || s.tokens.tls_client_certificate_bound_access_tokens;
        unless(bound, Impossible::Fapi2Unbound)?;
        let named = [
            Some(s.id_token_signed_response_alg),
            s.keys.token_endpoint_auth_signing_alg,
            s.request.request_object_signing_alg,
            s.answers.userinfo_signed_response_alg,
            s.answers.authorization_signed_response_alg,
            s.answers.introspection_signed_response_alg,
        ];
        let fine = named.into_iter().flatten().all(|one| one != Algorithm::Rs256);
        unless(fine, Impossible::Fapi2Algorithm)
    }
}

fn is_offered(one: &Encryption) -> bool {
    KeyManagement::from_str(&one.alg).is_ok() && ContentEncryption::from_str(&one.enc).is_ok()
}

fn origin(uri: &str) -> Option<url::Origin> {
    Url::parse(uri).ok().map(|url| url.origin())
}

fn host(uri: &str) -> Option<String> {
    Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_owned))
}
