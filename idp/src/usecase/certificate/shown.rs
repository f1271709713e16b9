//! How the certificates of a user's devices stand, for his account page.

use std::collections::HashMap;

use zeroize::Zeroizing;

use super::fetch;
use crate::app::App;
use crate::model::certificate::{Certificate, State, is_in_hand, standing};
use crate::model::ids::{DeviceId, UserId};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::policy::DownloadPassword;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;

/// The certificate of one device.
#[derive(Clone, Debug)]
pub struct OfDevice {
    pub state: State,
    pub expires: Option<Moment>,
    /// Its file can be fetched now.
    pub is_fetchable: bool,
    /// Its download password is kept, and shown to whoever proved himself anew.
    pub password_kept: bool,
}

/// The certificates of a user's devices, and whether he could prove himself by one of them.
#[derive(Clone, Debug, Default)]
pub struct Devices {
    all: Vec<Certificate>,
    pub has_one_in_hand: bool,
}

pub async fn of_devices(app: &App, tenant: &Tenant, user: UserId) -> Result<Devices, Fault> {
    let all = store::certificates::of_user(app.database.read(), tenant.id, user).await?;
    let has_one_in_hand = is_in_hand(&all, app.now());
    Ok(Devices { all, has_one_in_hand })
}

impl Devices {
    pub fn of(&self, app: &App, tenant: &Tenant, device: DeviceId) -> OfDevice {
        let (now, rule) = (app.now(), tenant.policy.certificate.download_password);
        let one = standing(&self.all, device);
        let is_fetchable = one.is_some_and(|one| one.is_fetchable(rule, now));
        OfDevice {
            state: one.map_or(State::NotIssued, |one| one.state(now)),
            expires: one.map(|one| one.not_after),
            is_fetchable,
            password_kept: is_fetchable && rule == DownloadPassword::Kept,
        }
    }

    /// The kept download passwords in clear: for whoever proved himself anew alone.
    pub fn passwords(
        &self,
        app: &App,
        tenant: &Tenant,
        devices: &[DeviceId],
    ) -> Result<HashMap<DeviceId, Zeroizing<String>>, Fault> {
        let mut passwords = HashMap::new();
        for device in devices {
            let one = standing(&self.all, *device);
            let kept = one.filter(|_| self.of(app, tenant, *device).password_kept);
            let Some(one) = kept else { continue };
            if let Some(password) = fetch::kept_password(app, tenant.id, one)? {
                passwords.insert(*device, password);
            }
        }
        Ok(passwords)
    }

    /// The certificate that stands for a device, in DER.
    pub fn der(&self, device: DeviceId) -> Option<&[u8]> {
        standing(&self.all, device).map(|one| one.certificate.as_slice())
    }
}

/// Whether users of this contract can have certificates: it has the method, the installation the address.
pub fn is_offered(app: &App, tenant: &Tenant) -> bool {
    let allowed = &tenant.policy.login_methods.allowed;
    app.certificate_base.is_some() && allowed.contains(&LoginMethod::PasswordCertificate)
}
