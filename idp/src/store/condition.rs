//! Work that is done only if a user is still as he was looked at: the condition is met inside the very transaction.

use std::sync::{Mutex, PoisonError};

use sea_orm::DbErr;

use super::{Tx, users};
use crate::model::ids::{TenantId, UserId};

/// A user as he was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    pub tenant: TenantId,
    pub user: UserId,
    pub version: i32,
}

tokio::task_local! {
    static EXPECTED: Mutex<Option<Expected>>;
}

/// Runs a deed that may say what it expects.
pub async fn conditional<T>(deed: impl Future<Output = T>) -> T {
    EXPECTED.scope(Mutex::new(None), deed).await
}

/// Lets the first write of this deed happen only if the user is still of this version.
pub fn expect(what: Expected) {
    put(Some(what));
}

/// Part of the first transaction of a deed: one guarded update, which one of many wins.
pub(super) async fn meet(tx: &Tx) -> Result<(), DbErr> {
    match now() {
        Some(expected) if !users::advance(tx, expected).await? => Err(DbErr::RecordNotUpdated),
        _ => Ok(()),
    }
}

/// It was met, and the work is durable: what follows belongs to the same deed.
pub(super) fn met() {
    put(None);
}

fn now() -> Option<Expected> {
    let read =
        |slot: &Mutex<Option<Expected>>| *slot.lock().unwrap_or_else(PoisonError::into_inner);
    EXPECTED.try_with(read).ok().flatten()
}

fn put(what: Option<Expected>) {
    // Outside of a conditional deed nothing is expected.
    let _none = EXPECTED.try_with(|slot| {
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = what;
    });
}
