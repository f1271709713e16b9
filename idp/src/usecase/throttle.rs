//! Bounds how often one source address tries, and one network. Kept in memory: each process counts what it meets.

use moka::ops::compute::Op;
use time::Duration;

use crate::app::App;
use crate::model::moment::Moment;
use crate::model::throttle::{Throttle, network, source};
use crate::usecase::visit::Visit;

/// Takes one try of the visitor's address and of its network; refused with the time to wait.
pub fn take(app: &App, visit: &Visit) -> Result<(), Duration> {
    let address = &visit.origin.address;
    let now = app.now();
    let mut verdict = take_of(app, &source(address), app.throttle, now);
    // A try that its address may not make uses up nothing of its neighbours'.
    if let (Ok(()), Some(network)) = (verdict, network(address)) {
        verdict = take_of(app, &network, app.throttle.of_network(), now);
    }
    if verdict.is_err() {
        tracing::warn!(%address, tenant = %visit.tenant.slug, "too many tries from one address or network");
    }
    verdict
}

/// Takes one try of whatever is counted under a name.
pub fn take_named(app: &App, name: &String, bounds: Throttle) -> Result<(), Duration> {
    take_of(app, name, bounds, app.now())
}

fn take_of(app: &App, source: &String, bounds: Throttle, now: Moment) -> Result<(), Duration> {
    let mut verdict = Ok(());
    app.caches.tries.entry_by_ref(source).and_compute_with(|before| {
        match bounds.take(before.map(moka::Entry::into_value), now) {
            Ok(used) => Op::Put(used),
            Err(wait) => {
                verdict = Err(wait);
                Op::Nop
            }
        }
    });
    verdict
}
