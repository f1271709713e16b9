//! Helpers between rows and model types.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, ModelTrait};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Tx;
use crate::stop::{Fault, Stored};

/// Writes one row.
pub(super) async fn insert<M>(tx: &Tx, row: M) -> Result<(), Fault>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
{
    M::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// A stored value that must be there, or whose text must be one of ours.
pub(super) fn known<T>(
    value: Option<T>,
    table: &'static str,
    column: &'static str,
) -> Result<T, Fault> {
    value.ok_or(Fault::Stored(Stored { table, column }))
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String, Fault> {
    Ok(serde_json::to_string(value)?)
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    Ok(serde_json::from_str(text)?)
}

pub(super) fn count(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

pub(super) fn counted(value: i32) -> u32 {
    u32::try_from(value).unwrap_or(0)
}
