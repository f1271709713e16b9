//! Certificate authorities of tenants, client certificates of devices, proofs brought back from the certificate address.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};

use crate::columns::{
    bytes, bytes_or_null, id, index, moment, moment_or_null, primary, tenant_table, text,
    text_or_null, unique,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        certificate_authority(schema).await?;
        certificate(schema).await?;
        certificate_pass(schema).await?;
        tenant_image(schema).await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in ["tenant_image", "certificate_pass", "certificate", "certificate_authority"] {
            schema.drop_table(Table::drop().table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}

async fn certificate_authority(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("certificate_authority")
                .col(id("id"))
                .col(text("key_id"))
                .col(bytes("certificate"))
                .col(bytes("sealed"))
                .col(moment("created_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("certificate_authority", &["tenant_id", "key_id"])).await?;
    Ok(())
}

async fn certificate(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("certificate")
                .col(id("id"))
                .col(id("authority_id"))
                .col(text("serial"))
                .col(id("user_id"))
                .col(id("device_id"))
                .col(bytes("certificate"))
                .col(moment("issued_at"))
                .col(moment("not_after"))
                .col(bytes_or_null("sealed"))
                .col(moment_or_null("downloaded_at"))
                .col(moment_or_null("revoked_at"))
                .col(text_or_null("reason"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(unique("certificate", &["tenant_id", "authority_id", "serial"])).await?;
    schema.create_index(index("certificate", &["tenant_id", "user_id"])).await?;
    schema.create_index(index("certificate", &["tenant_id", "device_id"])).await?;
    Ok(())
}

async fn certificate_pass(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("certificate_pass")
                .col(bytes("digest"))
                .col(id("subject"))
                .col(id("certificate_id"))
                .col(moment("made_at"))
                .col(moment_or_null("used_at"))
                .primary_key(&mut primary(&["tenant_id", "digest"]))
                .to_owned(),
        )
        .await?;
    Ok(())
}

async fn tenant_image(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("tenant_image")
                .col(text("kind"))
                .col(text("media_type"))
                .col(bytes("bytes"))
                .col(moment("set_at"))
                .primary_key(&mut primary(&["tenant_id", "kind"]))
                .to_owned(),
        )
        .await?;
    Ok(())
}
