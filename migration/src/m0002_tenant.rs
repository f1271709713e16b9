//! Tenants and every version of their policy.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{id, moment, number, primary, table, tenant_table, text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        tenant(schema).await?;
        tenant_policy(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["tenant_policy", "tenant"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn tenant(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            table("tenant")
                .col(id("id"))
                .col(text("slug"))
                .col(text("name"))
                .col(number("policy_version"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("tenant", &["slug"])).await
}

async fn tenant_policy(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("tenant_policy")
                .col(number("version"))
                .col(text("policy"))
                .col(text("author"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "version"]))
                .to_owned(),
        )
        .await
}
