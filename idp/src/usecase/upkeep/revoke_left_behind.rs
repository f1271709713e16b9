//! Revokes the certificates of a login method that was left, once the change cannot be undone any more.

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::certificate::Reason;
use crate::stop::Fault;
use crate::store;
use crate::usecase::certificate::{By, revoke_of_device};

/// Returns how many were revoked.
pub async fn revoke(app: &App) -> Result<usize, Fault> {
    let mut revoked = 0;
    for tenant in &store::tenants::all(app.database.read()).await? {
        let read = app.database.read();
        let left = store::certificates::left_behind(read, tenant.id, app.now()).await?;
        for one in &left {
            let user = store::users::by_id(read, tenant.id, one.user).await?;
            let device = store::devices::by_id(read, tenant.id, one.device).await?;
            let (Some(user), Some(device)) = (&user, &device) else { continue };
            let by = By::Administrator { tenant, actor: Actor::here("schedule") };
            let whose = (user, device);
            revoked += app
                .database
                .write(|tx| async move {
                    revoke_of_device(app, &tx, by, whose, (Reason::Reissued, None)).await
                })
                .await?;
        }
    }
    Ok(revoked)
}
