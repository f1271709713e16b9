//! Keeps what went wrong last for a client, so that whoever administers it can be told. It never changes an answer.

use time::Duration;

use crate::app::App;
use crate::model::ids::{ClientId, TenantId};
use crate::model::mishap::{Endpoint, Mishap, is_one};
use crate::stop::Fault;
use crate::store;
use crate::wire::error::ErrorBody;

/// The same mishap is written once in so long: nobody keeps the database busy by mistakes.
const SAME_AGAIN: Duration = Duration::minutes(1);

/// Notes an error that a client heard.
pub async fn heard(app: &App, tenant: TenantId, id: &ClientId, at: Endpoint, why: ErrorBody) {
    note(app, tenant, id, at, (why.error.as_str(), why.error_description)).await;
}

/// Notes what went wrong: a word, and what it means in English.
pub async fn note(
    app: &App,
    tenant: TenantId,
    id: &ClientId,
    at: Endpoint,
    (what, description): (&str, &str),
) {
    if !is_one(what) {
        return;
    }
    let mishap = Mishap {
        endpoint: at,
        what: what.to_owned(),
        description: description.to_owned(),
        at: app.now(),
    };
    if let Err(fault) = put(app, tenant, id, &mishap).await {
        tracing::warn!(%fault, "a mishap of a client was not kept");
    }
}

async fn put(app: &App, tenant: TenantId, id: &ClientId, new: &Mishap) -> Result<(), Fault> {
    let read = app.database.read();
    // Names of nobody are not kept.
    if id.as_str().contains('\0') || store::clients::by_id(read, tenant, id).await?.is_none() {
        return Ok(());
    }
    let same = |one: &Mishap| {
        one.endpoint == new.endpoint && one.what == new.what && one.description == new.description
    };
    let known = store::client_mishaps::of(read, tenant, id).await?;
    if known.iter().any(|one| same(one) && new.at.since(one.at) < SAME_AGAIN) {
        return Ok(());
    }
    app.database
        .write(|tx| async move { store::client_mishaps::put(&tx, tenant, id, new).await })
        .await
}

/// What went wrong last, newest first.
pub async fn of(app: &App, tenant: TenantId, id: &ClientId) -> Result<Vec<Mishap>, Fault> {
    store::client_mishaps::of(app.database.read(), tenant, id).await
}
