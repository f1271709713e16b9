//! What people agreed to.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use super::Tx;
use super::entity::consent::{Column, Entity, Model};
use super::rows::known;
use crate::model::consent::Given;
use crate::model::ids::{ClientId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::wire::scope::Scope;

/// The scope that a user agreed to for a client; empty where he never did.
pub async fn agreed(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    client: &ClientId,
) -> Result<Scope, Fault> {
    let row = Entity::find_by_id((tenant.0, user.0, client.to_string())).one(connection).await?;
    row.map_or(Ok(Scope::default()), |row| known(Scope::parse(&row.scope), "consent", "scope"))
}

pub async fn save(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    given: (&ClientId, &Scope),
    now: Moment,
) -> Result<(), Fault> {
    let (client, scope) = given;
    let row = Model {
        tenant_id: tenant.0,
        user_id: user.0,
        client_id: client.to_string(),
        scope: scope.to_string(),
        agreed_at: now.millis(),
    };
    let key = [Column::TenantId, Column::UserId, Column::ClientId];
    Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns(key).update_columns([Column::Scope, Column::AgreedAt]).to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Everything that a user agreed to, the newest first.
pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<Given>, Fault> {
    let rows = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(user.0))
        .order_by_desc(Column::AgreedAt)
        .order_by_asc(Column::ClientId)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Given {
                client: ClientId(row.client_id),
                scope: known(Scope::parse(&row.scope), "consent", "scope")?,
                at: Moment::from_millis(row.agreed_at),
            })
        })
        .collect()
}

/// Takes a consent back; true for exactly one caller.
pub async fn remove(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    client: &ClientId,
) -> Result<bool, Fault> {
    let key = (tenant.0, user.0, client.to_string());
    Ok(Entity::delete_by_id(key).exec(tx).await?.rows_affected == 1)
}
