//! A client: a website registered at a tenant (ご利用のWebサイト).

mod authentication;
pub mod check;
pub mod members;
pub mod metadata;
pub mod registered;
pub mod settings;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use self::authentication::Authentication;
pub use self::check::Impossible;
pub use self::settings::Settings;
use super::ids::ClientId;
use super::moment::Moment;
use crate::wire::grant_type::GrantType;
use crate::wire::redirect_uri::RedirectUri;

#[derive(Clone, Debug)]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    pub profile: Profile,
    pub authentication: Authentication,
    pub redirect_uris: Vec<RedirectUri>,
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    pub settings: Settings,
    pub created_at: Moment,
}

/// The kind of client that a person registering one picks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// A website with a server: keeps a secret.
    Web,
    /// A page that runs in the browser: keeps none.
    Browser,
    /// An app on a device: keeps none (RFC 8252).
    Native,
    /// A machine that acts for itself (RFC 6749 §4.4).
    Service,
    /// A website under the FAPI 2.0 Security Profile.
    Fapi2,
    /// A device without a browser (RFC 8628).
    Device,
}

impl Profile {
    pub const ALL: [Self; 6] =
        [Self::Web, Self::Browser, Self::Native, Self::Service, Self::Fapi2, Self::Device];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Browser => "browser",
            Self::Native => "native",
            Self::Service => "service",
            Self::Fapi2 => "fapi2",
            Self::Device => "device",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.as_str() == text)
    }

    /// How a new client of this profile proves itself.
    pub const fn authentication(self) -> Authentication {
        match self {
            Self::Web | Self::Service => Authentication::ClientSecretBasic,
            Self::Fapi2 => Authentication::PrivateKeyJwt,
            Self::Browser | Self::Native | Self::Device => Authentication::None,
        }
    }

    /// What a new client of this profile may ask for.
    pub fn grant_types(self) -> BTreeSet<GrantType> {
        match self {
            Self::Web | Self::Browser | Self::Native | Self::Fapi2 => {
                BTreeSet::from([GrantType::AuthorizationCode, GrantType::RefreshToken])
            }
            Self::Service => BTreeSet::from([GrantType::ClientCredentials]),
            Self::Device => BTreeSet::from([GrantType::DeviceCode, GrantType::RefreshToken]),
        }
    }

    /// Whether a client of this profile runs where nobody can keep a secret.
    const fn keeps_none(self) -> bool {
        matches!(self, Self::Browser | Self::Native | Self::Device)
    }
}

impl Client {
    pub const fn is_public(&self) -> bool {
        matches!(self.authentication, Authentication::None)
    }

    /// Whether an administrator lets it be used: what it holds serves nobody otherwise.
    pub const fn is_in_service(&self) -> bool {
        !self.settings.disabled
    }

    /// Whether it may use a grant.
    pub fn may(&self, grant: GrantType) -> bool {
        self.settings.grant_types.contains(&grant)
    }
}
