//! Answers the code step.

use crate::app::App;
use crate::model::attempt::Progress;
use crate::model::fold;
use crate::model::history::Outcome;
use crate::model::lockout::Gate;
use crate::model::moment::Moment;
use crate::model::one_time_code::{OneTimeCode, Verdict, digest_input};
use crate::model::step::Step;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::login::resume::Situation;
use crate::usecase::login::standing::{self, Try};
use crate::usecase::visit::Visit;

/// Why the step is not passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    WrongCredentials,
    Expired,
    WaitUntil(Moment),
    Locked { until: Option<Moment> },
}

/// Answers the code step. Out of its turn it changes nothing: the page shows what is due.
pub async fn answer(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    typed: &str,
) -> Result<(), Stop<Refusal>> {
    let (Step::Code, Some(user)) = (situation.step, &situation.user) else { return Ok(()) };
    let typed = &fold::code(typed);
    let verdict = app
        .database
        .write(|tx| async move { judge(app, &tx, visit, situation, (user, typed)).await })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    verdict.map_err(Stop::Refused)
}

async fn judge(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    given: (&User, &str),
) -> Result<Result<(), Refusal>, Fault> {
    let (user, typed) = given;
    let now = app.now();
    let tenant = visit.tenant.id;
    let (before, gate) = standing::gate(tx, visit, &user.login_name, now).await?;
    let code = store::codes::of_attempt_for_update(tx, tenant, situation.attempt.id).await?;
    let tried = Try {
        name: &user.login_name,
        user: Some(user),
        client: situation.attempt.waiting().map(|waiting| &waiting.client),
        device: code.as_ref().map(|code| code.device),
        now,
    };
    match gate {
        Gate::Open => {}
        Gate::WaitUntil(then) => return Ok(Err(Refusal::WaitUntil(then))),
        Gate::Locked { until } => {
            standing::record(app, tx, visit, (&tried, Outcome::RefusedWhileLocked)).await?;
            return Ok(Err(Refusal::Locked { until }));
        }
    }
    let Some(code) = code else { return Ok(Err(Refusal::Expired)) };
    match code.judge(&digest(app, visit, &code, typed), &visit.tenant.policy.one_time_code, now) {
        Verdict::Right => pass(tx, visit, situation, &code, now).await,
        Verdict::Expired => Ok(Err(Refusal::Expired)),
        Verdict::Wrong | Verdict::Exhausted => {
            store::codes::count_wrong_try(tx, tenant, code.id).await?;
            let gate = standing::fail(app, tx, visit, before, (&tried, Outcome::WrongCode)).await?;
            if matches!(gate, Gate::Locked { .. }) {
                // Whoever unlocks the account does not revive a code that was being guessed.
                store::codes::consume(tx, tenant, code.id, now).await?;
            }
            Ok(Err(match gate {
                Gate::Locked { until } => Refusal::Locked { until },
                Gate::Open | Gate::WaitUntil(_) => Refusal::WrongCredentials,
            }))
        }
    }
}

async fn pass(
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    code: &OneTimeCode,
    now: Moment,
) -> Result<Result<(), Refusal>, Fault> {
    let tenant = visit.tenant.id;
    if !store::codes::consume(tx, tenant, code.id, now).await? {
        return Ok(Err(Refusal::Expired));
    }
    let to = Progress::Both { user: code.user, device: code.device };
    store::attempts::advance(tx, tenant, &situation.attempt, to).await?;
    store::devices::used(tx, tenant, code.device, now).await?;
    Ok(Ok(()))
}

/// The digest of a code, under a key that is not in the database: a stolen table gives no code away.
pub fn digest(app: &App, visit: &Visit, code: &OneTimeCode, digits: &str) -> Vec<u8> {
    let input = digest_input(visit.tenant.id, code.user, code.id, digits);
    keys::digest::hmac_sha256(app.code_key.as_ref(), input.as_bytes()).to_vec()
}
