//! Applies the rotation schedule: makes keys ahead of their time, retires and removes old ones.

use keys::signing::rotation::{self, Schedule, Step};
use keys::signing::{Algorithm, SigningKey};
use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::signing_key::StoredKey;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::note;
use crate::usecase::token::keyring;

/// Every tenant has a key of each from the start. One of another algorithm is made when the first client asks for it.
pub const ALGORITHMS: [Algorithm; 2] = [Algorithm::Rs256, Algorithm::Es256];

/// Applies the schedule to all tenants.
pub async fn rotate_all(app: &App) -> Result<(), Fault> {
    for tenant in store::tenants::all(app.database.read()).await? {
        rotate(app, &tenant, &of_tenant(app, &tenant).await?, false, Actor::here("schedule"))
            .await?;
    }
    Ok(())
}

/// The algorithms that a tenant has keys of.
pub async fn of_tenant(app: &App, tenant: &Tenant) -> Result<Vec<Algorithm>, Fault> {
    let stored = store::signing_keys::all(app.database.read(), tenant.id).await?;
    let has = |one: &Algorithm| stored.iter().any(|key| key.algorithm == *one);
    Ok(Algorithm::ALL.into_iter().filter(|one| ALGORITHMS.contains(one) || has(one)).collect())
}

/// Makes the first key of an algorithm, if there is none. Of those who find it missing together, one makes it.
pub async fn make_first(app: &App, tenant: TenantId, algorithm: Algorithm) -> Result<(), Fault> {
    let keyring = keyring::of(app, tenant).await?;
    if keyring.stored.iter().any(|key| key.algorithm == algorithm) {
        return Ok(());
    }
    let new = &make(app, tenant, algorithm, app.now()).await?;
    app.database
        .write(|tx| async move {
            store::tenants::hold(&tx, tenant).await?;
            let stored = store::signing_keys::all(&tx, tenant).await?;
            if stored.iter().any(|key| key.algorithm == algorithm) {
                return Ok(());
            }
            let steps = [Step::Create { activate_at: new.activate_at.seconds() }];
            apply(app, &tx, tenant, (&steps, std::slice::from_ref(new)), Actor::here("first use"))
                .await
        })
        .await?;
    app.caches.keyrings.invalidate(&tenant);
    Ok(())
}

/// Applies the schedule to a tenant; `urgent` puts new keys into use at once. Returns how many were made.
pub async fn rotate(
    app: &App,
    tenant: &Tenant,
    algorithms: &[Algorithm],
    urgent: bool,
    by: Actor<'_>,
) -> Result<usize, Fault> {
    let mut made = 0;
    for algorithm in algorithms {
        made += rotate_one(app, tenant, *algorithm, urgent, by).await?;
    }
    app.forget_tenant(tenant);
    Ok(made)
}

async fn rotate_one(
    app: &App,
    tenant: &Tenant,
    algorithm: Algorithm,
    urgent: bool,
    by: Actor<'_>,
) -> Result<usize, Fault> {
    let stored = store::signing_keys::all(app.database.read(), tenant.id).await?;
    let stored: Vec<_> = stored.into_iter().filter(|key| key.algorithm == algorithm).collect();
    let times: Vec<_> = stored.iter().map(keyring::times).collect();
    let now = app.now();
    let schedule = Schedule::default();
    let steps = &if urgent {
        rotation::plan_now(&times, now.seconds(), &schedule)
    } else {
        rotation::plan(&times, now.seconds(), &schedule)
    };
    if steps.is_empty() {
        return Ok(0);
    }
    let mut new = Vec::new();
    for step in steps {
        if let Step::Create { activate_at } = step {
            new.push(make(app, tenant.id, algorithm, Moment::from_seconds(*activate_at)).await?);
        }
    }
    let new = &new;
    app.database
        .write(|tx| async move { apply(app, &tx, tenant.id, (steps, new), by).await })
        .await?;
    Ok(new.len())
}

async fn apply(
    app: &App,
    tx: &Tx,
    tenant: TenantId,
    change: (&[Step], &[StoredKey]),
    by: Actor<'_>,
) -> Result<(), Fault> {
    let (steps, new) = change;
    for key in new {
        store::signing_keys::create(tx, tenant, key).await?;
        let details =
            json!({ "algorithm": key.algorithm, "activate_at": key.activate_at.seconds() });
        let deed = (key.kid.clone(), details);
        note::of_administrator(app, tx, tenant, (by, "key.create"), deed).await?;
    }
    for step in steps {
        match step {
            Step::Create { .. } => {}
            Step::Retire { kid, remove_at } => {
                let remove_at = Moment::from_seconds(*remove_at);
                store::signing_keys::retire(tx, tenant, kid, remove_at).await?;
                let deed = (kid.clone(), json!({ "remove_at": remove_at.seconds() }));
                note::of_administrator(app, tx, tenant, (by, "key.retire"), deed).await?;
            }
            Step::Remove { kid } => {
                store::signing_keys::remove(tx, tenant, kid).await?;
                let deed = (kid.clone(), json!({}));
                note::of_administrator(app, tx, tenant, (by, "key.remove"), deed).await?;
            }
        }
    }
    Ok(())
}

/// Makes a key pair off the async threads and seals it for its row.
pub async fn make(
    app: &App,
    tenant: TenantId,
    algorithm: Algorithm,
    activate_at: Moment,
) -> Result<StoredKey, Fault> {
    let key = tokio::task::spawn_blocking(move || SigningKey::generate(algorithm))
        .await
        .map_err(|error| Fault::Other(error.to_string()))??;
    let context = keyring::seal_context(tenant, key.kid());
    Ok(StoredKey {
        kid: key.kid().to_owned(),
        algorithm,
        public: key.public_jwk().clone(),
        sealed: app.sealer.seal(app.random(), &context, &key.to_pkcs8())?,
        created_at: app.now(),
        activate_at,
        remove_at: None,
    })
}
