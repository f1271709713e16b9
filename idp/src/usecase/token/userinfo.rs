//! Claims for the bearer of an access token (OpenID Connect Core §5.3).

use super::bearer::{self, BearerRefusal, Presented};
use super::{envelope, keyring, people};
use crate::app::App;
use crate::model::client::Client;
use crate::stop::{Fault, Stop};
use crate::usecase::visit::Visit;
use crate::wire::userinfo::{SignedUserInfo, UserInfo};

/// The answer, in the form that the client registered for.
#[derive(Debug)]
pub enum Answer {
    Plain(UserInfo),
    /// Signed, encrypted, or one in the other (§5.3.2).
    Jwt(String),
}

pub async fn claims(
    app: &App,
    visit: &Visit,
    presented: Presented<'_>,
) -> Result<Answer, Stop<BearerRefusal>> {
    let found = bearer::judge(app, visit, presented).await?;
    let invalid = || Stop::Refused(BearerRefusal::InvalidToken);
    if !found.token.scope.has("openid") {
        return Err(Stop::Refused(BearerRefusal::InsufficientScope));
    }
    // A client that acts for itself is no person, whatever it is called.
    let user = found.living.user.as_ref().ok_or_else(invalid)?;
    let client = &found.living.client;
    // What was asked for by name was asked by the client that the person met.
    let asked = &found.living.grant.details.claims;
    let own = found.living.grant.client == found.token.client;
    let asked = own.then_some(asked);
    let info = UserInfo {
        sub: app.subject(client, user),
        claims: people::in_userinfo(app, visit, user, (&found.token.scope, asked)).await?,
    };
    answer(app, visit, client, info).await
}

async fn answer(
    app: &App,
    visit: &Visit,
    client: &Client,
    info: UserInfo,
) -> Result<Answer, Stop<BearerRefusal>> {
    let rules = &client.settings.answers;
    let signed = match rules.userinfo_signed_response_alg {
        None => None,
        Some(algorithm) => {
            let iss = &app.issuer(&visit.tenant);
            let claims = SignedUserInfo { iss, aud: client.id.as_str(), info: &info };
            let key = keyring::current(app, visit.tenant.id, algorithm).await?;
            Some(key.sign("JWT", &claims).map_err(Fault::from)?)
        }
    };
    let Some(how) = &rules.userinfo_encryption else {
        return Ok(signed.map_or(Answer::Plain(info), Answer::Jwt));
    };
    let (payload, is_jwt) = match signed {
        Some(signed) => (signed, true),
        None => (serde_json::to_string(&info)?, false),
    };
    let sealed = envelope::seal(app, visit, client, how, (&payload, is_jwt)).await?;
    sealed.map(Answer::Jwt).ok_or(Stop::Refused(BearerRefusal::NoEncryptionKey))
}
