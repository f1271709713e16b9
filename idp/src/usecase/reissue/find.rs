//! Finds the reissue of a mailed link, and what its visitor meets.

use crate::app::App;
use crate::model::ending::Ending;
use crate::model::ids::ReissueId;
use crate::model::lockout::{Gate, Lock};
use crate::model::reissue::{Reissue, Step};
use crate::model::secret::{Digest, Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::stop::{Fault, Stop};
use crate::store::{self, Tx};
use crate::usecase::visit::Visit;

/// A reissue in front of a browser.
#[derive(Clone, Debug)]
pub struct Situation {
    pub reissue: Reissue,
    pub user: User,
    pub step: Step,
    /// The account is locked until the support desk unlocks it.
    pub lock: Option<Lock>,
    browser: Option<Digest>,
}

/// There is no such reissue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

impl Situation {
    /// Whether this is the browser in which the reissue was confirmed.
    pub fn is_own_browser(&self) -> bool {
        self.browser.is_some() && self.browser == self.reissue.browser
    }
}

pub async fn find(
    app: &App,
    tenant: &Tenant,
    token: &str,
    browser: Option<&Opaque>,
) -> Result<Situation, Stop<Unknown>> {
    let read = app.database.read();
    let target = store::mailed_links::target(read, tenant.id, Kind::Reissue, token).await?;
    let Some((id, _)) = target else { return Err(Stop::Refused(Unknown)) };
    let found = store::reissues::by_id(read, tenant.id, ReissueId(id)).await?;
    let Some(reissue) = found else { return Err(Stop::Refused(Unknown)) };
    let user = store::users::by_id(read, tenant.id, reissue.user).await?;
    let Some(user) = user else { return Err(Stop::Refused(Unknown)) };
    let reissue = judged(reissue, &user);
    let browser = browser.map(|browser| browser.digest(tenant.id));
    let step = reissue.step(browser.as_deref(), &tenant.policy, app.now());
    let standing = store::standings::of(read, tenant.id, &user.login_name).await?;
    let lock = match standing.gate(&tenant.policy.lockout, app.now()) {
        Gate::Locked(lock) if lock.until.is_none() => Some(lock),
        Gate::Locked(_) | Gate::Open | Gate::WaitUntil(_) => None,
    };
    Ok(Situation { reissue, user, step, lock, browser })
}

/// Whether the step is still due; nobody else changes the reissue until the transaction ends.
pub async fn still_due(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    situation: &Situation,
) -> Result<bool, Fault> {
    let tenant = &visit.tenant;
    let found = store::reissues::for_update(tx, tenant.id, situation.reissue.id).await?;
    let user = store::users::by_id(tx, tenant.id, situation.user.id).await?;
    let (Some(reissue), Some(user)) = (found, user) else { return Ok(false) };
    let step = judged(reissue, &user).step(situation.browser.as_deref(), &tenant.policy, app.now());
    Ok(step == situation.step)
}

/// A link is dead once its owner was closed, or came to another password by another way (RS-08).
fn judged(reissue: Reissue, user: &User) -> Reissue {
    let stands =
        matches!(&user.stage, Stage::Active(stored) if stored.set_at <= reissue.created_at);
    let ended = reissue.ended.or((!stands).then_some(Ending::Closed));
    Reissue { ended, ..reissue }
}
