//! Imports of users that were begun: how far each came, so that one that was cut off goes on where it stopped.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{bytes, id, index, moment, moment_or_null, primary, tenant_table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("import_job")
                    .col(id("id"))
                    .col(bytes("digest"))
                    .col(moment("rows_done"))
                    .col(text("tally"))
                    .col(moment("begun_at"))
                    .col(moment("worked_at"))
                    .col(moment_or_null("ended_at"))
                    .primary_key(&mut primary(&["tenant_id", "id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("import_job", &["tenant_id", "digest"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table(Alias::new("import_job")).to_owned()).await
    }
}
