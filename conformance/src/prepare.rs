//! Makes configurations for a running `sekisho demo`: for the official suite from the templates of `oidf/`, for this
//! suite, and the clients that they name. The provider is spoken to by its command line alone.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use url::Url;

use crate::config::Certificate;
use crate::jose::Key;
use crate::receiver::self_signed;

/// Browser commands, laid under every configuration for the official suite.
const BROWSER: &str = include_str!("../oidf/browser.json");
/// The clients that configurations name.
const CLIENTS: &str = include_str!("../oidf/clients.json");
const TEMPLATES: &[(&str, &str)] = &[
    ("config.json", include_str!("../oidf/config.json")),
    ("dynamic-clients.json", include_str!("../oidf/dynamic-clients.json")),
    ("static-clients.json", include_str!("../oidf/static-clients.json")),
    ("backchannel-static.json", include_str!("../oidf/backchannel-static.json")),
    ("frontchannel-static.json", include_str!("../oidf/frontchannel-static.json")),
];
const FAPI: &str = include_str!("../oidf/fapi2.json");
const TENANT: &str = "conformance";
/// What the clients of `CLIENTS` may ask for themselves.
const MACHINE_SCOPE: &str = "conformance";

/// A demo that runs, and where its suite is.
pub struct Demo {
    /// What it printed as JSON.
    pub ready: Value,
    /// The program.
    pub sekisho: PathBuf,
    /// Where browsers meet the official suite.
    pub suite: String,
}

impl Demo {
    fn text(&self, pointer: &str) -> Result<&str> {
        let found = self.ready.pointer(pointer).and_then(Value::as_str);
        found.with_context(|| format!("the demo's JSON has no {pointer}"))
    }

    fn tenant(&self) -> Result<&Value> {
        let all = self.ready["tenants"].as_array().context("the demo's JSON has no tenants")?;
        let found = all.iter().find(|tenant| tenant["slug"] == TENANT);
        found.with_context(|| format!("the demo has no tenant {TENANT}"))
    }

    pub fn issuer(&self) -> Result<&str> {
        self.tenant()?["issuer"].as_str().context("the tenant has no issuer")
    }

    /// UserInfo, where a certificate can be shown or where none is asked for.
    fn resource(&self, certified: bool) -> Result<String> {
        let issuer = self.issuer()?;
        if !certified {
            return Ok(format!("{issuer}/userinfo"));
        }
        let mut door = Url::parse(self.text("/certificate/address")?)?;
        door.set_path(&format!("{}/userinfo", Url::parse(issuer)?.path()));
        Ok(door.into())
    }

    fn user(&self) -> Result<(&str, &str)> {
        let user = &self.tenant()?["users"][0];
        user["user_id"].as_str().zip(user["password"].as_str()).context("the tenant has no user")
    }

    /// The configuration for this suite: clients register themselves, FAPI clients by the command line.
    pub fn own(&self) -> Result<Value> {
        let ((user, password), data) = (self.user()?, self.text("/data")?);
        let sekisho = self.sekisho.to_string_lossy();
        let by_hand = json!({"client": {"register_command": [
            sekisho, "client", "create", "--tenant", TENANT, "--profile", "fapi2", "--json",
            "--data", data, "--settings", "{file}",
        ]}});
        Ok(json!({
            "person": {
                "user_id": user,
                "password": password,
                "mailbox": self.text("/mailbox_json")?,
            },
            "server": {
                "login_hint": user,
                // Keys of clients are fetched anew at most every 30 seconds.
                "jwks_refresh_delay": 31,
                "rotate_keys_command": [
                    sekisho, "key", "rotate", "--urgent", "--tenant", TENANT, "--data", data,
                ],
            },
            "plans": {"fapi2-security-profile": by_hand, "fapi2-message-signing": by_hand},
        }))
    }

    /// Creates the clients and gives the configurations for the official suite by file name.
    pub fn official(&self) -> Result<Vec<(String, Value)>> {
        let clients: HashMap<String, Value> = serde_json::from_str(CLIENTS)?;
        let mut known = Known::default();
        let mut done = Vec::new();
        for (name, text) in TEMPLATES {
            done.push(((*name).to_owned(), self.filled(text, &clients, &mut known)?));
        }
        for pair in ["private_key_jwt-dpop", "private_key_jwt-mtls", "mtls-dpop", "mtls-mtls"] {
            let resource = self.resource(pair.ends_with("-mtls"))?;
            let mut fapi = |kind: &str| {
                let text = FAPI.replace("$pair", &format!("{pair}{kind}"));
                let text = text.replace("$resource", &resource);
                self.filled(&text, &clients, &mut known)
            };
            let (plain, signed) = (fapi("")?, fapi("-signed")?);
            // A machine has no name or mail address to ask for, and UserInfo is not for it.
            let mut machine = plain.clone();
            machine["resource"] = json!({});
            for client in ["client", "client2"] {
                machine[client]["scope"] = json!(MACHINE_SCOPE);
            }
            let kinds = [("", plain), ("-client_credentials", machine), ("-signed", signed)];
            done.extend(kinds.map(|(kind, whole)| (format!("fapi2-{pair}{kind}.json"), whole)));
        }
        Ok(done)
    }

    fn filled(
        &self,
        text: &str,
        clients: &HashMap<String, Value>,
        known: &mut Known,
    ) -> Result<Value> {
        let mut whole: Value = serde_json::from_str(BROWSER)?;
        let own: Map<String, Value> = serde_json::from_str(text)?;
        for (name, value) in own {
            whole[name] = value;
        }
        let alias = whole["alias"].as_str().unwrap_or("sekisho").to_owned();
        self.fill(&mut whole, &alias, clients, known)?;
        Ok(whole)
    }

    /// Puts values in the place of what begins with a dollar.
    fn fill(
        &self,
        value: &mut Value,
        alias: &str,
        clients: &HashMap<String, Value>,
        known: &mut Known,
    ) -> Result<()> {
        match value {
            Value::Array(all) => {
                for one in all {
                    self.fill(one, alias, clients, known)?;
                }
            }
            Value::Object(members) => {
                for one in members.values_mut() {
                    self.fill(one, alias, clients, known)?;
                }
            }
            Value::String(text) => {
                if let Some(name) = text.strip_prefix("$client ") {
                    let asked = clients.get(name).with_context(|| format!("no client {name}"))?;
                    *value = self.client(name, asked, alias, known)?;
                } else if let Some(name) = text.strip_prefix("$certificate ") {
                    let pair = known.certificate(name)?;
                    *value = json!({"cert": pair.cert, "key": pair.key});
                } else {
                    *text = self.named(text, alias)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn named(&self, text: &str, alias: &str) -> Result<String> {
        let (user, password) = self.user()?;
        let base = format!("{}/test/a/{alias}", self.suite.trim_end_matches('/'));
        let text = text.replace("$issuer", self.issuer()?).replace("$base", &base);
        Ok(text.replace("$user_id", user).replace("$password", password))
    }

    /// Creates a client once and gives the part of the configuration that names it.
    fn client(&self, name: &str, asked: &Value, alias: &str, known: &mut Known) -> Result<Value> {
        if let Some(made) = known.clients.get(name) {
            return Ok(made.clone());
        }
        let mut settings = asked["settings"].clone();
        self.fill(&mut settings, alias, &HashMap::new(), known)?;
        let mut part = json!({});
        let mut published = Vec::new();
        if let Some(algorithm) = asked["key"].as_str() {
            let key = Key::make(algorithm.parse()?)?;
            part["jwks"] = json!({"keys": [key.private()?]});
            published.push(key.published());
        }
        if let Some(pair) = asked["certificate"].as_str() {
            published.push(known.certificate(pair)?.published()?);
        }
        if !published.is_empty() {
            settings["jwks"] = json!({"keys": published});
        }
        let profile = asked["profile"].as_str().context("a client has a profile")?;
        let made = self.create(profile, &settings)?;
        for member in ["client_id", "client_secret"] {
            if made[member].is_string() {
                part[member] = made[member].clone();
            }
        }
        if let Some(scope) = asked["scope"].as_str() {
            part["scope"] = json!(scope);
        }
        known.clients.insert(name.to_owned(), part.clone());
        Ok(part)
    }

    /// `sekisho client create`.
    fn create(&self, profile: &str, settings: &Value) -> Result<Value> {
        let name = format!("conformance-{}.json", crate::random::letters(12));
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, settings.to_string())?;
        let done = Command::new(&self.sekisho)
            .args(["client", "create", "--tenant", TENANT, "--profile", profile, "--json"])
            .args(["--data", self.text("/data")?, "--settings"])
            .arg(&file)
            .output();
        std::fs::remove_file(&file)?;
        let done = done.with_context(|| self.sekisho.display().to_string())?;
        let told = String::from_utf8_lossy(&done.stderr);
        ensure!(done.status.success(), "no client was made: {} {settings}", told.trim());
        serde_json::from_slice(&done.stdout).context("what client create prints")
    }
}

/// Clients and certificates that are already made.
#[derive(Default)]
struct Known {
    clients: HashMap<String, Value>,
    certificates: HashMap<String, Certificate>,
}

impl Known {
    fn certificate(&mut self, name: &str) -> Result<Certificate> {
        if let Some(pair) = self.certificates.get(name) {
            return Ok(pair.clone());
        }
        let pair = self_signed(&["client.test"])?;
        self.certificates.insert(name.to_owned(), pair.clone());
        Ok(pair)
    }
}

/// Writes all configurations into a folder.
pub fn write(demo: &Demo, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let put = |name: &str, value: &Value| -> Result<()> {
        let file = folder.join(name);
        std::fs::write(&file, serde_json::to_string_pretty(value)?)
            .with_context(|| file.display().to_string())
    };
    put("conformance.json", &demo.own()?)?;
    demo.official()?.iter().try_for_each(|(name, value)| put(name, value))
}
