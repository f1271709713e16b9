//! Removes rows that are past their time.

use time::Duration;

use crate::app::App;
use crate::stop::Fault;
use crate::store;

/// Logins, codes, grants and tokens are kept this long after their end, for whoever looks into a complaint.
const KEPT: Duration = Duration::days(7);

pub async fn tidy(app: &App) -> Result<u64, Fault> {
    let now = app.now();
    let mut removed = app
        .database
        .write(|tx| async move { store::expired::remove_before(&tx, now.minus(KEPT)).await })
        .await?;
    for tenant in store::tenants::all(app.database.read()).await? {
        let before = now.minus(Duration::days(tenant.policy.history_days.into()));
        let id = tenant.id;
        removed += app
            .database
            .write(|tx| async move { store::expired::remove_history(&tx, id, before).await })
            .await?;
    }
    Ok(removed)
}
