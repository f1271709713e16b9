//! The conversation with the provider: code flow with PKCE, and logout.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PostLogoutRedirectUrl, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, TokenResponse, UserInfoError,
};
use serde_json::Value;
use url::Url;

use super::WebsiteSettings;
use super::http::{self, HttpClient};
use super::session::Attempt;
use super::types::{Client, ExchangeError, IdToken, IdTokenClaims, Metadata, Tokens, UserInfo};
use super::words::{Answer, Trouble, Wishes};

const SCOPES: [&str; 2] = ["profile", "email"];

/// Seconds by which whole-second times may be off.
const ROUNDING: i64 = 5;

/// The person who is signed in.
#[derive(Clone)]
pub(super) struct Person {
    /// What the ID token and UserInfo tell; where both speak, the ID token counts.
    pub(super) claims: BTreeMap<String, Value>,
    /// When the person proved who they are, in words.
    pub(super) authenticated: Option<String>,
    id_token: IdToken,
}

/// The provider, and the website's standing with it.
pub(super) struct Provider {
    settings: WebsiteSettings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    after_logout: PostLogoutRedirectUrl,
    http: HttpClient,
    metadata: Mutex<Option<Arc<Metadata>>>,
}

impl Provider {
    /// Prepares everything that needs no network.
    pub(super) fn new(settings: WebsiteSettings) -> anyhow::Result<Self> {
        let issuer = IssuerUrl::new(settings.issuer.clone())
            .context("the provider's address is not a URL")?;
        Ok(Self {
            issuer,
            redirect: RedirectUrl::new(format!("{}/callback", settings.base))?,
            after_logout: PostLogoutRedirectUrl::new(format!("{}/signed-out", settings.base))?,
            http: http::client(settings.extra_root_certificates.as_deref())?,
            metadata: Mutex::default(),
            settings,
        })
    }

    /// Begins a sign-in: where to send the browser, and what to remember until it returns.
    pub(super) async fn begin(&self, wishes: Wishes) -> Result<(Url, Attempt), Trouble> {
        if wishes.issuer.as_ref().is_some_and(|issuer| *issuer != self.settings.issuer) {
            return Err(Trouble::IssuerMismatch);
        }
        let client = self.client(&*self.metadata().await?);
        let max_age = wishes.max_age();
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scopes(SCOPES.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge);
        if let Some(prompt) = wishes.prompt {
            request = request.add_prompt(prompt);
        }
        if let Some(max_age) = wishes.max_age {
            request = request.set_max_age(max_age);
        }
        if let Some(locale) = wishes.ui_locale {
            request = request.add_ui_locale(locale);
        }
        if let Some(hint) = wishes.login_hint {
            request = request.set_login_hint(hint);
        }
        for value in wishes.acr_values {
            request = request.add_auth_context_value(value);
        }
        let (address, state, nonce) = request.url();
        Ok((address, Attempt { state, nonce, verifier, max_age, begun: Instant::now() }))
    }

    /// Ends a sign-in: from the answer in the browser to a person.
    pub(super) async fn finish(&self, answer: Answer, attempt: Attempt) -> Result<Person, Trouble> {
        let metadata = self.metadata().await?;
        self.check_sender(&answer, &metadata)?;
        let code = match (answer.code, answer.error) {
            (Some(code), None) => AuthorizationCode::new(code),
            (_, error) => {
                let error = error.unwrap_or_else(|| "invalid_request".to_owned());
                return Err(Trouble::Refused { error, description: answer.error_description });
            }
        };
        let waited = attempt.begun.elapsed();
        let client = self.client(&metadata);
        let tokens = client
            .exchange_code(code)
            .map_err(|cause| Trouble::Unreachable(cause.into()))?
            .set_pkce_verifier(attempt.verifier)
            .request_async(&self.http)
            .await
            .map_err(exchange_failed)?;

        let claims = match verify(&client, &tokens, &attempt.nonce) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                // The provider may have changed its keys since they were fetched.
                let client = self.client(&*self.discover().await?);
                verify(&client, &tokens, &attempt.nonce)
            }
            verdict => verdict,
        }
        .map_err(|cause| Trouble::BadClaims(cause.into()))?;
        check_age(&claims, attempt.max_age, waited).map_err(Trouble::BadClaims)?;

        let user_info = self.user_info(&client, tokens.access_token(), &claims).await?;
        Person::new(&tokens, &claims, user_info).map_err(Trouble::BadClaims)
    }

    /// Where to end the session at the provider (RP-Initiated Logout §2), if it knows how.
    pub(super) fn logout_address(&self, person: &Person, state: CsrfToken) -> Option<Url> {
        let metadata = self.known()?;
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone()?;
        let request = LogoutRequest::from(endpoint)
            .set_id_token_hint(&person.id_token)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(self.after_logout.clone())
            .set_state(state);
        Some(request.http_get_url())
    }

    /// Answers of two providers must not be mixed up (RFC 9207 §2.4).
    fn check_sender(&self, answer: &Answer, metadata: &Metadata) -> Result<(), Trouble> {
        let must_tell =
            metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match &answer.issuer {
            Some(issuer) if *issuer == self.settings.issuer => Ok(()),
            None if !must_tell => Ok(()),
            _ => Err(Trouble::IssuerMismatch),
        }
    }

    async fn user_info(
        &self,
        client: &Client,
        token: &AccessToken,
        claims: &IdTokenClaims,
    ) -> Result<Option<UserInfo>, Trouble> {
        // A provider without the endpoint has told everything in the ID token.
        let Ok(request) = client.user_info(token.clone(), Some(claims.subject().clone())) else {
            return Ok(None);
        };
        match request.request_async(&self.http).await {
            Ok(user_info) => Ok(Some(user_info)),
            Err(cause @ UserInfoError::ClaimsVerification(_)) => {
                Err(Trouble::BadClaims(cause.into()))
            }
            Err(cause) => Err(Trouble::Unreachable(cause.into())),
        }
    }

    fn client(&self, metadata: &Metadata) -> Client {
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.settings.client_id.clone());
        Client::from_provider_metadata(metadata.clone(), id, secret)
            .set_redirect_uri(self.redirect.clone())
    }

    async fn metadata(&self) -> Result<Arc<Metadata>, Trouble> {
        match self.known() {
            Some(metadata) => Ok(metadata),
            None => self.discover().await,
        }
    }

    fn known(&self) -> Option<Arc<Metadata>> {
        self.metadata.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn discover(&self) -> Result<Arc<Metadata>, Trouble> {
        let metadata = Metadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .map_err(|cause| Trouble::Unreachable(cause.into()))?;
        let metadata = Arc::new(metadata);
        *self.metadata.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&metadata));
        Ok(metadata)
    }
}

impl Person {
    fn new(
        tokens: &Tokens,
        claims: &IdTokenClaims,
        user_info: Option<UserInfo>,
    ) -> anyhow::Result<Self> {
        let id_token = tokens.id_token().cloned().context("no ID token")?;
        let mut all = BTreeMap::new();
        if let Some(user_info) = user_info {
            all.append(&mut serde_json::from_value(serde_json::to_value(user_info)?)?);
        }
        all.append(&mut serde_json::from_value(serde_json::to_value(claims)?)?);
        let authenticated =
            claims.auth_time().map(|time| time.format("%Y-%m-%d %H:%M:%S UTC").to_string());
        Ok(Self { claims: all, authenticated, id_token })
    }
}

/// Checks signature, issuer, audience, times and nonce, and that both tokens belong together.
fn verify(
    client: &Client,
    tokens: &Tokens,
    nonce: &Nonce,
) -> Result<IdTokenClaims, ClaimsVerificationError> {
    let other = |cause: &str| ClaimsVerificationError::Other(cause.to_owned());
    let id_token = tokens.id_token().ok_or_else(|| other("the provider sent no ID token"))?;
    let verifier = client.id_token_verifier();
    let claims = id_token.claims(&verifier, nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm =
            id_token.signing_alg().map_err(ClaimsVerificationError::SignatureVerification)?;
        let key = id_token
            .signing_key(&verifier)
            .map_err(ClaimsVerificationError::SignatureVerification)?;
        let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
            .map_err(|cause| other(&cause.to_string()))?;
        if actual != *expected {
            return Err(other("at_hash belongs to another access token"));
        }
    }
    Ok(claims.clone())
}

/// Holds the provider to the age that was asked for (OpenID Connect Core §3.1.2.1).
///
/// Both times are the provider's, so the clocks of the two machines need not agree; the time
/// that the person spent at the provider does not count.
fn check_age(
    claims: &IdTokenClaims,
    max_age: Option<Duration>,
    waited: Duration,
) -> anyhow::Result<()> {
    let Some(max_age) = max_age else { return Ok(()) };
    let authenticated = claims.auth_time().context("the ID token has no auth_time")?;
    let age = claims.issue_time().signed_duration_since(authenticated).num_seconds();
    let allowed = i64::try_from((max_age + waited).as_secs())?;
    anyhow::ensure!(age <= allowed + ROUNDING, "the authentication is {age} seconds old");
    Ok(())
}

fn exchange_failed(cause: ExchangeError) -> Trouble {
    match cause {
        RequestTokenError::ServerResponse(_) => Trouble::CodeRefused(cause.into()),
        _ => Trouble::Unreachable(cause.into()),
    }
}
