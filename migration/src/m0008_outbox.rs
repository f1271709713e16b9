//! Letters to send, as intents: no code stands in one.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{id, index, moment, moment_or_null, number, primary, tenant_table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("outbox")
                    .col(id("id"))
                    .col(text("letter"))
                    .col(text("state"))
                    .col(number("tries"))
                    .col(moment("next_try_at"))
                    .col(moment("created_at"))
                    .col(moment_or_null("ended_at"))
                    .primary_key(&mut primary(&["tenant_id", "id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("outbox", &["state", "next_try_at"])).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["outbox"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}
