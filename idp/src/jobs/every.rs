//! A loop that stops cleanly and survives its own failures.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::stop::Fault;

/// Does a deed, then waits for the interval or the bell, until stopped.
pub(super) async fn every<D, F, B, W>(
    name: &'static str,
    interval: Duration,
    stop: CancellationToken,
    deed: D,
    bell: B,
) where
    D: Fn() -> F + Send,
    F: Future<Output = Result<(), Fault>> + Send,
    B: Fn() -> W + Send,
    W: Future<Output = ()> + Send,
{
    loop {
        if let Err(fault) = deed().await {
            tracing::error!(job = name, %fault, "a job failed; it is tried again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = bell() => {}
            () = tokio::time::sleep(interval) => {}
        }
    }
}
