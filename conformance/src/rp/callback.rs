//! The answer that the browser brings back to the website.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use url::Url;

use super::Ask;
use crate::browser::{Landing, Visit};
use crate::clock;
use crate::jose::verify;
use crate::trial::Trial;

const KNOWN: [&str; 9] = [
    "code",
    "error",
    "error_description",
    "error_uri",
    "state",
    "session_state",
    "iss",
    "response",
    "scope",
];

/// A checked answer.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    pub(crate) parameters: BTreeMap<String, String>,
}

impl Callback {
    /// Reads and checks the answer that a visit ended with.
    pub(crate) async fn of(trial: &Trial, ask: &Ask, visit: &Visit) -> Result<Self> {
        let landing = visit.landed()?;
        let asked = ask.value("redirect_uri").unwrap_or(&ask.client.redirect_uri);
        let asked = Url::parse(asked).context("redirect_uri")?;
        let same = (landing.url.origin(), landing.url.path()) == (asked.origin(), asked.path());
        ensure!(same, "the browser was sent to {}, not to {asked}", landing.url);
        let pairs = read(landing, &asked, ask.value("response_mode") == Some("form_post"))?;
        let mut parameters = BTreeMap::new();
        for (name, value) in pairs {
            let twice = parameters.insert(name.clone(), value).is_some();
            ensure!(!twice, "{name} comes twice");
        }
        if ask.value("response_mode").is_some_and(|mode| mode.contains("jwt")) {
            parameters = unpacked(trial, ask, &parameters).await?;
        }
        let callback = Self { parameters };
        callback.check(trial, ask)?;
        Ok(callback)
    }

    fn check(&self, trial: &Trial, ask: &Ask) -> Result<()> {
        ensure!(self.get("state") == ask.value("state"), "state did not come back as it was sent");
        match self.get("iss") {
            Some(iss) => ensure!(iss == trial.provider.issuer, "iss is {iss}, not the issuer"),
            None if trial.provider.says("authorization_response_iss_parameter_supported") => {
                bail!("iss is announced and missing (RFC 9207 §2)")
            }
            None => {}
        }
        if let Some(name) = self.parameters.keys().find(|name| !KNOWN.contains(&name.as_str())) {
            trial.warn(format!("the answer has an unknown parameter {name}"));
        }
        if self.get("error").is_some() {
            self.check_error(trial)?;
        }
        Ok(())
    }

    /// RFC 6749 §4.1.2.1: `error_description` holds printable ASCII without `"` and `\`.
    fn check_error(&self, trial: &Trial) -> Result<()> {
        ensure!(self.get("code").is_none(), "a code came with an error");
        let description = self.get("error_description").unwrap_or_default();
        let printable = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
        let space = |byte: u8| matches!(byte, b'\r' | b'\n' | b'\t');
        if description.bytes().any(space) {
            trial.warn("error_description has line breaks or tabs");
        }
        let fine = description.bytes().all(|byte| printable(byte) || space(byte));
        ensure!(fine, "error_description is not printable ASCII: {description}");
        Ok(())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    pub(crate) fn code(&self) -> Result<&str> {
        let told = self.get("error").unwrap_or("neither code nor error");
        let more = self.get("error_description").unwrap_or_default();
        self.get("code").with_context(|| format!("no code: {told} {more}"))
    }

    pub(crate) fn error(&self) -> Result<&str> {
        self.get("error").context("a code came where an error was due")
    }

    /// The error must be one of these.
    pub(crate) fn refused(&self, known: &[&str]) -> Result<()> {
        let error = self.error()?;
        ensure!(known.contains(&error), "the error is {error}, not one of {}", known.join(", "));
        Ok(())
    }
}

/// Takes the parameters from where the response mode puts them, and sees that they are nowhere else.
fn read(landing: &Landing, asked: &Url, form_post: bool) -> Result<Vec<(String, String)>> {
    ensure!(landing.url.fragment().is_none(), "the answer has a fragment: {}", landing.url);
    let registered: Vec<_> = asked.query_pairs().into_owned().collect();
    let mut query: Vec<_> = landing.url.query_pairs().into_owned().collect();
    for pair in &registered {
        let at = query.iter().position(|one| one == pair);
        let at = at.with_context(|| format!("the registered query {pair:?} was lost"))?;
        query.remove(at);
    }
    match (&landing.posted, form_post) {
        (Some(fields), true) => {
            ensure!(query.is_empty(), "form_post, and the query has parameters too");
            Ok(fields.clone())
        }
        (None, false) => Ok(query),
        (Some(_), false) => bail!("the answer was posted, and nobody asked for form_post"),
        (None, true) => bail!("form_post was asked for, and the answer came by redirect"),
    }
}

/// JARM §4.3, §4.4: one signed parameter.
async fn unpacked(
    trial: &Trial,
    ask: &Ask,
    parameters: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>> {
    let token = parameters.get("response").context("no response parameter (JARM §2.3)")?;
    ensure!(parameters.len() == 1, "parameters stand beside response: {parameters:?}");
    let jwks = super::id_token::jwks(trial).await?;
    let told = verify(&jwks, token).context("the response (JARM §4.4)")?;
    ensure!(["PS256", "ES256", "EdDSA"].contains(&told.alg()), "signed by {}", told.alg());
    ensure!(told.claims["iss"] == trial.provider.issuer.as_str(), "iss of the response");
    let audience = &told.claims["aud"];
    ensure!(*audience == ask.client.id.as_str(), "aud of the response is {audience}");
    let expires = told.claims["exp"].as_i64().context("exp of the response")?;
    ensure!(expires > clock::now(), "the response has expired");
    let members = told.claims.as_object().context("the response holds no object")?;
    let kept = members.iter().filter(|(name, _)| !["aud", "exp", "iat"].contains(&name.as_str()));
    Ok(kept.map(|(name, value)| (name.clone(), text(value))).collect())
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
