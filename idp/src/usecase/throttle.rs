//! Bounds how often one source address tries. Kept in memory: each process counts what it meets.

use moka::ops::compute::Op;
use time::Duration;

use crate::app::App;
use crate::model::throttle::source;
use crate::usecase::visit::Visit;

/// Takes one try of the visitor's address; refused with the time to wait.
pub fn take(app: &App, visit: &Visit) -> Result<(), Duration> {
    let source = source(&visit.origin.address);
    let now = app.now();
    let mut verdict = Ok(());
    app.caches.tries.entry_by_ref(&source).and_compute_with(|before| {
        match app.throttle.take(before.map(moka::Entry::into_value), now) {
            Ok(used) => Op::Put(used),
            Err(wait) => {
                verdict = Err(wait);
                Op::Nop
            }
        }
    });
    if verdict.is_err() {
        tracing::warn!(source, tenant = %visit.tenant.slug, "too many tries from one address");
    }
    verdict
}
