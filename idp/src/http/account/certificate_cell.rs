//! What the account page shows of each device's certificate.

use std::collections::HashMap;

use serde::Serialize;

use super::door::FRESH;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::model::certificate::State;
use crate::model::device::Device;
use crate::model::ids::DeviceId;
use crate::model::login_method::LoginMethod;
use crate::usecase::certificate::{Devices, is_offered, of_devices};
use crate::usecase::session::SignedIn;
use crate::words::moment;

/// What `templates/account/home.html` may read as `certificate` of a device.
#[derive(Serialize)]
pub struct CertificateCell {
    pub expires: String,
    pub state: &'static str,
    pub download_password: Option<String>,
    pub download_action: Option<String>,
    pub renew_action: Option<String>,
    pub revoke_action: Option<String>,
}

/// The cells of a user's devices.
#[derive(Default)]
pub struct Cells {
    pub of: HashMap<DeviceId, CertificateCell>,
    /// Kept passwords are shown.
    pub unlocked: bool,
    /// Where they are unlocked, if there are any that are not shown.
    pub show_passwords_href: Option<String>,
}

/// Fills the cells; none where the contract has no certificates. A user of another login method has empty ones.
pub async fn cells(
    app: &App,
    visitor: &Visitor,
    who: &SignedIn,
    devices: &[Device],
) -> Result<Option<Cells>, Failure> {
    let tenant = visitor.tenant();
    if !is_offered(app, tenant) {
        return Ok(None);
    }
    if who.user.login_method != LoginMethod::PasswordCertificate {
        return Ok(Some(Cells::default()));
    }
    let certificates = of_devices(app, tenant, who.user.id).await?;
    let unlocked = is_unlocked(app, who, &certificates);
    let ids: Vec<_> = devices.iter().map(|device| device.id).collect();
    let shown: &[DeviceId] = if unlocked { &ids } else { &[] };
    let mut passwords = certificates.passwords(app, tenant, shown)?;
    let (mut of, mut hidden) = (HashMap::new(), false);
    for id in ids {
        let one = certificates.of(app, tenant, id);
        hidden |= one.password_kept && !unlocked;
        let at = |deed: &str| visitor.path(&format!("/account/certificates/{id}/{deed}"));
        let is_live = matches!(one.state, State::Valid | State::Expiring);
        let language = visitor.visit.language;
        let cell = CertificateCell {
            expires: one.expires.map(|end| moment(language, end)).unwrap_or_default(),
            state: one.state.as_str(),
            download_password: passwords.remove(&id).map(|password| password.to_string()),
            download_action: one.is_fetchable.then(|| at("download")),
            renew_action: Some(at("renew")),
            revoke_action: is_live.then(|| at("revoke")),
        };
        of.insert(id, cell);
    }
    let show_passwords_href = hidden.then(|| visitor.path("/account/certificates/passwords"));
    Ok(Some(Cells { of, unlocked, show_passwords_href }))
}

/// Whether a person proved himself anew as well as he can: by every step of his method, or, before he has a first
/// certificate in hand, by the login that brought him here.
pub(super) fn is_unlocked(app: &App, who: &SignedIn, certificates: &Devices) -> bool {
    let is_fresh = app.now().since(who.session.authenticated_at) < FRESH;
    who.is_proven(app.now(), FRESH) || (is_fresh && !certificates.has_one_in_hand)
}
