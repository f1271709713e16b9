//! What the administration API remembers of requests that must not be done twice, and the indexes of its lists.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{bytes, bytes_or_null, index, moment, primary, tenant_table};

/// Columns that lists are filtered and counted by, beside the tenant.
const LISTS: [(&str, &[&str]); 7] = [
    ("user", &["tenant_id", "login_method", "login_name"]),
    ("user", &["tenant_id", "stage", "login_name"]),
    ("device", &["tenant_id", "address"]),
    ("login_history", &["tenant_id", "at"]),
    ("certificate", &["tenant_id", "not_after"]),
    ("login_standing", &["tenant_id", "locked_at"]),
    ("outbox", &["tenant_id", "state", "ended_at"]),
];

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                tenant_table("idempotency")
                    .col(bytes("digest"))
                    .col(bytes("fingerprint"))
                    .col(bytes_or_null("sealed"))
                    .col(moment("created_at"))
                    .primary_key(&mut primary(&["tenant_id", "digest"]))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("idempotency", &["created_at"])).await?;
        for (table, columns) in LISTS {
            schema.create_index(index(table, columns)).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in LISTS {
            let name = format!("{table}_by_{}", columns.join("_"));
            let drop = Index::drop().name(name).table(Alias::new(table)).to_owned();
            schema.drop_index(drop).await?;
        }
        schema.drop_table(Table::drop().table(Alias::new("idempotency")).to_owned()).await
    }
}
