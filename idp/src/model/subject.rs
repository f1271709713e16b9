//! `sub`: who a person is to a website (OpenID Connect Core §8).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use url::Url;

use super::client::Client;
use super::client::settings::SubjectType;
use super::user::User;
use crate::wire::redirect_uri::RedirectUri;

/// The same for every client, or one per sector, which no two sectors can bring together.
pub fn of(client: &Client, user: &User, key: &[u8]) -> String {
    let sector = match client.settings.answers.subject_type {
        SubjectType::Public => return user.subject.clone(),
        SubjectType::Pairwise => sector(client),
    };
    let named = format!("{}|{sector}|{}", user.tenant, user.subject);
    URL_SAFE_NO_PAD.encode(keys::digest::hmac_sha256(key, named.as_bytes()))
}

/// The host that stands for all addresses of a client (§8.1). Registration sees to it that there is one.
fn sector(client: &Client) -> String {
    let uri = client.settings.answers.sector_identifier_uri.as_deref();
    let uri = uri.or_else(|| client.redirect_uris.first().map(RedirectUri::as_str));
    let url = uri.and_then(|uri| Url::parse(uri).ok());
    url.as_ref().and_then(Url::host_str).unwrap_or(client.id.as_str()).to_owned()
}
