//! Keys by which programs administer: made, listed, ended.

use std::collections::BTreeSet;

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::{Actor, ApiKey, ApiScope, Role, scopes_in_words};
use crate::model::ids::{ApiKeyId, TenantId};
use crate::model::secret::{Kind, Opaque};
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::tenants::is_name;
use crate::usecase::note;

pub struct Terms {
    pub name: String,
    pub role: Role,
    pub scopes: BTreeSet<ApiScope>,
    pub days: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("a name has 1 to 100 characters and no line break")]
    Name,
    #[error("a key lives 1 to 366 days")]
    Days,
    #[error("a key needs at least one scope")]
    Scopes,
    #[error("the operator role is the installation's: such a key belongs to the tenant system")]
    OperatorOfOneTenant,
}

/// A key of the tenant `system` is for every tenant; another is for its own alone.
pub async fn create(
    app: &App,
    (tenant, is_system): (TenantId, bool),
    terms: Terms,
    by: Actor<'_>,
) -> Result<(Opaque, ApiKey), Stop<Unfit>> {
    let unfit = |why| Err(Stop::Refused(why));
    if !is_name(&terms.name) {
        return unfit(Unfit::Name);
    }
    if !(1..=366).contains(&terms.days) {
        return unfit(Unfit::Days);
    }
    if terms.scopes.is_empty() {
        return unfit(Unfit::Scopes);
    }
    if terms.role == Role::Operator && !is_system {
        return unfit(Unfit::OperatorOfOneTenant);
    }
    let (drawn, now) = (Opaque::draw(Kind::ApiKey, app.random()), app.now());
    let key = ApiKey {
        id: ApiKeyId(row_id(app.random(), now)),
        digest: drawn.digest(tenant),
        name: terms.name,
        role: terms.role,
        scopes: terms.scopes,
        created_by: by.name.to_owned(),
        created_at: now,
        expires_at: now.plus(Duration::days(terms.days.into())),
        used_at: None,
        revoked_at: None,
    };
    let new = &key;
    app.database
        .write(|tx| async move {
            store::api_keys::create(&tx, tenant, new).await?;
            let details = json!({
                "name": new.name,
                "role": new.role,
                "scope": scopes_in_words(&new.scopes),
                "expires": new.expires_at,
            });
            let deed = (new.id.to_string(), details);
            note::of_administrator(app, &tx, tenant, (by, "api_key.create"), deed).await
        })
        .await?;
    Ok((drawn, key))
}

pub async fn all(app: &App, tenant: TenantId) -> Result<Vec<ApiKey>, Fault> {
    store::api_keys::all(app.database.read(), tenant).await
}

/// Ends one; false when there is none that lives.
pub async fn revoke(
    app: &App,
    tenant: TenantId,
    id: ApiKeyId,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let now = app.now();
    app.database
        .write(|tx| async move {
            let ended = store::api_keys::revoke(&tx, tenant, id, now).await?;
            if ended {
                let deed = (id.to_string(), json!({}));
                note::of_administrator(app, &tx, tenant, (by, "api_key.revoke"), deed).await?;
            }
            Ok(ended)
        })
        .await
}
