//! What the installation remembers of itself.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};

use super::Tx;
use super::entity::installation::{Column, Entity, Model};
use crate::stop::Fault;

pub async fn value(connection: &impl ConnectionTrait, name: &str) -> Result<Option<String>, Fault> {
    Ok(Entity::find_by_id(name).one(connection).await?.map(|row| row.value))
}

/// Writes a value unless one is there; whoever is first wins.
pub async fn put_first(tx: &Tx, name: &str, value: &str) -> Result<(), Fault> {
    let row = Model { name: name.to_owned(), value: value.to_owned() };
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::Name).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
