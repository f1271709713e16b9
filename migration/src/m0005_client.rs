//! Clients, their secrets and addresses.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{bytes, moment, moment_or_null, number, primary, tenant_table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        client(schema).await?;
        client_secret(schema).await?;
        client_address(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["client_address", "client_secret", "client"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn client(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("client")
                .col(text("id"))
                .col(text("name"))
                .col(text("profile"))
                .col(text("authentication"))
                .col(text("settings"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await
}

async fn client_secret(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("client_secret")
                .col(text("client_id"))
                .col(bytes("digest"))
                .col(moment("created_at"))
                .col(moment_or_null("expires_at"))
                .primary_key(&mut primary(&["tenant_id", "client_id", "digest"]))
                .to_owned(),
        )
        .await
}

async fn client_address(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("client_address")
                .col(text("client_id"))
                .col(text("purpose"))
                .col(text("uri"))
                .col(number("place"))
                .primary_key(&mut primary(&["tenant_id", "client_id", "purpose", "uri"]))
                .to_owned(),
        )
        .await
}
