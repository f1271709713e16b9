//! Changes the login method to certificates. They are issued first; the method changes when the first of their files is
//! handed over. Until then the method before stands, so that nobody who leaves early locks himself out.

use time::Duration;

use super::method::{self, Refusal};
use crate::app::App;
use crate::model::certificate::{Certificate, UNDELIVERED, standing};
use crate::model::ids::DeviceId;
use crate::model::login_method::LoginMethod;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::certificate::fetch::{File, Gone, Written, hand_over, write};
use crate::usecase::certificate::{By, Issued, Prepared, issue_for_device, prepare};
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

const TO: LoginMethod = LoginMethod::PasswordCertificate;

/// Certificates that were issued to devices.
pub type IssuedTo = Vec<(DeviceId, Issued)>;

/// Issues a certificate to each device of a user who may change to them.
pub(super) async fn issue(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
) -> Result<IssuedTo, Stop<Refusal>> {
    method::check(app, visit, who, TO).await?;
    let mut prepared = Vec::new();
    let read = app.database.read();
    for device in store::devices::of_user(read, visit.tenant.id, who.user.id).await? {
        // Keys are made outside the transaction.
        prepared.push((device.id, prepare(app, &visit.tenant).await?));
    }
    let prepared = &prepared;
    let issued = app
        .database
        .write(|tx| async move { issue_all(app, &tx, visit, who, prepared).await })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    issued.map_err(Stop::Refused)
}

async fn issue_all(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    who: &SignedIn,
    prepared: &[(DeviceId, Prepared)],
) -> Result<Result<IssuedTo, Refusal>, Fault> {
    let (devices, user) = match method::judged(app, tx, visit, (who, TO)).await? {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let mut all = Vec::new();
    for device in &devices {
        let Some((_, one)) = prepared.iter().find(|(id, _)| *id == device.id) else { continue };
        let issued = issue_for_device(app, tx, By::User(visit), (&user, device), one).await?;
        all.push((device.id, issued));
    }
    Ok(Ok(all))
}

/// Hands over the file of a certificate that was issued for the change; the first one makes the change.
///
/// `fresh` is how fresh a login must be for what changes a credential: it was when the certificate was issued.
pub async fn hand_out(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    which: (DeviceId, keys::ca::Form),
    fresh: Duration,
) -> Result<File, Stop<Gone>> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let (id, form) = which;
    let device = store::devices::by_id(read, tenant, id).await?;
    let Some(device) = device.filter(|device| device.user == who.user.id) else {
        return Err(Stop::Refused(Gone));
    };
    let all = store::certificates::of_device(read, tenant, id).await?;
    let Some(certificate) = standing(&all, id) else { return Err(Stop::Refused(Gone)) };
    if !is_for(app, visit, who, certificate, fresh).await? {
        return Err(Stop::Refused(Gone));
    }
    let written = &write(app, By::User(visit), (&who.user, &device), form).await?;
    let handed = app
        .database
        .write(|tx| async move { settle(app, &tx, visit, who, written).await })
        .await
        .map_err(Stop::<Gone>::Fault)?;
    app.letters.notify_one();
    handed.map_err(Stop::Refused)?;
    Ok(written.file.clone())
}

/// Whether a certificate was issued for a change that this session makes, or has just made.
async fn is_for(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    certificate: &Certificate,
    fresh: Duration,
) -> Result<bool, Fault> {
    let (now, began, issued) = (app.now(), who.session.authenticated_at, certificate.issued_at);
    if now >= issued.plus(UNDELIVERED) {
        return Ok(false);
    }
    if who.user.login_method != TO {
        let asked_here = began <= issued && who.is_proven(issued, fresh);
        return Ok(asked_here || who.is_proven(now, fresh));
    }
    // The change ended every other session: one that began before it is the one that made it.
    let read = app.database.read();
    let made = store::method_changes::latest(read, visit.tenant.id, who.user.id).await?;
    Ok(made.is_some_and(|made| made.after == TO && issued <= made.at && began <= made.at))
}

async fn settle(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    who: &SignedIn,
    written: &Written,
) -> Result<Result<(), Gone>, Fault> {
    let judged = method::judged(app, tx, visit, (who, TO)).await?;
    if judged.as_ref().is_err_and(|why| *why != Refusal::Same) {
        return Ok(Err(Gone));
    }
    if let Err(gone) = hand_over(app, tx, By::User(visit), written).await? {
        return Ok(Err(gone));
    }
    if let Ok((_, user)) = &judged {
        method::put(app, tx, visit, (who, user, TO)).await?;
    }
    Ok(Ok(()))
}
