//! What files declare of a tenant: `tenant.toml` and `clients.toml`. Read strictly; everything that is wrong is told at
//! once, with its file and its place.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::client::metadata::{self, By, Said};
use super::client::{Client, Profile, Settings};
use super::ids::ClientId;
use super::image::Image;
use super::moment::Moment;
use super::names::TenantSlug;
use super::policy::Policy;
use super::policy::check::CheckedPolicy;
use super::secret::Opaque;

/// A tenant as files want it.
pub struct Wanted {
    pub slug: TenantSlug,
    pub name: String,
    pub policy: CheckedPolicy,
    /// By `Place::ALL`.
    pub images: [Option<Image>; 2],
    pub clients: Vec<WantedClient>,
}

pub struct WantedClient {
    pub client: Client,
    pub secret: Secret,
}

/// What a file says about a client's secret; never the secret itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// Nothing: what there is stays, and a new client draws one.
    Unsaid,
    /// A reference to nothing: what there is stays, and there can be no new client.
    Missing(String),
    Given(Opaque),
}

/// `tenant.toml`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenantFile {
    pub name: String,
    /// A picture beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    pub policy: Policy,
}

/// `clients.toml`: a table for each client, in the words of RFC 7591 and `client_id`, `profile`, `client_secret`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientsFile {
    #[serde(default)]
    pub client: Vec<Said>,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    pub file: String,
    /// A line, or a key.
    pub at: String,
    pub why: String,
}

impl Wrong {
    pub fn new(file: &str, at: impl Into<String>, why: impl Into<String>) -> Self {
        Self { file: file.to_owned(), at: at.into(), why: why.into() }
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}: {}", self.file, self.at, self.why)
    }
}

/// Reads TOML strictly.
pub fn read<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Wrong> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or_default());
        let line = before.matches('\n').count() + 1;
        Wrong::new(file, format!("line {line}"), error.message())
    })
}

/// A policy that may stand, or all that is wrong with it.
pub fn policy(file: &str, policy: Policy) -> Result<CheckedPolicy, Vec<Wrong>> {
    policy.check().map_err(|problems| {
        let wrong = |one: &super::policy::check::Problem| {
            Wrong::new(file, format!("policy.{}", one.field), one.why.clone())
        };
        problems.iter().map(wrong).collect()
    })
}

/// One client of `clients.toml`, and the reference to its secret.
pub fn client(file: &str, mut said: Said, now: Moment) -> Result<(Client, Option<String>), Wrong> {
    let id = text(file, "client", &mut said, "client_id")?;
    let id = id.ok_or_else(|| Wrong::new(file, "client", "client_id is missing"))?;
    let at = format!("client {id}");
    if id.is_empty() || id.len() > 255 || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Wrong::new(file, at, "client_id is 1 to 255 visible ASCII characters"));
    }
    let profile = text(file, &at, &mut said, "profile")?;
    let profile = profile.as_deref().and_then(Profile::parse);
    let profile = profile.ok_or_else(|| {
        let names: Vec<_> = Profile::ALL.iter().map(|one| one.as_str()).collect();
        Wrong::new(file, &*at, format!("profile is one of {}", names.join(", ")))
    })?;
    let secret = text(file, &at, &mut said, "client_secret")?;
    let bare = bare(ClientId(id), profile, now);
    let client = metadata::read(bare, said, By::Administrator)
        .map_err(|why| Wrong::new(file, &*at, why.to_string()))?;
    if client.name.is_empty() {
        return Err(Wrong::new(file, at, "client_name is missing"));
    }
    client.check().map_err(|why| Wrong::new(file, &*at, why.to_string()))?;
    if secret.is_some() && !client.authentication.has_secret() {
        return Err(Wrong::new(file, at, "this client keeps no secret"));
    }
    Ok((client, secret))
}

fn text(file: &str, at: &str, said: &mut Said, name: &str) -> Result<Option<String>, Wrong> {
    match said.remove(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Wrong::new(file, at, format!("{name} is a text"))),
    }
}

fn bare(id: ClientId, profile: Profile, now: Moment) -> Client {
    Client {
        id,
        name: String::new(),
        profile,
        authentication: profile.authentication(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        settings: Settings::of(profile),
        created_at: now,
    }
}

/// A client as a file says it: what its profile says anyway is left out.
pub fn told(client: &Client, secret: Option<&str>) -> Result<Said, serde_json::Error> {
    let usual = metadata::said(&bare(client.id.clone(), client.profile, client.created_at))?;
    let mut said = metadata::said(client)?;
    said.retain(|member, value| usual.get(member) != Some(value) && !value.is_null());
    // What follows from the rest is not said.
    for derived in ["response_types", "application_type"] {
        said.remove(derived);
    }
    let mut all = Said::new();
    all.insert("client_id".to_owned(), json!(client.id.as_str()));
    all.insert("profile".to_owned(), json!(client.profile.as_str()));
    all.extend(secret.map(|secret| ("client_secret".to_owned(), json!(secret))));
    all.extend(said);
    Ok(all)
}

/// Clients that stand twice.
pub fn repeated(clients: &[WantedClient]) -> Vec<&ClientId> {
    let mut seen = BTreeSet::new();
    clients.iter().map(|one| &one.client.id).filter(|id| !seen.insert(id.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope::Scope;

    fn said(text: &str) -> Said {
        read::<ClientsFile>("clients.toml", text).unwrap().client.remove(0)
    }

    #[test]
    fn what_is_unknown_or_wrong_is_told_with_its_place() {
        let wrong =
            read::<TenantFile>("a/tenant.toml", "name = \"A\"\ncolor = \"red\"\n").unwrap_err();
        assert_eq!((wrong.file.as_str(), wrong.at.as_str()), ("a/tenant.toml", "line 2"));
        assert!(wrong.why.contains("color"), "{wrong}");
        let mut bad = Policy::standard();
        bad.one_time_code.digits = 3;
        let wrong = policy("a/tenant.toml", bad).unwrap_err();
        assert_eq!(wrong[0].at, "policy.one_time_code.digits");
        let now = Moment::from_seconds(0);
        for (text, why) in [
            ("profile = \"web\"", "client_id"),
            ("client_id = \"a\"", "profile"),
            ("client_id = \"a\"\nprofile = \"web\"\ncolour = 1", "colour"),
            ("client_id = \"a\"\nprofile = \"web\"", "client_name"),
            ("client_id = \"a\"\nprofile = \"web\"\nclient_name = \"A\"", "redirect"),
            (
                "client_id = \"a\"\nprofile = \"native\"\nclient_name = \"A\"\nclient_secret = \"env:A\"\nredirect_uris = [\"com.example.app:/x\"]",
                "keeps no secret",
            ),
        ] {
            let wrong = client("c", said(&format!("[[client]]\n{text}")), now).unwrap_err();
            assert!(wrong.why.contains(why), "{text}: {wrong}");
        }
    }

    #[test]
    fn a_client_is_said_shortly_and_read_whole() {
        let now = Moment::from_seconds(7);
        for profile in Profile::ALL {
            let mut client = bare(ClientId("shop".to_owned()), profile, now);
            client.name = "店".to_owned();
            client.settings.scope = Scope::parse("openid email");
            client.settings.require_pkce = false;
            let told = told(&client, None).unwrap();
            assert!(told.len() <= 6, "{told:?}");
            let text = toml::to_string(&ClientsFile { client: vec![told] }).unwrap();
            let mut said = said(&text);
            for beside in ["client_id", "profile"] {
                said.remove(beside);
            }
            let bare = bare(client.id.clone(), profile, now);
            let read = metadata::read(bare, said, By::Administrator).unwrap();
            assert_eq!(metadata::said(&read).unwrap(), metadata::said(&client).unwrap());
        }
    }
}
