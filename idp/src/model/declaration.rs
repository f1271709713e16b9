//! What files declare of a tenant: `tenant.toml` and `clients.toml`. Read strictly; everything that is wrong is told at
//! once, with its file and its place.

mod place;

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
    /// The line on which it stands, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The item it is about; empty where it is no TOML.
    pub at: String,
    pub why: String,
}

impl Wrong {
    /// A complaint about a file as a whole.
    pub fn new(file: &str, at: impl Into<String>, why: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, at: at.into(), why: why.into() }
    }
}

/// `acme/tenant.toml:12: policy.one_time_code.digits: why`, as compilers tell a place.
impl std::fmt::Display for Wrong {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:", self.file)?;
        if let Some(line) = self.line {
            write!(out, "{line}:")?;
        }
        if !self.at.is_empty() {
            write!(out, " {}:", self.at)?;
        }
        write!(out, " {}", self.why)
    }
}

/// A file that was read: its name, and what stands in it.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl Text<'_> {
    /// Reads TOML strictly.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Wrong> {
        toml::from_str(self.text).map_err(|error| {
            let line = error.span().map(|span| place::line_at(self.text, span.start));
            Wrong { line, ..Wrong::new(self.file, "", error.message()) }
        })
    }

    /// A complaint about what stands at a path of keys and numbers.
    pub fn wrong(&self, path: &str, at: impl Into<String>, why: impl Into<String>) -> Wrong {
        Wrong { line: place::line(self.text, path), ..Wrong::new(self.file, at, why) }
    }

    /// A complaint about the client of this number, from 0; about its member, if it says it.
    pub fn wrong_client(
        &self,
        (number, id): (usize, &str),
        member: &str,
        why: impl Into<String>,
    ) -> Wrong {
        self.wrong(&format!("client.{number}.{member}"), format!("client {id}"), why)
    }
}

/// A policy that may stand, or all that is wrong with it.
pub fn policy(file: Text<'_>, policy: Policy) -> Result<CheckedPolicy, Vec<Wrong>> {
    policy.check().map_err(|problems| {
        let wrong = |one: &super::policy::check::Problem| {
            let path = format!("policy.{}", one.field);
            file.wrong(&path, &*path, one.why.clone())
        };
        problems.iter().map(wrong).collect()
    })
}

/// One client of `clients.toml`, and the reference to its secret.
pub fn client(
    file: Text<'_>,
    number: usize,
    mut said: Said,
    now: Moment,
) -> Result<(Client, Option<String>), Wrong> {
    let nameless = |why| file.wrong(&format!("client.{number}"), "client", why);
    let id = text(&mut said, "client_id").map_err(nameless)?;
    let id = id.ok_or_else(|| nameless("client_id is missing".to_owned()))?;
    let wrong = |member: &str, why: String| file.wrong_client((number, &id), member, why);
    if id.is_empty() || id.len() > 255 || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        let why = "client_id is 1 to 255 visible ASCII characters";
        return Err(wrong("client_id", why.to_owned()));
    }
    let profile = text(&mut said, "profile").map_err(|why| wrong("profile", why))?;
    let profile = profile.as_deref().and_then(Profile::parse).ok_or_else(|| {
        let names: Vec<_> = Profile::ALL.iter().map(|one| one.as_str()).collect();
        wrong("profile", format!("profile is one of {}", names.join(", ")))
    })?;
    let secret = text(&mut said, "client_secret").map_err(|why| wrong("client_secret", why))?;
    let bare = bare(ClientId(id.clone()), profile, now);
    let client = metadata::read(bare, said, By::Administrator)
        .map_err(|why| wrong(why.member(), why.to_string()))?;
    if client.name.is_empty() {
        return Err(wrong("client_name", "client_name is missing".to_owned()));
    }
    client.check().map_err(|why| wrong("", why.to_string()))?;
    if secret.is_some() && !client.authentication.has_secret() {
        return Err(wrong("client_secret", "this client keeps no secret".to_owned()));
    }
    Ok((client, secret))
}

fn text(said: &mut Said, name: &str) -> Result<Option<String>, String> {
    match said.remove(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{name} is a text")),
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
        Text { file: "clients.toml", text }.read::<ClientsFile>().unwrap().client.remove(0)
    }

    #[test]
    fn what_is_unknown_or_wrong_is_told_with_its_place() {
        let text = "name = \"A\"\ncolor = \"red\"\n";
        let wrong = Text { file: "a/tenant.toml", text }.read::<TenantFile>().unwrap_err();
        assert!(wrong.to_string().starts_with("a/tenant.toml:2: unknown field `color`"), "{wrong}");
        let mut bad = Policy::standard();
        bad.one_time_code.digits = 3;
        let text = "name = \"A\"\n[policy.one_time_code]\n\ndigits = 3\n";
        let wrong = policy(Text { file: "a/tenant.toml", text }, bad).unwrap_err();
        let told = wrong[0].to_string();
        assert!(told.starts_with("a/tenant.toml:4: policy.one_time_code.digits: "), "{told}");
        let now = Moment::from_seconds(0);
        for (text, why, line) in [
            ("profile = \"web\"", "client_id", 1),
            ("client_id = \"a\"", "profile", 1),
            ("client_id = \"a\"\nprofile = \"web\"\ncolour = 1", "colour", 4),
            ("client_id = \"a\"\nprofile = \"web\"", "client_name", 1),
            ("client_id = \"a\"\nprofile = \"web\"\nclient_name = \"A\"", "redirect", 1),
            (
                "client_id = \"a\"\nprofile = \"native\"\nclient_name = \"A\"\nclient_secret = \"env:A\"\nredirect_uris = [\"com.example.app:/x\"]",
                "keeps no secret",
                5,
            ),
        ] {
            let text = &format!("[[client]]\n{text}");
            let wrong = client(Text { file: "c", text }, 0, said(text), now).unwrap_err();
            assert!(wrong.why.contains(why), "{text}: {wrong}");
            assert_eq!(wrong.line, Some(line), "{text}: {wrong}");
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
