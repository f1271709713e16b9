//! Logins: attempts in progress, one-time passwords, counts of failures, sessions, history.

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
        login_attempt(schema).await?;
        one_time_code(schema).await?;
        login_standing(schema).await?;
        browser_session(schema).await?;
        login_history(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in
            ["login_history", "browser_session", "login_standing", "one_time_code", "login_attempt"]
        {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn login_attempt(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("login_attempt")
                .col(id("id"))
                .col(bytes("handle_digest"))
                .col(bytes("browser_digest"))
                .col(text("purpose"))
                .col(text("progress"))
                .col(text_or_null("new_password"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("login_attempt", &["tenant_id", "handle_digest"])).await?;
    schema.create_index(index("login_attempt", &["created_at"])).await
}

async fn one_time_code(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("one_time_code")
                .col(id("id"))
                .col(id("attempt_id"))
                .col(id("user_id"))
                .col(id("device_id"))
                .col(text("reference"))
                .col(bytes_or_null("digest"))
                .col(number("wrong_tries"))
                .col(moment("asked_at"))
                .col(moment_or_null("ended_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("one_time_code", &["tenant_id", "attempt_id"])).await?;
    schema.create_index(index("one_time_code", &["tenant_id", "user_id", "asked_at"])).await
}

async fn login_standing(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("login_standing")
                .col(bytes("name_digest"))
                .col(number("failures"))
                .col(moment_or_null("last_failure_at"))
                .col(moment_or_null("locked_at"))
                .primary_key(&mut primary(&["tenant_id", "name_digest"]))
                .to_owned(),
        )
        .await
}

async fn browser_session(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("browser_session")
                .col(id("id"))
                .col(bytes("digest"))
                .col(id("user_id"))
                .col(text("method"))
                .col(moment("authenticated_at"))
                .col(moment("last_seen_at"))
                .col(moment_or_null("ended_at"))
                .col(text("ip"))
                .col(text("browser"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("browser_session", &["tenant_id", "digest"])).await?;
    schema.create_index(index("browser_session", &["tenant_id", "user_id"])).await
}

async fn login_history(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("login_history")
                .col(id("id"))
                .col(id("user_id"))
                .col(moment("at"))
                .col(text("ip"))
                .col(text("browser"))
                .col(id_or_null("device_id"))
                .col(text("method"))
                .col(text_or_null("client_id"))
                .col(text("outcome"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("login_history", &["tenant_id", "user_id", "at"])).await
}
