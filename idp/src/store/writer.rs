//! The one writer of SQLite, whose commits are shared.
//!
//! Whoever holds the turn runs its work in a savepoint of the open transaction. If others wait for the
//! turn, it passes on uncommitted; the last one commits for all, and only then is anybody answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{Mutex, oneshot};

use super::transaction::{self, Tx};

/// The most pieces of work that one commit makes durable.
const MOST_SHARED: usize = 64;

pub(super) struct Writer {
    shared: Arc<Shared>,
}

struct Shared {
    connection: DatabaseConnection,
    turn: Mutex<Batch>,
    waiting: AtomicUsize,
}

/// What was done since the last commit, and who waits to hear that it is durable.
#[derive(Default)]
struct Batch {
    open: Option<DatabaseTransaction>,
    waiting: Vec<oneshot::Sender<Result<(), DbErr>>>,
}

impl Writer {
    pub(super) fn new(connection: DatabaseConnection) -> Self {
        let turn = Mutex::new(Batch::default());
        Self { shared: Arc::new(Shared { connection, turn, waiting: AtomicUsize::new(0) }) }
    }

    pub(super) fn connection(&self) -> &DatabaseConnection {
        &self.shared.connection
    }

    pub(super) async fn close(&self) -> Result<(), DbErr> {
        self.shared.turn.lock().await.commit().await?;
        self.shared.connection.clone().close().await
    }

    pub(super) async fn write<F, W, T, E>(&self, work: F) -> Result<T, E>
    where
        F: Fn(Tx) -> W,
        W: Future<Output = Result<T, E>>,
        E: From<DbErr>,
    {
        let shared = &self.shared;
        let flush = FlushIfAbandoned { shared: Some(shared.clone()) };
        shared.waiting.fetch_add(1, Ordering::SeqCst);
        let waits = Waits { shared };
        let mut batch = shared.turn.lock().await;
        drop(waits);

        let outcome = batch.run(&shared.connection, &work).await;
        let last = shared.waiting.load(Ordering::SeqCst) == 0;
        let durable = if last || batch.waiting.len() >= MOST_SHARED {
            batch.commit().await
        } else {
            let (sender, receiver) = oneshot::channel();
            batch.waiting.push(sender);
            drop(batch);
            receiver.await.unwrap_or_else(|_| Err(DbErr::Custom("the writer ended".to_owned())))
        };
        flush.not_needed();
        // A refused piece of work has nothing to make durable; its own error is the answer.
        let value = outcome?;
        durable?;
        Ok(value)
    }
}

impl Batch {
    async fn run<F, W, T, E>(&mut self, connection: &DatabaseConnection, work: &F) -> Result<T, E>
    where
        F: Fn(Tx) -> W,
        W: Future<Output = Result<T, E>>,
        E: From<DbErr>,
    {
        let open = match self.open.take() {
            Some(open) => open,
            None => connection.begin_with_options(immediate()).await?,
        };
        let open = self.open.insert(open);
        let savepoint = open.begin().await?;
        transaction::finish(savepoint, work).await
    }

    /// Makes everything done so far durable and tells those who wait. It runs in a task of its own: whoever began it
    /// may be dropped, the others hear how it ended all the same.
    async fn commit(&mut self) -> Result<(), DbErr> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let waiting = std::mem::take(&mut self.waiting);
        let commit = tokio::spawn(async move {
            let outcome = open.commit().await;
            for sender in waiting {
                // One who went away in the meantime is not missed.
                let _ = sender.send(outcome.clone());
            }
            outcome
        });
        commit.await.unwrap_or_else(|error| Err(DbErr::Custom(error.to_string())))
    }
}

fn immediate() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    }
}

/// Counts one who waits for the turn, until it comes or is given up.
struct Waits<'a> {
    shared: &'a Shared,
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.shared.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Commits for the others when the one who might have had to is dropped halfway.
struct FlushIfAbandoned {
    shared: Option<Arc<Shared>>,
}

impl FlushIfAbandoned {
    fn not_needed(mut self) {
        self.shared = None;
    }
}

impl Drop for FlushIfAbandoned {
    fn drop(&mut self) {
        let Some(shared) = self.shared.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let flushed = shared.turn.lock().await.commit().await;
                if let Err(error) = flushed {
                    tracing::error!(%error, "a shared commit failed");
                }
            });
        }
    }
}
