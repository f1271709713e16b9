//! Answers the code step.

use crate::app::App;
use crate::model::attempt::Progress;
use crate::model::fold;
use crate::model::history::Outcome;
use crate::model::lockout::{Gate, Lock};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::names::LoginName;
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
    if situation.step != Step::Code {
        return Ok(());
    }
    let whose = &Whose::of(situation);
    let folded = &fold::code(given.typed);
    let remember = given.remember;
    let verdict = app
        .database
        .write(|tx| async move {
            let given = Given { typed: folded, remember };
            match whose.name {
                Some(name) => judge(app, &tx, visit, situation, (whose, name, given)).await,
                None => nameless(app, &tx, visit, situation).await,
            }
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    verdict.map_err(Stop::Refused)
}

/// Whose try it is.
struct Whose<'a> {
    /// The name that a wrong try counts for.
    name: Option<&'a LoginName>,
    /// Who has that name, for the history.
    tried: Option<&'a User>,
    /// Who gets in by the code; nobody whose first step was wrong.
    user: Option<&'a User>,
}

impl<'a> Whose<'a> {
    fn of(situation: &'a Situation) -> Self {
        if let Progress::Doubt { name } = &situation.attempt.progress {
            return Self { name: name.as_ref(), tried: situation.doubted.as_ref(), user: None };
        }
        let user = situation.user.as_ref();
        Self { name: user.map(|user| &user.login_name), tried: user, user }
    }

    /// The code as it counts for this person. Another's is none; where the first step is concealed it is as wrong as
    /// any, and so is one that was mailed to nobody.
    fn code(&self, found: Option<OneTimeCode>, concealed: bool) -> Option<OneTimeCode> {
        let found = found?;
        let own = self.user.is_some_and(|user| user.id == found.user);
        match (own, concealed) {
            (true, _) => Some(found),
            (false, true) => Some(OneTimeCode { digest: None, ..found }),
            (false, false) => None,
        }
    }

    const fn outcome(&self) -> Outcome {
        match self.user {
            Some(_) => Outcome::WrongCode,
            // What was wrong is told now, to whoever reads the history.
            None => Outcome::WrongPassword,
        }
    }
}

async fn judge(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    given: (&Whose<'_>, &LoginName, Given<'_>),
) -> Result<Result<(), Refusal>, Fault> {
    let (whose, name, Given { typed, remember }) = given;
    let now = app.now();
    let tenant = visit.tenant.id;
    let (before, gate) = standing::gate(tx, visit, name, now).await?;
    let found = store::codes::of_attempt_for_update(tx, tenant, situation.attempt.id).await?;
    let code = whose.code(found, visit.tenant.policy.conceal_first_step);
    let mailed = code.as_ref().filter(|code| whose.user.is_some_and(|user| user.id == code.user));
    let tried = Try {
        name,
        user: whose.tried,
        client: situation.attempt.waiting().map(|waiting| &waiting.client),
        device: mailed.map(|code| code.device),
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
            let failed = (&tried, whose.outcome());
            let gate = standing::fail(app, tx, visit, before, failed).await?;
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

/// What cannot be a user ID is counted nowhere, and as wrong as any other.
async fn nameless(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
) -> Result<Result<(), Refusal>, Fault> {
    let (tenant, attempt) = (visit.tenant.id, situation.attempt.id);
    let code = store::codes::of_attempt_for_update(tx, tenant, attempt).await?;
    let rules = &visit.tenant.policy.one_time_code;
    Ok(Err(match code {
        Some(code) if app.now() < code.expires(rules) => Refusal::WrongCredentials,
        Some(_) | None => Refusal::Expired,
    }))
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
