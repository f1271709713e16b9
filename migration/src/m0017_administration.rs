//! Who administers: roles of people of the tenant `system`, and keys of programs.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{
    bytes, id, id_or_null, index, moment, moment_or_null, primary, tenant_table, text, unique,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("role_grant")
                    .col(id("id"))
                    .col(id("user_id"))
                    .col(text("role"))
                    .col(id_or_null("over"))
                    .col(moment("created_at"))
                    .primary_key(&mut primary(&["tenant_id", "id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("role_grant", &["tenant_id", "user_id"])).await?;
        schema
            .create_table(
                tenant_table("api_key")
                    .col(id("id"))
                    .col(bytes("digest"))
                    .col(text("name"))
                    .col(text("role"))
                    .col(text("scope"))
                    .col(text("created_by"))
                    .col(moment("created_at"))
                    .col(moment("expires_at"))
                    .col(moment_or_null("used_at"))
                    .col(moment_or_null("revoked_at"))
                    .primary_key(&mut primary(&["tenant_id", "id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(unique("api_key", &["tenant_id", "digest"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["api_key", "role_grant"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}
