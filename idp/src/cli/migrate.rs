//! `sekisho migrate up | down | status`.

use anyhow::{Context, Result};
use clap::Subcommand;
use migration::{Migrator, MigratorTrait};
use serde_json::json;

use super::{Installation, out, world};
use crate::store::Database;

#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// Apply every step that is missing
    Up(Installation),
    /// Take back the newest step: its tables and what they hold are gone
    Down(Installation),
    /// Say which steps are applied
    Status(Installation),
}

pub async fn run(migrate: Migrate) -> Result<()> {
    let (Migrate::Up(installation) | Migrate::Down(installation) | Migrate::Status(installation)) =
        &migrate;
    let database = world::connect(&world::parts(installation)?.database).await?;
    match &migrate {
        Migrate::Up(_) => up(&database).await?,
        Migrate::Down(_) => {
            database.migrating(async |db| Migrator::down(db, Some(1)).await).await?;
        }
        Migrate::Status(_) => {}
    }
    let (applied, pending) = steps(&database).await?;
    let told = json!({ "applied": applied, "pending": pending });
    out::either(installation.json, &told, || {
        format!("applied: {}\npending: {}", applied.join(" "), pending.join(" "))
    })?;
    database.close().await.context("the database did not close")
}

pub async fn up(database: &Database) -> Result<()> {
    database.migrating(async |db| Migrator::up(db, None).await).await.context("migration")
}

/// Whether the database has exactly this program's schema.
pub async fn is_current(database: &Database) -> Result<bool> {
    // A step that this program does not know makes the list an error: the schema is newer.
    Ok(steps(database).await?.1.is_empty())
}

async fn steps(database: &Database) -> Result<(Vec<String>, Vec<String>)> {
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
