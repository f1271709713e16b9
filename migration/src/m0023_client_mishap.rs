//! The last thing that went wrong for a client at each endpoint, for whoever administers it.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};
use sea_orm_migration::sea_query::Alias;

use crate::columns::{moment, primary, tenant_table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("client_mishap")
                    .col(text("client_id"))
                    .col(text("endpoint"))
                    .col(text("what"))
                    .col(text("description"))
                    .col(moment("at"))
                    .primary_key(&mut primary(&["tenant_id", "client_id", "endpoint"]))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema.drop_table(Table::drop().table(Alias::new("client_mishap")).to_owned()).await
    }
}
