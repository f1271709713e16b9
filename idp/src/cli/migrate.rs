//! `sekisho migrate up | down | status`.

use anyhow::{Context, Result};
use clap::Subcommand;
use migration::{Migrator, MigratorTrait};
use serde_json::json;

use super::{Installation, out, schema, world};

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
        Migrate::Up(_) => schema::up(&database).await?,
        Migrate::Down(_) => {
            database.migrating(async |db| Migrator::down(db, Some(1)).await).await?;
        }
        Migrate::Status(_) => {}
    }
    let (applied, pending) = schema::steps(&database).await?;
    let told = json!({ "applied": applied, "pending": pending });
    out::either(installation.json, &told, || {
        format!("applied: {}\npending: {}", applied.join(" "), pending.join(" "))
    })?;
    database.close().await.context("the database did not close")
}
