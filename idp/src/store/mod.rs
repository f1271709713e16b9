//! The only place that knows the database. Functions take a connection, then the tenant; they return model types, never rows.
//!
//! Reads take any connection. Writes take a [`Tx`], which only [`Database::write`] makes.

pub mod access_tokens;
pub mod address_proofs;
pub mod api_keys;
pub mod attempts;
pub mod audit;
pub mod audit_chain;
pub mod certificate_authorities;
pub mod certificate_passes;
pub mod certificates;
pub mod client_logos;
pub mod client_mishaps;
pub mod client_secrets;
pub mod client_trials;
pub mod clients;
pub mod codes;
mod condition;
pub mod consents;
pub mod device_authorizations;
pub mod devices;
pub mod enrolments;
mod entity;
pub mod expired;
pub mod figures;
pub mod grants;
pub mod groups;
pub mod history;
pub mod idempotency;
pub mod images;
pub mod import_jobs;
pub mod import_uploads;
pub mod initial_access_tokens;
pub mod installation;
pub mod known_browsers;
pub mod mailed_links;
pub mod method_changes;
pub mod outbox;
pub mod passwords;
pub mod people;
pub mod pushed_requests;
pub mod recovery_codes;
pub mod refresh_tokens;
pub mod registrations;
mod rehearsal;
pub mod reissues;
pub mod reminders;
pub mod removal;
pub mod role_grants;
mod rows;
pub mod scim_tokens;
pub mod scim_users;
pub mod secret_questions;
pub mod seen_values;
pub mod session_clients;
pub mod sessions;
pub mod signing_keys;
pub mod standings;
pub mod tenants;
mod transaction;
pub mod user_claims;
pub mod user_search;
pub mod users;
pub mod webhook_deliveries;
pub mod webhooks;
mod writer;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{ConnectOptions, DatabaseConnection, DbErr, SqlxSqliteConnector};

pub use condition::{Expected, conditional, expect};
pub use rehearsal::rehearse;
pub use transaction::Tx;

use crate::stop::Retry;
use rehearsal::Ended;

/// Connections to one database: a pool that reads and, on SQLite, one connection that writes.
pub struct Database {
    reads: DatabaseConnection,
    writes: Writes,
    statements: Arc<AtomicU64>,
}

enum Writes {
    /// SQLite: one writer, whose commits are shared by those who wait.
    Shared(writer::Writer),
    /// PostgreSQL groups commits by itself.
    Pooled(DatabaseConnection),
}

/// How often work is tried again that only the database's timing refused.
const TRIES: u32 = 5;

impl Database {
    /// Opens `sqlite://FILE` or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self, DbErr> {
        if let Some(file) = url.strip_prefix("sqlite://") {
            return Self::open_sqlite(file).await;
        }
        let mut options = ConnectOptions::new(url);
        options.max_connections(16).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
        let mut pool = sea_orm::Database::connect(options).await?;
        let statements = Arc::default();
        count_statements(&mut pool, &statements);
        Ok(Self { reads: pool.clone(), writes: Writes::Pooled(pool), statements })
    }

    async fn open_sqlite(file: &str) -> Result<Self, DbErr> {
        make_private(file).map_err(|error| DbErr::Custom(format!("{file}: {error}")))?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(true)
            .disable_statement_logging();
        let connect = async |most: u32| {
            let pool = SqlitePoolOptions::new()
                .max_connections(most)
                .min_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(options.clone())
                .await
                .map_err(|error| DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into())))?;
            Ok::<_, DbErr>(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
        };
        let (mut writer, mut reads) = (connect(1).await?, connect(4).await?);
        let statements = Arc::default();
        count_statements(&mut writer, &statements);
        count_statements(&mut reads, &statements);
        Ok(Self { reads, writes: Writes::Shared(writer::Writer::new(writer)), statements })
    }

    /// How many statements were made so far: what must not take longer for one than for another is compared by it.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The connection to read with. What it reads is committed.
    pub const fn read(&self) -> &DatabaseConnection {
        &self.reads
    }

    /// Runs work in a transaction and answers once it is durable. An error rolls the work back.
    ///
    /// On SQLite, work that arrives together shares one commit, each in its own savepoint. On PostgreSQL
    /// work that lost against another transaction is tried again, which is why it can be called twice.
    pub async fn write<F, W, T, E>(&self, work: F) -> Result<T, E>
    where
        F: Fn(Tx) -> W + Send + Sync,
        W: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<DbErr> + Retry + Send,
    {
        let work = |tx: Tx| {
            let work = &work;
            async move {
                condition::meet(&tx).await?;
                work(tx).await
            }
        };
        let done = self.perform(work).await;
        if done.is_ok() {
            condition::met();
        }
        done
    }

    async fn perform<F, W, T, E>(&self, work: F) -> Result<T, E>
    where
        F: Fn(Tx) -> W + Send + Sync,
        W: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<DbErr> + Retry + Send,
    {
        if !rehearsal::is_on() {
            return self.commit(work).await;
        }
        match self.commit(|tx| Ended::of(&work, tx)).await {
            Err(Ended::Well(value)) => Ok(value),
            Err(Ended::Badly(error)) => Err(error),
            // Rehearsed work never ends in a commit.
            Ok(()) => Err(DbErr::Custom("a rehearsal was committed".to_owned()).into()),
        }
    }

    async fn commit<F, W, T, E>(&self, work: F) -> Result<T, E>
    where
        F: Fn(Tx) -> W + Send + Sync,
        W: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<DbErr> + Retry + Send,
    {
        match &self.writes {
            Writes::Shared(writer) => writer.write(work).await,
            Writes::Pooled(pool) => {
                let mut tries = 1;
                loop {
                    match transaction::run(pool, &work).await {
                        Err(error) if error.worth_another_try() && tries < TRIES => tries += 1,
                        outcome => return outcome,
                    }
                }
            }
        }
    }

    /// Waits for what is being written and closes all connections.
    pub async fn close(&self) -> Result<(), DbErr> {
        match &self.writes {
            Writes::Shared(writer) => writer.close().await?,
            Writes::Pooled(_) => {}
        }
        self.reads.clone().close().await
    }

    /// The connection that changes the schema.
    pub async fn migrating<T>(
        &self,
        work: impl AsyncFnOnce(&DatabaseConnection) -> Result<T, DbErr>,
    ) -> Result<T, DbErr> {
        match &self.writes {
            Writes::Shared(writer) => work(writer.connection()).await,
            Writes::Pooled(pool) => work(pool).await,
        }
    }
}

fn count_statements(connection: &mut DatabaseConnection, statements: &Arc<AtomicU64>) {
    let statements = statements.clone();
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
}

/// Makes the file for its owner alone, if it is not there. SQLite gives the files beside it the same mode.
fn make_private(file: &str) -> std::io::Result<()> {
    OpenOptions::new().create(true).append(true).mode(0o600).open(file).map(drop)
}
