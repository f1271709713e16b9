//! The table of deeds and intervals.

use std::future::pending;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::every::every;
use crate::app::App;
use crate::usecase::upkeep::{
    carry_imports, deliver_events, deliver_letters, deliver_logouts, fetch_logos, forget_clients,
    remind, revoke_left_behind, rotate_keys, seal_audit, tidy, watch,
};

/// Letters put into the outbox by another process are noticed within this.
const LETTERS: Duration = Duration::from_secs(1);
/// The same for ended sessions.
const LOGOUTS: Duration = Duration::from_secs(1);
/// Events of the audit trail are told as not sealed yet for no longer.
const SEALING: Duration = Duration::from_secs(1);
const WEBHOOKS: Duration = Duration::from_secs(1);
/// And for clients that name a logo.
const LOGOS: Duration = Duration::from_secs(1);
/// Tables that were sent to another process are noticed within this.
const IMPORTS: Duration = Duration::from_secs(2);
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
    carry_tables(app, tracker, stop);
    tell_of_deeds(app, tracker, stop);
    look_after(app, tracker, stop);
}

/// Works on the tables that were sent. A long one is broken off when the service stops, and goes on with the next.
fn carry_tables(app: &App, tracker: &TaskTracker, stop: &CancellationToken) {
    let (carrying, bell, stopping) = (app.clone(), app.clone(), stop.clone());
    tracker.spawn(every(
        "imports",
        IMPORTS,
        stop.clone(),
        move || {
            let (app, stop) = (carrying.clone(), stopping.clone());
            async move {
                let stopping = move || stop.is_cancelled();
                while !stopping() && carry_imports::carry(&app, stopping.clone()).await? {}
                Ok(())
            }
        },
        move || {
            let app = bell.clone();
            async move { app.uploads.notified().await }
        },
    ));
}

/// Seals the audit trail, and tells webhooks of it. They wait for nobody but each other.
fn tell_of_deeds(app: &App, tracker: &TaskTracker, stop: &CancellationToken) {
    let (sealing, telling) = (app.clone(), app.clone());
    tracker.spawn(every(
        "audit",
        SEALING,
        stop.clone(),
        move || {
            let app = sealing.clone();
            async move { seal_audit::seal_all(&app).await.map(drop) }
        },
        pending,
    ));
    tracker.spawn(every(
        "webhooks",
        WEBHOOKS,
        stop.clone(),
        move || {
            let app = telling.clone();
            async move { deliver_events::deliver(&app).await.map(drop) }
        },
        pending,
    ));
}

/// What nobody waits for.
fn look_after(app: &App, tracker: &TaskTracker, stop: &CancellationToken) {
    let (tidying, reminding, watching) = (app.clone(), app.clone(), app.clone());
    let logos = app.clone();
    tracker.spawn(every(
        "logos",
        LOGOS,
        stop.clone(),
        move || {
            let app = logos.clone();
            async move { fetch_logos::fetch(&app).await.map(drop) }
        },
        pending,
    ));
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
                // Before the grants go that tell which clients are in use.
                forget_clients::forget(&app).await?;
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
