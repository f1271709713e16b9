//! Clients that register themselves: what they may say, and what follows from it (RFC 7591 §2, OpenID Connect
//! Registration §2). They name no profile; it follows from what they say.

use serde_json::{Value, json};
use url::Url;

use super::members;
use super::metadata::{self, By, Said, Unfit};
use super::settings::{Settings, TokenRules};
use super::{Client, Impossible, Profile};
use crate::model::ids::ClientId;
use crate::model::moment::Moment;
use crate::wire::grant_type::GrantType;

/// Nobody needs more; whoever does is registered by an administrator.
const MOST_REDIRECTS: usize = 32;

/// Of this provider alone: a client may bind itself to PKCE.
const PKCE: &str = "require_pkce";

/// Why something is not registered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unregistrable {
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error(transparent)]
    Impossible(#[from] Impossible),
    #[error("too many redirect URIs")]
    TooManyRedirects,
    #[error("client_name has characters that are not shown")]
    Name,
    #[error("initiate_login_uri is https")]
    InitiateLogin,
}

impl Unregistrable {
    /// Whether it is told as `invalid_redirect_uri` (RFC 7591 §3.2.2).
    pub fn is_about_redirects(&self) -> bool {
        match self {
            Self::Unfit(Unfit::RedirectUri { .. }) | Self::TooManyRedirects => true,
            Self::Unfit(Unfit::NotOffered(member)) => member == "redirect_uris",
            Self::Impossible(why) => why.is_about_redirects(),
            Self::Unfit(Unfit::Unknown(_)) | Self::Name | Self::InitiateLogin => false,
        }
    }
}

/// What is there before a client says anything.
#[derive(Clone, Debug)]
pub struct Bare<'a> {
    pub id: ClientId,
    pub created_at: Moment,
    /// The settings that it has by now, of which an administrator's stay.
    pub before: Option<&'a Settings>,
}

/// The client that says this. What it does not say has its default, whatever it was before.
pub fn read(bare: Bare<'_>, mut said: Said) -> Result<Client, Unregistrable> {
    said.retain(|_, value| !value.is_null());
    let profile = profile(&said);
    let mut settings = by_default(profile);
    if let Some(before) = bare.before {
        keep(&mut settings, before);
    }
    if let Some(value) = said.remove(PKCE) {
        let required = value.as_bool().ok_or_else(|| Unfit::NotOffered(PKCE.to_owned()))?;
        settings.require_pkce = required;
    }
    let client = Client {
        id: bare.id,
        name: String::new(),
        profile,
        authentication: profile.authentication(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        settings,
        created_at: bare.created_at,
    };
    let mut client = metadata::read(client, said, By::Client)?;
    once_each(&mut client);
    name(&mut client);
    check(&client)?;
    Ok(client)
}

/// What is told of a client to itself: all that it said, and what it left to us.
pub fn said(client: &Client) -> Result<Said, serde_json::Error> {
    let mut said = metadata::said(client)?;
    said.retain(|member, _| members::is_standard(member));
    said.insert(PKCE.to_owned(), json!(client.settings.require_pkce));
    Ok(said)
}

/// The profile that fits what is said. Whether it really does is checked like any other client.
fn profile(said: &Said) -> Profile {
    let word = |member: &str| said.get(member).and_then(Value::as_str);
    let grants = said.get("grant_types").and_then(Value::as_array);
    let has = |grant: GrantType| {
        grants.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(grant.as_str())))
    };
    let native = word("application_type") == Some("native");
    // An app that says nothing of a secret is one that could keep none (RFC 8252 §8.5).
    let public = word("token_endpoint_auth_method").map_or(native, |method| method == "none");
    let people = grants.is_none() || has(GrantType::AuthorizationCode);
    if !people && public && has(GrantType::DeviceCode) {
        Profile::Device
    } else if !people && !public && has(GrantType::ClientCredentials) {
        Profile::Service
    } else if native {
        Profile::Native
    } else if public {
        Profile::Browser
    } else {
        Profile::Web
    }
}

/// RFC 7591 §2: a code, nothing else. PKCE is left to those who keep a secret, for old libraries send none.
fn by_default(profile: Profile) -> Settings {
    let mut settings = Settings::of(profile);
    if settings.grant_types.contains(&GrantType::AuthorizationCode) {
        settings.grant_types = [GrantType::AuthorizationCode].into();
    }
    settings.require_pkce = profile.keeps_none();
    settings
}

/// What only an administrator says stays as he said it.
fn keep(settings: &mut Settings, before: &Settings) {
    settings.disabled = before.disabled;
    settings.api_role = before.api_role;
    settings.account_link = before.account_link;
    settings.reissue_link = before.reissue_link;
    settings.tokens = TokenRules {
        dpop_bound_access_tokens: settings.tokens.dpop_bound_access_tokens,
        tls_client_certificate_bound_access_tokens: settings
            .tokens
            .tls_client_certificate_bound_access_tokens,
        ..before.tokens.clone()
    };
}

/// An address that is said twice is one address.
fn once_each(client: &mut Client) {
    for list in [&mut client.redirect_uris, &mut client.post_logout_redirect_uris] {
        let mut seen = std::collections::BTreeSet::new();
        list.retain(|uri| seen.insert(uri.as_str().to_owned()));
    }
}

/// A client without a name is called by its host.
fn name(client: &mut Client) {
    if client.name.is_empty() {
        let first = client.redirect_uris.first().and_then(|uri| Url::parse(uri.as_str()).ok());
        let host = first.as_ref().and_then(Url::host_str).unwrap_or(client.id.as_str());
        client.name = host.to_owned();
    }
}

fn check(client: &Client) -> Result<(), Unregistrable> {
    if client.redirect_uris.len() > MOST_REDIRECTS {
        return Err(Unregistrable::TooManyRedirects);
    }
    // People read the name where they decide: nothing in it may turn or hide the text around it.
    if client.name.chars().any(is_unseen) {
        return Err(Unregistrable::Name);
    }
    let login = client.settings.request.initiate_login_uri.as_deref();
    if login.is_some_and(|uri| !uri.starts_with("https://")) {
        return Err(Unregistrable::InitiateLogin);
    }
    Ok(client.check()?)
}

/// Control characters, and those that change the direction of a text or have no width (UAX #9).
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
