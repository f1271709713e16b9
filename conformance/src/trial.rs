//! What one module holds in its hands while it judges: the provider, its configuration, and where it writes down what
//! it finds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use serde_json::Value;
use url::Url;

use crate::browser::Page;
use crate::config::Config;
use crate::http::{Answer, client};
use crate::plan::Variant;
use crate::provider::Provider;
use crate::random;
use crate::receiver::Receiver;
use crate::run::Run;
use crate::verdict::Verdict;

pub struct Trial {
    pub provider: Arc<Provider>,
    pub config: Config,
    pub variant: Variant,
    pub receiver: Receiver,
    /// For requests that are nobody's.
    pub http: reqwest::Client,
    pub(crate) registry: Arc<Registry>,
    /// Below it lie the website's addresses of this module: for the browser, for the provider.
    base: String,
    fetched: String,
    state: Mutex<State>,
}

/// Clients that a command registered, by what was registered.
#[derive(Default)]
pub(crate) struct Registry(Mutex<HashMap<String, Value>>);

impl Registry {
    pub(crate) fn known(&self, body: &Value) -> Option<Value> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&body.to_string()).cloned()
    }

    pub(crate) fn keep(&self, body: &Value, registered: &Value) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(body.to_string(), registered.clone());
    }
}

#[derive(Default)]
struct State {
    findings: Vec<(Verdict, String)>,
    trail: Vec<String>,
    entries: HashMap<usize, usize>,
    /// What was registered and has to go again: management address and token.
    registered: Vec<(String, String)>,
}

impl Trial {
    pub fn new(run: &Run, config: Config, variant: Variant) -> Result<Self> {
        let (provider, receiver) = (run.provider.clone(), run.receiver.clone());
        let registry = run.registry.clone();
        let fixed = config.client.client_id.is_some() || !config.client.register_command.is_empty();
        let name = match (&config.alias, fixed) {
            (Some(alias), true) => format!("a/{alias}"),
            (None, true) => "a/conformance".to_owned(),
            (_, false) => random::letters(10),
        };
        let http = client(&config, None)?;
        let (base, fetched) = (receiver.below(&name), receiver.fetched_below(&name));
        let state = Mutex::default();
        Ok(Self { provider, config, variant, receiver, http, registry, base, fetched, state })
    }

    /// An address of the website, for the browser.
    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// An address of the website that the provider calls.
    pub fn fetched(&self, path: &str) -> String {
        format!("{}/{path}", self.fetched)
    }

    /// Whether an address is the provider's; any other is the website's, or a stranger's.
    pub fn is_provider(&self, url: &Url) -> bool {
        let known = ["authorization_endpoint", "token_endpoint", "end_session_endpoint"];
        let members = known.iter().filter_map(|name| self.provider.metadata[name].as_str());
        members
            .chain([self.provider.issuer.as_str()])
            .filter_map(|member| Url::parse(member).ok())
            .any(|member| member.origin() == url.origin())
    }

    /// Sends a request and notes it.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer> {
        let (client, request) = request.build_split();
        let request = request?;
        let line = format!("{} {}", request.method(), request.url());
        let answer = Answer::to(reqwest::RequestBuilder::from_parts(client, request)).await?;
        self.note(format!("{line} {}", answer.status));
        Ok(answer)
    }

    pub(crate) async fn send_quietly(&self, request: reqwest::RequestBuilder) -> Result<Answer> {
        Answer::to(request).await
    }

    /// Allowed, and not as it should be.
    pub fn warn(&self, what: impl Into<String>) {
        self.lock().findings.push((Verdict::Warning, what.into()));
    }

    /// A person should look at a page.
    pub fn review(&self, what: &str, page: &Page) {
        self.lock().findings.push((Verdict::Review, format!("{what}: {}", page.brief())));
    }

    /// A person should look; nothing to show.
    pub fn review_words(&self, what: impl Into<String>) {
        self.lock().findings.push((Verdict::Review, what.into()));
    }

    /// A line of the trail.
    pub fn note(&self, line: String) {
        self.lock().trail.push(line);
    }

    pub fn findings(&self) -> Vec<(Verdict, String)> {
        self.lock().findings.clone()
    }

    pub fn trail(&self) -> Vec<String> {
        self.lock().trail.clone()
    }

    pub(crate) fn uses_of_entry(&self, index: usize) -> usize {
        self.lock().entries.get(&index).copied().unwrap_or(0)
    }

    pub(crate) fn use_entry(&self, index: usize) {
        *self.lock().entries.entry(index).or_default() += 1;
    }

    pub(crate) fn remember(&self, registration: &Value) {
        let member = |name: &str| registration[name].as_str().map(str::to_owned);
        let managed = member("registration_client_uri").zip(member("registration_access_token"));
        self.lock().registered.extend(managed);
    }

    /// Removes what was registered; a provider that announces an address and refuses it is warned.
    pub async fn clean_up(&self) {
        let registered = std::mem::take(&mut self.lock().registered);
        for (address, token) in registered {
            match self.send(self.http.delete(&address).bearer_auth(token)).await {
                Ok(answer) if answer.status == 204 => {}
                Ok(answer) => self.warn(format!("removing the client: {}", answer.brief())),
                Err(error) => self.warn(format!("removing the client: {error:#}")),
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
