//! What clients learn of people: by scope, and by name in the claims parameter (OpenID Connect Core §5.4, §5.5).

use serde_json::{Map, Value};

use crate::app::App;
use crate::model::claims;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store;
use crate::usecase::visit::Visit;
use crate::wire::claims_request::ClaimsRequest;
use crate::wire::scope::Scope;

/// Only what was asked for by name: scopes speak of the UserInfo answer wherever there is an access token (§5.4).
pub async fn in_id_token(
    app: &App,
    visit: &Visit,
    user: &User,
    asked: &ClaimsRequest,
) -> Result<Map<String, Value>, Fault> {
    if asked.id_token.is_empty() {
        return Ok(Map::new());
    }
    let known = known(app, visit, user).await?;
    let rules = &visit.tenant.policy.claims;
    Ok(claims::released(&known, rules, &Scope::default(), Some(&asked.id_token)))
}

pub async fn in_userinfo(
    app: &App,
    visit: &Visit,
    user: &User,
    what: (&Scope, Option<&ClaimsRequest>),
) -> Result<Map<String, Value>, Fault> {
    let (scope, asked) = what;
    let known = known(app, visit, user).await?;
    let asked = asked.map(|asked| &asked.userinfo);
    Ok(claims::released(&known, &visit.tenant.policy.claims, scope, asked))
}

async fn known(app: &App, visit: &Visit, user: &User) -> Result<claims::Known, Fault> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let stored = store::user_claims::of(read, tenant, user.id).await?;
    let devices = store::devices::of_user(read, tenant, user.id).await?;
    Ok(claims::Known::of(user, stored, devices.first()))
}
