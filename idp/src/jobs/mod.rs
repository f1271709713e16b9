//! When, not what: the loops that call the upkeep use-cases.

mod every;
mod schedule;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::App;

/// Loops under way.
pub struct Jobs {
    tracker: TaskTracker,
    stop: CancellationToken,
}

/// Starts all loops.
pub fn start(app: &App) -> Jobs {
    let jobs = Jobs { tracker: TaskTracker::new(), stop: CancellationToken::new() };
    schedule::start(app, &jobs.tracker, &jobs.stop);
    jobs.tracker.close();
    jobs
}

impl Jobs {
    /// Lets each loop finish what it is at.
    pub async fn stop(self) {
        self.stop.cancel();
        self.tracker.wait().await;
    }
}
