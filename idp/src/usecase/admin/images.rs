//! A tenant's logo and the image of its seal slot: put there, and read for pages.

use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::image::{Image, Place, Unfit};
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;

/// Puts a picture in its place; none takes it away.
pub async fn put(
    app: &App,
    tenant: &Tenant,
    place: Place,
    bytes: Option<Vec<u8>>,
    by: Actor<'_>,
) -> Result<(), Stop<Unfit>> {
    let image = bytes.map(Image::look_at).transpose().map_err(Stop::Refused)?;
    let image = image.as_ref();
    let now = app.now();
    app.database
        .write(|tx| async move {
            store::images::put(&tx, tenant.id, place, image, now).await?;
            let details = json!({ "place": place.as_str(), "there": image.is_some() });
            let deed = (tenant.slug.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "tenant.images"), deed).await
        })
        .await?;
    app.forget_tenant(tenant);
    Ok(())
}

pub async fn of(app: &App, tenant: &Tenant, place: Place) -> Result<Option<Image>, Fault> {
    store::images::of(app.database.read(), tenant.id, place).await
}
