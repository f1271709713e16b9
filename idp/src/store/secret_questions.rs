//! Secret questions of users, with the hashes of their answers.

use sea_orm::{ConnectionTrait, EntityTrait};

use super::Tx;
use super::entity::secret_question::{Entity, Model};
use super::rows::insert;
use crate::model::ids::{TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::secret_question::Stored;
use crate::stop::Fault;

/// Sets the question and answer of a user; those before are forgotten.
pub async fn put(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    new: &Stored,
    now: Moment,
) -> Result<(), Fault> {
    Entity::delete_by_id((tenant.0, user.0)).exec(tx).await?;
    let row = Model {
        tenant_id: tenant.0,
        user_id: user.0,
        question: new.question.clone(),
        hash: new.hash.clone(),
        set_at: now.millis(),
    };
    insert(tx, row).await
}

pub async fn of_user(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<Stored>, Fault> {
    let row = Entity::find_by_id((tenant.0, user.0)).one(connection).await?;
    Ok(row.map(|row| Stored { question: row.question, hash: row.hash }))
}
