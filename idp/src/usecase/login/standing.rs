//! Counts failures of a login name, in the transaction of the try, and tells the owner of a lock. A browser that the
//! account knows may have a count of its own, so that strangers do not keep the owner out.

use crate::app::App;
use crate::model::ending::Ending;
use crate::model::history::{Entry, Outcome};
use crate::model::ids::{ClientId, DeviceId, KnownBrowserId, UserId};
use crate::model::known_browser::KnownBrowser;
use crate::model::letter::{About, To};
use crate::model::lockout::{Counts, Gate, LockReason};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::model::policy::Release;
use crate::model::secret::Opaque;
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::notice;
use crate::usecase::visit::Visit;

/// A try of a login name: by whom, if it is anybody's, and for which website.
pub struct Try<'a> {
    pub name: &'a LoginName,
    pub user: Option<&'a User>,
    pub client: Option<&'a ClientId>,
    pub device: Option<DeviceId>,
    pub now: Moment,
}

/// The counts of a try, and whose the second one is.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    pub counts: Counts,
    browser: Option<KnownBrowserId>,
}

/// Whether a try of this name may be looked at; the counts stay locked until the transaction ends.
pub async fn gate(
    tx: &Tx,
    visit: &Visit,
    name: &LoginName,
    now: Moment,
) -> Result<(Count, Gate), Fault> {
    let rules = &visit.tenant.policy.lockout;
    let standing = store::standings::for_update(tx, visit.tenant.id, name).await?;
    let own = match &visit.mark {
        Some(mark) if rules.known_browser_counts_apart => known(tx, visit, name, mark).await?,
        Some(_) | None => None,
    };
    let browser = own.as_ref().map(|own| own.standing);
    let counts = Counts { name: standing, browser };
    Ok((Count { counts, browser: own.map(|own| own.id) }, counts.gate(rules, now)))
}

/// What the account of this name knows of this browser. A name that nobody has costs the same look.
async fn known(
    tx: &Tx,
    visit: &Visit,
    name: &LoginName,
    mark: &Opaque,
) -> Result<Option<KnownBrowser>, Fault> {
    let tenant = visit.tenant.id;
    let user = store::users::id_of_login_name(tx, tenant, name).await?;
    let user = user.unwrap_or(UserId::NOBODY);
    store::known_browsers::live_for_update(tx, tenant, user, &mark.digest(tenant)).await
}

/// Writes the counts back.
async fn save(tx: &Tx, visit: &Visit, name: &LoginName, count: &Count) -> Result<(), Fault> {
    let tenant = visit.tenant.id;
    if let (Some(id), Some(own)) = (count.browser, count.counts.browser) {
        store::known_browsers::save_standing(tx, tenant, id, &own).await?;
    }
    store::standings::save(tx, tenant, name, &count.counts.name).await
}

/// Clears the count that a login fell under.
pub async fn clear(tx: &Tx, visit: &Visit, name: &LoginName, before: Count) -> Result<(), Fault> {
    let counts = before.counts.after_login();
    save(tx, visit, name, &Count { counts, ..before }).await
}

/// Counts a failure. Returns the gate as it is for the next try.
pub async fn fail(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    before: Count,
    failed: (&Try<'_>, Outcome),
) -> Result<Gate, Fault> {
    let (tried, outcome) = failed;
    let rules = &visit.tenant.policy.lockout;
    let counts = before.counts.after_failure(rules, tried.now);
    save(tx, visit, tried.name, &Count { counts, ..before }).await?;
    let gate = counts.gate(rules, tried.now);
    let locks = matches!(gate, Gate::Locked(_));
    record(app, tx, visit, (tried, if locks { Outcome::Locked } else { outcome })).await?;
    match (locks, tried.user) {
        (true, Some(user)) => {
            locked(app, tx, visit, user, (tried.now, LockReason::PasswordAndCode)).await?;
        }
        (true, None) => nobody_locked(app, tx, visit, tried.now).await?,
        (false, _) => {}
    }
    Ok(gate)
}

/// Writes a try into the history of the user it was for.
pub async fn record(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    tried: (&Try<'_>, Outcome),
) -> Result<(), Fault> {
    let (tried, outcome) = tried;
    let method = tried.user.map_or(LoginMethod::Password, |user| user.login_method);
    record_of(app, tx, visit, (tried, outcome), method).await
}

/// The same for a login whose steps were not the user's own method.
pub async fn record_of(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    tried: (&Try<'_>, Outcome),
    method: LoginMethod,
) -> Result<(), Fault> {
    let (tried, outcome) = tried;
    let subject = tried.user.map_or_else(|| tried.name.to_string(), |user| user.id.to_string());
    let details = serde_json::json!({ "client": tried.client, "known": tried.user.is_some() });
    let action = format!("login.{}", outcome.as_str());
    crate::usecase::note::of_user(app, tx, visit, (&action, subject, details), tried.now).await?;
    let entry = Entry {
        // A name that nobody has costs the same.
        user: tried.user.map_or(UserId::NOBODY, |user| user.id),
        at: tried.now,
        origin: visit.origin.clone(),
        device: tried.device,
        method,
        client: tried.client.cloned(),
        outcome,
    };
    store::history::append(tx, visit.tenant.id, row_id(app.random(), tried.now), &entry).await
}

/// The same work for a name that nobody has: its letter is dropped when it is to be written.
async fn nobody_locked(app: &App, tx: &Tx, visit: &Visit, at: Moment) -> Result<(), Fault> {
    let (tenant, nobody) = (&visit.tenant, UserId::NOBODY);
    if tenant.policy.lockout.release == Release::Desk {
        store::reissues::end_of_user(tx, tenant.id, nobody, Ending::Closed, at).await?;
    }
    store::grants::end_codes(tx, tenant.id, nobody, at).await?;
    store::devices::of_user(tx, tenant.id, nobody).await?;
    let to = To::Device { device: DeviceId(nobody.0) };
    let about = About::AccountLocked { at, reason: LockReason::PasswordAndCode };
    notice::put(app, tx, (tenant, visit.language), (nobody, to, about)).await
}

/// What follows a lock: codes on their way to websites end (LK-08), and the owner is told, by a link that ends it where the policy has that. Where only the desk
/// unlocks, reissues end too. Whoever guesses answers reads the mails: such a lock is not ended by one.
pub async fn locked(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    user: &User,
    lock: (Moment, LockReason),
) -> Result<(), Fault> {
    let (at, reason) = lock;
    let rules = &visit.tenant.policy.lockout;
    if rules.release == Release::Desk {
        store::reissues::end_of_user(tx, visit.tenant.id, user.id, Ending::Closed, at).await?;
    }
    let by_mail = rules.self_release_by_mail && reason == LockReason::PasswordAndCode;
    store::grants::end_codes(tx, visit.tenant.id, user.id, at).await?;
    let about = if by_mail {
        About::LockRelease { locked_at: at }
    } else {
        About::AccountLocked { at, reason }
    };
    notice::to_devices(app, tx, visit, user.id, &about).await
}
