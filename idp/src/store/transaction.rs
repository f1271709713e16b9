//! A transaction that writes, as work sees it.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement, TransactionTrait,
};

/// A transaction opened by [`super::Database::write`]. Whoever holds one may write; it ends with the work.
#[derive(Clone)]
pub struct Tx(Arc<DatabaseTransaction>);

impl Tx {
    pub(super) fn new(inner: DatabaseTransaction) -> (Self, Arc<DatabaseTransaction>) {
        let inner = Arc::new(inner);
        (Self(inner.clone()), inner)
    }
}

/// Runs work in a transaction of its own, then commits, or rolls back on an error.
pub(super) async fn run<F, W, T, E>(pool: &DatabaseConnection, work: &F) -> Result<T, E>
where
    F: Fn(Tx) -> W,
    W: Future<Output = Result<T, E>>,
    E: From<DbErr>,
{
    finish(pool.begin().await?, work).await
}

/// Runs work inside `open`, then commits it, or rolls it back on an error.
pub(super) async fn finish<F, W, T, E>(open: DatabaseTransaction, work: &F) -> Result<T, E>
where
    F: Fn(Tx) -> W,
    W: Future<Output = Result<T, E>>,
    E: From<DbErr>,
{
    let (tx, inner) = Tx::new(open);
    let outcome = work(tx).await;
    let inner = Arc::try_unwrap(inner)
        .map_err(|_| DbErr::Custom("a transaction outlived its work".to_owned()))?;
    match outcome {
        Ok(value) => {
            inner.commit().await?;
            Ok(value)
        }
        Err(error) => {
            inner.rollback().await?;
            Err(error)
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
    }
}
