//! A website: an OpenID Connect relying party that checks everything a careful one checks.

pub mod direct;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;

use axum::body::Body;
use axum::http::{Request, header};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use idp::model::client::{Authentication, Client, Profile, Settings};
use idp::usecase::admin::clients;
use idp::wire::redirect_uri::RedirectUri;
use keys::signing::Algorithm;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use serde_json::{Value, json};
use url::Url;

use super::tenant::ADMIN;
use super::{Door, Page, TestTenant};

pub struct Website {
    pub client: Client,
    pub secret: Option<String>,
    pub issuer: String,
    app: idp::app::App,
    door: Door,
    metadata: CoreProviderMetadata,
    /// What it remembers of each person it sent away, by state.
    away: Mutex<BTreeMap<String, Away>>,
}

#[derive(Clone)]
struct Away {
    nonce: String,
    verifier: String,
}

/// A browser that came back.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub url: Url,
    params: BTreeMap<String, String>,
}

/// Tokens, after every check.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub claims: Value,
    pub id_token: String,
    pub access_token: String,
    /// The header of the ID token.
    pub algorithm: String,
}

type Party = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Website {
    pub async fn register(
        tenant: &TestTenant,
        name: &str,
        change: impl FnOnce(&mut Client),
    ) -> Self {
        let app = tenant.app.clone();
        let mut client = Client {
            id: clients::new_id(&app),
            name: name.to_owned(),
            profile: Profile::Web,
            authentication: Authentication::ClientSecretBasic,
            redirect_uris: vec![uri(&format!("https://{name}.test/callback"))],
            post_logout_redirect_uris: vec![uri(&format!("https://{name}.test/bye"))],
            settings: Settings::of(Profile::Web),
            created_at: app.now(),
        };
        change(&mut client);
        let made = clients::create(&app, &tenant.tenant, client, ADMIN).await.unwrap();
        let (door, issuer) = (tenant.door.clone(), tenant.issuer());
        let metadata = discover(&door, &issuer).await;
        Self {
            client: made.client,
            secret: made.secret.map(|secret| secret.expose().to_owned()),
            issuer,
            app,
            door,
            metadata,
            away: Mutex::default(),
        }
    }

    /// Makes a client that keeps no secret.
    pub fn public(client: &mut Client) {
        client.profile = Profile::Browser;
        client.authentication = Authentication::None;
    }

    pub fn redirect_uri(&self) -> &str {
        self.client.redirect_uris[0].as_str()
    }

    pub fn sign_in_link(&self) -> String {
        self.sign_in_link_with(&[])
    }

    /// An authorization request with more parameters, or other ones.
    pub fn sign_in_link_with(&self, more: &[(&str, &str)]) -> String {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let party = self.party(self.metadata.clone());
        let (url, state, nonce) = party
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(["profile", "email"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .url();
        let pairs = url.query_pairs().filter(|(key, _)| more.iter().all(|(own, _)| own != key));
        let pairs: Vec<_> = pairs.map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
        let mut changed = url.clone();
        let set = more.iter().filter(|(_, value)| !value.is_empty());
        changed.query_pairs_mut().clear().extend_pairs(pairs).extend_pairs(set);
        let away = Away { nonce: nonce.secret().clone(), verifier: verifier.secret().clone() };
        self.away.lock().unwrap().insert(state.secret().clone(), away);
        changed.into()
    }

    /// Checks the answer, redeems its code, and checks the tokens.
    pub async fn redeem(&self, arrival: &Arrival) -> Tokens {
        let away = self.recall(arrival);
        let metadata = discover(&self.door, &self.issuer).await;
        let party = self.party(metadata);
        let answer = party
            .exchange_code(AuthorizationCode::new(arrival.code()))
            .unwrap()
            .set_pkce_verifier(PkceCodeVerifier::new(away.verifier))
            .request_async(&|request| over(self.door.clone(), request))
            .await
            .unwrap();
        let now = self.app.now().utc();
        let now = json!(now.format(&time::format_description::well_known::Rfc3339).unwrap());
        let algorithm = match self.client.settings.id_token_signed_response_alg {
            Algorithm::Rs256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            Algorithm::Es256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            other => panic!("{other}"),
        };
        let verifier = party
            .id_token_verifier()
            .set_allowed_algs([algorithm.clone()])
            .set_time_fn(move || serde_json::from_value(now.clone()).unwrap());
        let token = answer.id_token().expect("an ID token");
        let claims = token.claims(&verifier, &Nonce::new(away.nonce)).unwrap();
        let key = token.signing_key(&verifier).unwrap();
        let hash = AccessTokenHash::from_token(answer.access_token(), &algorithm, key).unwrap();
        assert_eq!(claims.access_token_hash(), Some(&hash), "at_hash");
        let id_token = token.to_string();
        Tokens {
            claims: part(&id_token, 1),
            algorithm: part(&id_token, 0)["alg"].as_str().unwrap().to_owned(),
            access_token: answer.access_token().secret().clone(),
            id_token,
        }
    }

    /// Sends a token request for an arrival; `more` replaces or adds fields, an empty value removes one.
    pub async fn token(&self, arrival: &Arrival, more: &[(&str, &str)]) -> Page {
        self.door.send(self.token_request(arrival, more)).await
    }

    pub fn token_request(&self, arrival: &Arrival, more: &[(&str, &str)]) -> Request<Body> {
        let (code, verifier) = (arrival.code(), self.recall(arrival).verifier);
        let mut fields = BTreeMap::from([
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", self.redirect_uri()),
            ("code_verifier", &verifier),
        ]);
        let secret = self.secret.clone().unwrap_or_default();
        match self.client.authentication {
            Authentication::ClientSecretBasic
            | Authentication::ClientSecretJwt
            | Authentication::PrivateKeyJwt => {}
            Authentication::ClientSecretPost => {
                fields.extend([("client_id", self.id()), ("client_secret", &secret)]);
            }
            Authentication::TlsClientAuth
            | Authentication::SelfSignedTlsClientAuth
            | Authentication::None => {
                fields.insert("client_id", self.id());
            }
        }
        fields.extend(more.iter().copied());
        let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let mut request = super::form(&format!("{}/token", self.issuer), &fields);
        if self.client.authentication == Authentication::ClientSecretBasic {
            request.headers_mut().insert(header::AUTHORIZATION, self.basic().parse().unwrap());
        }
        request
    }

    /// The `Authorization` header of this client.
    pub fn basic(&self) -> String {
        basic(self.id(), self.secret.as_deref().unwrap_or_default())
    }

    pub fn id(&self) -> &str {
        self.client.id.as_str()
    }

    pub async fn userinfo(&self, access_token: &str) -> Page {
        let request = Request::get(format!("{}/userinfo", self.issuer))
            .header(header::AUTHORIZATION, format!("Bearer {access_token}"))
            .body(Body::empty());
        self.door.send(request.unwrap()).await
    }

    fn recall(&self, arrival: &Arrival) -> Away {
        assert!(arrival.url.as_str().starts_with(self.redirect_uri()), "{}", arrival.url);
        assert_eq!(arrival.get("iss"), Some(self.issuer.as_str()), "iss of {}", arrival.url);
        let state = arrival.get("state").expect("a state");
        self.away.lock().unwrap().get(state).expect("a state of ours").clone()
    }

    fn party(&self, metadata: CoreProviderMetadata) -> Party {
        let secret = self.secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.id().to_owned());
        let uri = RedirectUrl::new(self.redirect_uri().to_owned()).unwrap();
        let way = match self.client.authentication {
            Authentication::ClientSecretPost => AuthType::RequestBody,
            _ => AuthType::BasicAuth,
        };
        let party = CoreClient::from_provider_metadata(metadata, id, secret);
        party.set_redirect_uri(uri).set_auth_type(way)
    }
}

impl Arrival {
    pub fn new(url: Url) -> Self {
        let params = url.query_pairs().into_owned().collect();
        Self { url, params }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.params.get(name).map(String::as_str)
    }

    pub fn code(&self) -> String {
        self.get("code").unwrap_or_else(|| panic!("no code: {}", self.url)).to_owned()
    }

    pub fn error(&self) -> &str {
        self.get("error").unwrap_or_else(|| panic!("no error: {}", self.url))
    }
}

impl Tokens {
    pub fn subject(&self) -> &str {
        self.claims["sub"].as_str().unwrap()
    }
}

async fn discover(door: &Door, issuer: &str) -> CoreProviderMetadata {
    let issuer = IssuerUrl::new(issuer.to_owned()).unwrap();
    let client = |request| over(door.clone(), request);
    CoreProviderMetadata::discover_async(issuer, &client).await.unwrap()
}

async fn over(door: Door, request: HttpRequest) -> Result<HttpResponse, Infallible> {
    let page = door.send(request.map(Body::from)).await;
    let mut response = HttpResponse::new(page.body.clone().into_bytes());
    *response.status_mut() = page.status().try_into().unwrap();
    *response.headers_mut() = page.headers;
    Ok(response)
}

/// A part of a JWT, unverified.
pub fn part(token: &str, which: usize) -> Value {
    let text = token.split('.').nth(which).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

pub fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

pub fn uri(text: &str) -> RedirectUri {
    RedirectUri::parse(text).unwrap()
}
