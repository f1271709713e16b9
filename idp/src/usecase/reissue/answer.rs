//! Answers the secret question: a right answer brings a temporary password, shown once.

use time::Duration;

use super::find::{Situation, still_due};
use super::finish::finish;
use crate::app::App;
use crate::model::ending::Ending;
use crate::model::history::Outcome;
use crate::model::letter::About;
use crate::model::lockout::{Gate, Lock, LockReason, Standing};
use crate::model::moment::Moment;
use crate::model::password::{Origin, Person, Stored, Typed};
use crate::model::policy::ReissueEnd;
use crate::model::reissue::Step;
use crate::model::temporary_password::{DRAWN, shaped};
use crate::random::letters;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::login::standing::{self, Try};
use crate::usecase::secret_question;
use crate::usecase::visit::Visit;

/// A password for one login, in clear: it is nowhere else.
pub struct Temporary {
    pub password: Typed,
    pub until: Moment,
    pub minutes: u16,
}

/// Why there is no password. A wrong question and a wrong answer are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Mismatch,
    Locked(Lock),
    /// Something else is due.
    NotDue,
}

pub async fn answer(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    typed: (&str, &str),
) -> Result<Temporary, Stop<Refusal>> {
    let ReissueEnd::TemporaryPassword { minutes } = visit.tenant.policy.reissue.ends_with else {
        return Err(Stop::Refused(Refusal::NotDue));
    };
    if situation.step != Step::Question {
        return Err(Stop::Refused(Refusal::NotDue));
    }
    let read = app.database.read();
    let stored = store::secret_questions::of_user(read, visit.tenant.id, situation.user.id).await?;
    let matched = secret_question::matches(app, stored.as_ref(), typed).await?;
    let made = if matched { Some(temporary(app, visit, situation, minutes).await?) } else { None };
    let new = made.as_ref().map(|(_, stored)| stored);
    let verdict = app
        .database
        .write(|tx| async move { judge(app, &tx, visit, situation, new).await })
        .await
        .map_err(Stop::<Refusal>::Fault)?;
    app.letters.notify_one();
    verdict.map_err(Stop::Refused)?;
    made.map(|(temporary, _)| temporary).ok_or(Stop::Refused(Refusal::Mismatch))
}

/// Draws a password that the contract's rules allow, and hashes it.
async fn temporary(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    minutes: u16,
) -> Result<(Temporary, Stored), Fault> {
    let (rules, user) = (&visit.tenant.policy.password, &situation.user);
    let devices = store::devices::of_user(app.database.read(), visit.tenant.id, user.id).await?;
    let addresses: Vec<_> = devices.into_iter().map(|device| device.address).collect();
    let has_second_step = user.login_method.has_second_step();
    let person = Person { login_name: &user.login_name, addresses: &addresses, has_second_step };
    // Few draws break a rule, by lacking a digit or holding a short user ID.
    let password = (0..1_000)
        .map(|_| Typed::fold(&shaped(&letters(app.random(), DRAWN), rules, has_second_step)))
        .find(|drawn| rules.judge(drawn, &person).is_ok())
        .ok_or_else(|| Fault::Other("the rules allow no temporary password".to_owned()))?;
    let now = app.now();
    let until = now.plus(Duration::minutes(minutes.into()));
    let hash = app.passwords.hash(&password).await?;
    let stored = Stored { hash, origin: Origin::Temporary { until }, set_at: now };
    Ok((Temporary { password, until, minutes }, stored))
}

async fn judge(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
    new: Option<&Stored>,
) -> Result<Result<(), Refusal>, Fault> {
    let now = app.now();
    let user = &situation.user;
    let name = &user.login_name;
    // Answers count for the account, from whatever browser.
    let before = store::standings::for_update(tx, visit.tenant.id, name).await?;
    let tried = Try { name, user: Some(user), client: None, device: None, now };
    if let Gate::Locked(lock) = before.gate(&visit.tenant.policy.lockout, now) {
        standing::record(app, tx, visit, (&tried, Outcome::RefusedWhileLocked)).await?;
        return Ok(Err(Refusal::Locked(lock)));
    }
    if !still_due(app, tx, visit, situation).await? {
        return Ok(Err(Refusal::NotDue));
    }
    let Some(new) = new else { return count(app, tx, visit, before, &tried).await };
    let clean = Standing { wrong_answers: 0, ..before };
    store::standings::save(tx, visit.tenant.id, name, &clean).await?;
    let about = About::TemporaryPasswordMade { at: now };
    let finished = finish(app, tx, visit, situation, (new, "reissue.temporary", about)).await?;
    Ok(if finished { Ok(()) } else { Err(Refusal::NotDue) })
}

/// Counts a wrong answer. The lock at the end of the tries closes the account and its reissues.
async fn count(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    before: Standing,
    tried: &Try<'_>,
) -> Result<Result<(), Refusal>, Fault> {
    let rules = &visit.tenant.policy.lockout;
    let after = before.after_wrong_answer(rules, tried.now);
    store::standings::save(tx, visit.tenant.id, tried.name, &after).await?;
    let Gate::Locked(lock) = after.gate(rules, tried.now) else {
        standing::record(app, tx, visit, (tried, Outcome::WrongAnswer)).await?;
        return Ok(Err(Refusal::Mismatch));
    };
    standing::record(app, tx, visit, (tried, Outcome::Locked)).await?;
    if let Some(user) = tried.user {
        standing::locked(app, tx, visit, user, (tried.now, LockReason::Answers)).await?;
        let (tenant, closed) = (visit.tenant.id, Ending::Closed);
        store::reissues::end_of_user(tx, tenant, user.id, closed, tried.now).await?;
    }
    Ok(Err(Refusal::Locked(lock)))
}
