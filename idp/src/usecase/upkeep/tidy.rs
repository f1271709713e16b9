//! Removes rows that are past their time.

use time::Duration;

use crate::app::App;
use crate::model::certificate::UNDELIVERED;
use crate::model::import::upload;
use crate::model::policy::DownloadPassword;
use crate::model::tenant::Tenant;
use crate::model::trial;
use crate::stop::Fault;
use crate::store;

/// Logins, codes, grants and tokens are kept this long after their end, for whoever looks into a complaint.
const KEPT: Duration = Duration::days(7);

/// Whoever opens an old address is told for so long what became of it.
const KEPT_ENROLMENTS: Duration = Duration::days(30);

/// What was sent to a webhook is looked up, and sent again, for so long.
const KEPT_DELIVERIES: Duration = Duration::days(30);

/// One-time values are kept a little longer than they would be taken: clocks of replicas differ.
const KEPT_SEEN: Duration = Duration::minutes(5);

/// Browsers keep a cookie no longer than this (RFC 6265bis §5.5).
const COOKIE_LIFE: Duration = Duration::days(400);
/// Longer than anything lives that is reminded of.
const KEPT_REMINDERS: Duration = Duration::days(3 * 365);

/// Whoever sends a request again does so within a day.
const KEPT_ANSWERS: Duration = Duration::hours(24);

pub async fn tidy(app: &App) -> Result<u64, Fault> {
    let now = app.now();
    let mut removed = app
        .database
        .write(|tx| async move { store::expired::remove_before(&tx, now.minus(KEPT)).await })
        .await?;
    removed += app
        .database
        .write(|tx| async move {
            let enrolments =
                store::expired::remove_enrolments(&tx, now.minus(KEPT_ENROLMENTS)).await?;
            let browsers =
                store::expired::remove_known_browsers(&tx, now.minus(COOKIE_LIFE)).await?;
            let tokens = store::refresh_tokens::remove_before(&tx, now.minus(KEPT)).await?;
            let devices = store::device_authorizations::remove_before(&tx, now.minus(KEPT)).await?;
            let passes = store::certificate_passes::remove_before(&tx, now.minus(KEPT)).await?;
            let pushed = store::pushed_requests::remove_before(&tx, now.minus(KEPT)).await?;
            let reminders = store::reminders::remove_before(&tx, now.minus(KEPT_REMINDERS)).await?;
            let seen = store::seen_values::remove_before(&tx, now.minus(KEPT_SEEN)).await?;
            Ok::<_, Fault>(
                enrolments + browsers + tokens + devices + passes + pushed + reminders + seen,
            )
        })
        .await?;
    removed += app
        .database
        .write(|tx| async move {
            let deliveries =
                store::webhook_deliveries::remove_before(&tx, now.minus(KEPT_DELIVERIES)).await?;
            let tokens = store::initial_access_tokens::remove_before(&tx, now.minus(KEPT)).await?;
            let answers = store::idempotency::remove_before(&tx, now.minus(KEPT_ANSWERS)).await?;
            let uploads =
                store::import_uploads::remove_before(&tx, now.minus(upload::KEPT)).await?;
            let trials = store::client_trials::remove_before(&tx, now.minus(trial::KEPT)).await?;
            Ok::<_, Fault>(deliveries + tokens + answers + uploads + trials)
        })
        .await?;
    for tenant in store::tenants::all(app.database.read()).await? {
        let before = now.minus(Duration::days(tenant.policy.history_days.into()));
        let id = tenant.id;
        removed += app
            .database
            .write(|tx| async move { store::expired::remove_history(&tx, id, before).await })
            .await?;
        drop_sealed(app, &tenant).await?;
    }
    Ok(removed)
}

/// Forgets keys and download passwords of certificates that nobody fetched in time, or that have ended.
async fn drop_sealed(app: &App, tenant: &Tenant) -> Result<(), Fault> {
    let now = app.now();
    let before = match tenant.policy.certificate.download_password {
        DownloadPassword::ShownOnce => Some(now.minus(UNDELIVERED)),
        DownloadPassword::Kept => None,
    };
    app.database
        .write(|tx| async move {
            store::certificates::drop_undelivered(&tx, tenant.id, before, now).await
        })
        .await?;
    Ok(())
}
