//! Policies: change, with history and roll-back.

use serde_json::{Value, json};

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::policy::check::CheckedPolicy;
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::store::tenants::PolicyVersion;
use crate::usecase::note;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("another change came first; look at it and try again")]
    ChangedMeanwhile,
    #[error("there is no such version")]
    NoSuchVersion,
}

/// Saves a policy as the next version; the one that stands stays in the history.
pub async fn change(
    app: &App,
    tenant: &Tenant,
    policy: CheckedPolicy,
    by: Actor<'_>,
) -> Result<u32, Stop<Refusal>> {
    let details = json!({ "before": tenant.policy_version, "after": tenant.policy_version + 1 });
    save(app, tenant, policy, (by, "policy.change"), details).await
}

async fn save(
    app: &App,
    tenant: &Tenant,
    policy: CheckedPolicy,
    by: (Actor<'_>, &str),
    details: Value,
) -> Result<u32, Stop<Refusal>> {
    let version = tenant.policy_version + 1;
    let details = &details;
    let changed =
        &Tenant { policy, policy_version: version, created_at: app.now(), ..tenant.clone() };
    let saved = app
        .database
        .write(|tx| async move {
            if !store::tenants::save_policy(&tx, changed, by.0.name).await? {
                return Ok(false);
            }
            let deed = (tenant.slug.to_string(), details.clone());
            note::of_administrator(app, &tx, tenant.id, by, deed).await?;
            Ok::<_, Fault>(true)
        })
        .await?;
    app.forget_tenant(tenant);
    if saved { Ok(version) } else { Err(Stop::Refused(Refusal::ChangedMeanwhile)) }
}

/// Makes an earlier version stand again, as a new version.
pub async fn roll_back(
    app: &App,
    tenant: &Tenant,
    to: u32,
    by: Actor<'_>,
) -> Result<u32, Stop<Refusal>> {
    let versions = history(app, tenant).await?;
    let earlier = versions.into_iter().find(|one| one.version == to);
    let earlier = earlier.ok_or(Stop::Refused(Refusal::NoSuchVersion))?;
    let after = tenant.policy_version + 1;
    let details = json!({ "before": tenant.policy_version, "after": after, "to": to });
    save(app, tenant, earlier.policy, (by, "policy.roll_back"), details).await
}

pub async fn history(app: &App, tenant: &Tenant) -> Result<Vec<PolicyVersion>, Fault> {
    store::tenants::policies(app.database.read(), tenant.id).await
}
