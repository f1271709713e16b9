//! From the text of an access token to the row behind it: a signed one by its id, one that says nothing by its digest.

use keys::signing::Profile;
use uuid::Uuid;

use super::keyring;
use super::living::{self, Living};
use crate::app::App;
use crate::model::ids::TokenId;
use crate::model::secret::{Kind, Opaque};
use crate::model::token::AccessToken;
use crate::stop::Fault;
use crate::store;
use crate::usecase::visit::Visit;
use crate::wire::token::{ACCESS_TOKEN_TYPE, PresentedAccessToken};

/// An access token of this tenant that is neither expired nor revoked, and all that it rests on.
#[derive(Clone, Debug)]
pub struct Found {
    pub token: AccessToken,
    pub living: Living,
}

/// Finds a token that is good for `audience`, or for whomever.
pub async fn find(
    app: &App,
    visit: &Visit,
    text: &str,
    audience: Option<&str>,
) -> Result<Option<Found>, Fault> {
    let token = match Opaque::parse(Kind::AccessToken, text) {
        Some(opaque) => by_digest(app, visit, &opaque, audience).await?,
        None => by_signature(app, visit, text, audience).await?,
    };
    let Some(token) = token else { return Ok(None) };
    let living = living::of_token(app, visit, &token).await?;
    Ok(living.map(|living| Found { token, living }))
}

async fn by_digest(
    app: &App,
    visit: &Visit,
    opaque: &Opaque,
    audience: Option<&str>,
) -> Result<Option<AccessToken>, Fault> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let digest = opaque.digest(tenant);
    let token = store::access_tokens::live_by_digest(read, tenant, digest, app.now()).await?;
    let issuer = app.issuer(&visit.tenant);
    Ok(token.filter(|token| audience.is_none_or(|one| token.is_for(one, issuer.as_str()))))
}

async fn by_signature(
    app: &App,
    visit: &Visit,
    text: &str,
    audience: Option<&str>,
) -> Result<Option<AccessToken>, Fault> {
    let (now, tenant) = (app.now(), visit.tenant.id);
    let issuer = app.issuer(&visit.tenant);
    let profile = Profile {
        typ: Some(ACCESS_TOKEN_TYPE),
        issuer: issuer.as_str(),
        audience,
        leeway: 0,
        allow_expired: false,
    };
    let read = keyring::read::<PresentedAccessToken>(app, tenant, text, &profile).await?;
    let Some(claims) = read else { return Ok(None) };
    let Ok(id) = Uuid::parse_str(&claims.jti) else { return Ok(None) };
    let read = app.database.read();
    let token = store::access_tokens::live(read, tenant, TokenId(id), now).await?;
    Ok(token.filter(|token| token.client.as_str() == claims.client_id))
}
