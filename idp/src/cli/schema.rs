//! The database's schema, and whether it is this program's.

use anyhow::{Context, Result};
use migration::{Migrator, MigratorTrait};

use crate::store::Database;

pub async fn up(database: &Database) -> Result<()> {
    database.migrating(async |db| Migrator::up(db, None).await).await.context("migration")
}

/// Whether the database has exactly this program's schema.
pub async fn is_current(database: &Database) -> Result<bool> {
    // A step that this program does not know makes the list an error: the schema is newer.
    Ok(steps(database).await?.1.is_empty())
}

/// Names of the steps that are applied, and of those that are missing.
pub async fn steps(database: &Database) -> Result<(Vec<String>, Vec<String>)> {
    let applied = database
        .migrating(async |db| Migrator::get_applied_migrations(db).await)
        .await
        .context("the schema is newer than this program, or cannot be read")?;
    let pending = database.migrating(async |db| Migrator::get_pending_migrations(db).await).await?;
    let names = |steps: Vec<migration::sea_orm_migration::Migration>| {
        steps.iter().map(|step| step.name().to_owned()).collect()
    };
    Ok((names(applied), names(pending)))
}
