//! Enrolments, mailed links, secret questions, recovery codes.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{
    bytes, bytes_or_null, id, index, moment, moment_or_null, number, primary, tenant_table, text,
    text_or_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        enrolment(schema).await?;
        mailed_link(schema).await?;
        secret_question(schema).await?;
        recovery_code(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["recovery_code", "secret_question", "mailed_link", "enrolment"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn enrolment(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("enrolment")
                .col(id("id"))
                .col(id("user_id"))
                .col(bytes_or_null("code_digest"))
                .col(number("wrong_tries"))
                .col(moment("created_at"))
                .col(moment("expires_at"))
                .col(bytes_or_null("browser_digest"))
                .col(moment_or_null("ended_at"))
                .col(text_or_null("how_ended"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("enrolment", &["tenant_id", "user_id"])).await?;
    Ok(())
}

async fn mailed_link(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("mailed_link")
                .col(bytes("digest"))
                .col(text("kind"))
                .col(id("target"))
                .col(moment("made_at"))
                .primary_key(&mut primary(&["tenant_id", "digest"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("mailed_link", &["made_at"])).await?;
    Ok(())
}

async fn secret_question(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("secret_question")
                .col(id("user_id"))
                .col(text("question"))
                .col(text("hash"))
                .col(moment("set_at"))
                .primary_key(&mut primary(&["tenant_id", "user_id"]))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn recovery_code(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("recovery_code")
                .col(id("user_id"))
                .col(bytes("digest"))
                .col(moment("made_at"))
                .col(moment_or_null("used_at"))
                .primary_key(&mut primary(&["tenant_id", "user_id", "digest"]))
                .to_owned(),
        )
        .await?;
    Ok(())
}
