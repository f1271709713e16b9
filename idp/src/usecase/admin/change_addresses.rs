//! An administrator says which mail addresses somebody has. Whoever reads an address that goes, or one that stays, hears
//! of it.

use serde_json::json;

use super::users::Refusal;
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::certificate::Reason;
use crate::model::device::{Device, Kind};
use crate::model::ids::DeviceId;
use crate::model::letter::{About, To};
use crate::model::names::MailAddress;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::certificate::{By, revoke_of_device};
use crate::usecase::{note, notice};

/// Everything that a change of addresses is about.
struct Scene<'a> {
    app: &'a App,
    tx: &'a Tx,
    tenant: &'a Tenant,
    user: &'a User,
    by: Actor<'a>,
}

/// Brings the devices of a user to this list. What is there already stays as it is, with its certificates.
pub(super) async fn set(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    what: (&User, &[Device], &[(MailAddress, Kind)]),
    by: Actor<'_>,
) -> Result<Result<(), Refusal>, Fault> {
    let (user, devices, wanted) = what;
    let scene = Scene { app, tx, tenant, user, by };
    let is = |device: &Device, address: &MailAddress| {
        device.address.as_str().to_lowercase() == address.as_str().to_lowercase()
    };
    let stays = |device: &&Device| wanted.iter().any(|(address, _)| is(device, address));
    let (staying, going): (Vec<&Device>, Vec<&Device>) = devices.iter().partition(stays);
    let new = |one: &&(MailAddress, Kind)| !devices.iter().any(|device| is(device, &one.0));
    let coming: Vec<_> = wanted.iter().filter(new).collect();
    if wanted.len() > usize::from(tenant.policy.devices_at_most) && !coming.is_empty() {
        return Ok(Err(Refusal::TooManyDevices));
    }
    let mut retyped = false;
    for device in &staying {
        let found = wanted.iter().find(|(address, _)| is(device, address));
        if let Some((address, kind)) = found
            && (address, kind) != (&device.address, &device.kind)
        {
            let (address, kind) = (address.clone(), *kind);
            let changed = Device { address, kind, ..Device::clone(device) };
            store::devices::change(tx, tenant.id, &changed).await?;
            retyped = true;
        }
    }
    for device in &going {
        scene.remove(device, &staying).await?;
    }
    let mut number = devices.iter().map(|device| device.number).max().unwrap_or(0);
    for (address, kind) in &coming {
        number += 1;
        scene.add((address, *kind, number), &staying).await?;
    }
    if retyped || !going.is_empty() || !coming.is_empty() {
        scene.note(devices, wanted).await?;
    }
    Ok(Ok(()))
}

impl Scene<'_> {
    async fn remove(&self, device: &Device, staying: &[&Device]) -> Result<(), Fault> {
        let (tenant, now) = (self.tenant.id, self.app.now());
        let about = About::DeviceDeleted { at: now, address: device.address.masked() };
        let old = To::Address { address: device.address.clone() };
        self.tell(old, about.clone()).await?;
        let by = By::Administrator { tenant: self.tenant, actor: self.by };
        let how = (Reason::DeviceDeleted, None);
        revoke_of_device(self.app, self.tx, by, (self.user, device), how).await?;
        store::devices::delete(self.tx, tenant, device.id).await?;
        // A code that went there is no proof any more.
        store::codes::end_of_device(self.tx, tenant, device.id, now).await?;
        self.tell_all(staying, &about).await
    }

    async fn add(&self, new: (&MailAddress, Kind, u32), staying: &[&Device]) -> Result<(), Fault> {
        let (address, kind, number) = new;
        let now = self.app.now();
        let device = Device {
            id: DeviceId(row_id(self.app.random(), now)),
            user: self.user.id,
            number,
            address: address.clone(),
            kind,
            last_used: None,
        };
        store::devices::create(self.tx, self.tenant.id, &device, now).await?;
        let about = About::DeviceAdded { at: now, address: address.masked(), kind };
        self.tell_all(staying, &about).await
    }

    async fn tell_all(&self, devices: &[&Device], about: &About) -> Result<(), Fault> {
        for device in devices {
            self.tell(To::Device { device: device.id }, about.clone()).await?;
        }
        Ok(())
    }

    /// Whoever has not enrolled yet has nothing to be told of.
    async fn tell(&self, to: To, about: About) -> Result<(), Fault> {
        if self.user.stage.password().is_none() {
            return Ok(());
        }
        let language = self.tenant.policy.languages.default;
        let letter = (self.user.id, to, about);
        notice::put(self.app, self.tx, (self.tenant, language), letter).await
    }

    async fn note(&self, before: &[Device], after: &[(MailAddress, Kind)]) -> Result<(), Fault> {
        let before: Vec<_> = before.iter().map(|device| device.address.masked()).collect();
        let after: Vec<_> = after.iter().map(|(address, _)| address.masked()).collect();
        let details = json!({ "before": before, "after": after });
        let deed = (self.user.id.to_string(), details);
        let action = (self.by, "user.addresses");
        note::of_administrator(self.app, self.tx, self.tenant.id, action, deed).await
    }
}
