//! The audit trail: who, what, when, from where.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{id, index, moment, primary, tenant_table, text, text_or_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("audit_event")
                    .col(id("id"))
                    .col(moment("at"))
                    .col(text("actor"))
                    .col(text("action"))
                    .col(text("subject"))
                    .col(text("details"))
                    .col(text_or_null("ip"))
                    .primary_key(&mut primary(&["tenant_id", "id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("audit_event", &["tenant_id", "at"])).await?;
        schema.create_index(index("audit_event", &["tenant_id", "subject"])).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_event"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}
