//! A tenant's signing keys as administrators see them.

use keys::signing::Algorithm;
use keys::signing::rotation::{self, Stage};
use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::usecase::note;
use crate::usecase::token::keyring;
use crate::usecase::upkeep::rotate_keys;

/// A key without what signs.
#[derive(Clone, Debug)]
pub struct Listed {
    pub kid: String,
    pub algorithm: Algorithm,
    pub stage: &'static str,
    pub activate_at: Moment,
    pub remove_at: Option<Moment>,
}

pub async fn list(app: &App, tenant: TenantId) -> Result<Vec<Listed>, Fault> {
    let keyring = keyring::of(app, tenant).await?;
    let now = app.now().seconds();
    let listed = keyring.stored.iter().map(|key| {
        let siblings: Vec<_> = keyring
            .stored
            .iter()
            .filter(|other| other.algorithm == key.algorithm)
            .map(keyring::times)
            .collect();
        let times = siblings.iter().find(|one| one.kid == key.kid);
        Listed {
            kid: key.kid.clone(),
            algorithm: key.algorithm,
            stage: match times.map(|one| rotation::stage(one, &siblings, now)) {
                Some(Stage::Next) => "next",
                Some(Stage::Current) => "current",
                Some(Stage::Retired) => "retired",
                Some(Stage::Gone) | None => "gone",
            },
            activate_at: key.activate_at,
            remove_at: key.remove_at,
        }
    });
    Ok(listed.collect())
}

/// Applies the schedule now, to one algorithm or to all that there are; urgently, new keys sign at once.
pub async fn rotate(
    app: &App,
    tenant: &Tenant,
    algorithm: Option<Algorithm>,
    urgent: bool,
    by: Actor<'_>,
) -> Result<(), Fault> {
    let algorithms = match algorithm {
        Some(one) => vec![one],
        None => rotate_keys::of_tenant(app, tenant).await?,
    };
    let made = rotate_keys::rotate(app, tenant, &algorithms, urgent, by).await?;
    app.database
        .write(|tx| async move {
            let details = json!({ "algorithm": algorithm, "urgent": urgent, "made": made });
            let deed = (tenant.slug.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "key.rotate"), deed).await
        })
        .await
}
