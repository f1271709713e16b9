//! The mail outbox: what waits, what was given up and why; tried again by hand.

use serde_json::json;

use crate::app::App;
use crate::model::admin::{Actor, Deed};
use crate::model::ids::LetterId;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store::outbox;
pub use crate::store::outbox::{End, Kept, Wanted};
use crate::usecase::note;

/// No page is longer, whatever is asked for.
pub const MOST: u64 = 500;

pub struct Page {
    pub letters: Vec<Kept>,
    /// Where the next page begins; none at the end.
    pub next: Option<LetterId>,
}

/// The newest first.
pub async fn list(
    app: &App,
    tenant: &Tenant,
    wanted: Wanted,
    (after, most): (Option<LetterId>, u64),
) -> Result<Page, Fault> {
    let most = most.clamp(1, MOST);
    let read = app.database.read();
    let mut letters = outbox::newest(read, tenant.id, wanted, after, most + 1).await?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = letters.len() > most;
    letters.truncate(most);
    let next = letters.last().map(|one| one.id).filter(|_| more);
    Ok(Page { letters, next })
}

/// Tries one again at once, or all that were given up. Returns how many; what was sent is not sent again.
pub async fn retry(
    app: &App,
    tenant: &Tenant,
    one: Option<LetterId>,
    by: Actor<'_>,
) -> Result<u64, Fault> {
    let now = app.now();
    let count = app
        .database
        .write(|tx| async move {
            let count = outbox::retry(&tx, tenant.id, one, now).await?;
            if count > 0 {
                let subject = one.map_or_else(|| tenant.slug.to_string(), |one| one.to_string());
                let deed = (subject, json!({ "letters": count }));
                let by = (by, Deed::OutboxRetry.as_str());
                note::of_administrator(app, &tx, tenant.id, by, deed).await?;
            }
            Ok::<_, Fault>(count)
        })
        .await?;
    app.letters.notify_one();
    Ok(count)
}
