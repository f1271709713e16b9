//! Signing keys, sealed, with their times.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{bytes, moment, moment_or_null, primary, tenant_table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("signing_key")
                    .col(text("kid"))
                    .col(text("algorithm"))
                    .col(text("public"))
                    .col(bytes("sealed"))
                    .col(moment("created_at"))
                    .col(moment("activate_at"))
                    .col(moment_or_null("remove_at"))
                    .primary_key(&mut primary(&["tenant_id", "kid"]))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["signing_key"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}
