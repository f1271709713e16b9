//! Changes the password of whoever is signed in. A wrong current one counts like a wrong one at the login.

use serde_json::json;

use crate::app::App;
use crate::model::history::Outcome;
use crate::model::letter::About;
use crate::model::lockout::{Gate, Lock};
use crate::model::moment::Moment;
use crate::model::password::{Origin, Stored, Typed};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::login::new_password::{self, judge};
use crate::usecase::login::standing::{self, Try};
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;
use crate::usecase::{note, notice};

pub struct Given {
    pub current: Typed,
    pub new: Typed,
    pub confirm: Typed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    WrongPassword,
    WaitUntil(Moment),
    Locked(Lock),
    New(new_password::Refusal),
}

/// Returns how many other sessions ended.
pub async fn change(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    given: &Given,
) -> Result<u64, Stop<Refusal>> {
    if given.new.expose() != given.confirm.expose() {
        return Err(Stop::Refused(Refusal::New(new_password::Refusal::Mismatch)));
    }
    let stored = who.user.usable_password(app.now()).map(|stored| stored.hash.as_str());
    let matched = app.passwords.matches(stored, &given.current).await?;
    let checked = app
        .database
        .write(|tx| async move { check(app, &tx, visit, (who, matched)).await })
        .await?;
    app.letters.notify_one();
    checked.map_err(Stop::Refused)?;
    judge(app, visit, &who.user, &given.new).await.map_err(|stop| match stop {
        Stop::Refused(why) => Stop::Refused(Refusal::New(why)),
        Stop::Fault(fault) => Stop::Fault(fault),
    })?;
    let hash = app.passwords.hash(&given.new).await?;
    let new = &Stored { hash, origin: Origin::Chosen, set_at: app.now() };
    let ended =
        app.database.write(|tx| async move { put(app, &tx, visit, (who, new)).await }).await?;
    app.letters.notify_one();
    Ok(ended)
}

/// Counts a wrong current password.
async fn check(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    given: (&SignedIn, bool),
) -> Result<Result<(), Refusal>, Fault> {
    let (who, matched) = given;
    let now = app.now();
    let name = &who.user.login_name;
    let (before, gate) = standing::gate(tx, visit, name, now).await?;
    match gate {
        Gate::Open if matched => return Ok(Ok(())),
        Gate::Open => {}
        Gate::WaitUntil(then) => return Ok(Err(Refusal::WaitUntil(then))),
        Gate::Locked(lock) => return Ok(Err(Refusal::Locked(lock))),
    }
    let tried = Try { name, user: Some(&who.user), client: None, device: None, now };
    let failed = (&tried, Outcome::WrongPassword);
    Ok(Err(match standing::fail(app, tx, visit, before, failed).await? {
        Gate::Locked(lock) => Refusal::Locked(lock),
        Gate::Open | Gate::WaitUntil(_) => Refusal::WrongPassword,
    }))
}

async fn put(app: &App, tx: &Tx, visit: &Visit, what: (&SignedIn, &Stored)) -> Result<u64, Fault> {
    let (who, new) = what;
    let (tenant, user) = (visit.tenant.id, who.user.id);
    let now = new.set_at;
    store::passwords::put(tx, tenant, user, new).await?;
    // What the old one opened ends, but where it is being changed.
    let ended = store::sessions::end_others(tx, tenant, user, who.session.id, now).await?;
    store::known_browsers::end_all(tx, tenant, user, now).await?;
    let deed = ("password.change", user.to_string(), json!({ "sessions_ended": ended }));
    note::of_user(app, tx, visit, deed, now).await?;
    notice::to_devices(app, tx, visit, user, &About::PasswordChanged { at: now }).await?;
    Ok(ended)
}
