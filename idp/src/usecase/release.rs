//! Ends a lock by the link that its owner was mailed.

use serde_json::json;

use crate::app::App;
use crate::model::ending::Ending;
use crate::model::ids::UserId;
use crate::model::lockout::Standing;
use crate::model::moment::Moment;
use crate::model::secret::Kind;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;
use crate::usecase::visit::Visit;

/// There is no such link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown;

/// Whose lock the link ends, or what became of it. Looking changes nothing.
pub async fn look(
    app: &App,
    visit: &Visit,
    token: &str,
) -> Result<Result<User, Ending>, Stop<Unknown>> {
    let (user, made) = find(app, visit, token).await?;
    let tenant = &visit.tenant;
    let standing = store::standings::of(app.database.read(), tenant.id, &user.login_name).await?;
    let verdict = standing.link_ends_lock(made, &tenant.policy.lockout, app.now());
    Ok(verdict.map(|()| user))
}

/// Ends the lock, if it is still the one that the link was mailed for.
pub async fn release(
    app: &App,
    visit: &Visit,
    token: &str,
) -> Result<Result<(), Ending>, Stop<Unknown>> {
    let (user, made) = &find(app, visit, token).await?;
    let now = app.now();
    let verdict = app
        .database
        .write(|tx| async move {
            let (tenant, name) = (&visit.tenant, &user.login_name);
            let before = store::standings::for_update(&tx, tenant.id, name).await?;
            if let Err(how) = before.link_ends_lock(*made, &tenant.policy.lockout, now) {
                return Ok(Err(how));
            }
            let after = Standing { wrong_answers: before.wrong_answers, ..Standing::CLEAN };
            store::standings::save(&tx, tenant.id, name, &after).await?;
            store::known_browsers::clear_standings(&tx, tenant.id, user.id).await?;
            let details = json!({ "failures": before.failures });
            let deed = ("lock.release", user.id.to_string(), details);
            note::of_user(app, &tx, visit, deed, now).await?;
            Ok::<_, Fault>(Ok(()))
        })
        .await?;
    Ok(verdict)
}

async fn find(app: &App, visit: &Visit, token: &str) -> Result<(User, Moment), Stop<Unknown>> {
    let read = app.database.read();
    let tenant = visit.tenant.id;
    let target = store::mailed_links::target(read, tenant, Kind::Release, token).await?;
    let Some((id, made)) = target else { return Err(Stop::Refused(Unknown)) };
    let user = store::users::by_id(read, tenant, UserId(id)).await?;
    user.map(|user| (user, made)).ok_or(Stop::Refused(Unknown))
}
