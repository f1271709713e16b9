//! What people agreed to.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use super::Tx;
use super::entity::consent::{Column, Entity, Model};
use super::rows::known;
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
