//! Makes a browser known to an account at a sign-in, and says by which cookie one may skip the second step.

use time::Duration;

use crate::app::App;
use crate::model::browser_words;
use crate::model::ids::KnownBrowserId;
use crate::model::known_browser::{KnownBrowser, MOST};
use crate::model::letter::About;
use crate::model::lockout::Standing;
use crate::model::moment::Moment;
use crate::model::secret::{Digest, Kind, Opaque};
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::notice;
use crate::usecase::visit::Visit;

/// What to look for where the policy lets browsers be remembered.
pub fn remembered_by(visit: &Visit) -> Option<Digest> {
    visit.tenant.policy.session.remembered_browser_days?;
    visit.mark.as_ref().map(|mark| mark.digest(visit.tenant.id))
}

/// Makes the browser known to whoever signs in. Returns the cookie by which it is known from now on.
///
/// A browser that the account does not know gets a cookie drawn now, which its other accounts follow: a value that
/// somebody planted never becomes one that an account knows (SE-09, LK-11).
pub async fn meet(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    who: (&User, bool),
    now: Moment,
) -> Result<Opaque, Fault> {
    let (user, remember) = who;
    let tenant = visit.tenant.id;
    let days = visit.tenant.policy.session.remembered_browser_days.filter(|_| remember);
    let until = days.map(|days| now.plus(Duration::days(days.into())));
    let found = match &visit.mark {
        Some(mark) => {
            let digest = mark.digest(tenant);
            store::known_browsers::by_digest(tx, tenant, user.id, &digest).await?
        }
        None => None,
    };
    if let (Some(known), Some(mark)) = (found.as_ref().filter(|known| !known.ended), &visit.mark) {
        let until = until.or(known.remembered_until);
        let seen = (known.id, &visit.origin);
        store::known_browsers::seen(tx, tenant, seen, until, now).await?;
        return Ok(mark.clone());
    }
    // One that was ended with the password is no stranger.
    if found.is_none() && store::known_browsers::any(tx, tenant, user.id).await? {
        tell_owner(app, tx, visit, user, now).await?;
    }
    introduce(app, tx, visit, (user, until), now).await
}

async fn introduce(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&User, Option<Moment>),
    now: Moment,
) -> Result<Opaque, Fault> {
    let (user, remembered_until) = what;
    let tenant = visit.tenant.id;
    let mark = Opaque::draw(Kind::KnownBrowser, app.random());
    let digest = mark.digest(tenant);
    if let Some(old) = &visit.mark {
        let old = old.digest(tenant);
        store::known_browsers::rename(tx, tenant, (&old, &digest), user.id).await?;
    }
    let new = KnownBrowser {
        id: KnownBrowserId(row_id(app.random(), now)),
        user: user.id,
        origin: visit.origin.clone(),
        created_at: now,
        last_seen: now,
        remembered_until,
        standing: Standing::CLEAN,
        ended: false,
    };
    store::known_browsers::create(tx, tenant, &new, digest).await?;
    store::known_browsers::end_beyond(tx, tenant, user.id, MOST, now).await?;
    Ok(mark)
}

async fn tell_owner(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    user: &User,
    at: Moment,
) -> Result<(), Fault> {
    let about = About::NewBrowser {
        at,
        browser: browser_words::of(&visit.origin.browser).to_string(),
        address: visit.origin.address.clone(),
    };
    notice::to_devices(app, tx, visit, user.id, &about).await
}
