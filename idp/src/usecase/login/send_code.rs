//! Asks the outbox for a one-time password.

use time::Duration;

use crate::app::App;
use crate::model::attempt::Attempt;
use crate::model::consent::Consent;
use crate::model::device::{Choice, Device};
use crate::model::ids::{CodeId, DeviceId, TenantId, UserId};
use crate::model::letter::{About, To};
use crate::model::moment::Moment;
use crate::model::one_time_code::OneTimeCode;
use crate::model::step::{Known, Step, next_step};
use crate::model::user::User;
use crate::random::{letters, row_id};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::login::known_browser::remembered_by;
use crate::usecase::login::resume::Situation;
use crate::usecase::notice;
use crate::usecase::visit::Visit;

const QUARTER_HOUR: Duration = Duration::minutes(15);

/// Why no code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    TooSoon(Duration),
    TooMany,
    /// The user has no device, or not this one.
    NoDevice,
}

/// What the code page shows: where the code went, and where another could go.
#[derive(Clone, Debug)]
pub struct Sent {
    pub code: Option<OneTimeCode>,
    pub devices: Vec<Device>,
    pub wait: Duration,
}

/// Whether the code step follows at once on the password step, which `moved` has passed.
pub async fn comes_next(
    tx: &Tx,
    visit: &Visit,
    moved: &Attempt,
    user: Option<&User>,
    now: Moment,
) -> Result<bool, Fault> {
    let tenant = visit.tenant.id;
    let remembered = match remembered_by(visit) {
        Some(mark) => {
            let user = user.map_or(UserId::NOBODY, |user| user.id);
            store::known_browsers::is_remembered(tx, tenant, user, &mark, now).await?
        }
        None => false,
    };
    let known = Known { user, consent: Consent::NotNeeded, session_lives: true, remembered };
    Ok(next_step(moved, known, &visit.tenant.policy, now) == Step::Code)
}

/// Sends another code, to the device of choice.
pub async fn again(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    choice: Choice,
) -> Result<(), Stop<Refusal>> {
    if situation.step != Step::Code {
        return Ok(());
    }
    let user = situation.user.as_ref();
    let verdict = app
        .database
        .write(|tx| async move {
            let rules = &visit.tenant.policy.one_time_code;
            let attempt = situation.attempt.id;
            let last = store::codes::of_attempt_for_update(&tx, visit.tenant.id, attempt).await?;
            let wait =
                last.as_ref().map_or(Duration::ZERO, |code| code.resend_wait(rules, app.now()));
            if wait > Duration::ZERO {
                return Ok(Err(Refusal::TooSoon(wait)));
            }
            let before = last.map(|code| code.device);
            ask(app, &tx, visit, situation, (user, choice, before)).await
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    verdict.map_err(Stop::Refused)
}

/// Writes a code asked for and its letter, in the caller's transaction.
///
/// Where the first step is concealed, nobody hears whether a code was mailed: where none is, the same is written for a
/// person that nobody is, whose letter is dropped when it is to be written (OT-18).
pub async fn ask(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    whom: (Option<&User>, Choice, Option<DeviceId>),
) -> Result<Result<(), Refusal>, Fault> {
    let (tenant, now) = (visit.tenant.id, app.now());
    let concealed = visit.tenant.policy.conceal_first_step;
    if concealed && too_many_here(tx, visit, situation, now).await? {
        return Ok(Err(Refusal::TooMany));
    }
    let (user, device) = match addressee(tx, visit, whom, now).await? {
        Ok(device) => (device.user, device.id),
        Err(_) if concealed => {
            (UserId(row_id(app.random(), now)), DeviceId(row_id(app.random(), now)))
        }
        Err(why) => return Ok(Err(why)),
    };
    let code = OneTimeCode {
        id: CodeId(row_id(app.random(), now)),
        attempt: situation.attempt.id,
        user,
        device,
        reference: letters(app.random(), 4),
        digest: None,
        wrong_tries: 0,
        asked_at: now,
    };
    store::codes::create(tx, tenant, &code).await?;
    let website = situation.client.as_ref().map(|client| client.name.clone());
    let about = About::LoginCode { code: code.id, website };
    let letter = (user, To::Device { device }, about);
    notice::put(app, tx, (&visit.tenant, visit.language), letter).await?;
    Ok(Ok(()))
}

/// The device that a code is mailed to. For a person that nobody is the same is looked up.
async fn addressee(
    tx: &Tx,
    visit: &Visit,
    whom: (Option<&User>, Choice, Option<DeviceId>),
    now: Moment,
) -> Result<Result<Device, Refusal>, Fault> {
    let (user, choice, before) = whom;
    let (tenant, user) = (visit.tenant.id, user.map_or(UserId::NOBODY, |user| user.id));
    let mails = store::codes::count_since(tx, tenant, user, now.minus(QUARTER_HOUR)).await?;
    let devices = store::devices::of_user(tx, tenant, user).await?;
    if mails >= u64::from(visit.tenant.policy.one_time_code.mails_per_quarter_hour) {
        return Ok(Err(Refusal::TooMany));
    }
    Ok(choice.pick(&devices, before).cloned().ok_or(Refusal::NoDevice))
}

/// Whether so many codes were asked for in this login that no more are, mailed or not.
async fn too_many_here(
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    now: Moment,
) -> Result<bool, Fault> {
    let (tenant, since) = (&visit.tenant, now.minus(QUARTER_HOUR));
    let asked = store::codes::count_of_attempt(tx, tenant.id, situation.attempt.id, since).await?;
    Ok(asked >= u64::from(tenant.policy.one_time_code.mails_per_quarter_hour))
}

/// What the code page shows.
pub async fn shown(app: &App, visit: &Visit, situation: &Situation) -> Result<Sent, Fault> {
    let read = app.database.read();
    let tenant: TenantId = visit.tenant.id;
    let attempt: &Attempt = &situation.attempt;
    let user = situation.user.as_ref().map_or(UserId::NOBODY, |user| user.id);
    let devices = store::devices::of_user(read, tenant, user).await?;
    let code = store::codes::of_attempt(read, tenant, attempt.id).await?;
    let rules = &visit.tenant.policy.one_time_code;
    let wait = code.as_ref().map_or(Duration::ZERO, |code| code.resend_wait(rules, app.now()));
    Ok(Sent { code, devices, wait })
}
