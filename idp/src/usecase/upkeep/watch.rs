//! Watches each tenant for guessing that is spread over many names: an alarm in the audit trail and in the log.

use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::alarm::{Alarm, Seen};
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;
use crate::usecase::note;

/// Rings the alarms that are due, of all tenants. Returns how many.
pub async fn watch(app: &App) -> Result<usize, Fault> {
    let mut rung = 0;
    for tenant in store::tenants::all(app.database.read()).await? {
        for alarm in Alarm::ALL {
            rung += usize::from(look(app, &tenant, alarm).await?);
        }
    }
    Ok(rung)
}

async fn look(app: &App, tenant: &Tenant, alarm: Alarm) -> Result<bool, Fault> {
    let (read, since) = (app.database.read(), app.now().minus(alarm.window()));
    let (failures, successes) = alarm.counted();
    let seen = Seen {
        failed: store::audit::subjects(read, tenant.id, failures, since).await?,
        succeeded: store::audit::subjects(read, tenant.id, successes, since).await?,
    };
    if !alarm.rings(seen) {
        return Ok(false);
    }
    let rang = app
        .database
        .write(|tx| async move {
            // Once in a window is enough.
            let before = [alarm.action()];
            if store::audit::subjects(&tx, tenant.id, &before, since).await? > 0 {
                return Ok(false);
            }
            let details = json!({ "failed": seen.failed, "succeeded": seen.succeeded });
            let deed = (tenant.slug.to_string(), details);
            note::of_administrator(
                app,
                &tx,
                tenant.id,
                (Actor::here("watch"), alarm.action()),
                deed,
            )
            .await?;
            Ok::<_, Fault>(true)
        })
        .await?;
    if rang {
        let (action, failed) = (alarm.action(), seen.failed);
        tracing::error!(tenant = %tenant.slug, action, failed, "many names are being guessed at");
    }
    Ok(rang)
}
