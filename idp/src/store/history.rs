//! Login history of users.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::Tx;
use super::entity::login_history::{Column, Entity, Model};
use super::rows::{insert, known};
use crate::model::history::{Entry, Origin, Outcome};
use crate::model::ids::{ClientId, DeviceId, TenantId, UserId};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::stop::Fault;

pub async fn append(tx: &Tx, tenant: TenantId, id: Uuid, entry: &Entry) -> Result<(), Fault> {
    let row = Model {
        tenant_id: tenant.0,
        id,
        user_id: entry.user.0,
        at: entry.at.millis(),
        ip: entry.origin.address.clone(),
        browser: entry.origin.browser.clone(),
        device_id: entry.device.map(|device| device.0),
        method: entry.method.as_str().to_owned(),
        client_id: entry.client.as_ref().map(ToString::to_string),
        outcome: entry.outcome.as_str().to_owned(),
    };
    insert(tx, row).await
}

/// Entries of a user after `since`, newest first.
pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Moment,
    most: u64,
) -> Result<Vec<Entry>, Fault> {
    page(connection, tenant, user, since, (0, most)).await
}

/// One page of a user's entries since then, newest first; those of one moment in the order of their ids.
pub async fn page(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Moment,
    part: (u64, u64),
) -> Result<Vec<Entry>, Fault> {
    let (offset, most) = part;
    let rows = span(tenant, user, since)
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .offset(offset)
        .limit(most)
        .all(connection)
        .await?;
    rows.into_iter().map(from_row).collect()
}

pub async fn count(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Moment,
) -> Result<u64, Fault> {
    Ok(span(tenant, user, since).count(connection).await?)
}

fn span(tenant: TenantId, user: UserId, since: Moment) -> Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::At.gt(since.millis()))
}

/// Logins and failures of a user, newest first.
pub async fn logins(
    connection: &impl ConnectionTrait,
    whose: (TenantId, UserId),
    since: Moment,
    before: Option<(Moment, Uuid)>,
    most: u64,
) -> Result<Vec<(Uuid, Entry)>, Fault> {
    use Column::{At, Id, TenantId as Of, UserId as By};
    let (tenant, user) = whose;
    let mut wanted =
        Condition::all().add(Of.eq(tenant.0)).add(By.eq(user.0)).add(At.gt(since.millis()));
    if let Some((at, id)) = before {
        let same = Condition::all().add(At.eq(at.millis())).add(Id.lt(id));
        wanted = wanted.add(Condition::any().add(At.lt(at.millis())).add(same));
    }
    let rows = Entity::find()
        .filter(wanted)
        .order_by_desc(At)
        .order_by_desc(Id)
        .limit(most)
        .all(connection)
        .await?;
    rows.into_iter().map(|row| Ok((row.id, from_row(row)?))).collect()
}

fn from_row(row: Model) -> Result<Entry, Fault> {
    Ok(Entry {
        user: UserId(row.user_id),
        at: Moment::from_millis(row.at),
        origin: Origin { address: row.ip, browser: row.browser },
        device: row.device_id.map(DeviceId),
        method: known(LoginMethod::parse(&row.method), "login_history", "method")?,
        client: row.client_id.map(ClientId),
        outcome: known(Outcome::parse(&row.outcome), "login_history", "outcome")?,
    })
}
