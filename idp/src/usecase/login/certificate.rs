//! Answers the certificate step. The certificate is shown at an address of its own, where the browser's cookie is not
//! sent; what it gives the browser to bring back counts only in the browser that began the login.

use crate::app::App;
use crate::model::history::Outcome;
use crate::model::lockout::{Gate, Lock};
use crate::model::secret::{Kind, Opaque};
use crate::model::step::Step;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::certificate::recognize::{Recognized, Refusal, recognize};
use crate::usecase::certificate::{By, revoke};
use crate::usecase::login::resume::{self, Situation};
use crate::usecase::login::standing::{self, Try};
use crate::usecase::visit::Visit;

/// Judges the certificate shown for a login. Returns what the browser has to bring back to it.
pub async fn present(
    app: &App,
    visit: &Visit,
    handle: &str,
    der: Option<&[u8]>,
) -> Result<Opaque, Stop<Refusal>> {
    let situation = match resume::unbound(app, visit, handle).await {
        Ok(situation) => situation,
        Err(Stop::Refused(_)) => return Err(Stop::Refused(Refusal::NotDue)),
        Err(Stop::Fault(fault)) => return Err(Stop::Fault(fault)),
    };
    let (Step::Certificate, Some(user)) = (situation.step, &situation.user) else {
        return Err(Stop::Refused(Refusal::NotDue));
    };
    let Some(der) = der else { return Err(Stop::Refused(Refusal::Missing)) };
    let judged = &match recognize(app, &visit.tenant, der).await? {
        Ok(found) if found.owner.id != user.id => Err((Refusal::Foreign, Some(found))),
        other => other,
    };
    let pass = Opaque::draw(Kind::CertificatePass, app.random());
    let (situation, drawn) = (&situation, &pass);
    let verdict = app
        .database
        .write(|tx| async move {
            if let Err(why) = open(app, &tx, visit, situation, user).await? {
                return Ok(Err(why));
            }
            match judged {
                Ok(found) => {
                    let what = (situation.attempt.id.0, found.certificate.id);
                    let tenant = visit.tenant.id;
                    store::certificate_passes::create(&tx, tenant, drawn, what, app.now()).await?;
                    Ok(Ok(()))
                }
                Err((why, found)) => {
                    record(app, &tx, visit, situation, (user, found.as_ref())).await?;
                    Ok(Err(*why))
                }
            }
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    verdict.map(|()| pass).map_err(Stop::Refused)
}

/// Spends what the browser brought back, in the browser that began the login.
pub async fn bring(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    pass: &str,
) -> Result<(), Stop<Refusal>> {
    let (Step::Certificate, Some(user)) = (situation.step, &situation.user) else {
        return Err(Stop::Refused(Refusal::NotDue));
    };
    let Some(pass) = &Opaque::parse(Kind::CertificatePass, pass) else {
        return Err(Stop::Refused(Refusal::Refused));
    };
    let verdict = app
        .database
        .write(|tx| async move {
            if let Err(why) = open(app, &tx, visit, situation, user).await? {
                return Ok(Err(why));
            }
            spend(app, &tx, visit, situation, (user, pass)).await
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    verdict.map_err(Stop::Refused)
}

/// The lock of whoever logs in here, if there is one.
pub async fn lock(app: &App, visit: &Visit, user: &User) -> Result<Option<Lock>, Fault> {
    let read = app.database.read();
    let standing = store::standings::of(read, visit.tenant.id, &user.login_name).await?;
    Ok(match standing.gate(&visit.tenant.policy.lockout, app.now()) {
        Gate::Locked(lock) => Some(lock),
        Gate::Open | Gate::WaitUntil(_) => None,
    })
}

async fn spend(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    what: (&User, &Opaque),
) -> Result<Result<(), Refusal>, Fault> {
    let (user, pass) = what;
    let (tenant, now) = (visit.tenant.id, app.now());
    let subject = situation.attempt.id.0;
    let spent = store::certificate_passes::spend(tx, tenant, pass, subject, now).await?;
    let Some(id) = spent else { return Ok(Err(Refusal::Refused)) };
    // It may have been revoked since it was shown.
    let found = store::certificates::by_id(tx, tenant, id).await?;
    let Some(certificate) = found.filter(|one| one.user == user.id && one.is_live(now)) else {
        return Ok(Err(Refusal::Revoked));
    };
    let both = situation.attempt.progress.with_certificate(certificate.device, certificate.id);
    let Some(to) = both else { return Ok(Err(Refusal::Refused)) };
    store::attempts::advance(tx, tenant, &situation.attempt, to).await?;
    store::devices::used(tx, tenant, certificate.device, now).await?;
    revoke::first_use(app, tx, By::User(visit), &certificate).await?;
    Ok(Ok(()))
}

/// Whether the account is not locked. A certificate cannot be guessed: no delay, and a wrong one counts nowhere.
async fn open(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    user: &User,
) -> Result<Result<(), Refusal>, Fault> {
    let (_, gate) = standing::gate(tx, visit, &user.login_name, app.now()).await?;
    if !matches!(gate, Gate::Locked(_)) {
        return Ok(Ok(()));
    }
    let tried = tried(app, situation, user, None);
    standing::record(app, tx, visit, (&tried, Outcome::RefusedWhileLocked)).await?;
    Ok(Err(Refusal::Locked))
}

/// Writes a wrong certificate into the history of the user it was tried for, and of the one it belongs to.
async fn record(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    who: (&User, Option<&Recognized>),
) -> Result<(), Fault> {
    let (user, found) = who;
    let own = found.filter(|one| one.owner.id == user.id);
    let wrong = Outcome::WrongCertificate;
    let one = tried(app, situation, user, own);
    standing::record(app, tx, visit, (&one, wrong)).await?;
    if let Some(found) = found.filter(|one| one.owner.id != user.id) {
        let one = tried(app, situation, &found.owner, Some(found));
        standing::record(app, tx, visit, (&one, wrong)).await?;
    }
    Ok(())
}

fn tried<'a>(
    app: &App,
    situation: &'a Situation,
    user: &'a User,
    found: Option<&Recognized>,
) -> Try<'a> {
    Try {
        name: &user.login_name,
        user: Some(user),
        client: situation.attempt.waiting().map(|waiting| &waiting.client),
        device: found.map(|one| one.certificate.device),
        now: app.now(),
    }
}
