//! The two ways an authorization request is turned down, and the one way back to a website.

use url::Url;

use crate::app::App;
use crate::model::client::{Client, Profile};
use crate::usecase::visit::Visit;
use crate::wire::authorize::Accepted;
use crate::wire::error::ErrorCode;
use crate::wire::issuer::Issuer;

/// An address that a known client registered, character by character.
///
/// The functions here that compare with the registration are the only way to get one. Code that holds it may
/// send the browser away; code that does not hold it cannot.
#[derive(Clone, Debug)]
pub struct ReturnAddress {
    uri: Url,
    state: Option<String>,
    issuer: Issuer,
}

/// Nobody to answer yet: the person is told, the browser goes nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    UnknownClient,
    MissingRedirectUri,
    UnregisteredRedirectUri,
    Repeated,
    BadRequest,
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
    Prompt,
    MaxAge,
    RequestObject,
    RequestUri,
    Registration,
    NobodySignedIn,
    OtherPerson,
    ConsentNeeded,
    PersonSaidNo,
}

#[derive(Debug)]
pub enum Refusal {
    ToPerson(Unproven),
    ToClient(Box<ReturnAddress>, Objection),
}

impl ReturnAddress {
    /// Compares text, not parsed addresses: RFC 9700 §2.1 wants exact string matching.
    pub fn registered(
        app: &App,
        visit: &Visit,
        client: &Client,
        asked: &str,
        state: Option<String>,
    ) -> Option<Self> {
        let port_may_vary = client.profile == Profile::Native;
        client.redirect_uris.iter().find(|known| known.matches(asked, port_may_vary))?;
        Some(Self { uri: Url::parse(asked).ok()?, state, issuer: app.issuer(&visit.tenant) })
    }

    /// The address of a request that was accepted before, if it is still registered.
    pub fn of_waiting(
        app: &App,
        visit: &Visit,
        client: &Client,
        request: &Accepted,
    ) -> Option<Self> {
        let state = request.state.clone();
        Self::registered(app, visit, client, &request.redirect_uri, state)
    }

    /// The only way out, for a code and for an error alike. Adds what every answer carries: `state`
    /// (RFC 6749 §4.1.2) and `iss` (RFC 9207 §2).
    pub fn carrying(mut self, answer: &[(&str, &str)]) -> String {
        {
            let mut pairs = self.uri.query_pairs_mut();
            pairs.extend_pairs(answer).append_pair("iss", self.issuer.as_str());
            if let Some(state) = &self.state {
                pairs.append_pair("state", state);
            }
        }
        self.uri.into()
    }

    pub fn objecting(self, objection: Objection) -> String {
        let (error, description) = objection.wording();
        self.carrying(&[("error", error.as_str()), ("error_description", description)])
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
            Self::ResponseMode => (Code::InvalidRequest, "only response_mode query is offered"),
            Self::Repeated => (Code::InvalidRequest, "a parameter is repeated"),
            Self::TooLong => (Code::InvalidRequest, "a parameter is too long"),
            Self::ControlCharacters => {
                (Code::InvalidRequest, "a parameter holds control characters")
            }
            Self::Scope => (Code::InvalidScope, "scope is malformed or lacks openid"),
            Self::NoChallenge => (Code::InvalidRequest, "code_challenge is missing"),
            Self::ChallengeMethod => (Code::InvalidRequest, "code_challenge_method is not S256"),
            Self::ChallengeShape => {
                (Code::InvalidRequest, "code_challenge is not 43 characters of base64url")
            }
            Self::Prompt => (Code::InvalidRequest, "prompt is unknown or contradicts itself"),
            Self::MaxAge => (Code::InvalidRequest, "max_age is not a number of seconds"),
            Self::RequestObject => (Code::RequestNotSupported, "request objects are not offered"),
            Self::RequestUri => (Code::RequestUriNotSupported, "request_uri is not offered"),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn address(uri: &str, state: Option<&str>) -> ReturnAddress {
        ReturnAddress {
            uri: Url::parse(uri).unwrap(),
            state: state.map(str::to_owned),
            issuer: Issuer::of_tenant("https://idp.test", "acme"),
        }
    }

    #[test]
    fn a_registered_query_is_kept_and_values_are_escaped() {
        let to = address("https://rp.test/cb?x=1", Some("a&b=c#"));
        assert_eq!(
            to.carrying(&[("code", "c_1")]),
            "https://rp.test/cb?x=1&code=c_1&iss=https%3A%2F%2Fidp.test%2Ft%2Facme&state=a%26b%3Dc%23"
        );
    }

    #[test]
    fn errors_say_what_the_specification_lists() {
        let to = address("https://rp.test/cb", None).objecting(Objection::NobodySignedIn);
        assert!(to.starts_with("https://rp.test/cb?error=login_required&error_description="));
    }
}
