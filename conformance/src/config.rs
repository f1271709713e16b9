//! What a run is told: shaped like the configuration of the official suite, with parts of our own for what that
//! suite asks a person (`person`), for where the website can be reached (`receiver`) and for single plans (`plans`).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The configuration of one module, after the layers have been laid over one another.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Config {
    pub alias: Option<String>,
    pub server: Server,
    pub client: ClientConfig,
    pub client2: ClientConfig,
    pub client_secret_post: ClientConfig,
    pub mtls: Option<Certificate>,
    pub mtls2: Option<Certificate>,
    pub resource: Resource,
    pub ui_locales: Option<String>,
    pub claims_locales: Option<String>,
    pub person: PersonConfig,
    /// Browser commands as the official suite has them; they take the place of `person.steps`.
    pub browser: Vec<Entry>,
    pub receiver: ReceiverConfig,
    pub options: Options,
    pub skip_test: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Server {
    #[serde(rename = "discoveryUrl")]
    pub discovery_url: Option<String>,
    pub login_hint: Option<String>,
    pub acr_values: Option<String>,
    pub jwks_refresh_delay: Option<u64>,
    pub allow_unexpected_metadata_fields: Vec<String>,
    /// Authorities to trust; without it any certificate will do.
    pub ca_file: Option<String>,
    /// Makes the provider rotate its signing keys: a program and its arguments.
    pub rotate_keys_command: Vec<String>,
}

/// A client: static where it has a `client_id`, else registered by the module itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClientConfig {
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
    pub client_name: Option<String>,
    pub initial_access_token: Option<String>,
    /// Private keys, as a JWK set.
    pub jwks: Option<Value>,
    pub scope: Option<String>,
    /// Takes the place of `<base>/callback`.
    pub redirect_uri: Option<String>,
    /// Members that every registration carries besides.
    pub registration: Map<String, Value>,
    /// Registers by a command instead of the provider's own registration: a program and its arguments, of which
    /// `{file}` stands for a file with the metadata. It prints what registration would answer.
    pub register_command: Vec<String>,
}

impl ClientConfig {
    /// What further clients leave unsaid is as the first client has it.
    fn follow(&mut self, first: &Self) {
        self.client_name = self.client_name.take().or_else(|| first.client_name.clone());
        self.scope = self.scope.take().or_else(|| first.scope.clone());
        let token = self.initial_access_token.take();
        self.initial_access_token = token.or_else(|| first.initial_access_token.clone());
        if self.registration.is_empty() {
            self.registration.clone_from(&first.registration);
        }
        if self.register_command.is_empty() {
            self.register_command.clone_from(&first.register_command);
        }
    }
}

/// Certificate and key as PEM.
#[derive(Clone, Debug, Deserialize)]
pub struct Certificate {
    pub cert: String,
    pub key: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Resource {
    #[serde(rename = "resourceUrl")]
    pub resource_url: Option<String>,
}

/// How to log in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonConfig {
    pub user_id: String,
    pub password: String,
    /// Address of a JSON list of letters, newest first: `[{"to", "text", "code"}]`.
    pub mailbox: Option<String>,
    /// What to do on which page; by default the ids that our pages promise.
    pub steps: Option<Vec<Step>>,
}

/// One thing that a person does: on a page that has `see`, carry out `commands`.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    /// A CSS selector.
    pub see: String,
    /// `cancel`: only when the person wants to give up.
    #[serde(default)]
    pub when: When,
    pub commands: Vec<Vec<Value>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    #[default]
    GoingOn,
    Cancel,
}

/// An entry of `browser`: which address it is for, and what is to be done from there.
#[derive(Clone, Debug, Deserialize)]
pub struct Entry {
    #[serde(rename = "match")]
    pub pattern: String,
    #[serde(rename = "match-limit")]
    pub limit: Option<usize>,
    pub tasks: Vec<Task>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Task {
    pub task: String,
    #[serde(rename = "match")]
    pub pattern: Option<String>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub commands: Vec<Vec<Value>>,
}

/// Where the provider and its browser can reach the website.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReceiverConfig {
    /// For browsers; by default `https://localhost:PORT`. Nothing has to listen there.
    pub base_url: Option<String>,
    /// For what the provider fetches; by default `base_url`, or a free port with the scheme of the issuer.
    pub fetch_url: Option<String>,
    /// Where to listen; by default 127.0.0.1 and the port of `fetch_url`.
    pub listen: Option<String>,
    pub tls: Option<Certificate>,
    /// File to write the certificate to, for the provider to trust.
    pub certificate_file: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Send PKCE in every request, for clients that demand it.
    pub pkce: bool,
    /// An HTTP proxy between the suite and the provider.
    pub proxy: Option<String>,
}

/// The configuration file, before plan and module are known.
#[derive(Clone, Debug)]
pub struct Layers {
    base: Map<String, Value>,
    plans: BTreeMap<String, Value>,
    overrides: BTreeMap<String, Value>,
}

impl Layers {
    pub fn parse(text: &str) -> Result<Self> {
        Self::of(serde_json::from_str(text).context("the configuration is not JSON")?)
    }

    pub fn of(whole: Value) -> Result<Self> {
        let Value::Object(mut base) = whole else {
            anyhow::bail!("the configuration is no object")
        };
        let mut part = |name: &'static str| match base.remove(name) {
            Some(part) => serde_json::from_value(part).context(name),
            None => Ok(BTreeMap::new()),
        };
        let (plans, overrides) = (part("plans")?, part("override")?);
        Ok(Self { base, plans, overrides })
    }

    /// Base, then the plan's layer, the variant's, the module's.
    pub fn for_module(&self, plan: &str, variant: &str, module: &str) -> Result<Config> {
        let mut whole = Value::Object(self.base.clone());
        let with_variant = format!("{plan} {variant}");
        let layers =
            [self.plans.get(plan), self.plans.get(&with_variant), self.overrides.get(module)];
        for layer in layers.into_iter().flatten() {
            lay_over(&mut whole, layer);
        }
        let mut config: Config = serde_json::from_value(whole).context("the configuration")?;
        let first = config.client.clone();
        config.client2.follow(&first);
        config.client_secret_post.follow(&first);
        Ok(config)
    }

    /// The configuration of the run itself.
    pub fn base(&self) -> Result<Config> {
        self.for_module("", "", "")
    }
}

/// Objects are merged member by member; anything else is replaced.
fn lay_over(below: &mut Value, above: &Value) {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            for (name, value) in above {
                lay_over(below.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (below, above) => *below = above.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrower_layer_wins() {
        let layers = Layers::of(serde_json::json!({
            "client": {"client_id": "a", "client_secret": "s"},
            "plans": {"basic": {"client": {"client_id": "b"}}, "basic x": {"ui_locales": "ja"}},
            "override": {"m": {"client": {"client_id": "c"}, "skip_test": true}},
        }));
        let layers = layers.unwrap();
        let id = |plan, variant, module| {
            layers.for_module(plan, variant, module).unwrap().client.client_id.unwrap()
        };
        assert_eq!(id("config", "", ""), "a");
        assert_eq!(id("basic", "", ""), "b");
        assert_eq!(id("basic", "x", "m"), "c");
        let whole = layers.for_module("basic", "x", "m").unwrap();
        assert_eq!(whole.client.client_secret.unwrap(), "s");
        assert_eq!(whole.ui_locales.unwrap(), "ja");
        assert!(whole.skip_test);
    }
}
