//! SCIM: tokens of those who provision, what they said of people beyond the account, groups.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{
    bytes, id, index, moment, moment_or_null, number, primary, tenant_table, text, text_or_null,
    unique,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        token(schema).await?;
        user(schema).await?;
        group(schema).await?;
        member(schema).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["user_group_member", "user_group", "scim_user", "scim_token"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn token(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("scim_token")
                .col(id("id"))
                .col(bytes("digest"))
                .col(text("name"))
                .col(text("created_by"))
                .col(moment("created_at"))
                .col(moment("expires_at"))
                .col(moment_or_null("used_at"))
                .col(moment_or_null("revoked_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("scim_token", &["tenant_id", "digest"])).await
}

async fn user(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("scim_user")
                .col(id("user_id"))
                .col(text_or_null("external_id"))
                .col(text("document"))
                .col(number("version"))
                .col(moment("updated_at"))
                .primary_key(&mut primary(&["tenant_id", "user_id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("scim_user", &["tenant_id", "external_id"])).await
}

async fn group(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("user_group")
                .col(id("id"))
                .col(text("name"))
                .col(text_or_null("external_id"))
                .col(number("version"))
                .col(moment("created_at"))
                .col(moment("updated_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("user_group", &["tenant_id", "name"])).await?;
    schema.create_index(index("user_group", &["tenant_id", "external_id"])).await
}

/// Members are people or groups.
async fn member(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("user_group_member")
                .col(id("group_id"))
                .col(id("member_id"))
                .col(text("kind"))
                .primary_key(&mut primary(&["tenant_id", "group_id", "member_id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("user_group_member", &["tenant_id", "member_id"])).await
}
