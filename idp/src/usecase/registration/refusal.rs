//! Why a registration is not made, shown or changed, in the words of RFC 7591 §3.2.2 and RFC 6750 §3.1.

use time::Duration;

use crate::model::client::registered::Unregistrable;
use crate::wire::registration::{RegistrationError, RegistrationErrorCode};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistrationRefusal {
    /// The policy has no such address.
    Off,
    /// A token is needed and none was presented.
    NoToken,
    /// It is not the token, or there is no such client: nobody learns which.
    WrongToken,
    /// What was sent is no JSON object.
    Unreadable,
    Unregistrable(Unregistrable),
    /// The sector document is not there, or does not name the addresses (OpenID Connect Registration §5).
    Sector,
    /// A change that names another client, or another secret than the client's.
    NotItself,
    /// A change that brings what only this provider says (RFC 7592 §2.2).
    NotTheirs,
    TooMany(Duration),
}

impl RegistrationRefusal {
    pub fn wording(&self) -> RegistrationError {
        use RegistrationErrorCode::{
            InvalidClientMetadata, InvalidRedirectUri, InvalidToken, TemporarilyUnavailable,
        };
        let (error, description) = match self {
            Self::Off | Self::Unreadable => {
                (InvalidClientMetadata, "the client metadata is no JSON object".to_owned())
            }
            Self::NoToken => (InvalidToken, "a token is needed here".to_owned()),
            Self::WrongToken => (InvalidToken, "the token does not serve here".to_owned()),
            Self::Unregistrable(why) if why.is_about_redirects() => {
                (InvalidRedirectUri, why.to_string())
            }
            Self::Unregistrable(why) => (InvalidClientMetadata, why.to_string()),
            Self::Sector => (
                InvalidClientMetadata,
                "sector_identifier_uri gives no JSON array with every redirect URI".to_owned(),
            ),
            Self::NotItself => (
                InvalidClientMetadata,
                "client_id and client_secret are those of the client".to_owned(),
            ),
            Self::NotTheirs => (
                InvalidClientMetadata,
                "registration_access_token, registration_client_uri, client_id_issued_at and \
                 client_secret_expires_at are not the client's to say"
                    .to_owned(),
            ),
            Self::TooMany(_) => (TemporarilyUnavailable, "too many registrations".to_owned()),
        };
        RegistrationError::new(error, &description)
    }
}
