//! The two ways an authorization request is turned down, and the one way back to a website.

use url::Url;

use super::reply::Reply;
use crate::model::client::{Client, Profile};
use crate::wire::authorize::Accepted;
use crate::wire::error::ErrorCode;
use crate::wire::response_mode::ResponseMode;

/// An address that a known client registered, character by character.
///
/// The functions here that compare with the registration are the only way to get one. Code that holds it may
/// send the browser away; code that does not hold it cannot.
#[derive(Clone, Debug)]
pub struct ReturnAddress {
    pub(super) uri: Url,
    pub(super) state: Option<String>,
    pub(super) mode: ResponseMode,
}

/// Nobody to answer yet: the person is told, the browser goes nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    UnknownClient,
    MissingRedirectUri,
    UnregisteredRedirectUri,
    Repeated,
    BadRequest,
    /// The client has to push its requests (RFC 9126 §5).
    NotPushed,
    /// A pushed request that is unknown, of another client, used up or expired.
    NoSuchPushedRequest,
    /// An address of a request object that the client did not register: it is not fetched.
    UnregisteredRequestUri,
}

/// The client is known and hears the reason at its own address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    NoResponseType,
    NotTheCodeFlow,
    ResponseMode,
    Repeated,
    TooLong,
    ControlCharacters,
    Scope,
    NoChallenge,
    ChallengeMethod,
    ChallengeShape,
    /// Of a request that was answered before.
    ChallengeReused,
    Prompt,
    MaxAge,
    /// One that nobody signed.
    UnsignedRequestObject,
    UnsignedRequestUri,
    BadRequestObject,
    RequestObjectNeeded,
    /// The object could not be had from its address.
    BadRequestUri,
    TwoRequestObjects,
    Registration,
    Claims,
    Resource,
    DpopKey,
    /// The person cannot log in as strongly as the website needs (RFC 9470 §4).
    TooWeak,
    NobodySignedIn,
    OtherPerson,
    ConsentNeeded,
    PersonSaidNo,
}

impl Unproven {
    /// Every reason of ours: a word, and what it means for whoever wrote the website.
    pub const fn wording(self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownClient => {
                ("unknown_client", "client_id is missing or not registered here")
            }
            Self::MissingRedirectUri => ("missing_redirect_uri", "redirect_uri is missing"),
            Self::UnregisteredRedirectUri => (
                "unregistered_redirect_uri",
                "redirect_uri is not, character by character, one that the client registered",
            ),
            Self::Repeated => {
                ("repeated_parameter", "client_id or redirect_uri is given more than once")
            }
            Self::NotPushed => {
                ("bad_request", "this client has to push its requests to the endpoint /par")
            }
            Self::NoSuchPushedRequest => {
                ("bad_request", "request_uri is unknown, of another client, used up or expired")
            }
            Self::UnregisteredRequestUri => {
                ("bad_request", "request_uri is not one that the client registered")
            }
            Self::BadRequest => ("bad_request", "state is longer than 2048 bytes, or repeated"),
        }
    }
}

#[derive(Debug)]
pub enum Refusal {
    ToPerson(Unproven),
    ToClient(Reply),
}

impl ReturnAddress {
    /// Compares text, not parsed addresses: RFC 9700 §2.1 wants exact string matching.
    pub fn registered(
        client: &Client,
        asked: &str,
        state: Option<String>,
        mode: ResponseMode,
    ) -> Option<Self> {
        let port_may_vary = client.profile == Profile::Native;
        client.redirect_uris.iter().find(|known| known.matches(asked, port_may_vary))?;
        Some(Self { uri: Url::parse(asked).ok()?, state, mode })
    }

    /// The address of a request that was accepted before, if it is still registered.
    pub fn of_waiting(client: &Client, request: &Accepted) -> Option<Self> {
        let state = request.state.clone();
        Self::registered(client, &request.redirect_uri, state, request.response_mode)
    }
}

impl Objection {
    /// Every reason of ours and the protocol's word for it, on one screen.
    pub const fn wording(self) -> (ErrorCode, &'static str) {
        use ErrorCode as Code;
        match self {
            Self::NoResponseType => (Code::InvalidRequest, "response_type is missing"),
            Self::NotTheCodeFlow => {
                (Code::UnsupportedResponseType, "only response_type code is offered")
            }
            Self::ResponseMode => (Code::InvalidRequest, "this response_mode is not offered"),
            Self::Repeated => (Code::InvalidRequest, "a parameter is repeated"),
            Self::TooLong => (Code::InvalidRequest, "a parameter is too long"),
            Self::ControlCharacters => {
                (Code::InvalidRequest, "a parameter holds control characters")
            }
            Self::Scope => (Code::InvalidScope, "scope is missing or malformed"),
            Self::NoChallenge => (Code::InvalidRequest, "code_challenge is missing"),
            Self::ChallengeMethod => (Code::InvalidRequest, "code_challenge_method is not S256"),
            Self::ChallengeShape => {
                (Code::InvalidRequest, "code_challenge is not 43 characters of base64url")
            }
            Self::ChallengeReused => (Code::InvalidRequest, "code_challenge was used before"),
            Self::Prompt => (Code::InvalidRequest, "prompt is unknown or contradicts itself"),
            Self::MaxAge => (Code::InvalidRequest, "max_age is not a number of seconds"),
            Self::UnsignedRequestObject => {
                (Code::RequestNotSupported, "only signed request objects are offered")
            }
            Self::UnsignedRequestUri => {
                (Code::RequestUriNotSupported, "only signed request objects are offered")
            }
            Self::BadRequestObject => {
                (Code::InvalidRequestObject, "the request object does not verify")
            }
            Self::RequestObjectNeeded => {
                (Code::InvalidRequest, "this client has to send a signed request object")
            }
            Self::BadRequestUri => {
                (Code::InvalidRequestUri, "nothing usable was found at request_uri")
            }
            Self::TwoRequestObjects => {
                (Code::InvalidRequest, "request and request_uri are both given")
            }
            Self::Claims => (Code::InvalidRequest, "claims is not a JSON object of its shape"),
            Self::Resource => {
                (Code::InvalidTarget, "resource is not one that this client may ask for")
            }
            Self::DpopKey => (Code::InvalidRequest, "dpop_jkt is not a SHA-256 thumbprint"),
            Self::TooWeak => {
                (Code::UnmetAuthenticationRequirements, "the login is not as strong as asked for")
            }
            Self::Registration => {
                (Code::RegistrationNotSupported, "the registration parameter is not offered")
            }
            Self::NobodySignedIn => {
                (Code::LoginRequired, "nobody is signed in, or not freshly enough")
            }
            Self::OtherPerson => (Code::LoginRequired, "another person is signed in"),
            Self::ConsentNeeded => (Code::ConsentRequired, "the person has not agreed yet"),
            Self::PersonSaidNo => (Code::AccessDenied, "the person cancelled"),
        }
    }
}
