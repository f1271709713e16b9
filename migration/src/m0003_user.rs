//! Users, their passwords present and former, their devices.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{id, moment, moment_or_null, number, primary, tenant_table, text, unique};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        user(schema).await?;
        password(schema).await?;
        former_password(schema).await?;
        device(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["device", "former_password", "password", "user"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn user(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("user")
                .col(id("id"))
                .col(text("login_name"))
                .col(text("subject"))
                .col(text("stage"))
                .col(text("login_method"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("user", &["tenant_id", "login_name"])).await?;
    schema.create_index(unique("user", &["tenant_id", "subject"])).await
}

async fn password(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("password")
                .col(id("user_id"))
                .col(text("hash"))
                .col(text("origin"))
                .col(moment("set_at"))
                .primary_key(&mut primary(&["tenant_id", "user_id"]))
                .to_owned(),
        )
        .await
}

async fn former_password(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("former_password")
                .col(id("user_id"))
                .col(moment("set_at"))
                .col(text("hash"))
                .primary_key(&mut primary(&["tenant_id", "user_id", "set_at"]))
                .to_owned(),
        )
        .await
}

async fn device(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("device")
                .col(id("id"))
                .col(id("user_id"))
                .col(number("number"))
                .col(text("address"))
                .col(text("kind"))
                .col(moment_or_null("last_used_at"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("device", &["tenant_id", "user_id", "number"])).await
}
