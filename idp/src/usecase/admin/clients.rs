//! Clients: create, change, remove, rotate the secret.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::client::{Client, Impossible};
use crate::model::ids::{ClientId, TenantId};
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;

/// A client as created: its secret is shown this once.
pub struct Created {
    pub client: Client,
    pub secret: Option<Opaque>,
}

/// A fresh client id, random and short enough to read out.
pub fn new_id(app: &App) -> ClientId {
    ClientId(crate::random::letters(app.random(), 20).to_lowercase())
}

pub async fn create(
    app: &App,
    tenant: &Tenant,
    client: Client,
    by: &str,
) -> Result<Created, Stop<Impossible>> {
    client.check().map_err(Stop::Refused)?;
    let secret = (!client.is_public()).then(|| Opaque::draw(Kind::ClientSecret, app.random()));
    let (new, first) = (&client, &secret);
    app.database
        .write(|tx| async move {
            store::clients::create(&tx, tenant.id, new).await?;
            if let Some(secret) = first {
                let digest = secret.digest(tenant.id);
                store::clients::add_secret(&tx, tenant.id, &new.id, digest, app.now()).await?;
            }
            let details = json!({ "name": new.name, "profile": new.profile });
            let deed = (new.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "client.create"), deed).await
        })
        .await?;
    Ok(Created { client, secret })
}

pub async fn change(
    app: &App,
    tenant: &Tenant,
    changed: &Client,
    by: &str,
) -> Result<(), Stop<Impossible>> {
    changed.check().map_err(Stop::Refused)?;
    app.database
        .write(|tx| async move {
            store::clients::change(&tx, tenant.id, changed).await?;
            let deed = (changed.id.to_string(), json!({ "name": changed.name }));
            note::of_administrator(app, &tx, tenant.id, (by, "client.change"), deed).await
        })
        .await?;
    Ok(())
}

/// Adds a secret; those before stay valid for the overlap.
pub async fn rotate_secret(
    app: &App,
    tenant: &Tenant,
    id: &ClientId,
    overlap: Duration,
    by: &str,
) -> Result<Opaque, Fault> {
    let secret = Opaque::draw(Kind::ClientSecret, app.random());
    let new = &secret;
    let now = app.now();
    app.database
        .write(|tx| async move {
            store::clients::expire_secrets(&tx, tenant.id, id, now.plus(overlap)).await?;
            store::clients::add_secret(&tx, tenant.id, id, new.digest(tenant.id), now).await?;
            let details = json!({ "overlap_seconds": overlap.whole_seconds() });
            let deed = (id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "client.rotate_secret"), deed).await
        })
        .await?;
    Ok(secret)
}

/// Removes a client; false when there was none.
pub async fn remove(app: &App, tenant: &Tenant, id: &ClientId, by: &str) -> Result<bool, Fault> {
    app.database
        .write(|tx| async move {
            let removed = store::clients::remove(&tx, tenant.id, id).await?;
            if removed {
                let deed = (id.to_string(), json!({}));
                note::of_administrator(app, &tx, tenant.id, (by, "client.remove"), deed).await?;
            }
            Ok(removed)
        })
        .await
}

pub async fn by_id(app: &App, tenant: TenantId, id: &ClientId) -> Result<Option<Client>, Fault> {
    store::clients::by_id(app.database.read(), tenant, id).await
}

pub async fn all(app: &App, tenant: TenantId) -> Result<Vec<Client>, Fault> {
    store::clients::all(app.database.read(), tenant).await
}
