//! Bounds how often a source address fails to be a client. Kept in memory: each process counts what it meets. Others who
//! are that client, from elsewhere, notice nothing (CA-08).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use moka::ops::compute::Op;
use time::Duration;

use crate::app::App;
use crate::model::ids::ClientId;
use crate::model::throttle::source;
use crate::usecase::visit::Visit;

/// Whether one more failure is in bounds; if not, how long to wait.
pub fn check(app: &App, visit: &Visit, client: &ClientId) -> Result<(), Duration> {
    let used = app.caches.tries.get(&name(visit, client));
    app.throttle.take(used, app.now()).map(drop)
}

pub fn count(app: &App, visit: &Visit, client: &ClientId) {
    let (name, now) = (name(visit, client), app.now());
    app.caches.tries.entry(name).and_compute_with(|before| {
        match app.throttle.take(before.map(moka::Entry::into_value), now) {
            Ok(used) => Op::Put(used),
            Err(_) => Op::Nop,
        }
    });
    let from = &visit.origin.address;
    tracing::warn!(from, tenant = %visit.tenant.slug, "a client did not prove itself");
}

/// Of one length, whatever name is claimed.
fn name(visit: &Visit, client: &ClientId) -> String {
    let claimed = keys::digest::sha256(client.as_str().as_bytes());
    let claimed = URL_SAFE_NO_PAD.encode(claimed);
    format!("client|{}|{}|{claimed}", visit.tenant.id, source(&visit.origin.address))
}
