//! Changes the login method (ログイン方法の変更), and undoes such a change.
//!
//! Credentials are issued anew: other sessions end, and a password that may be too short for its new task must be
//! chosen anew at the next login. Certificates of the method that was left stay until the change cannot be undone; those
//! of the method to come are handed over first (`method_certificate`).

use serde_json::json;
use time::Duration;

use super::method_certificate::{self, IssuedTo};
use crate::app::App;
use crate::model::device::Device;
use crate::model::ids::MethodChangeId;
use crate::model::letter::About;
use crate::model::login_method::{LoginMethod, MethodChanged};
use crate::model::menu::methods_open_to;
use crate::model::moment::Moment;
use crate::model::password::{Origin, Stored};
use crate::model::secret::Kind;
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;
use crate::usecase::{certificate, note, notice, sign_out};

/// How long a change to a weaker method can be undone by a mailed link.
const UNDO: Duration = Duration::hours(24);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Same,
    /// The policy does not let this user choose it.
    NotOpen,
    NoDevice,
}

/// Whether the user may change to it now.
pub async fn check(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    to: LoginMethod,
) -> Result<(), Stop<Refusal>> {
    let devices =
        store::devices::of_user(app.database.read(), visit.tenant.id, who.user.id).await?;
    judge(app, visit, &who.user, to, devices.len()).map_err(Stop::Refused)
}

/// The methods that a user may change to here: certificates need an address that asks for them.
pub fn open_to(app: &App, visit: &Visit, now: LoginMethod) -> Vec<LoginMethod> {
    let mut open = methods_open_to(&visit.tenant.policy, now);
    if !certificate::is_offered(app, &visit.tenant) {
        open.retain(|method| *method != LoginMethod::PasswordCertificate);
    }
    open
}

fn judge(
    app: &App,
    visit: &Visit,
    user: &User,
    to: LoginMethod,
    devices: usize,
) -> Result<(), Refusal> {
    if to == user.login_method {
        return Err(Refusal::Same);
    }
    if !open_to(app, visit, user.login_method).contains(&to) {
        return Err(Refusal::NotOpen);
    }
    if to.has_second_step() && devices == 0 {
        return Err(Refusal::NoDevice);
    }
    Ok(())
}

/// What pressing the button came to.
pub enum Executed {
    Changed,
    /// The method before stands until one of these is handed over.
    Waits(IssuedTo),
}

pub async fn execute(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    to: LoginMethod,
) -> Result<Executed, Stop<Refusal>> {
    if to == LoginMethod::PasswordCertificate {
        return method_certificate::issue(app, visit, who).await.map(Executed::Waits);
    }
    let outcome = app
        .database
        .write(|tx| async move {
            let judged = judged(app, &tx, visit, (who, to)).await?;
            if let Ok((_, user)) = &judged {
                put(app, &tx, visit, (who, user, to)).await?;
            }
            Ok::<_, Fault>(judged)
        })
        .await?;
    app.letters.notify_one();
    outcome.map(|_| Executed::Changed).map_err(Stop::Refused)
}

/// The user and his devices as they stand in this transaction, if he may change.
pub(super) async fn judged(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&SignedIn, LoginMethod),
) -> Result<Result<(Vec<Device>, User), Refusal>, Fault> {
    let (who, to) = what;
    let tenant = visit.tenant.id;
    let devices = store::devices::of_user_for_update(tx, tenant, who.user.id).await?;
    let Some(user) = store::users::by_id(tx, tenant, who.user.id).await? else {
        return Ok(Err(Refusal::NotOpen));
    };
    Ok(judge(app, visit, &user, to, devices.len()).map(|()| (devices, user)))
}

/// Makes a change that was judged.
pub(super) async fn put(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&SignedIn, &User, LoginMethod),
) -> Result<(), Fault> {
    let (who, user, to) = what;
    let (tenant, now) = (visit.tenant.id, app.now());
    let from = user.login_method;
    let change = MethodChanged {
        id: MethodChangeId(row_id(app.random(), now)),
        user: user.id,
        before: from,
        after: to,
        at: now,
        undo_until: (to < from).then(|| now.plus(UNDO)),
    };
    store::method_changes::create(tx, tenant, &change).await?;
    store::users::set_login_method(tx, tenant, user.id, to).await?;
    anew(tx, visit, (user, to), now).await?;
    store::sessions::end_others(tx, tenant, user.id, who.session.id, now).await?;
    store::grants::end_of_others(tx, tenant, user.id, who.session.id, now).await?;
    store::known_browsers::end_all(tx, tenant, user.id, now).await?;
    let details = json!({ "before": from, "after": to });
    let deed = ("method.change", user.id.to_string(), details);
    note::of_user(app, tx, visit, deed, now).await?;
    let undo = change.undo_until.map(|_| change.id);
    let about = About::MethodChanged { at: now, before: from, after: to, undo };
    notice::to_devices(app, tx, visit, user.id, &about).await
}

/// A password that stood behind a second step may be too short to stand alone: then it must be chosen anew.
async fn anew(
    tx: &Tx,
    visit: &Visit,
    what: (&User, LoginMethod),
    now: Moment,
) -> Result<(), Fault> {
    let (user, to) = what;
    let rules = &visit.tenant.policy.password;
    let before = rules.shortest(user.login_method.has_second_step());
    let Some(stored) = user.usable_password(now) else { return Ok(()) };
    if rules.shortest(to.has_second_step()) > before {
        let reset = Stored { origin: Origin::Reset, ..stored.clone() };
        store::passwords::set_origin(tx, visit.tenant.id, user.id, &reset).await?;
    }
    Ok(())
}

/// A change that a mailed link undoes, while it may be undone.
pub async fn undoable(
    app: &App,
    visit: &Visit,
    token: &str,
) -> Result<Option<(MethodChanged, User)>, Fault> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let target = store::mailed_links::target(read, tenant, Kind::Undo, token).await?;
    let Some((id, _)) = target else { return Ok(None) };
    let found = store::method_changes::by_id(read, tenant, MethodChangeId(id)).await?;
    let Some(change) = found else { return Ok(None) };
    let user = store::users::by_id(read, tenant, change.user).await?;
    let open = change.undo_until.is_some_and(|until| app.now() < until);
    Ok(user.filter(|user| open && user.login_method == change.after).map(|user| (change, user)))
}

/// Undoes it: the method before stands again, everything signed in ends, and the password must be chosen anew, for
/// whoever made the change knew it. False when it was undone before.
pub async fn undo(app: &App, visit: &Visit, change: &MethodChanged) -> Result<bool, Fault> {
    let undone = app
        .database
        .write(|tx| async move {
            let (tenant, now) = (visit.tenant.id, app.now());
            if !store::method_changes::undo(&tx, tenant, change.id, now).await? {
                return Ok(false);
            }
            store::users::set_login_method(&tx, tenant, change.user, change.before).await?;
            if let Some(user) = store::users::by_id(&tx, tenant, change.user).await?
                && let Some(stored) = user.usable_password(now)
            {
                let reset = Stored { origin: Origin::Reset, ..stored.clone() };
                store::passwords::set_origin(&tx, tenant, user.id, &reset).await?;
            }
            sign_out::everywhere(&tx, tenant, change.user, now).await?;
            let details = json!({ "before": change.after, "after": change.before });
            let deed = ("method.undo", change.user.to_string(), details);
            note::of_user(app, &tx, visit, deed, now).await?;
            let (before, after) = (change.after, change.before);
            let about = About::MethodUndone { at: now, before, after };
            notice::to_devices(app, &tx, visit, change.user, &about).await?;
            Ok::<_, Fault>(true)
        })
        .await?;
    app.letters.notify_one();
    Ok(undone)
}
