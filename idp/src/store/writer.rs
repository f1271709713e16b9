//! The one writer of SQLite, whose commits are shared.
//!
//! Whoever holds the turn runs its work in a savepoint of the open transaction. If others wait for the
//! turn, it passes on uncommitted; the last one commits for all, and only then is anybody answered.
//!
//! Work can be dropped halfway, as a visitor hangs up. Nobody knows then where its savepoint stands: what was not yet
//! committed is void, the connection is opened anew, and the others of the batch run again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, RuntimeErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, oneshot};

use super::transaction::{self, Tx};

/// The most pieces of work that one commit makes durable.
const MOST_SHARED: usize = 64;

/// How often work runs again because its batch became void.
const TRIES: u32 = 5;

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
    waiting: Vec<oneshot::Sender<End>>,
    /// A piece of work runs, or was dropped while it ran.
    unsure: bool,
}

/// What became of a batch.
#[derive(Clone)]
enum End {
    Committed(Result<(), DbErr>),
    Void,
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
        for _ in 0..TRIES {
            if let Some(outcome) = self.once(&work).await {
                return outcome;
            }
        }
        Err(DbErr::Custom("the work of others was given up too often".to_owned()).into())
    }

    /// Runs work in a batch; none when the batch became void.
    async fn once<F, W, T, E>(&self, work: &F) -> Option<Result<T, E>>
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
        if let Err(error) = batch.settle(&shared.connection).await {
            return Some(Err(error.into()));
        }

        batch.unsure = true;
        let outcome = batch.run(&shared.connection, work).await;
        batch.unsure = false;
        let last = shared.waiting.load(Ordering::SeqCst) == 0;
        let end = if last || batch.waiting.len() >= MOST_SHARED {
            End::Committed(batch.commit().await)
        } else {
            let (sender, receiver) = oneshot::channel();
            batch.waiting.push(sender);
            drop(batch);
            let ended = || End::Committed(Err(DbErr::Custom("the writer ended".to_owned())));
            receiver.await.unwrap_or_else(|_| ended())
        };
        flush.not_needed();
        // A refused piece of work has nothing to make durable; its own error is the answer.
        match (outcome, end) {
            (Err(error), _) => Some(Err(error)),
            (Ok(_), End::Void) => None,
            (Ok(value), End::Committed(durable)) => Some(durable.map(|()| value).map_err(E::from)),
        }
    }
}

impl Batch {
    /// Voids what was done since the last commit, if a piece of work was dropped halfway.
    async fn settle(&mut self, connection: &DatabaseConnection) -> Result<(), DbErr> {
        if !self.unsure {
            return Ok(());
        }
        let broken = |error: sea_orm::sqlx::Error| DbErr::Conn(RuntimeErr::SqlxError(error.into()));
        drop(self.open.take());
        // SQLite rolls back what a connection leaves open when it closes.
        let one = connection.get_sqlite_connection_pool().acquire().await.map_err(broken)?;
        one.close().await.map_err(broken)?;
        for sender in self.waiting.drain(..) {
            let _ = sender.send(End::Void);
        }
        self.unsure = false;
        Ok(())
    }

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
                let _ = sender.send(End::Committed(outcome.clone()));
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
                let mut batch = shared.turn.lock().await;
                let flushed = match batch.settle(&shared.connection).await {
                    Ok(()) => batch.commit().await,
                    Err(error) => Err(error),
                };
                if let Err(error) = flushed {
                    tracing::error!(%error, "a shared commit failed");
                }
            });
        }
    }
}
