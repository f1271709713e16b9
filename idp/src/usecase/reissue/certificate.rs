//! The second proof of a reissue by a client certificate: shown at the certificate address, brought back to the browser in
//! which the reissue was confirmed.

use super::find::{Situation, still_due};
use super::prove::proven_by;
use crate::app::App;
use crate::model::history::Outcome;
use crate::model::ids::ReissueId;
use crate::model::login_method::LoginMethod;
use crate::model::reissue::{Proof, Step};
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::certificate::recognize::{Recognized, Refusal, recognize};
use crate::usecase::certificate::{By, is_offered, of_devices, revoke};
use crate::usecase::login::standing::{self, Try};
use crate::usecase::visit::Visit;

/// Whether this user can prove himself so: his login method has certificates, and he has one that is good now.
///
/// Only the browser that confirmed the mailed link is told.
pub async fn is_open_to(app: &App, tenant: &Tenant, user: &User) -> Result<bool, Fault> {
    if user.login_method != LoginMethod::PasswordCertificate || !is_offered(app, tenant) {
        return Ok(false);
    }
    Ok(of_devices(app, tenant, user.id).await?.has_one_in_hand)
}

/// Judges the certificate shown for a reissue. Returns what the browser has to bring back to it.
pub async fn present(
    app: &App,
    visit: &Visit,
    id: ReissueId,
    der: Option<&[u8]>,
) -> Result<Opaque, Stop<Refusal>> {
    let tenant = &visit.tenant;
    let user = &waiting(app, tenant, id).await?;
    let Some(der) = der else { return Err(Stop::Refused(Refusal::Missing)) };
    let judged = &match recognize(app, tenant, der).await? {
        Ok(found) if found.owner.id != user.id => Err((Refusal::Foreign, Some(found))),
        other => other,
    };
    let pass = Opaque::draw(Kind::CertificatePass, app.random());
    let drawn = &pass;
    app.database
        .write(|tx| async move {
            match judged {
                Ok(found) => {
                    let (what, now) = ((id.0, found.certificate.id), app.now());
                    store::certificate_passes::create(&tx, tenant.id, drawn, what, now).await
                }
                Err((_, found)) => record(app, &tx, visit, (user, found.as_ref())).await,
            }
        })
        .await?;
    match judged {
        Ok(_) => Ok(pass),
        Err((why, _)) => Err(Stop::Refused(*why)),
    }
}

/// Whose reissue waits for a second proof. Which browser asks is not known at the certificate address; that is looked at
/// when the pass is brought back.
async fn waiting(app: &App, tenant: &Tenant, id: ReissueId) -> Result<User, Stop<Refusal>> {
    let read = app.database.read();
    let found = store::reissues::by_id(read, tenant.id, id).await?;
    let due = found.filter(|one| {
        let step = one.step(one.browser.as_deref(), &tenant.policy, app.now());
        tenant.policy.reissue.on && step == Step::SecondProof
    });
    let Some(reissue) = due else { return Err(Stop::Refused(Refusal::NotDue)) };
    let user = store::users::by_id(read, tenant.id, reissue.user).await?;
    let Some(user) = user.filter(User::is_active) else {
        return Err(Stop::Refused(Refusal::NotDue));
    };
    if is_open_to(app, tenant, &user).await? {
        Ok(user)
    } else {
        Err(Stop::Refused(Refusal::NotDue))
    }
}

/// Writes a wrong certificate into the history of the user it was tried for, and of the one it belongs to.
async fn record(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    who: (&User, Option<&Recognized>),
) -> Result<(), Fault> {
    let (user, found) = who;
    let owner = found.map(|one| (&one.owner, one.certificate.device));
    let others = owner.filter(|(owner, _)| owner.id != user.id);
    let own = owner.filter(|(owner, _)| owner.id == user.id).map(|(_, device)| device);
    let all = [Some((user, own)), others.map(|(owner, device)| (owner, Some(device)))];
    for (user, device) in all.into_iter().flatten() {
        let (name, now) = (&user.login_name, app.now());
        let tried = Try { name, user: Some(user), client: None, device, now };
        standing::record(app, tx, visit, (&tried, Outcome::WrongCertificate)).await?;
    }
    Ok(())
}

/// Spends what the browser brought back, in the browser in which the reissue was confirmed.
pub async fn bring(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    pass: &str,
) -> Result<(), Stop<Refusal>> {
    if situation.step != Step::SecondProof || situation.lock.is_some() {
        return Err(Stop::Refused(Refusal::NotDue));
    }
    let Some(pass) = &Opaque::parse(Kind::CertificatePass, pass) else {
        return Err(Stop::Refused(Refusal::Refused));
    };
    let verdict = app
        .database
        .write(|tx| async move { spend(app, &tx, visit, situation, pass).await })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    verdict.map_err(Stop::Refused)
}

async fn spend(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    pass: &Opaque,
) -> Result<Result<(), Refusal>, Fault> {
    let (tenant, now) = (visit.tenant.id, app.now());
    if !still_due(app, tx, visit, situation).await? {
        return Ok(Err(Refusal::NotDue));
    }
    let subject = situation.reissue.id.0;
    let spent = store::certificate_passes::spend(tx, tenant, pass, subject, now).await?;
    let Some(id) = spent else { return Ok(Err(Refusal::Refused)) };
    // It may have been revoked since it was shown.
    let found = store::certificates::for_update(tx, tenant, id).await?;
    let own = found.filter(|one| one.user == situation.user.id && one.is_live(now));
    let Some(certificate) = own else { return Ok(Err(Refusal::Revoked)) };
    proven_by(app, tx, visit, &situation.reissue, Proof::Certificate).await?;
    revoke::first_use(app, tx, By::User(visit), &certificate).await?;
    Ok(Ok(()))
}
