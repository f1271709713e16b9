//! Answers the code step.

use crate::app::App;
use crate::model::fold;
use crate::model::history::Outcome;
use crate::model::lockout::{Gate, Lock};
use crate::model::login_method::LoginMethod;
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
    Locked(Lock),
}

/// What was entered on the code page.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub typed: &'a str,
    /// This browser is to be remembered.
    pub remember: bool,
}

/// Answers the code step. Out of its turn it changes nothing: the page shows what is due.
pub async fn answer(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    given: Given<'_>,
) -> Result<(), Stop<Refusal>> {
    let (Step::Code, Some(user)) = (situation.step, &situation.user) else { return Ok(()) };
    let folded = &fold::code(given.typed);
    let remember = given.remember;
    let verdict = app
        .database
        .write(|tx| async move {
            let given = Given { typed: folded, remember };
            judge(app, &tx, visit, situation, (user, given)).await
        })
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
    given: (&User, Given<'_>),
) -> Result<Result<(), Refusal>, Fault> {
    let (user, Given { typed, remember }) = given;
    let now = app.now();
    let tenant = visit.tenant.id;
    let (before, gate) = standing::gate(tx, visit, &user.login_name, now).await?;
    let code = store::codes::of_attempt_for_update(tx, tenant, situation.attempt.id).await?;
    // Another person may have begun in this login.
    let code = code.filter(|code| code.user == user.id);
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
        Gate::Locked(lock) => {
            standing::record(app, tx, visit, (&tried, Outcome::RefusedWhileLocked)).await?;
            return Ok(Err(Refusal::Locked(lock)));
        }
    }
    let Some(code) = code else { return Ok(Err(Refusal::Expired)) };
    let typed = app.code_digest(&digest_input(tenant, code.user, code.id, typed));
    match code.judge(&typed, &visit.tenant.policy.one_time_code, now) {
        Verdict::Right => pass(tx, visit, situation, (&code, remember), now).await,
        Verdict::Expired => Ok(Err(Refusal::Expired)),
        Verdict::Wrong | Verdict::Exhausted => {
            store::codes::count_wrong_try(tx, tenant, code.id).await?;
            let gate = standing::fail(app, tx, visit, before, (&tried, Outcome::WrongCode)).await?;
            if matches!(gate, Gate::Locked(_)) {
                // Whoever unlocks the account does not revive a code that was being guessed.
                store::codes::consume(tx, tenant, code.id, now).await?;
            }
            Ok(Err(match gate {
                Gate::Locked(lock) => Refusal::Locked(lock),
                Gate::Open | Gate::WaitUntil(_) => Refusal::WrongCredentials,
            }))
        }
    }
}

async fn pass(
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    what: (&OneTimeCode, bool),
    now: Moment,
) -> Result<Result<(), Refusal>, Fault> {
    let (code, remember) = what;
    let tenant = visit.tenant.id;
    if !store::codes::consume(tx, tenant, code.id, now).await? {
        return Ok(Err(Refusal::Expired));
    }
    let by = LoginMethod::PasswordOtp;
    let both = situation.attempt.progress.with_second(by, code.device, remember);
    let Some(to) = both else { return Ok(Err(Refusal::Expired)) };
    store::attempts::advance(tx, tenant, &situation.attempt, to).await?;
    store::devices::used(tx, tenant, code.device, now).await?;
    Ok(Ok(()))
}
