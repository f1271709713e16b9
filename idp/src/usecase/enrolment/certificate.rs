//! The certificates that an enrolment ends with: issued with everything else, fetched in the browser that enrolled.

use time::Duration;

use crate::app::App;
use crate::model::device::Device;
use crate::model::ending::Ending;
use crate::model::ids::DeviceId;
use crate::model::login_method::LoginMethod;
use crate::model::secret::Opaque;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::certificate::fetch::{File, Gone, fetch};
use crate::usecase::certificate::{By, Issued, Prepared, is_offered, issue_for_device, prepare};
use crate::usecase::enrolment::find::Situation;
use crate::usecase::visit::Visit;

/// How long after the enrolment its certificates can be fetched without a login.
const FETCHED_WITHIN: Duration = Duration::hours(1);

/// Prepares one for each device of a user whose login method wants one; keys are made outside the transaction.
pub(super) async fn prepared(
    app: &App,
    visit: &Visit,
    situation: &Situation,
) -> Result<Vec<(Device, Prepared)>, Fault> {
    let (tenant, user) = (&visit.tenant, &situation.user);
    let mut all = Vec::new();
    if user.login_method == LoginMethod::PasswordCertificate && is_offered(app, tenant) {
        for device in store::devices::of_user(app.database.read(), tenant.id, user.id).await? {
            all.push((device, prepare(app, tenant).await?));
        }
    }
    Ok(all)
}

pub(super) async fn issued(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    prepared: &[(Device, Prepared)],
) -> Result<Vec<(DeviceId, Issued)>, Fault> {
    let mut all = Vec::new();
    for (device, prepared) in prepared {
        let whose = (&situation.user, device);
        let issued = issue_for_device(app, tx, By::User(visit), whose, prepared).await?;
        all.push((device.id, issued));
    }
    Ok(all)
}

/// Hands the file of a device's certificate to the browser that enrolled, for a while.
pub async fn hand_out(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    browser: Option<&Opaque>,
    which: (DeviceId, keys::ca::Form),
) -> Result<File, Stop<Gone>> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let enrolment = &situation.enrolment;
    let own = browser.map(|browser| browser.digest(tenant));
    let ended = store::enrolments::ended_at(read, tenant, enrolment.id).await?;
    let lately = ended.is_some_and(|ended| app.now() < ended.plus(FETCHED_WITHIN));
    let used_here = enrolment.ended == Some(Ending::Used) && enrolment.browser == own;
    if !used_here || !lately || own.is_none() {
        return Err(Stop::Refused(Gone));
    }
    let (device, form) = which;
    let device = store::devices::by_id(read, tenant, device).await?;
    let Some(device) = device.filter(|device| device.user == situation.user.id) else {
        return Err(Stop::Refused(Gone));
    };
    fetch(app, By::User(visit), (&situation.user, &device), form).await
}
