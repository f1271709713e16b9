//! Failures in a row of a login name, which no lock that runs out forgets: strangers', and those of browsers that its
//! account knows.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::number;

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

const COLUMNS: [&str; 2] = ["total", "own_total"];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for name in COLUMNS {
            let mut column = number(name).default(0).to_owned();
            let mut change = Table::alter();
            let change = change.table(Alias::new("login_standing")).add_column(&mut column);
            schema.alter_table(change.to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for name in COLUMNS {
            let mut change = Table::alter();
            let change = change.table(Alias::new("login_standing")).drop_column(Alias::new(name));
            schema.alter_table(change.to_owned()).await?;
        }
        Ok(())
    }
}
