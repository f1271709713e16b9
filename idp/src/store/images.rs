//! Pictures of tenants.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Tx;
use super::entity::tenant_image::{Column, Entity, Model};
use super::rows::{insert, known};
use crate::model::ids::TenantId;
use crate::model::image::{Format, Image, Images, Place};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// Puts a picture in its place, or takes it away.
pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    place: Place,
    image: Option<&Image>,
    now: Moment,
) -> Result<(), Fault> {
    Entity::delete_by_id((tenant.0, place.as_str().to_owned())).exec(tx).await?;
    let Some(image) = image else { return Ok(()) };
    let row = Model {
        tenant_id: tenant.0,
        kind: place.as_str().to_owned(),
        media_type: image.format.media_type().to_owned(),
        bytes: image.bytes.clone(),
        set_at: now.millis(),
    };
    insert(tx, row).await
}

pub async fn of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    place: Place,
) -> Result<Option<Image>, Fault> {
    let row = Entity::find_by_id((tenant.0, place.as_str().to_owned())).one(connection).await?;
    row.map(|row| {
        let format = known(Format::parse(&row.media_type), "tenant_image", "media_type")?;
        Ok(Image { format, bytes: row.bytes })
    })
    .transpose()
}

/// Which pictures there are.
pub(super) async fn versions(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<Images, Fault> {
    let rows = Entity::find().filter(Column::TenantId.eq(tenant.0)).all(connection).await?;
    let version = |place: Place| {
        let row = rows.iter().find(|row| row.kind == place.as_str())?;
        Some(URL_SAFE_NO_PAD.encode(&keys::digest::sha256(&row.bytes)[..9]))
    };
    Ok(Images { logo: version(Place::Logo), seal: version(Place::Seal) })
}
