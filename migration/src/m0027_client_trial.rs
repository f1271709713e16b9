//! Test logins of clients: what an administrator began, and what the client would have been told.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};
use sea_orm_migration::sea_query::Alias;

use crate::columns::{
    bytes, id, index, moment, moment_or_null, primary, tenant_table, text, text_or_null, unique,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("client_trial")
                    .col(id("id"))
                    .col(text("client_id"))
                    .col(bytes("digest"))
                    .col(text("door"))
                    .col(text("request"))
                    .col(text_or_null("outcome"))
                    .col(moment("begun_at"))
                    .col(moment_or_null("ended_at"))
                    .primary_key(&mut primary(&["tenant_id", "id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(unique("client_trial", &["tenant_id", "digest"])).await?;
        schema.create_index(index("client_trial", &["begun_at"])).await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table(Alias::new("client_trial")).to_owned()).await
    }
}
