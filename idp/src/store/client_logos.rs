//! Logos of clients: wanted, fetched, served.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::Duration;

use super::Tx;
use super::entity::client_logo::{Column, Entity, Model};
use super::rows::{count, counted, insert, known};
use crate::model::client::Client;
use crate::model::ids::{ClientId, TenantId};
use crate::model::image::{Format, Image};
use crate::model::moment::Moment;
use crate::stop::Fault;

/// A logo that is to be fetched.
#[derive(Clone, Debug)]
pub struct Due {
    pub tenant: TenantId,
    pub client: ClientId,
    pub address: String,
    pub tries: u32,
}

/// Brings what is wanted to what the client says now: another address is fetched, none takes the logo away.
pub async fn follow(tx: &Tx, tenant: TenantId, of: &Client, now: Moment) -> Result<(), Fault> {
    let Some(address) = &of.settings.about.logo_uri else {
        return remove(tx, tenant, &of.id).await;
    };
    let before = Entity::find_by_id((tenant.0, of.id.to_string())).one(tx).await?;
    if before.is_some_and(|row| row.address == *address) {
        return Ok(());
    }
    remove(tx, tenant, &of.id).await?;
    let row = Model {
        tenant_id: tenant.0,
        client_id: of.id.to_string(),
        address: address.clone(),
        media_type: None,
        version: None,
        bytes: None,
        tries: 0,
        due_at: Some(now.millis()),
    };
    insert(tx, row).await
}

pub(super) async fn remove(tx: &Tx, tenant: TenantId, client: &ClientId) -> Result<(), Fault> {
    Entity::delete_by_id((tenant.0, client.to_string())).exec(tx).await?;
    Ok(())
}

/// A word that changes with the logo; none where there is no logo.
pub async fn version(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    client: &ClientId,
) -> Result<Option<String>, Fault> {
    let found: Option<Option<String>> = Entity::find_by_id((tenant.0, client.to_string()))
        .select_only()
        .column(Column::Version)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.flatten())
}

pub async fn of(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    client: &ClientId,
) -> Result<Option<Image>, Fault> {
    // An id comes as it was typed; PostgreSQL takes no NUL in a text.
    if client.as_str().contains('\0') {
        return Ok(None);
    }
    let row = Entity::find_by_id((tenant.0, client.to_string())).one(connection).await?;
    let Some((media_type, bytes)) = row.and_then(|row| row.media_type.zip(row.bytes)) else {
        return Ok(None);
    };
    let format = known(Format::parse(&media_type), "client_logo", "media_type")?;
    Ok(Some(Image { format, bytes }))
}

/// Which are to be fetched now, of all tenants, whichever waits longest first.
pub async fn due(
    connection: &impl ConnectionTrait,
    now: Moment,
    most: u64,
) -> Result<Vec<Due>, Fault> {
    let rows = Entity::find()
        .filter(Column::DueAt.lte(now.millis()))
        .order_by_asc(Column::DueAt)
        .limit(most)
        .all(connection)
        .await?;
    let due = |row: Model| Due {
        tenant: TenantId(row.tenant_id),
        client: ClientId(row.client_id),
        address: row.address,
        tries: counted(row.tries),
    };
    Ok(rows.into_iter().map(due).collect())
}

/// Takes one for a while; false when another worker was first. The claim lapses by itself.
pub async fn claim(tx: &Tx, due: &Due, now: Moment, lapse: Duration) -> Result<bool, Fault> {
    let claimed = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now.plus(lapse).millis()))
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
        .filter(this(due))
        .filter(Column::DueAt.lte(now.millis()))
        .filter(Column::Tries.eq(count(due.tries)))
        .exec(tx)
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// Keeps what was fetched, where the client still says this address. It is not fetched again.
pub async fn keep(tx: &Tx, due: &Due, image: &Image) -> Result<(), Fault> {
    let version = URL_SAFE_NO_PAD.encode(&keys::digest::sha256(&image.bytes)[..9]);
    Entity::update_many()
        .col_expr(Column::MediaType, Expr::value(image.format.media_type()))
        .col_expr(Column::Version, Expr::value(version))
        .col_expr(Column::Bytes, Expr::value(image.bytes.clone()))
        .col_expr(Column::DueAt, Expr::value(None::<i64>))
        .filter(this(due))
        .exec(tx)
        .await?;
    Ok(())
}

/// When it is tried again; none: never.
pub async fn again(tx: &Tx, due: &Due, at: Option<Moment>) -> Result<(), Fault> {
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(at.map(Moment::millis)))
        .filter(this(due))
        .exec(tx)
        .await?;
    Ok(())
}

fn this(due: &Due) -> Condition {
    Condition::all()
        .add(Column::TenantId.eq(due.tenant.0))
        .add(Column::ClientId.eq(due.client.as_str()))
        .add(Column::Address.eq(due.address.as_str()))
}
