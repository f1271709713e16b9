use std::sync::Arc;
use axum::{Router, extract::State, routing::get};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait, ConnectionTrait};

#[derive(Clone)]
pub struct App { db: Arc<Db> }
pub struct Db { pool: DatabaseConnection }

pub async fn write<F, T, E>(db: &Db, work: F) -> Result<T, E>
where F: AsyncFn(&DatabaseTransaction) -> Result<T, E>, E: From<DbErr> {
    let tx = db.pool.begin().await?;
    let out = work(&tx).await;
    match out { Ok(v) => { tx.commit().await?; Ok(v) } Err(e) => { tx.rollback().await?; Err(e) } }
}
async fn save(tx: &impl ConnectionTrait, name: &str) -> Result<u64, DbErr> {
    Ok(tx.execute_unprepared(name).await?.rows_affected())
}
async fn answer(app: &App, name: &str, other: String) -> Result<u64, DbErr> {
    let n = 3u64;
    write(&app.db, async |tx| { let a = save(tx, name).await?; let b = save(tx, &other).await?; Ok(a + b + n) }).await
}
async fn handler(State(app): State<App>) -> String {
    format!("{:?}", answer(&app, "x", String::new()).await)
}
pub fn router(app: App) -> Router { Router::new().route("/", get(handler)).with_state(app) }
