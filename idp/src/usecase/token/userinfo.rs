//! Claims for the bearer of an access token (OpenID Connect Core §5.3).

use keys::signing::Profile;
use uuid::Uuid;

use super::keyring;
use crate::app::App;
use crate::model::ids::TokenId;
use crate::model::user::User;
use crate::stop::Stop;
use crate::store;
use crate::usecase::visit::Visit;
use crate::wire::token::{ACCESS_TOKEN_TYPE, PresentedAccessToken};
use crate::wire::userinfo::UserInfo;

/// Why a bearer learns nothing (RFC 6750 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BearerRefusal {
    /// No token was sent: the challenge carries no error.
    Missing,
    /// Sent in two ways at once (RFC 6750 §2).
    Two,
    InvalidToken,
    InsufficientScope,
}

pub async fn claims(
    app: &App,
    visit: &Visit,
    token: &str,
) -> Result<UserInfo, Stop<BearerRefusal>> {
    let invalid = || Stop::Refused(BearerRefusal::InvalidToken);
    let tenant = visit.tenant.id;
    let issuer = app.issuer(&visit.tenant);
    let profile = Profile {
        typ: Some(ACCESS_TOKEN_TYPE),
        issuer: issuer.as_str(),
        audience: Some(issuer.as_str()),
        leeway: 0,
        allow_expired: false,
    };
    let keyring = keyring::of(app, tenant).await?;
    let now = app.now();
    let verified = keyring
        .verifying
        .verify::<PresentedAccessToken>(token, &profile, now.seconds())
        .map_err(|_| invalid())?;
    let id = Uuid::parse_str(&verified.claims.jti).map_err(|_| invalid())?;
    let read = app.database.read();
    let live = store::access_tokens::live(read, tenant, TokenId(id), now).await?;
    let live = live.ok_or_else(invalid)?;
    if live.client.as_str() != verified.claims.client_id {
        return Err(invalid());
    }
    if !live.scope.has("openid") {
        return Err(Stop::Refused(BearerRefusal::InsufficientScope));
    }
    store::sessions::by_id(read, tenant, live.session).await?.ok_or_else(invalid)?;
    let user = store::users::by_id(read, tenant, live.user).await?;
    let user = user.filter(User::is_active).ok_or_else(invalid)?;
    let device = if live.scope.has("email") {
        let devices = store::devices::of_user(read, tenant, user.id).await?;
        devices.into_iter().next()
    } else {
        None
    };
    Ok(UserInfo {
        preferred_username: live.scope.has("profile").then(|| user.login_name.to_string()),
        sub: user.subject,
        // Verified by use: a code that was sent there has been entered.
        email_verified: device.as_ref().map(|device| device.last_used.is_some()),
        email: device.map(|device| device.address.to_string()),
    })
}
