//! What counts the changes of an account, and what people are looked for by.

use sea_orm_migration::prelude::{
    Alias, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

use crate::columns::{id, number, primary, tenant_table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Step;

/// The claims by which a person is called.
const NAMES: [&str; 4] = ["name", "family_name", "given_name", "nickname"];

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let version = number("version").default(0).to_owned();
        let add = Table::alter().table(Alias::new("user")).add_column(version).to_owned();
        schema.alter_table(add).await?;
        schema
            .create_table(
                tenant_table("user_word")
                    .col(text("word"))
                    .col(id("user_id"))
                    .primary_key(&mut primary(&["tenant_id", "user_id", "word"]))
                    .to_owned(),
            )
            .await?;
        let (connection, backend) = (schema.get_connection(), schema.get_database_backend());
        for name in NAMES {
            connection.execute_unprepared(&words(backend, name)).await?;
        }
        for index in indexes(backend) {
            connection.execute_unprepared(&index).await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        let connection = schema.get_connection();
        for index in ["user_begins", "device_begins", "user_word_begins"] {
            connection.execute_unprepared(&format!("DROP INDEX {index}")).await?;
        }
        schema.drop_table(Table::drop().table(Alias::new("user_word")).to_owned()).await?;
        let drop =
            Table::alter().table(Alias::new("user")).drop_column(Alias::new("version")).to_owned();
        schema.alter_table(drop).await
    }
}

/// The words of those who have names already.
fn words(backend: DatabaseBackend, name: &str) -> String {
    let claims = match backend {
        DatabaseBackend::Postgres => "claims::json",
        _ => "claims",
    };
    format!(
        "INSERT INTO user_word (tenant_id, user_id, word) \
         SELECT tenant_id, user_id, lower({claims}->>'{name}') FROM user_claims \
         WHERE {claims}->>'{name}' IS NOT NULL ON CONFLICT DO NOTHING"
    )
}

/// In the order of characters, whatever language the database sorts by: so that beginnings are found.
fn indexes(backend: DatabaseBackend) -> [String; 3] {
    let order = match backend {
        DatabaseBackend::Postgres => " text_pattern_ops",
        _ => "",
    };
    [
        format!("CREATE INDEX user_begins ON \"user\" (tenant_id, login_name{order})"),
        format!("CREATE INDEX device_begins ON device (tenant_id, lower(address){order})"),
        format!("CREATE INDEX user_word_begins ON user_word (tenant_id, word{order})"),
    ]
}
