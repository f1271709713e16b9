//! Sessions know the certificate that opened them: they end with it.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{id_or_null, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

const TABLE: &str = "browser_session";
const COLUMN: &str = "certificate_id";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::alter().table(Alias::new(TABLE)).to_owned();
        schema.alter_table(table.add_column(id_or_null(COLUMN)).to_owned()).await?;
        schema.create_index(index(TABLE, &["tenant_id", COLUMN])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let name = format!("{TABLE}_by_tenant_id_{COLUMN}");
        let drop = Index::drop().name(name).table(Alias::new(TABLE)).to_owned();
        schema.drop_index(drop).await?;
        let mut table = Table::alter().table(Alias::new(TABLE)).to_owned();
        schema.alter_table(table.drop_column(Alias::new(COLUMN)).to_owned()).await
    }
}
