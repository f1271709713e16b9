//! Tables of users that were sent to be imported: how each is to be taken, how far it came, and its bytes in pieces.

use sea_orm_migration::prelude::{
    DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};
use sea_orm_migration::sea_query::Alias;

use crate::columns::{
    bytes, id, index, moment, moment_or_null, number, primary, tenant_table, text,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("import_upload")
                    .col(id("id"))
                    .col(text("sender"))
                    .col(text("terms"))
                    .col(text("state"))
                    .col(text("report"))
                    .col(moment("size"))
                    .col(number("claims"))
                    .col(moment("made_at"))
                    .col(moment_or_null("due_at"))
                    .primary_key(&mut primary(&["tenant_id", "id"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("import_upload", &["due_at"])).await?;
        schema
            .create_table(
                tenant_table("import_piece")
                    .col(id("upload_id"))
                    .col(number("number"))
                    .col(bytes("bytes"))
                    .primary_key(&mut primary(&["tenant_id", "upload_id", "number"]))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["import_piece", "import_upload"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}
