//! Encrypts answers to a client's own key (OpenID Connect Core §10.2, RFC 7516).

use ::keys::client::jwe::{self, ContentEncryption, KeyManagement};

use crate::app::App;
use crate::model::client::Client;
use crate::model::client::settings::Encryption;
use crate::stop::Fault;
use crate::usecase::client::keys;
use crate::usecase::visit::Visit;

/// None where the client has no key that fits. A payload that is a JWT itself is named so (RFC 7519 §5.2).
pub async fn seal(
    app: &App,
    visit: &Visit,
    client: &Client,
    how: &Encryption,
    payload: (&str, bool),
) -> Result<Option<String>, Fault> {
    let (payload, is_jwt) = payload;
    let unknown = || Fault::Other(format!("encryption of {}", client.id));
    let alg = KeyManagement::ALL.into_iter().find(|one| one.as_str() == how.alg);
    let enc = ContentEncryption::ALL.into_iter().find(|one| one.as_str() == how.enc);
    let (alg, enc) = alg.zip(enc).ok_or_else(unknown)?;
    let set = keys::of(app, visit, client).await?;
    let Some(key) = set.and_then(|set| set.encryption_key(alg)) else { return Ok(None) };
    let sealed = jwe::encrypt(payload.as_bytes(), &key, alg, enc, is_jwt.then_some("JWT"));
    sealed.map(Some).map_err(|why| Fault::Other(format!("encryption to {}: {why}", client.id)))
}
