//! Logos of clients: fetched once from where a client says that its logo is, and served from here.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};
use sea_orm_migration::sea_query::Alias;

use crate::columns::{
    bytes_or_null, index, moment_or_null, number, primary, tenant_table, text, text_or_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("client_logo")
                    .col(text("client_id"))
                    .col(text("address"))
                    .col(text_or_null("media_type"))
                    .col(text_or_null("version"))
                    .col(bytes_or_null("bytes"))
                    .col(number("tries"))
                    .col(moment_or_null("due_at"))
                    .primary_key(&mut primary(&["tenant_id", "client_id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("client_logo", &["due_at"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table(Alias::new("client_logo")).to_owned()).await
    }
}
