//! The public keys of a client: registered by value, or published by it and fetched from there.

use std::sync::Arc;

use keys::client::KeySet;
use time::Duration;
use url::Url;

use crate::app::App;
use crate::model::client::Client;
use crate::model::moment::Moment;
use crate::outbound::Call;
use crate::stop::{Fault, Stored};
use crate::usecase::visit::Visit;

/// How long a fetched set is used without asking again.
const FRESH: Duration = Duration::minutes(5);

/// No server is asked more often, however many tokens name keys that it does not publish (CA-15).
const AT_MOST_EVERY: Duration = Duration::seconds(30);

/// A server that does not answer keeps its client working for so long.
const STALE: Duration = Duration::hours(24);

/// The keys of a client, where it has any and they can be had.
pub async fn of(app: &App, visit: &Visit, client: &Client) -> Result<Option<Arc<KeySet>>, Fault> {
    let registered = &client.settings.keys;
    if let Some(set) = &registered.jwks {
        let stored = Stored { table: "client", column: "jwks" };
        return Ok(Some(Arc::new(KeySet::parse(&set.to_string()).map_err(|_| stored)?)));
    }
    match &registered.jwks_uri {
        Some(uri) => Ok(published(app, visit, uri, None).await),
        None => Ok(None),
    }
}

/// The keys anew, where a token named one that is not among those known: none if there is nothing newer.
pub async fn newer(
    app: &App,
    visit: &Visit,
    client: &Client,
    known: &Arc<KeySet>,
) -> Result<Option<Arc<KeySet>>, Fault> {
    let Some(uri) = &client.settings.keys.jwks_uri else { return Ok(None) };
    let found = published(app, visit, uri, Some(known)).await;
    Ok(found.filter(|found| !Arc::ptr_eq(found, known)))
}

async fn published(
    app: &App,
    visit: &Visit,
    uri: &str,
    outdated: Option<&Arc<KeySet>>,
) -> Option<Arc<KeySet>> {
    let name = format!("{}|{uri}", visit.tenant.id);
    let place = app.caches.client_keys.get_with(name, Arc::default);
    let mut fetched = place.0.lock().await;
    let now = app.now();
    let within = |since: Option<Moment>, span| since.is_some_and(|at| now < at.plus(span));
    let known = fetched.set.as_ref();
    let is_newer = match (known, outdated) {
        (Some(known), Some(outdated)) => !Arc::ptr_eq(known, outdated),
        (Some(_), None) => within(fetched.at, FRESH),
        (None, _) => false,
    };
    if !is_newer && !within(fetched.tried_at, AT_MOST_EVERY) {
        fetched.tried_at = Some(now);
        if let Some(set) = fetch(app, uri).await {
            (fetched.set, fetched.at) = (Some(Arc::new(set)), Some(now));
        } else if !within(fetched.at, STALE) {
            fetched.set = None;
        }
    }
    fetched.set.clone()
}

async fn fetch(app: &App, uri: &str) -> Option<KeySet> {
    let url = Url::parse(uri).ok()?;
    let call = Call::Get { url, accept: "application/jwk-set+json, application/json" };
    let answer = match app.outbound.call(call).await {
        Ok(answer) if answer.is_success() => answer,
        Ok(answer) => {
            tracing::warn!(uri, status = answer.status, "a client's keys were not given");
            return None;
        }
        Err(why) => {
            tracing::warn!(uri, %why, "a client's keys were not fetched");
            return None;
        }
    };
    let set = std::str::from_utf8(&answer.body).ok().map(KeySet::parse);
    match set {
        Some(Ok(set)) => Some(set),
        Some(Err(why)) => {
            tracing::warn!(uri, %why, "a client's keys cannot be used");
            None
        }
        None => None,
    }
}
