//! Asks the outbox for a one-time password.

use time::Duration;

use crate::app::App;
use crate::model::attempt::Attempt;
use crate::model::consent::Consent;
use crate::model::device::{Device, preferred};
use crate::model::ids::{CodeId, DeviceId, TenantId};
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

/// Whether the code step follows at once on a right password, which `moved` has.
pub async fn comes_next(
    tx: &Tx,
    visit: &Visit,
    moved: &Attempt,
    user: &User,
    now: Moment,
) -> Result<bool, Fault> {
    let tenant = visit.tenant.id;
    let remembered = match remembered_by(visit) {
        Some(mark) => store::known_browsers::is_remembered(tx, tenant, user.id, &mark, now).await?,
        None => false,
    };
    let known =
        Known { user: Some(user), consent: Consent::NotNeeded, session_lives: true, remembered };
    Ok(next_step(moved, known, &visit.tenant.policy, now) == Step::Code)
}

/// Sends another code, to the device chosen or the one before.
pub async fn again(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    chosen: Option<DeviceId>,
) -> Result<(), Stop<Refusal>> {
    let (Step::Code, Some(user)) = (situation.step, &situation.user) else { return Ok(()) };
    let verdict = app
        .database
        .write(|tx| async move {
            let rules = &visit.tenant.policy.one_time_code;
            let attempt = situation.attempt.id;
            let last = store::codes::of_attempt_for_update(&tx, visit.tenant.id, attempt).await?;
            let wait = last.map_or(Duration::ZERO, |code| code.resend_wait(rules, app.now()));
            if wait > Duration::ZERO {
                return Ok(Err(Refusal::TooSoon(wait)));
            }
            ask(app, &tx, visit, situation, (user, chosen)).await
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    verdict.map_err(Stop::Refused)
}

/// Writes a code asked for and its letter, in the caller's transaction.
pub async fn ask(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    whom: (&User, Option<DeviceId>),
) -> Result<Result<(), Refusal>, Fault> {
    let (user, chosen) = whom;
    let now = app.now();
    let tenant = visit.tenant.id;
    let rules = &visit.tenant.policy.one_time_code;
    let quarter_hour_ago = now.minus(Duration::minutes(15));
    let mails = store::codes::count_since(tx, tenant, user.id, quarter_hour_ago).await?;
    if mails >= u64::from(rules.mails_per_quarter_hour) {
        return Ok(Err(Refusal::TooMany));
    }
    let devices = store::devices::of_user(tx, tenant, user.id).await?;
    let device = match chosen {
        Some(id) => devices.iter().find(|device| device.id == id),
        None => preferred(&devices),
    };
    let Some(device) = device else { return Ok(Err(Refusal::NoDevice)) };
    let code = OneTimeCode {
        id: CodeId(row_id(app.random(), now)),
        attempt: situation.attempt.id,
        user: user.id,
        device: device.id,
        reference: letters(app.random(), 4),
        digest: None,
        wrong_tries: 0,
        asked_at: now,
    };
    store::codes::create(tx, tenant, &code).await?;
    let website = situation.client.as_ref().map(|client| client.name.clone());
    let about = About::LoginCode { code: code.id, website };
    let to = To::Device { device: device.id };
    notice::put(app, tx, (&visit.tenant, visit.language), (user.id, to, about)).await?;
    Ok(Ok(()))
}

/// What the code page shows.
pub async fn shown(app: &App, visit: &Visit, situation: &Situation) -> Result<Sent, Fault> {
    let read = app.database.read();
    let tenant: TenantId = visit.tenant.id;
    let attempt: &Attempt = &situation.attempt;
    let devices = match &situation.user {
        Some(user) => store::devices::of_user(read, tenant, user.id).await?,
        None => Vec::new(),
    };
    let code = store::codes::of_attempt(read, tenant, attempt.id).await?;
    let rules = &visit.tenant.policy.one_time_code;
    let wait = code.as_ref().map_or(Duration::ZERO, |code| code.resend_wait(rules, app.now()));
    Ok(Sent { code, devices, wait })
}
