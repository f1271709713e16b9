//! Certificates of users' devices, by the hands of the support desk or the operator.

use keys::ca::{Form, RequestError};

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::certificate::{Certificate, Reason, State};
use crate::model::device::Device;
use crate::model::login_method::LoginMethod;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::admin::users::Shown;
use crate::usecase::certificate::fetch::{self, File, Gone};
use crate::usecase::certificate::issue::{Issued, issue as issue_now};
use crate::usecase::certificate::revoke::revoke_now;
use crate::usecase::certificate::{By, is_offered, prepare, prepare_for_request};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this contract or this installation has no certificates")]
    NotOffered,
    #[error("the login method of this user has no certificates; see: sekisho user set-method")]
    OtherMethod,
    #[error("this user has no device of that number")]
    NoDevice,
    #[error("no certificate of this device is valid")]
    NothingValid,
    #[error("the signing request cannot be used: {0}")]
    Request(RequestError),
    #[error(transparent)]
    Gone(Gone),
}

/// A certificate, and the number of its device where that is still there.
pub struct Listed {
    pub certificate: Certificate,
    pub number: Option<u32>,
    pub state: State,
}

/// Every certificate that a user ever had, oldest first.
pub async fn list(app: &App, tenant: &Tenant, shown: &Shown) -> Result<Vec<Listed>, Fault> {
    let all = store::certificates::of_user(app.database.read(), tenant.id, shown.user.id).await?;
    let number = |one: &Certificate| {
        let of = shown.devices.iter().find(|device| device.id == one.device);
        of.map(|device| device.number)
    };
    let listed = |certificate: Certificate| Listed {
        number: number(&certificate),
        state: certificate.state(app.now()),
        certificate,
    };
    Ok(all.into_iter().map(listed).collect())
}

/// Issues a certificate to a device, and its file: it is in the caller's hands, and what the device had before ends.
pub async fn issue(
    app: &App,
    tenant: &Tenant,
    whose: (&Shown, u32),
    form: Form,
    by: Actor<'_>,
) -> Result<(Issued, File), Stop<Refusal>> {
    let whose = owner(app, tenant, whose).map_err(Stop::Refused)?;
    let by = By::Administrator { tenant, actor: by };
    let prepared = prepare(app, tenant).await?;
    let issued = issue_now(app, by, whose, &prepared).await?;
    match fetch::fetch(app, by, whose, form).await {
        Ok(file) => Ok((issued, file)),
        Err(Stop::Refused(gone)) => Err(Stop::Refused(Refusal::Gone(gone))),
        Err(Stop::Fault(fault)) => Err(Stop::Fault(fault)),
    }
}

/// Issues a certificate to a device; its file waits for [`file`], and what the device had before stands until then.
pub async fn issue_only(
    app: &App,
    tenant: &Tenant,
    whose: (&Shown, u32),
    by: Actor<'_>,
) -> Result<Issued, Stop<Refusal>> {
    let whose = owner(app, tenant, whose).map_err(Stop::Refused)?;
    let prepared = prepare(app, tenant).await?;
    Ok(issue_now(app, By::Administrator { tenant, actor: by }, whose, &prepared).await?)
}

/// The file of the certificate that stands for a device, once or as long as the policy keeps it.
pub async fn file(
    app: &App,
    tenant: &Tenant,
    whose: (&Shown, u32),
    form: Form,
    by: Actor<'_>,
) -> Result<File, Stop<Refusal>> {
    let whose = owner(app, tenant, whose).map_err(Stop::Refused)?;
    let by = By::Administrator { tenant, actor: by };
    match fetch::fetch(app, by, whose, form).await {
        Ok(file) => Ok(file),
        Err(Stop::Refused(gone)) => Err(Stop::Refused(Refusal::Gone(gone))),
        Err(Stop::Fault(fault)) => Err(Stop::Fault(fault)),
    }
}

/// Whether certificates are issued to this person at all.
pub fn are_for(app: &App, tenant: &Tenant, shown: &Shown) -> bool {
    is_offered(app, tenant) && shown.user.login_method == LoginMethod::PasswordCertificate
}

/// Issues a certificate for a key that stays on its device. What the device had before ends when this one is first used.
pub async fn issue_for_request(
    app: &App,
    tenant: &Tenant,
    whose: (&Shown, u32),
    csr: &str,
    by: Actor<'_>,
) -> Result<Issued, Stop<Refusal>> {
    let whose = owner(app, tenant, whose).map_err(Stop::Refused)?;
    let prepared = match prepare_for_request(app, tenant, csr).await {
        Ok(prepared) => prepared,
        Err(Stop::Refused(why)) => return Err(Stop::Refused(Refusal::Request(why))),
        Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
    };
    Ok(issue_now(app, By::Administrator { tenant, actor: by }, whose, &prepared).await?)
}

/// Whether one could be issued now.
pub fn may_issue(app: &App, tenant: &Tenant, whose: (&Shown, u32)) -> Result<(), Refusal> {
    owner(app, tenant, whose).map(drop)
}

/// Revokes every certificate of a device; the sessions that one opened end.
pub async fn revoke(
    app: &App,
    tenant: &Tenant,
    whose: (&Shown, u32),
    by: Actor<'_>,
) -> Result<usize, Stop<Refusal>> {
    let (shown, number) = whose;
    let device = device(shown, number).map_err(Stop::Refused)?;
    let by = By::Administrator { tenant, actor: by };
    let how = (Reason::ByAdministrator, None);
    match revoke_now(app, by, (&shown.user, device), how).await? {
        0 => Err(Stop::Refused(Refusal::NothingValid)),
        live => Ok(live),
    }
}

/// A name for the file of a device's certificate, without its ending.
pub fn file_name(whose: (&Shown, u32)) -> String {
    fetch::file_name(&whose.0.user.login_name, whose.1)
}

fn owner<'a>(
    app: &App,
    tenant: &Tenant,
    whose: (&'a Shown, u32),
) -> Result<(&'a User, &'a Device), Refusal> {
    let (shown, number) = whose;
    if !is_offered(app, tenant) {
        return Err(Refusal::NotOffered);
    }
    if shown.user.login_method != LoginMethod::PasswordCertificate {
        return Err(Refusal::OtherMethod);
    }
    Ok((&shown.user, device(shown, number)?))
}

fn device(shown: &Shown, number: u32) -> Result<&Device, Refusal> {
    shown.devices.iter().find(|device| device.number == number).ok_or(Refusal::NoDevice)
}
