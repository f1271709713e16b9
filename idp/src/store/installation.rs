//! What the installation remembers of itself.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, Statement,
};

use super::Tx;
use super::entity::installation::{Column, Entity, Model};
use crate::model::moment::Moment;
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

/// Writes a value, whatever was there.
pub async fn put(tx: &Tx, name: &str, value: &str) -> Result<(), Fault> {
    let row = Model { name: name.to_owned(), value: value.to_owned() };
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(Column::Name).update_column(Column::Value).to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes a value away if it is still this one; true for one caller.
pub async fn take(tx: &Tx, name: &str, value: &str) -> Result<bool, Fault> {
    let taken = Entity::delete_many()
        .filter(Column::Name.eq(name))
        .filter(Column::Value.eq(value))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// What the database's own clock says.
pub async fn clock(connection: &impl ConnectionTrait) -> Result<Moment, Fault> {
    let backend = connection.get_database_backend();
    let text = match backend {
        DbBackend::Postgres => {
            "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at"
        }
        _ => "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) AS at",
    };
    let row = connection.query_one_raw(Statement::from_string(backend, text)).await?;
    let at = row.map(|row| row.try_get::<i64>("", "at")).transpose()?;
    let at = at.ok_or_else(|| Fault::Other("the database has no clock".to_owned()))?;
    Ok(Moment::from_millis(at))
}
