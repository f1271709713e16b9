//! What is known of people beyond their accounts: shown, and told anew.

use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::claims::{Claims, Wrong};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;

pub async fn show(app: &App, tenant: &Tenant, user: &User) -> Result<Claims, Fault> {
    let found = store::user_claims::of(app.database.read(), tenant.id, user.id).await?;
    Ok(found.map(|(claims, _)| claims).unwrap_or_default())
}

/// Replaces all that was told before. The audit trail names what is told, and does not repeat it.
pub async fn set(
    app: &App,
    tenant: &Tenant,
    user: &User,
    claims: &Claims,
    by: Actor<'_>,
) -> Result<(), Stop<Wrong>> {
    claims.check().map_err(Stop::Refused)?;
    app.database
        .write(|tx| async move {
            let now = app.now();
            store::user_claims::put(&tx, tenant.id, user.id, claims, now).await?;
            let details = json!({ "claims": claims.names() });
            let deed = (user.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "user.claims"), deed).await
        })
        .await
        .map_err(Stop::<Wrong>::Fault)
}
