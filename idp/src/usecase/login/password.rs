//! Answers the password step.

use crate::app::App;
use crate::model::attempt::{Attempt, Progress};
use crate::model::device::Choice;
use crate::model::history::Outcome;
use crate::model::lockout::{Gate, Lock};
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::model::password::Typed;
use crate::model::step::may_begin;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::login::resume::{self, Situation};
use crate::usecase::login::send_code;
use crate::usecase::login::standing::{self, Count, Try};
use crate::usecase::visit::Visit;

/// What was typed. A user ID that cannot be one is counted nowhere and is as wrong as any other.
pub struct Given {
    pub login_name: Option<LoginName>,
    pub password: Typed,
}

/// Why the step is not passed. Unknown, closed and wrong are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    WrongCredentials,
    WaitUntil(Moment),
    Locked(Lock),
}

/// Answers the password step.
///
/// An unknown name is turned down in the same words, after the same work and the same count. A refusal is
/// committed too, or failures would never count. Where the first step is concealed, whoever is wrong goes on to the
/// code page like whoever is right, after the same work, and is counted there.
pub async fn answer(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    given: &Given,
) -> Result<(), Stop<Refusal>> {
    let now = app.now();
    let tenant = &visit.tenant;
    let found = match &given.login_name {
        Some(name) => resume::meant(app, tenant, name).await?,
        None => None,
    };
    let stored = found.as_ref().and_then(|user| user.usable_password(now));
    let hash = stored.map(|stored| stored.hash.as_str());
    let matched = app.passwords.matches(hash, &given.password).await?;
    let Some(name) = &given.login_name else { return nameless(app, visit, situation).await };
    let renewed = renewed_hash(app, visit, (hash, matched), &given.password).await?;
    let tried = &Try {
        name,
        user: found.as_ref(),
        client: situation.attempt.waiting().map(|waiting| &waiting.client),
        device: None,
        now,
    };
    let renewed = renewed.as_ref();
    let verdict = app
        .database
        .write(|tx| async move {
            let (before, gate) = standing::gate(&tx, visit, name, now).await?;
            if gate != Gate::Open {
                let outcome = Outcome::RefusedWhileLocked;
                standing::record(app, &tx, visit, (tried, outcome)).await?;
                return Ok(refused(gate));
            }
            let right = tried.user.filter(|user| matched && may_begin(user, &tenant.policy));
            match right {
                Some(user) => {
                    pass(app, &tx, visit, situation, user).await?;
                    if let Some((old, new)) = renewed {
                        store::passwords::rehash(&tx, tenant.id, user.id, old, new).await?;
                    }
                    Ok(Ok(()))
                }
                None if tenant.policy.conceal_first_step => {
                    let doubt = Progress::Doubt { name: Some(name.clone()) };
                    go_on(app, &tx, visit, situation, (doubt, None)).await.map(Ok)
                }
                None => count(app, &tx, visit, before, tried).await,
            }
        })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    verdict.map_err(Stop::Refused)
}

/// What cannot be a user ID is no secret; where the first step is concealed it goes on all the same.
async fn nameless(app: &App, visit: &Visit, situation: &Situation) -> Result<(), Stop<Refusal>> {
    if !visit.tenant.policy.conceal_first_step {
        return Err(Stop::Refused(Refusal::WrongCredentials));
    }
    app.database
        .write(|tx| async move {
            let doubt = Progress::Doubt { name: None };
            go_on(app, &tx, visit, situation, (doubt, None)).await
        })
        .await?;
    app.letters.notify_one();
    Ok(())
}

async fn pass(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    user: &User,
) -> Result<(), Fault> {
    let Some(password) = user.usable_password(app.now()) else { return Ok(()) };
    let to = Progress::Password { user: user.id, set_at: password.set_at };
    go_on(app, tx, visit, situation, (to, Some(user))).await
}

/// Moves on, and asks for a code where that comes next.
async fn go_on(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    to: (Progress, Option<&User>),
) -> Result<(), Fault> {
    let (progress, user) = to;
    let (tenant, attempt) = (visit.tenant.id, &situation.attempt);
    if !store::attempts::advance(tx, tenant, attempt, progress.clone()).await? {
        return Ok(());
    }
    // One that was chosen before everything began again was chosen by whoever was here then.
    store::attempts::drop_new_password(tx, tenant, attempt.id).await?;
    let moved = Attempt { progress, new_password: None, ..attempt.clone() };
    if send_code::comes_next(tx, visit, &moved, user, app.now()).await? {
        // Over the limit of mails the page offers to send again later.
        let to = (user, Choice::Same, None);
        let _sent = send_code::ask(app, tx, visit, situation, to).await?;
    }
    Ok(())
}

async fn count(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    before: Count,
    tried: &Try<'_>,
) -> Result<Result<(), Refusal>, Fault> {
    let gate = standing::fail(app, tx, visit, before, (tried, Outcome::WrongPassword)).await?;
    Ok(match gate {
        Gate::Locked(lock) => Err(Refusal::Locked(lock)),
        Gate::Open | Gate::WaitUntil(_) => Err(Refusal::WrongCredentials),
    })
}

const fn refused(gate: Gate) -> Result<(), Refusal> {
    match gate {
        Gate::Open => Ok(()),
        Gate::WaitUntil(then) => Err(Refusal::WaitUntil(then)),
        Gate::Locked(lock) => Err(Refusal::Locked(lock)),
    }
}

/// The old and the new hash, where a right password was stored at an old cost. Where the first step is concealed, a
/// wrong one costs the same.
async fn renewed_hash(
    app: &App,
    visit: &Visit,
    stored: (Option<&str>, bool),
    typed: &Typed,
) -> Result<Option<(String, String)>, Fault> {
    let (hash, matched) = stored;
    let worked = matched || visit.tenant.policy.conceal_first_step;
    match hash {
        Some(old) if worked && app.passwords.is_outdated(old) => {
            let new = app.passwords.hash(typed).await?;
            Ok(matched.then(|| (old.to_owned(), new)))
        }
        _ => Ok(None),
    }
}
