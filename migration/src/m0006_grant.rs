//! Grants with their codes, access tokens, consents.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{
    bytes, id, index, moment, moment_or_null, primary, tenant_table, text, text_or_null, unique,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        grant(schema).await?;
        access_token(schema).await?;
        consent(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["consent", "access_token", "grant"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn grant(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("grant")
                .col(id("id"))
                .col(bytes("code_digest"))
                .col(text("client_id"))
                .col(id("user_id"))
                .col(id("session_id"))
                .col(text("redirect_uri"))
                .col(text("scope"))
                .col(text_or_null("nonce"))
                .col(text_or_null("challenge"))
                .col(moment("code_expires_at"))
                .col(moment_or_null("exchanged_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("grant", &["tenant_id", "code_digest"])).await?;
    schema.create_index(index("grant", &["tenant_id", "session_id"])).await
}

async fn access_token(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("access_token")
                .col(id("id"))
                .col(id("grant_id"))
                .col(text("client_id"))
                .col(id("user_id"))
                .col(id("session_id"))
                .col(text("scope"))
                .col(moment("expires_at"))
                .col(moment_or_null("revoked_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("access_token", &["tenant_id", "grant_id"])).await?;
    schema.create_index(index("access_token", &["tenant_id", "session_id"])).await
}

async fn consent(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("consent")
                .col(id("user_id"))
                .col(text("client_id"))
                .col(text("scope"))
                .col(moment("agreed_at"))
                .primary_key(&mut primary(&["tenant_id", "user_id", "client_id"]))
                .to_owned(),
        )
        .await
}
