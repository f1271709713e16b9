//! Dynamic registration (OpenID Connect Dynamic Client Registration, RFC 7591).

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};
use url::Url;

use super::client::{Client, Method};
use super::keys;
use crate::config::ClientConfig;
use crate::http::Answer;
use crate::jose::Key;
use crate::random;
use crate::trial::Trial;
use crate::verdict::not_run;
use jsonwebtoken::Algorithm;

/// What a module wants of its client beyond the usual.
#[derive(Clone, Default)]
pub(crate) struct Wish {
    /// Members that replace or join the usual ones; null takes one away.
    pub(crate) members: Map<String, Value>,
    pub(crate) key: Option<Key>,
}

impl Wish {
    pub(crate) fn member(name: &str, value: impl Into<Value>) -> Self {
        Self::default().and(name, value)
    }

    pub(crate) fn and(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn key(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }
}

/// What would be registered, and the key that goes with it.
pub(crate) fn request(
    trial: &Trial,
    config: &ClientConfig,
    method: Method,
    wish: &Wish,
) -> Result<(Value, Key)> {
    let key = match &wish.key {
        Some(key) => key.clone(),
        None => keys::rsa(0, Algorithm::RS256)?,
    };
    let name = config.client_name.clone().unwrap_or_else(|| "conformance".to_owned());
    let mut body = json!({
        "client_name": format!("{name} {}", random::letters(6)),
        "application_type": "web",
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "redirect_uris": [trial.at("callback")],
        "contacts": ["conformance@example.org"],
        "token_endpoint_auth_method": method.word(),
        "jwks": {"keys": [key.published()]},
    });
    for (name, value) in config.registration.iter().chain(&wish.members) {
        body[name] = value.clone();
    }
    if let Some(members) = body.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    Ok((body, key))
}

/// Sends a registration and returns the raw answer.
pub(crate) async fn send(trial: &Trial, config: &ClientConfig, body: &Value) -> Result<Answer> {
    let mut request = trial.http.post(trial.provider.member("registration_endpoint")?).json(body);
    if let Some(token) = &config.initial_access_token {
        request = request.bearer_auth(token);
    }
    trial.send(request).await
}

pub(crate) async fn register(
    trial: &Trial,
    config: &ClientConfig,
    method: Method,
    wish: Wish,
) -> Result<Client> {
    let (body, key) = request(trial, config, method, &wish)?;
    let registered = if config.register_command.is_empty() {
        if !trial.provider.announces("registration_endpoint") {
            return not_run("no client is configured, and the provider registers none");
        }
        accepted(trial, &send(trial, config, &body).await?)?
    } else {
        by_command(trial, &config.register_command, body.clone()).await?
    };
    let first = body["redirect_uris"][0].as_str().unwrap_or_default();
    Ok(Client {
        id: registered["client_id"].as_str().context("no client_id")?.to_owned(),
        secret: registered["client_secret"].as_str().unwrap_or_default().to_owned(),
        method,
        key: Some(key),
        dpop: None,
        redirect_uri: first.to_owned(),
        scope: config.scope.clone(),
        http: trial.http.clone(),
        certificate: None,
        registered,
    })
}

/// Registers by the operator's command; the same metadata are registered once a run.
async fn by_command(trial: &Trial, command: &[String], mut body: Value) -> Result<Value> {
    body["client_name"] = json!("conformance");
    let known = trial.registry.known(&body);
    if let Some(known) = known {
        return Ok(known);
    }
    let file = std::env::temp_dir().join(format!("conformance-{}.json", random::letters(12)));
    std::fs::write(&file, body.to_string())?;
    let place = file.to_string_lossy().into_owned();
    let words: Vec<String> = command.iter().map(|word| word.replace("{file}", &place)).collect();
    let (program, arguments) = words.split_first().context("register_command is empty")?;
    let done = tokio::process::Command::new(program).args(arguments).output().await;
    std::fs::remove_file(&file)?;
    let done = done.with_context(|| program.clone())?;
    let told = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "{program} registered no client: {}", told.trim());
    let registered: Value = serde_json::from_slice(&done.stdout).context("register_command")?;
    trial.registry.keep(&body, &registered);
    Ok(registered)
}

/// Checks a positive answer (RFC 7591 §3.2.1).
pub(crate) fn accepted(trial: &Trial, answer: &Answer) -> Result<Value> {
    ensure!(answer.status == 201, "registration answers {}", answer.brief());
    ensure!(answer.is_json(), "registration answers {}", answer.media_type());
    let registered = answer.json()?;
    trial.remember(&registered);
    if registered["client_secret"].is_string() {
        let expires = &registered["client_secret_expires_at"];
        ensure!(expires.is_number(), "client_secret without client_secret_expires_at");
    }
    match (&registered["registration_client_uri"], &registered["registration_access_token"]) {
        (Value::Null, Value::Null) => {}
        (Value::String(address), Value::String(_)) => {
            let url = Url::parse(address).context("registration_client_uri")?;
            ensure!(is_safe(&url), "registration_client_uri {url} is not https");
        }
        _ => bail!("registration_client_uri and registration_access_token come both or not at all"),
    }
    Ok(registered)
}

/// Https, or this machine itself.
pub(crate) fn is_safe(url: &Url) -> bool {
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || (url.scheme() == "http" && here)
}
