//! The wall clock: providers are judged by the time they live in.

use std::time::{Duration, UNIX_EPOCH};

/// Seconds since 1970.
pub fn now() -> i64 {
    let seconds = UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// Lets time pass.
pub async fn wait(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}
