//! Tokens of those who provision people by SCIM: made, listed, ended.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::{ScimTokenId, TenantId};
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store;
pub use crate::store::scim_tokens::Kept;
use crate::usecase::admin::tenants::is_name;
use crate::usecase::note;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("a name has 1 to 100 characters and no line break")]
    Name,
    #[error("a living token has this name")]
    NameTaken,
    #[error("a token lives 1 to 731 days")]
    Days,
    #[error("administrators are not provisioned: the tenant system has no such token")]
    System,
}

/// The audit trail tells a token by its name: no two that live have one.
pub async fn create(
    app: &App,
    tenant: &Tenant,
    (name, days): (&str, u16),
    by: Actor<'_>,
) -> Result<(Opaque, Kept), Stop<Unfit>> {
    let unfit = |why| Err(Stop::Refused(why));
    if tenant.slug.is_system() {
        return unfit(Unfit::System);
    }
    if !is_name(name) {
        return unfit(Unfit::Name);
    }
    if !(1..=731).contains(&days) {
        return unfit(Unfit::Days);
    }
    let now = app.now();
    if all(app, tenant.id).await?.iter().any(|one| one.name == name && one.is_live(now)) {
        return unfit(Unfit::NameTaken);
    }
    let drawn = Opaque::draw(Kind::ScimToken, app.random());
    let kept = Kept {
        id: ScimTokenId(row_id(app.random(), now)),
        digest: drawn.digest(tenant.id),
        name: name.to_owned(),
        created_by: by.name.to_owned(),
        created_at: now,
        expires_at: now.plus(Duration::days(days.into())),
        used_at: None,
        revoked_at: None,
    };
    let new = &kept;
    app.database
        .write(|tx| async move {
            store::scim_tokens::create(&tx, tenant.id, new).await?;
            let details = json!({ "name": new.name, "expires": new.expires_at });
            let deed = (new.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "scim_token.create"), deed).await
        })
        .await?;
    Ok((drawn, kept))
}

pub async fn all(app: &App, tenant: TenantId) -> Result<Vec<Kept>, Fault> {
    store::scim_tokens::all(app.database.read(), tenant).await
}

/// Ends one; false when there is none that lives.
pub async fn revoke(
    app: &App,
    tenant: TenantId,
    id: ScimTokenId,
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let now = app.now();
    app.database
        .write(|tx| async move {
            let ended = store::scim_tokens::revoke(&tx, tenant, id, now).await?;
            if ended {
                let deed = (id.to_string(), json!({}));
                note::of_administrator(app, &tx, tenant, (by, "scim_token.revoke"), deed).await?;
            }
            Ok(ended)
        })
        .await
}
