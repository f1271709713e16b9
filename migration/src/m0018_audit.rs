//! The audit trail as a chain: each event gets a number and a link, the head stands in a row of its own, and the database
//! refuses to change or remove what is written. Beside it: webhooks, their deliveries, and why a letter did not leave.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::columns::{
    bytes, bytes_or_null, id, index, moment, moment_or_null, number, primary, tenant_table, text,
    text_or_null, unique,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for column in [moment_or_null("number"), bytes_or_null("link")] {
            let table =
                Table::alter().table(Alias::new("audit_event")).add_column(column).to_owned();
            schema.alter_table(table).await?;
        }
        schema.create_index(unique("audit_event", &["tenant_id", "number"])).await?;
        run(schema, UNSEALED).await?;
        schema
            .create_table(
                tenant_table("audit_head")
                    .col(moment("number"))
                    .col(bytes("link"))
                    .col(bytes("mac"))
                    .primary_key(&mut primary(&["tenant_id"]))
                    .to_owned(),
            )
            .await?;
        webhook(schema).await?;
        let told = Table::alter()
            .table(Alias::new("outbox"))
            .add_column(text_or_null("last_error"))
            .to_owned();
        schema.alter_table(told).await?;
        for statement in guards(schema.get_connection().get_database_backend()) {
            run(schema, statement).await?;
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("a trail that was sealed is not unsealed".to_owned()))
    }
}

async fn run(schema: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    schema.get_connection().execute_unprepared(statement).await.map(drop)
}

/// What waits for its number: as large as what the last second wrote.
const UNSEALED: &str =
    "CREATE INDEX audit_event_unsealed ON audit_event (tenant_id, id) WHERE number IS NULL";

const OPEN: &str = "CREATE INDEX webhook_delivery_open \
     ON webhook_delivery (tenant_id, webhook_id, number) WHERE outcome IS NULL";

const DUE: &str =
    "CREATE INDEX webhook_delivery_due ON webhook_delivery (due_at) WHERE outcome IS NULL";

async fn webhook(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema
        .create_table(
            tenant_table("webhook")
                .col(id("id"))
                .col(text("url"))
                .col(text("prefixes"))
                .col(bytes("sealed"))
                .col(moment("created_at"))
                .col(moment_or_null("removed_at"))
                .primary_key(&mut primary(&["tenant_id", "id"]))
                .to_owned(),
        )
        .await?;
    schema
        .create_table(
            tenant_table("webhook_delivery")
                .col(id("webhook_id"))
                .col(moment("number"))
                .col(id("event_id"))
                .col(moment("created_at"))
                .col(moment("due_at"))
                .col(number("tries"))
                .col(moment_or_null("tried_at"))
                .col(text_or_null("answer"))
                .col(text_or_null("outcome"))
                .primary_key(&mut primary(&["tenant_id", "webhook_id", "number"]))
                .to_owned(),
        )
        .await?;
    schema.create_index(index("webhook_delivery", &["created_at"])).await?;
    run(schema, OPEN).await?;
    run(schema, DUE).await
}

/// Whatever was told is not told differently later. A number and a link are given once.
const fn guards(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE FUNCTION audit_event_stands() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION 'audit events are never changed or removed'; END $$",
            "CREATE TRIGGER audit_event_keeps BEFORE UPDATE ON audit_event FOR EACH ROW WHEN (
                 OLD.number IS NOT NULL
                 OR (OLD.tenant_id, OLD.id, OLD.at, OLD.actor, OLD.action, OLD.subject, OLD.details, OLD.ip)
                 IS DISTINCT FROM
                 (NEW.tenant_id, NEW.id, NEW.at, NEW.actor, NEW.action, NEW.subject, NEW.details, NEW.ip))
             EXECUTE FUNCTION audit_event_stands()",
            "CREATE TRIGGER audit_event_stays BEFORE DELETE ON audit_event FOR EACH ROW
             EXECUTE FUNCTION audit_event_stands()",
            "CREATE TRIGGER audit_event_remains BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT
             EXECUTE FUNCTION audit_event_stands()",
        ],
        _ => &[
            "CREATE TRIGGER audit_event_keeps BEFORE UPDATE ON audit_event WHEN
                 OLD.number IS NOT NULL
                 OR OLD.tenant_id IS NOT NEW.tenant_id OR OLD.id IS NOT NEW.id OR OLD.at IS NOT NEW.at
                 OR OLD.actor IS NOT NEW.actor OR OLD.action IS NOT NEW.action
                 OR OLD.subject IS NOT NEW.subject OR OLD.details IS NOT NEW.details
                 OR OLD.ip IS NOT NEW.ip
             BEGIN SELECT RAISE(ABORT, 'audit events are never changed or removed'); END",
            "CREATE TRIGGER audit_event_stays BEFORE DELETE ON audit_event
             BEGIN SELECT RAISE(ABORT, 'audit events are never changed or removed'); END",
        ],
    }
}
