//! The table of deeds and intervals.

use std::future::pending;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::every::every;
use crate::app::App;
use crate::usecase::upkeep::{
    deliver_letters, deliver_logouts, remind, revoke_left_behind, rotate_keys, tidy, watch,
};

/// Letters put into the outbox by another process are noticed within this.
const LETTERS: Duration = Duration::from_secs(1);
/// The same for ended sessions.
const LOGOUTS: Duration = Duration::from_secs(1);
const KEYS: Duration = Duration::from_mins(10);
const TIDY: Duration = Duration::from_hours(1);
const REMINDERS: Duration = Duration::from_hours(1);
const WATCH: Duration = Duration::from_mins(1);

pub(super) fn start(app: &App, tracker: &TaskTracker, stop: &CancellationToken) {
    let (letters, bell, keys) = (app.clone(), app.clone(), app.clone());
    tracker.spawn(every(
        "letters",
        LETTERS,
        stop.clone(),
        move || {
            let app = letters.clone();
            async move { deliver_letters::deliver(&app).await.map(drop) }
        },
        move || {
            let app = bell.clone();
            async move { app.letters.notified().await }
        },
    ));
    let (logouts, ended) = (app.clone(), app.clone());
    tracker.spawn(every(
        "logouts",
        LOGOUTS,
        stop.clone(),
        move || {
            let app = logouts.clone();
            async move { deliver_logouts::deliver(&app).await.map(drop) }
        },
        move || {
            let app = ended.clone();
            async move { app.logouts.notified().await }
        },
    ));
    tracker.spawn(every(
        "keys",
        KEYS,
        stop.clone(),
        move || {
            let app = keys.clone();
            async move { rotate_keys::rotate_all(&app).await }
        },
        pending,
    ));
    look_after(app, tracker, stop);
}

/// What nobody waits for.
fn look_after(app: &App, tracker: &TaskTracker, stop: &CancellationToken) {
    let (tidying, reminding, watching) = (app.clone(), app.clone(), app.clone());
    tracker.spawn(every(
        "watch",
        WATCH,
        stop.clone(),
        move || {
            let app = watching.clone();
            async move { watch::watch(&app).await.map(drop) }
        },
        pending,
    ));
    tracker.spawn(every(
        "tidy",
        TIDY,
        stop.clone(),
        move || {
            let app = tidying.clone();
            async move {
                revoke_left_behind::revoke(&app).await?;
                tidy::tidy(&app).await.map(drop)
            }
        },
        pending,
    ));
    tracker.spawn(every(
        "reminders",
        REMINDERS,
        stop.clone(),
        move || {
            let app = reminding.clone();
            async move { remind::remind(&app).await.map(drop) }
        },
        pending,
    ));
}
