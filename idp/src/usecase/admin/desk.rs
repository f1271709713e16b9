//! People as the support desk meets them: looked for, looked at, helped.

use serde_json::json;
use time::Duration;

use crate::app::App;
use crate::model::admin::{Actor, Role};
use crate::model::client::Client;
use crate::model::consent::Given;
use crate::model::history::Origin;
use crate::model::ids::{ClientId, SessionId, UserId};
use crate::model::names::LoginName;
use crate::model::paging::Paging;
use crate::model::password::{Origin as PasswordOrigin, Stored};
use crate::model::session::Session;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::model::user_state::UserState;
use crate::stop::{Fault, Stop};
use crate::store;
pub use crate::store::user_search::Wanted;
use crate::usecase::account::history::{Line, lines};
use crate::usecase::admin::roles;
use crate::usecase::admin::users::{self, Shown};
use crate::usecase::token::end;
use crate::usecase::{note, sign_out};

pub const PER_PAGE: usize = 50;

/// So many are looked at for one page, where only some of them are wanted.
const LOOKED_AT: u64 = 500;

const ENTRIES_PER_PAGE: u64 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this user has no password of his own choice")]
    NoPassword,
}

/// A user in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub user: User,
    pub state: UserState,
}

/// One page of those who are wanted, and after whom the next begins, if there may be one.
pub async fn search(
    app: &App,
    tenant: &Tenant,
    wanted: (&Wanted, Option<UserState>),
    after: Option<&LoginName>,
) -> Result<(Vec<Listed>, Option<LoginName>), Fault> {
    let ((wanted, state), read, now) = (wanted, app.database.read(), app.now());
    let found = store::user_search::page(read, tenant.id, wanted, after, LOOKED_AT).await?;
    let names: Vec<_> = found.iter().map(|user| &user.login_name).collect();
    let standings = store::standings::of_many(read, tenant.id, &names).await?;
    let whole = found.len() < usize::try_from(LOOKED_AT).unwrap_or(usize::MAX);
    let mut last = None;
    let mut page = Vec::new();
    for (user, standing) in found.into_iter().zip(standings) {
        if page.len() == PER_PAGE {
            return Ok((page, last));
        }
        last = Some(user.login_name.clone());
        let gate = standing.gate(&tenant.policy.lockout, now);
        let is = UserState::of(&user, gate, &tenant.policy.password, now);
        if state.is_none_or(|wanted| wanted == is) {
            page.push(Listed { user, state: is });
        }
    }
    Ok((page, last.filter(|_| !whole)))
}

pub async fn by_id(app: &App, tenant: &Tenant, id: UserId) -> Result<Option<Shown>, Fault> {
    match store::users::by_id(app.database.read(), tenant.id, id).await? {
        Some(user) => users::show(app, tenant, &user.login_name).await,
        None => Ok(None),
    }
}

/// The highest role that a person has himself.
pub async fn role(app: &App, user: &User) -> Result<Option<Role>, Fault> {
    let grants = roles::of_user(app, user.tenant, user.id).await?;
    Ok(grants.into_iter().map(|grant| grant.role).max())
}

/// The newest entries of his login history, whatever span he may read himself.
pub async fn last_tries(
    app: &App,
    tenant: &Tenant,
    user: &User,
    most: u64,
) -> Result<Vec<Line>, Fault> {
    let since = app.now().minus(Duration::days(366));
    let read = app.database.read();
    let entries = store::history::of_user(read, tenant.id, user.id, since, most).await?;
    lines(app, (tenant.id, user.id), entries).await
}

/// A page of his login history.
pub async fn history(
    app: &App,
    tenant: &Tenant,
    user: &User,
    asked: Option<&str>,
) -> Result<(Paging, Vec<Line>), Fault> {
    let since = app.now().minus(Duration::days(tenant.policy.history_days.into()));
    let read = app.database.read();
    let total = store::history::count(read, tenant.id, user.id, since).await?;
    let paging = Paging::of(asked, total, ENTRIES_PER_PAGE);
    let part = (paging.offset(), ENTRIES_PER_PAGE);
    let entries = store::history::page(read, tenant.id, user.id, since, part).await?;
    Ok((paging, lines(app, (tenant.id, user.id), entries).await?))
}

/// His live sessions, the last seen first.
pub async fn sessions(
    app: &App,
    tenant: &Tenant,
    user: &User,
) -> Result<Vec<(Session, Origin)>, Fault> {
    let now = app.now();
    let mut all = store::sessions::of_user(app.database.read(), tenant.id, user.id).await?;
    all.retain(|(session, _)| session.is_alive(&tenant.policy.session, now));
    Ok(all)
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

/// What he agreed to, each with its website.
pub async fn consents(
    app: &App,
    tenant: &Tenant,
    user: &User,
) -> Result<Vec<(Given, Client)>, Fault> {
    let read = app.database.read();
    let mut found = Vec::new();
    for given in store::consents::of_user(read, tenant.id, user.id).await? {
        if let Some(client) = store::clients::by_id(read, tenant.id, &given.client).await? {
            found.push((given, client));
        }
    }
    Ok(found)
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
        // Whoever signs in at this moment waits here, and then finds that his password must change.
        store::standings::for_update(&tx, tenant.id, &user.login_name).await?;
        let user = store::users::by_id(&tx, tenant.id, user.id).await?;
        let stored = user.as_ref().and_then(|user| Some((user, user.stage.password()?)));
        let Some((user, stored)) = stored else { return Ok(Err(Refusal::NoPassword)) };
        if stored.origin == PasswordOrigin::Chosen {
            let changed = Stored { origin: PasswordOrigin::Reset, ..stored.clone() };
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
