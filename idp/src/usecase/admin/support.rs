//! What the support desk does to a person: unlock, end sessions, take a consent back, make a new password due.

use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::{ClientId, SessionId};
use crate::model::lockout::Standing;
use crate::model::password::{Origin, Stored};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::token::end;
use crate::usecase::{note, sign_out};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this user has no password that could be changed")]
    NoPassword,
}

/// Forgets the failures of a user and so ends a lock.
pub async fn unlock(app: &App, tenant: &Tenant, user: &User, by: Actor<'_>) -> Result<(), Fault> {
    app.database
        .write(|tx| async move {
            let before = store::standings::for_update(&tx, tenant.id, &user.login_name).await?;
            store::standings::save(&tx, tenant.id, &user.login_name, &Standing::CLEAN).await?;
            store::known_browsers::clear_standings(&tx, tenant.id, user.id).await?;
            let deed = (user.id.to_string(), json!({ "failures": before.failures }));
            note::of_administrator(app, &tx, tenant.id, (by, "user.unlock"), deed).await
        })
        .await
}

/// Ends all sessions of a user. Returns how many there were.
pub async fn end_sessions(
    app: &App,
    tenant: &Tenant,
    user: &User,
    by: Actor<'_>,
) -> Result<u64, Fault> {
    let now = app.now();
    let ended = app
        .database
        .write(|tx| async move {
            let ended = store::sessions::end_all(&tx, tenant.id, user.id, now).await?;
            let deed = (user.id.to_string(), json!({ "ended": ended }));
            note::of_administrator(app, &tx, tenant.id, (by, "user.end_sessions"), deed).await?;
            Ok::<_, Fault>(ended)
        })
        .await?;
    app.logouts.notify_one();
    Ok(ended)
}

/// Ends one of his sessions. False where there is no such one any more.
pub async fn end_session(
    app: &App,
    tenant: &Tenant,
    whose: (&User, SessionId),
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let ((user, id), now) = (whose, app.now());
    let ended = app
        .database
        .write(|tx| async move {
            if !store::sessions::end_own(&tx, tenant.id, (user.id, id), now).await? {
                return Ok(false);
            }
            let deed = (user.id.to_string(), json!({ "session": id }));
            note::of_administrator(app, &tx, tenant.id, (by, "user.end_sessions"), deed).await?;
            Ok::<_, Fault>(true)
        })
        .await?;
    app.logouts.notify_one();
    Ok(ended)
}

/// Takes one of his consents back: the website's codes and tokens for him end at once.
pub async fn revoke_consent(
    app: &App,
    tenant: &Tenant,
    whose: (&User, &ClientId),
    by: Actor<'_>,
) -> Result<bool, Fault> {
    let ((user, client), now) = (whose, app.now());
    app.database
        .write(|tx| async move {
            if !store::consents::remove(&tx, tenant.id, user.id, client).await? {
                return Ok(false);
            }
            let tokens = end::of_user(&tx, tenant.id, user.id, Some(client), now).await?;
            let details = json!({ "client": client, "tokens": tokens });
            let deed = (user.id.to_string(), details);
            note::of_administrator(app, &tx, tenant.id, (by, "user.revoke_consent"), deed).await?;
            Ok::<_, Fault>(true)
        })
        .await
}

/// Makes a new password due at the next login, and ends what the account opened. Nobody chooses one for him.
pub async fn force_change(
    app: &App,
    tenant: &Tenant,
    user: &User,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    let now = app.now();
    let done = app.database.write(|tx| async move {
        store::users::hold(&tx, tenant.id, user.id).await?;
        // Whoever signs in at this moment waits here, and then finds that his password must change.
        store::standings::for_update(&tx, tenant.id, &user.login_name).await?;
        let user = store::users::by_id(&tx, tenant.id, user.id).await?;
        let stored = user.as_ref().and_then(|user| Some((user, user.stage.password()?)));
        let Some((user, stored)) = stored else { return Ok(Err(Refusal::NoPassword)) };
        // What a reissue made must be changed anyway, and sooner.
        if stored.origin == Origin::Chosen {
            let changed = Stored { origin: Origin::Reset, ..stored.clone() };
            store::passwords::set_origin(&tx, tenant.id, user.id, &changed).await?;
        }
        let ended = sign_out::everywhere(&tx, tenant.id, user.id, now).await?;
        let deed = (user.id.to_string(), json!({ "ended": ended }));
        note::of_administrator(app, &tx, tenant.id, (by, "user.force_change"), deed).await?;
        Ok::<_, Fault>(Ok(()))
    });
    let done = done.await.map_err(Stop::<Refusal>::Fault)?;
    app.logouts.notify_one();
    done.map_err(Stop::Refused)
}
