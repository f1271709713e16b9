//! Finds the enrolment of an address, and what its visitor meets.

use crate::app::App;
use crate::model::ending::Ending;
use crate::model::enrolment::{Enrolment, Step};
use crate::model::ids::EnrolmentId;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::stop::{Fault, Stop};
use crate::store;

/// An enrolment in front of a browser.
#[derive(Clone, Debug)]
pub struct Situation {
    pub enrolment: Enrolment,
    pub user: User,
    pub step: Step,
}

/// There is no such enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

pub async fn find(
    app: &App,
    tenant: &Tenant,
    handle: &str,
    browser: Option<&Opaque>,
) -> Result<Situation, Stop<Unknown>> {
    let read = app.database.read();
    let target = store::mailed_links::target(read, tenant.id, Kind::Enrolment, handle).await?;
    let Some((id, _)) = target else { return Err(Stop::Refused(Unknown)) };
    let found = store::enrolments::by_id(read, tenant.id, EnrolmentId(id)).await?;
    let Some(enrolment) = found else { return Err(Stop::Refused(Unknown)) };
    let user = store::users::by_id(read, tenant.id, enrolment.user).await?;
    // Whoever was closed has nothing to enrol.
    let closed = |user: &User| matches!(user.stage, Stage::Disabled(_));
    let user = user.filter(|user| !closed(user) || enrolment.ended.is_some());
    let Some(user) = user else { return Err(Stop::Refused(Unknown)) };
    let digest = browser.map(|browser| browser.digest(tenant.id));
    let step = match enrolment.step(digest.as_deref(), app.now()) {
        // Nor whoever has a password by now: by another request of this moment, or by another way.
        Step::Code | Step::Credentials | Step::OtherBrowser if user.is_active() => {
            Step::Ended(Ending::Used)
        }
        step => step,
    };
    Ok(Situation { enrolment, user, step })
}

/// The websites that a user of the tenant may go on to.
pub async fn websites(app: &App, tenant: &Tenant) -> Result<Vec<(String, String)>, Fault> {
    let clients = store::clients::all(app.database.read(), tenant.id).await?;
    let of =
        |client: crate::model::client::Client| Some((client.name, client.settings.client_uri?));
    Ok(clients.into_iter().filter_map(of).collect())
}
