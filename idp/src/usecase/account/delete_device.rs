//! Deletes a device, and revokes its certificate. The last one of a user whose login method needs one stays.

use serde_json::json;

use crate::app::App;
use crate::model::certificate::Reason;
use crate::model::device::Device;
use crate::model::ids::DeviceId;
use crate::model::letter::About;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::certificate::{By, revoke_of_device};
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoDevice,
    /// The login method needs it.
    Last,
}

/// A device of the user, by its id in an address.
pub async fn find(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    id: DeviceId,
) -> Result<Option<Device>, Fault> {
    let found = store::devices::by_id(app.database.read(), visit.tenant.id, id).await?;
    Ok(found.filter(|device| device.user == who.user.id))
}

pub async fn delete(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    id: DeviceId,
) -> Result<(), Stop<Refusal>> {
    let (tenant, user, now) = (visit.tenant.id, &who.user, app.now());
    let outcome = app
        .database
        .write(|tx| async move {
            let devices = store::devices::of_user_for_update(&tx, tenant, user.id).await?;
            let Some(device) = devices.iter().find(|device| device.id == id) else {
                return Ok(Err(Refusal::NoDevice));
            };
            if devices.len() == 1 && user.login_method.has_second_step() {
                return Ok(Err(Refusal::Last));
            }
            let about = About::DeviceDeleted { at: now, address: device.address.masked() };
            let whom = (user.id, device.address.clone());
            notice::to_address(app, &tx, visit, whom, about.clone()).await?;
            let (by, whose) = (By::User(visit), (user, device));
            let how = (Reason::DeviceDeleted, Some(who.session.id));
            revoke_of_device(app, &tx, by, whose, how).await?;
            store::devices::delete(&tx, tenant, id).await?;
            // A code that went there is no proof any more.
            store::codes::end_of_device(&tx, tenant, id, now).await?;
            notice::to_devices(app, &tx, visit, user.id, &about).await?;
            let details = json!({ "device": device.number });
            let deed = ("device.delete", user.id.to_string(), details);
            note::of_user(app, &tx, visit, deed, now).await?;
            Ok::<_, Fault>(Ok(()))
        })
        .await?;
    app.letters.notify_one();
    outcome.map_err(Stop::Refused)
}
