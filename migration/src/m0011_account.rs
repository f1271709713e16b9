//! Reissues, proofs of addresses, changes of method, known browsers, reminders; answers count too.

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
        reissue(schema).await?;
        address_proof(schema).await?;
        method_change(schema).await?;
        known_browser(schema).await?;
        reminder(schema).await?;
        login_standing(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for column in ["lock_reason", "wrong_answers"] {
            let change = Table::alter()
                .table(Alias::new("login_standing"))
                .drop_column(Alias::new(column))
                .to_owned();
            schema.alter_table(change).await?;
        }
        for table in ["reminder", "known_browser", "method_change", "address_proof", "reissue"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn reissue(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("reissue")
                .col(id("id"))
                .col(id("user_id"))
                .col(moment("created_at"))
                .col(moment("expires_at"))
                .col(bytes_or_null("browser_digest"))
                .col(number("wrong_tries"))
                .col(text_or_null("proof"))
                .col(moment_or_null("ended_at"))
                .col(text_or_null("how_ended"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("reissue", &["tenant_id", "user_id"])).await?;
    Ok(())
}

async fn address_proof(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("address_proof")
                .col(id("id"))
                .col(id("user_id"))
                .col(id("session_id"))
                .col(id_or_null("device_id"))
                .col(text("address"))
                .col(text("kind"))
                .col(text("reference"))
                .col(bytes_or_null("digest"))
                .col(number("wrong_tries"))
                .col(moment("asked_at"))
                .col(moment_or_null("ended_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("address_proof", &["tenant_id", "user_id", "asked_at"])).await?;
    Ok(())
}

async fn method_change(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("method_change")
                .col(id("id"))
                .col(id("user_id"))
                .col(text("method_before"))
                .col(text("method_after"))
                .col(moment("at"))
                .col(moment_or_null("undo_until"))
                .col(moment_or_null("undone_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("method_change", &["tenant_id", "user_id"])).await?;
    Ok(())
}

async fn known_browser(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("known_browser")
                .col(id("id"))
                .col(id("user_id"))
                .col(bytes("digest"))
                .col(text("ip"))
                .col(text("browser"))
                .col(moment("created_at"))
                .col(moment("last_seen_at"))
                .col(moment_or_null("remembered_until"))
                .col(number("failures"))
                .col(moment_or_null("last_failure_at"))
                .col(moment_or_null("locked_at"))
                .col(moment_or_null("ended_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("known_browser", &["tenant_id", "digest", "user_id"])).await?;
    schema.create_index(index("known_browser", &["tenant_id", "user_id"])).await?;
    Ok(())
}

async fn reminder(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("reminder")
                .col(id("subject"))
                .col(text("about"))
                .col(moment("sent_at"))
                .primary_key(&mut primary(&["tenant_id", "subject", "about"]))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn login_standing(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    for mut column in [number("wrong_answers").default(0).to_owned(), text_or_null("lock_reason")] {
        let change =
            Table::alter().table(Alias::new("login_standing")).add_column(&mut column).to_owned();
        schema.alter_table(change).await?;
    }
    Ok(())
}
