//! What the protocol keeps beyond codes: grants that outlive them, refresh tokens, pushed requests, devices, registrations,
//! notices of logouts, values that were seen, standard claims of users.
//!
//! Codes live a minute and access tokens ten: those under way are not carried over.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{
    bytes, bytes_or_null, id, id_or_null, index, moment, moment_or_null, number, primary,
    tenant_table, text, text_or_null, unique,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["access_token", "grant"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        grant(schema).await?;
        access_token(schema).await?;
        refresh_token(schema).await?;
        pushed_request(schema).await?;
        device_authorization(schema).await?;
        registration(schema).await?;
        session_client(schema).await?;
        seen_value(schema).await?;
        user_claims(schema).await?;
        let sealed = Table::alter()
            .table(Alias::new("client_secret"))
            .add_column(bytes_or_null("sealed"))
            .to_owned();
        schema.alter_table(sealed).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("this step cannot be taken back".to_owned()))
    }
}

/// What a client was allowed, once: by a code, by a device, for itself, in exchange. Everything issued names it.
async fn grant(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("grant")
                .col(id("id"))
                .col(bytes_or_null("code_digest"))
                .col(text("client_id"))
                .col(id_or_null("user_id"))
                .col(id_or_null("session_id"))
                .col(text("scope"))
                .col(text("details"))
                .col(moment("code_expires_at"))
                .col(moment_or_null("exchanged_at"))
                .col(moment_or_null("revoked_at"))
                .col(moment("expires_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("grant", &["tenant_id", "code_digest"])).await?;
    schema.create_index(index("grant", &["tenant_id", "session_id"])).await?;
    schema.create_index(index("grant", &["tenant_id", "user_id"])).await
}

async fn access_token(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("access_token")
                .col(id("id"))
                .col(bytes_or_null("digest"))
                .col(id("grant_id"))
                .col(text("client_id"))
                .col(id_or_null("user_id"))
                .col(id_or_null("session_id"))
                .col(text("scope"))
                .col(text("details"))
                .col(moment("expires_at"))
                .col(moment_or_null("revoked_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("access_token", &["tenant_id", "digest"])).await?;
    schema.create_index(index("access_token", &["tenant_id", "grant_id"])).await?;
    schema.create_index(index("access_token", &["tenant_id", "user_id"])).await
}

async fn refresh_token(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("refresh_token")
                .col(bytes("digest"))
                .col(id("grant_id"))
                .col(text("client_id"))
                .col(id("user_id"))
                .col(moment_or_null("used_at"))
                .col(moment_or_null("revoked_at"))
                .col(moment("expires_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "digest"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("refresh_token", &["tenant_id", "grant_id"])).await?;
    schema.create_index(index("refresh_token", &["tenant_id", "user_id"])).await
}

async fn pushed_request(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("pushed_request")
                .col(bytes("digest"))
                .col(text("client_id"))
                .col(text("details"))
                .col(moment("expires_at"))
                .col(moment_or_null("used_at"))
                .primary_key(&mut primary(&["tenant_id", "digest"]))
                .to_owned(),
        )
        .await
}

async fn device_authorization(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("device_authorization")
                .col(bytes("digest"))
                .col(text("user_code"))
                .col(text("client_id"))
                .col(text("scope"))
                .col(text("details"))
                .col(text("state"))
                .col(id_or_null("user_id"))
                .col(id_or_null("session_id"))
                .col(number("interval_seconds"))
                .col(moment_or_null("polled_at"))
                .col(moment("expires_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "digest"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("device_authorization", &["tenant_id", "user_code"])).await
}

async fn registration(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("initial_access_token")
                .col(bytes("digest"))
                .col(text("note"))
                .col(number("uses_left"))
                .col(moment("expires_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "digest"]))
                .to_owned(),
        )
        .await?;
    schema
        .create_table(
            tenant_table("registration")
                .col(text("client_id"))
                .col(bytes("digest"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "client_id"]))
                .to_owned(),
        )
        .await
}

/// Which clients a session signed in to, and which of them are still to be told that it ended.
async fn session_client(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("session_client")
                .col(id("session_id"))
                .col(text("client_id"))
                .col(text("subject"))
                .col(moment("first_at"))
                .col(moment_or_null("due_at"))
                .col(number("tries"))
                .col(text_or_null("outcome"))
                .primary_key(&mut primary(&["tenant_id", "session_id", "client_id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("session_client", &["due_at"])).await
}

/// One-time values of clients (`jti`), for as long as they would be taken.
async fn seen_value(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("seen_value")
                .col(bytes("digest"))
                .col(moment("expires_at"))
                .primary_key(&mut primary(&["tenant_id", "digest"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("seen_value", &["expires_at"])).await
}

async fn user_claims(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("user_claims")
                .col(id("user_id"))
                .col(text("claims"))
                .col(moment("updated_at"))
                .primary_key(&mut primary(&["tenant_id", "user_id"]))
                .to_owned(),
        )
        .await
}
