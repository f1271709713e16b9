//! What the account page shows of the person signed in.

use time::Duration;

use crate::app::App;
use crate::model::device::Device;
use crate::model::history::{Entry, Outcome};
use crate::stop::Fault;
use crate::store;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

#[derive(Debug)]
pub struct Overview {
    pub devices: Vec<Device>,
    /// The login before the one that opened this session.
    pub previous_login: Option<Entry>,
}

pub async fn overview(app: &App, visit: &Visit, who: &SignedIn) -> Result<Overview, Fault> {
    let read = app.database.read();
    let tenant = &visit.tenant;
    let devices = store::devices::of_user(read, tenant.id, who.user.id).await?;
    let span = Duration::days(tenant.policy.history_days.into());
    let since = app.now().minus(span);
    let entries = store::history::of_user(read, tenant.id, who.user.id, since, 50).await?;
    let previous_login = entries.into_iter().find(|entry| {
        entry.outcome == Outcome::SignedIn && entry.at < who.session.authenticated_at
    });
    Ok(Overview { devices, previous_login })
}
