//! File and environment to [`Settings`]; all problems are told at once.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use keys::seal::MasterKey;
use lettre::message::Mailbox;
use secrecy::SecretString;

use super::file::{self, File};
use super::{Environment, Log, Settings, certificate};
use crate::http::serve::Limits;
use crate::mail::smtp::{Encryption, Relay};
use crate::model::throttle::Throttle;
use crate::outbound::guard::Allowed;
use crate::passwords::Cost;

/// One thing that is wrong: the key and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub key: &'static str,
    pub why: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}", self.key, self.why)
    }
}

/// Reads and checks a settings file.
pub fn load(path: &Path, environment: &dyn Environment) -> Result<Settings, Vec<Problem>> {
    let one = |why: String| vec![Problem { key: "file", why }];
    let text = std::fs::read_to_string(path)
        .map_err(|error| one(format!("{} cannot be read: {error}", path.display())))?;
    let file = toml::from_str(&text).map_err(|error: toml::de::Error| one(error.to_string()))?;
    check(file, environment)
}

pub fn check(file: File, environment: &dyn Environment) -> Result<Settings, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut tell = |key: &'static str, why: String| problems.push(Problem { key, why });
    let base = base(&file.base).map_err(|why| tell("base", why)).ok();
    let listen = file.listen.parse();
    let listen =
        listen.map_err(|_| tell("listen", format!("{} is not ADDRESS:PORT", file.listen))).ok();
    let database = environment.value("SEKISHO_DATABASE").or(file.database);
    let database = database
        .ok_or_else(|| "is missing, and SEKISHO_DATABASE is not set".to_owned())
        .and_then(database_url)
        .map_err(|why| tell("database", why))
        .ok();
    let proxies = addresses(&file.proxies).map_err(|why| tell("proxies", why)).ok();
    let main = (base.as_deref(), listen);
    let certificate = file.certificate.as_ref().map(|section| {
        let proxies = proxies.as_deref().unwrap_or_default();
        let door = certificate::door(section, main, proxies, environment);
        door.map_err(|(key, why)| tell(key, why)).ok()
    });
    let api = certificate::api(&file.api, listen).map_err(|(key, why)| tell(key, why));
    let master_key = master_key(file.master_key_file.as_deref(), environment)
        .map_err(|why| tell("master_key_file", why))
        .ok();
    let relay = relay(&file.mail, environment).map_err(|(key, why)| tell(key, why)).ok();
    let password_cost = cost(&file.passwords.cost).map_err(|why| tell("passwords.cost", why)).ok();
    let outbound = outbound(&file.outbound.allow, base.as_deref())
        .map_err(|why| tell("outbound.allow", why))
        .ok();
    let whole = (base, listen, database, proxies, outbound, master_key, relay, password_cost);
    match whole {
        (
            Some(base),
            Some(listen),
            Some(database),
            Some(proxies),
            Some(outbound),
            Some(master_key),
            Some(relay),
            Some(password_cost),
        ) if problems.is_empty() => Ok(Settings {
            base,
            listen,
            tls: file.tls.as_ref().map(certificate::tls),
            certificate: certificate.flatten(),
            api: api.ok().flatten(),
            database,
            proxies,
            outbound,
            outbound_authority: file.outbound.authority_file.map(Into::into),
            master_key,
            relay,
            limits: limits(&file.limits),
            throttle: throttle(&file.limits),
            password_cost,
            passwords_at_once: at_once(file.passwords.at_once),
            log: Log { format: file.log.format, filter: file.log.filter },
        }),
        _ => Err(problems),
    }
}

/// `HOST:PORT` each, spelled as they stand in the addresses of clients.
fn outbound(texts: &[String], base: Option<&str>) -> Result<Allowed, String> {
    for text in texts {
        let fine = text.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty() && port.parse::<u16>().is_ok() && !host.contains('/')
        });
        if !fine {
            return Err(format!("{text} is not HOST:PORT"));
        }
    }
    let own = base.and_then(|base| url::Url::parse(base).ok());
    let own_host = own.and_then(|url| url.host_str().map(str::to_owned));
    Ok(Allowed { places: texts.to_vec(), this_machine: false, own_host })
}

/// One less than there are processors: other requests keep theirs while passwords are checked.
pub fn at_once(asked: usize) -> usize {
    if asked > 0 {
        return asked;
    }
    std::thread::available_parallelism().map_or(1, |count| (count.get() - 1).max(1))
}

pub(super) fn base(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).map_err(|_| format!("{text} is not an address"))?;
    if url.scheme() != "https" {
        return Err("must begin with https:// (RFC 8414 §2)".to_owned());
    }
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    if !bare || !nobody || !url.has_host() {
        return Err("must be https://HOST or https://HOST:PORT, nothing more".to_owned());
    }
    Ok(url.origin().ascii_serialization())
}

fn database_url(url: String) -> Result<String, String> {
    let known = ["sqlite://", "postgres://", "postgresql://"];
    if known.iter().any(|start| url.starts_with(start)) {
        Ok(url)
    } else {
        Err("must begin with sqlite:// or postgres://".to_owned())
    }
}

fn addresses(texts: &[String]) -> Result<Vec<IpAddr>, String> {
    texts
        .iter()
        .map(|text| text.parse().map_err(|_| format!("{text} is not an IP address")))
        .collect()
}

fn master_key(file: Option<&str>, environment: &dyn Environment) -> Result<MasterKey, String> {
    let text = match (environment.value("SEKISHO_MASTER_KEY"), file) {
        (Some(text), _) => text,
        (None, Some(file)) => secret_file(file)?,
        (None, None) => return Err("is missing, and SEKISHO_MASTER_KEY is not set".to_owned()),
    };
    MasterKey::from_base64(text.trim()).map_err(|error| error.to_string())
}

fn relay(
    mail: &file::Mail,
    environment: &dyn Environment,
) -> Result<Relay, (&'static str, String)> {
    let from: Mailbox = mail
        .from
        .parse()
        .map_err(|_| ("mail.from", format!("{} is not a mail address", mail.from)))?;
    let local = matches!(mail.host.as_str(), "localhost" | "127.0.0.1" | "::1");
    if mail.encryption == Encryption::None && !local {
        let why = "none is only for a relay on this machine; use starttls or tls".to_owned();
        return Err(("mail.encryption", why));
    }
    let password = match (environment.value("SEKISHO_MAIL_PASSWORD"), &mail.password_file) {
        (Some(text), _) => Some(text),
        (None, Some(file)) => Some(secret_file(file).map_err(|why| ("mail.password_file", why))?),
        (None, None) => None,
    };
    if mail.user.is_some() != password.is_some() {
        return Err(("mail.user", "user and password go together".to_owned()));
    }
    let authority =
        match &mail.authority_file {
            Some(file) => Some(std::fs::read(file).map_err(|error| {
                ("mail.authority_file", format!("{file} cannot be read: {error}"))
            })?),
            None => None,
        };
    Ok(Relay {
        host: mail.host.clone(),
        port: mail.port,
        encryption: mail.encryption,
        user: mail.user.clone(),
        password: password.map(|text| SecretString::from(text.trim().to_owned())),
        authority,
        from,
    })
}

pub(super) fn secret_file(path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{path} cannot be read: {error}"))
}

fn cost(text: &str) -> Result<Option<Cost>, String> {
    if text == "auto" {
        return Ok(None);
    }
    let why = || "must be \"auto\" or \"MEMORY_IN_KIB,PASSES\", at least \"19456,2\"".to_owned();
    Cost::parse(text).map(Some).ok_or_else(why)
}

const fn limits(file: &file::Limits) -> Limits {
    Limits {
        connections: file.connections,
        header_time: Duration::from_secs(file.header_seconds),
        stop_time: Duration::from_secs(file.stop_seconds),
    }
}

fn throttle(file: &file::Limits) -> Throttle {
    let every = time::Duration::seconds(i64::from(file.try_seconds.get()));
    Throttle { burst: file.tries_at_once.get(), every }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const EXAMPLE: &str = include_str!("example.toml");

    struct Given(HashMap<&'static str, &'static str>);

    impl Environment for Given {
        fn value(&self, name: &str) -> Option<String> {
            self.0.get(name).map(|value| (*value).to_owned())
        }
    }

    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn secrets() -> Given {
        Given(HashMap::from([("SEKISHO_MASTER_KEY", KEY), ("SEKISHO_MAIL_PASSWORD", "kotoba")]))
    }

    #[test]
    fn the_example_is_complete_and_right() {
        let settings = check(toml::from_str(EXAMPLE).unwrap(), &secrets()).unwrap();
        assert_eq!(settings.base, "https://login.example.jp");
        assert_eq!(settings.relay.port, 587);
        assert!(settings.password_cost.is_none());
        assert!(settings.tls.is_none());
        let certificate = settings.certificate.as_ref().unwrap();
        assert_eq!(certificate.base, "https://certificate.login.example.jp");
        assert!(!format!("{settings:?}").contains("kotoba"), "a secret is printed");
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let wrong = EXAMPLE
            .replace("https://login", "http://login")
            .replace("127.0.0.1:8080", "somewhere")
            .replace("sqlite:///var", "mysql:///var")
            .replace("[\"127.0.0.1\"]", "[\"proxy\"]")
            .replace("\"starttls\"\n#", "\"none\"\n#")
            .replace("cost = \"auto\"", "cost = \"8,1\"");
        let environment = Given(HashMap::from([("SEKISHO_MASTER_KEY", "short")]));
        let problems = check(toml::from_str(&wrong).unwrap(), &environment).unwrap_err();
        let keys: Vec<_> = problems.iter().map(|problem| problem.key).collect();
        let expected = [
            "base",
            "listen",
            "database",
            "proxies",
            "master_key_file",
            "mail.encryption",
            "passwords.cost",
        ];
        assert_eq!(keys, expected);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let wrong = EXAMPLE.replace("[log]", "[log]\ncolour = true");
        assert!(toml::from_str::<File>(&wrong).is_err());
    }

    #[test]
    fn the_environment_wins() {
        let mut given = secrets();
        given.0.insert("SEKISHO_DATABASE", "postgres://db/sekisho");
        let settings = check(toml::from_str(EXAMPLE).unwrap(), &given).unwrap();
        assert_eq!(settings.database, "postgres://db/sekisho");
    }
}
