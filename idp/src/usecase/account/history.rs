//! The login history of whoever is signed in, page by page or whole.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::device::Device;
use crate::model::history::Entry;
use crate::model::ids::{ClientId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::paging::Paging;
use crate::stop::Fault;
use crate::store;
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

const PER_PAGE: u64 = 20;

/// A file holds at most so many entries, the newest.
const MOST_IN_A_FILE: u64 = 10_000;

/// An entry with the names of what it points at, as far as they are still there.
#[derive(Clone, Debug)]
pub struct Line {
    pub entry: Entry,
    pub device: Option<Device>,
    pub website: Option<String>,
}

pub async fn page(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    asked: Option<&str>,
) -> Result<(Paging, Vec<Line>), Fault> {
    let (read, tenant, user) = (app.database.read(), visit.tenant.id, who.user.id);
    let since = since(app, visit);
    let total = store::history::count(read, tenant, user, since).await?;
    let paging = Paging::of(asked, total, PER_PAGE);
    let part = (paging.offset(), PER_PAGE);
    let entries = store::history::page(read, tenant, user, since, part).await?;
    Ok((paging, lines(app, (tenant, user), entries).await?))
}

/// All of it, for a file. That it left is noted.
pub async fn whole(app: &App, visit: &Visit, who: &SignedIn) -> Result<Vec<Line>, Fault> {
    let (read, tenant, user) = (app.database.read(), visit.tenant.id, who.user.id);
    let entries =
        store::history::of_user(read, tenant, user, since(app, visit), MOST_IN_A_FILE).await?;
    let count = entries.len();
    let lines = lines(app, (tenant, user), entries).await?;
    app.database
        .write(|tx| async move {
            let deed = ("history.export", user.to_string(), json!({ "entries": count }));
            note::of_user(app, &tx, visit, deed, app.now()).await
        })
        .await?;
    Ok(lines)
}

fn since(app: &App, visit: &Visit) -> Moment {
    app.now().minus(Duration::days(visit.tenant.policy.history_days.into()))
}

/// Entries of a user with the names of what they point at.
pub(in crate::usecase) async fn lines(
    app: &App,
    whose: (TenantId, UserId),
    entries: Vec<Entry>,
) -> Result<Vec<Line>, Fault> {
    let ((tenant, user), read) = (whose, app.database.read());
    let devices = store::devices::of_user(read, tenant, user).await?;
    let clients: BTreeSet<_> = entries.iter().filter_map(|entry| entry.client.clone()).collect();
    let names: BTreeMap<ClientId, String> = store::clients::names(read, tenant, &clients).await?;
    let line = |entry: Entry| Line {
        device: devices.iter().find(|device| Some(device.id) == entry.device).cloned(),
        website: entry.client.as_ref().and_then(|client| names.get(client).cloned()),
        entry,
    };
    Ok(entries.into_iter().map(line).collect())
}
