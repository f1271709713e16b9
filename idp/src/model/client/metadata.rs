//! A client in the words of RFC 7591 §2 and OpenID Connect Registration §2, and back.
//!
//! A change is a patch (RFC 7396) of what the client says now: a member that is null goes back to the default of the profile.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::members::{BESIDE, BEYOND, STANDARD};
use super::settings::Settings;
use super::{Authentication, Client, Profile};
use crate::wire::grant_type::GrantType;
use crate::wire::redirect_uri::RedirectUri;

/// What a client says, by member.
pub type Said = Map<String, Value>;

/// Whose words these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A client that registers itself: what it may not say is passed over (RFC 7591 §2).
    Client,
    /// An administrator, who may say more; what is no member is a mistake.
    Administrator,
}

/// A member that cannot be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error(
        "{address} cannot be registered: an address is https, or http on this machine, or an app's own scheme, without fragment, user or wildcard"
    )]
    RedirectUri { member: String, address: String },
    #[error("{0} has a value that is not offered")]
    NotOffered(String),
    #[error("{0} is none of the members that there are")]
    Unknown(String),
}

impl Unfit {
    /// The member that it is about.
    pub fn member(&self) -> &str {
        match self {
            Self::RedirectUri { member, .. } | Self::NotOffered(member) | Self::Unknown(member) => {
                member
            }
        }
    }
}

/// The content encryption where only the key management is named (OpenID Connect Registration §2).
const DEFAULT_ENC: &str = "A128CBC-HS256";

/// The one algorithm of `client_secret_jwt`.
const HMAC: &str = "HS256";

/// All that a client says, defaults too.
pub fn said(client: &Client) -> Result<Said, serde_json::Error> {
    let settings = serde_json::to_value(&client.settings)?;
    let mut said = Said::new();
    for (member, place) in STANDARD.iter().chain(BEYOND) {
        let value = settings.pointer(&format!("/{place}")).filter(|value| !value.is_null());
        said.extend(value.map(|value| ((*member).to_owned(), value.clone())));
    }
    let code = client.may(GrantType::AuthorizationCode);
    let beside = [
        json!(client.name),
        json!(client.redirect_uris),
        json!(client.post_logout_redirect_uris),
        json!(client.authentication),
        json!(code.then_some("code").into_iter().collect::<Vec<_>>()),
        json!(application_type(client.profile)),
    ];
    said.extend(BESIDE.iter().map(|member| (*member).to_owned()).zip(beside));
    if client.authentication == Authentication::ClientSecretJwt {
        said.insert("token_endpoint_auth_signing_alg".to_owned(), json!(HMAC));
    }
    Ok(said)
}

/// The client with a patch applied to what it says now.
pub fn patched(client: &Client, patch: &Said, by: By) -> Result<Client, Unfit> {
    let mut said = said(client).map_err(|error| Unfit::NotOffered(error.to_string()))?;
    // What follows from the rest is said anew, and so is what was for another method.
    for derived in ["response_types", "application_type"] {
        said.remove(derived);
    }
    if said.get("token_endpoint_auth_signing_alg") == Some(&json!(HMAC)) {
        said.remove("token_endpoint_auth_signing_alg");
    }
    let mut patch = patch.clone();
    exclude(&mut patch);
    said.extend(patch);
    let bare = Client {
        authentication: client.profile.authentication(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        settings: Settings::of(client.profile),
        ..client.clone()
    };
    read(bare, said, by)
}

/// A client that says this; what it does not say stays as it is in `bare`.
pub fn read(bare: Client, mut said: Said, by: By) -> Result<Client, Unfit> {
    exclude(&mut said);
    said.retain(|_, value| !value.is_null());
    let mut client = bare;
    take(&mut said, "client_name", &mut client.name)?;
    take(&mut said, "token_endpoint_auth_method", &mut client.authentication)?;
    addresses(&mut said, "redirect_uris", &mut client.redirect_uris)?;
    addresses(&mut said, "post_logout_redirect_uris", &mut client.post_logout_redirect_uris)?;
    if client.authentication == Authentication::ClientSecretJwt
        && said.get("token_endpoint_auth_signing_alg") == Some(&json!(HMAC))
    {
        said.remove("token_endpoint_auth_signing_alg");
    }
    let mut derived: (Option<BTreeSet<String>>, Option<String>) = (None, None);
    take(&mut said, "response_types", &mut derived.0)?;
    take(&mut said, "application_type", &mut derived.1)?;
    client.settings = settings(&client.settings, said, by)?;
    let (responses, kind) = derived;
    let code = client.may(GrantType::AuthorizationCode);
    if responses.is_some_and(|it| it.iter().any(|one| one != "code") || it.is_empty() == code) {
        return Err(Unfit::NotOffered("response_types".to_owned()));
    }
    if kind.is_some_and(|kind| kind != application_type(client.profile)) {
        return Err(Unfit::NotOffered("application_type".to_owned()));
    }
    Ok(client)
}

/// Takes back what a member rules out that is said alone.
fn exclude(said: &mut Said) {
    for (member, other) in [
        ("jwks", "jwks_uri"),
        ("jwks_uri", "jwks"),
        ("dpop_bound_access_tokens", "tls_client_certificate_bound_access_tokens"),
        ("tls_client_certificate_bound_access_tokens", "dpop_bound_access_tokens"),
    ] {
        let given = said.get(member).is_some_and(|it| !it.is_null() && *it != json!(false));
        if given && !said.contains_key(other) {
            let nothing = if member.starts_with("jwks") { Value::Null } else { json!(false) };
            said.insert(other.to_owned(), nothing);
        }
    }
    for answer in ["id_token", "userinfo", "authorization"] {
        let [alg, enc] = ["alg", "enc"].map(|it| format!("{answer}_encrypted_response_{it}"));
        if said.get(&alg).is_some_and(Value::is_null) {
            said.insert(enc, Value::Null);
        }
    }
}

/// The settings with every member put where it stands.
fn settings(before: &Settings, said: Said, by: By) -> Result<Settings, Unfit> {
    let mut whole = json!(before);
    let mut settings = before.clone();
    let mut said: Vec<_> = said.into_iter().collect();
    // The key management of an encryption comes before its content encryption: in the order of the names.
    said.sort_by(|a, b| a.0.cmp(&b.0));
    for (member, value) in said {
        let beyond = BEYOND.iter().filter(|_| by == By::Administrator);
        let place = STANDARD.iter().chain(beyond).find(|(name, _)| *name == member);
        let Some((_, place)) = place else {
            if by == By::Administrator {
                return Err(Unfit::Unknown(member));
            }
            continue;
        };
        put(&mut whole, place, value);
        let read = serde_json::from_value(whole.clone());
        settings = read.map_err(|_| Unfit::NotOffered(member))?;
    }
    Ok(settings)
}

/// Puts a value at a place; what stands around it is made.
fn put(whole: &mut Value, place: &str, value: Value) {
    let mut here = &mut *whole;
    for step in place.split('/') {
        if !here.is_object() {
            *here = json!({});
        }
        here = &mut here[step];
    }
    *here = value;
    // Named alone, a key management has the default beside it.
    if let Some(around) = place.strip_suffix("_encryption/alg") {
        let enc = format!("{around}_encryption/enc");
        if whole.pointer(&format!("/{enc}")).is_none_or(Value::is_null) {
            put(whole, &enc, json!(DEFAULT_ENC));
        }
    }
}

fn take<T: DeserializeOwned>(said: &mut Said, member: &str, place: &mut T) -> Result<(), Unfit> {
    if let Some(value) = said.remove(member) {
        *place = serde_json::from_value(value).map_err(|_| Unfit::NotOffered(member.to_owned()))?;
    }
    Ok(())
}

fn addresses(said: &mut Said, member: &str, place: &mut Vec<RedirectUri>) -> Result<(), Unfit> {
    let mut texts: Option<Vec<String>> = None;
    take(said, member, &mut texts)?;
    if let Some(texts) = texts {
        let member = member.to_owned();
        let read = |address: String| {
            let parsed = RedirectUri::parse(&address);
            parsed.ok_or_else(|| Unfit::RedirectUri { member: member.clone(), address })
        };
        *place = texts.into_iter().map(read).collect::<Result<_, _>>()?;
    }
    Ok(())
}

/// OpenID Connect Registration §2.
const fn application_type(profile: Profile) -> &'static str {
    match profile {
        Profile::Native | Profile::Device => "native",
        Profile::Web | Profile::Browser | Profile::Service | Profile::Fapi2 => "web",
    }
}
