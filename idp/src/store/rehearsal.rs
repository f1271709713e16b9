//! Work that is tried and taken back: what a deed would come to, without the deed.

use sea_orm::DbErr;

use super::Tx;
use crate::stop::Retry;

tokio::task_local! {
    static REHEARSING: ();
}

/// Runs a deed whose every write is taken back once it is done. Nothing of it is durable, and no letter leaves.
pub async fn rehearse<T>(deed: impl Future<Output = T>) -> T {
    REHEARSING.scope((), deed).await
}

pub(super) fn is_on() -> bool {
    REHEARSING.try_with(|()| ()).is_ok()
}

/// How rehearsed work ends: always as an error, so that its transaction rolls back.
pub(super) enum Ended<T, E> {
    Well(T),
    Badly(E),
}

impl<T, E> Ended<T, E> {
    pub(super) async fn of<W: Future<Output = Result<T, E>>>(
        work: &impl Fn(Tx) -> W,
        tx: Tx,
    ) -> Result<(), Self> {
        match work(tx).await {
            Ok(value) => Err(Self::Well(value)),
            Err(error) => Err(Self::Badly(error)),
        }
    }
}

impl<T, E: From<DbErr>> From<DbErr> for Ended<T, E> {
    fn from(error: DbErr) -> Self {
        Self::Badly(error.into())
    }
}

impl<T, E: Retry> Retry for Ended<T, E> {
    fn worth_another_try(&self) -> bool {
        match self {
            Self::Well(_) => false,
            Self::Badly(error) => error.worth_another_try(),
        }
    }
}
