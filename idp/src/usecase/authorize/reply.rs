//! The only way back to a website, for a code and for an error alike.

use keys::client::jwe::{ContentEncryption, KeyManagement, encrypt};
use keys::signing::Algorithm;
use serde_json::{Map, Value};
use time::Duration;
use url::Url;

use super::refusal::{Objection, ReturnAddress};
use crate::app::App;
use crate::model::client::Client;
use crate::stop::Fault;
use crate::usecase::client::keys as client_keys;
use crate::usecase::token::keyring;
use crate::usecase::visit::Visit;
use crate::wire::response_mode::ResponseMode;

/// How the browser takes the answer to the website.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Redirect(String),
    /// By a form that our page sends (Form Post §2).
    Form {
        action: String,
        fields: Vec<(String, String)>,
    },
}

/// A signed answer is fetched at once (JARM §2.1).
const SIGNED_LIFE: Duration = Duration::minutes(10);

/// Carries an answer, and what every answer has: `iss` (RFC 9207 §2) and `state` (RFC 6749 §4.1.2).
pub async fn carry(
    app: &App,
    visit: &Visit,
    client: &Client,
    address: ReturnAddress,
    answer: &[(&str, &str)],
) -> Result<Reply, Fault> {
    let issuer = app.issuer(&visit.tenant);
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let mut fields: Vec<_> = answer.iter().map(own).collect();
    fields.push(("iss".to_owned(), issuer.as_str().to_owned()));
    if let Some(state) = &address.state {
        fields.push(("state".to_owned(), state.clone()));
    }
    if address.mode.is_signed() {
        let token = signed(app, visit, client, fields).await?;
        fields = vec![("response".to_owned(), token)];
    }
    Ok(put(address.uri, address.mode, fields))
}

pub async fn object(
    app: &App,
    visit: &Visit,
    client: &Client,
    address: ReturnAddress,
    objection: Objection,
) -> Result<Reply, Fault> {
    let (error, description) = objection.wording();
    let answer = [("error", error.as_str()), ("error_description", description)];
    carry(app, visit, client, address, &answer).await
}

fn put(mut uri: Url, mode: ResponseMode, fields: Vec<(String, String)>) -> Reply {
    match mode {
        ResponseMode::Query | ResponseMode::QueryJwt => {
            uri.query_pairs_mut().extend_pairs(fields);
        }
        ResponseMode::Fragment | ResponseMode::FragmentJwt => {
            let mut pairs = url::form_urlencoded::Serializer::new(String::new());
            uri.set_fragment(Some(&pairs.extend_pairs(fields).finish()));
        }
        ResponseMode::FormPost | ResponseMode::FormPostJwt => {
            return Reply::Form { action: uri.into(), fields };
        }
    }
    Reply::Redirect(uri.into())
}

/// The whole answer as one token (JARM §2.1), encrypted where the client registered so (§2.2).
async fn signed(
    app: &App,
    visit: &Visit,
    client: &Client,
    fields: Vec<(String, String)>,
) -> Result<String, Fault> {
    let mut claims: Map<String, Value> =
        fields.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    claims.insert("aud".to_owned(), client.id.as_str().into());
    claims.insert("exp".to_owned(), app.now().plus(SIGNED_LIFE).seconds().into());
    let answers = &client.settings.answers;
    let algorithm = answers.authorization_signed_response_alg.unwrap_or(Algorithm::Rs256);
    let key = keyring::current(app, visit.tenant.id, algorithm).await?;
    let token = key.sign("JWT", &claims)?;
    let Some(rule) = &answers.authorization_encryption else { return Ok(token) };
    let broken = |what: &str| Fault::Other(format!("client {}: {what}", client.id));
    let management: KeyManagement = rule.alg.parse().map_err(|_| broken("unknown alg"))?;
    let content: ContentEncryption = rule.enc.parse().map_err(|_| broken("unknown enc"))?;
    let keys = client_keys::of(app, visit, client).await?;
    let key = keys.and_then(|keys| keys.encryption_key(management));
    let key = key.ok_or_else(|| broken("no key to encrypt to"))?;
    encrypt(token.as_bytes(), &key, management, content, Some("JWT"))
        .map_err(|why| broken(&why.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<(String, String)> {
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        [("code", "c_1"), ("state", "a&b=c#")].map(own).to_vec()
    }

    #[test]
    fn a_registered_query_is_kept_and_values_are_escaped() {
        let uri = || Url::parse("https://rp.test/cb?x=1").unwrap();
        let redirect = |text: &str| Reply::Redirect(text.to_owned());
        assert_eq!(
            put(uri(), ResponseMode::Query, fields()),
            redirect("https://rp.test/cb?x=1&code=c_1&state=a%26b%3Dc%23")
        );
        assert_eq!(
            put(uri(), ResponseMode::Fragment, fields()),
            redirect("https://rp.test/cb?x=1#code=c_1&state=a%26b%3Dc%23")
        );
        assert_eq!(
            put(uri(), ResponseMode::FormPost, fields()),
            Reply::Form { action: uri().into(), fields: fields() }
        );
    }
}
