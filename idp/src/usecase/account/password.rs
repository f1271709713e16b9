//! Changes the password of whoever is signed in. A wrong current one counts like a wrong one at the login.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::history::Outcome;
use crate::model::letter::About;
use crate::model::lockout::{Gate, Lock};
use crate::model::moment::Moment;
use crate::model::password::{Origin, Stored, Typed};
use crate::model::user::User;
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

/// A button pressed twice sends the same form twice within this.
const PRESSED_TWICE: Duration = Duration::minutes(1);

/// Returns how many other sessions ended. The same form once more meets what the first one came to.
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
    if !matched && is_done(app, &who.user, given).await? {
        return Ok(0);
    }
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
    match ended {
        Some(ended) => Ok(ended),
        None => overtaken(app, visit, who, given).await,
    }
}

/// Whether the password that is asked for stands already, since a moment ago.
async fn is_done(app: &App, user: &User, given: &Given) -> Result<bool, Fault> {
    let now = app.now();
    let just_set = |stored: &&Stored| now.since(stored.set_at) < PRESSED_TWICE;
    let Some(stored) = user.usable_password(now).filter(just_set) else { return Ok(false) };
    app.passwords.matches(Some(&stored.hash), &given.new).await
}

/// Another request changed the password between this one's look and its deed: the same form, or another.
async fn overtaken(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    given: &Given,
) -> Result<u64, Stop<Refusal>> {
    let read = app.database.read();
    let user = store::users::by_id(read, visit.tenant.id, who.user.id).await?;
    match user {
        Some(user) if is_done(app, &user, given).await? => Ok(0),
        _ => Err(Stop::Refused(Refusal::WrongPassword)),
    }
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

/// Lets the new password stand in the place of the one that was proven; none when that one stands no more.
async fn put(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&SignedIn, &Stored),
) -> Result<Option<u64>, Fault> {
    let (who, new) = what;
    let (tenant, user) = (visit.tenant.id, who.user.id);
    let now = new.set_at;
    store::users::hold(tx, tenant, user).await?;
    let hash = |user: &User| user.usable_password(now).map(|stored| stored.hash.clone());
    let stands = store::users::by_id(tx, tenant, user).await?;
    if stands.as_ref().and_then(hash) != hash(&who.user) {
        return Ok(None);
    }
    store::passwords::put(tx, tenant, user, new).await?;
    // What the old one opened ends, but where it is being changed.
    let ended = store::sessions::end_others(tx, tenant, user, who.session.id, now).await?;
    store::grants::end_of_others(tx, tenant, user, who.session.id, now).await?;
    store::known_browsers::end_all(tx, tenant, user, now).await?;
    let deed = ("password.change", user.to_string(), json!({ "sessions_ended": ended }));
    note::of_user(app, tx, visit, deed, now).await?;
    notice::to_devices(app, tx, visit, user, &About::PasswordChanged { at: now }).await?;
    Ok(Some(ended))
}
