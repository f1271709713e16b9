//! People as administrators meet them: looked for, looked at, by whichever door.

use time::Duration;
use uuid::Uuid;

use crate::app::App;
use crate::model::admin::Role;
use crate::model::client::Client;
use crate::model::consent::Given;
use crate::model::forecast::{self, Forecast};
use crate::model::history::{Entry, Origin};
use crate::model::ids::{TenantId, UserId};
use crate::model::moment::Moment;
use crate::model::names::LoginName;
use crate::model::paging::Paging;
use crate::model::session::Session;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::model::user_state::UserState;
use crate::stop::Fault;
use crate::store;
pub use crate::store::user_search::{StageIs, Wanted};
use crate::usecase::account::history::{Line, lines};
use crate::usecase::admin::users::{self, Shown};
use crate::usecase::admin::{roles, simulate};

pub const PER_PAGE: usize = 50;

/// So many are looked at for one page, where only some of them are wanted.
const LOOKED_AT: u64 = 500;

const ENTRIES_PER_PAGE: u64 = 20;

/// A user in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub user: User,
    pub state: UserState,
}

/// Those who are wanted, in the order of their user IDs.
pub async fn search(
    app: &App,
    tenant: TenantId,
    wanted: &Wanted,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<User>, Fault> {
    store::user_search::page(app.database.read(), tenant, wanted, after, most).await
}

/// One page of those who are wanted and stand so, and after whom the next begins, if there may be one.
pub async fn standing_so(
    app: &App,
    tenant: &Tenant,
    (wanted, state): (&Wanted, Option<UserState>),
    after: Option<&LoginName>,
) -> Result<(Vec<Listed>, Option<LoginName>), Fault> {
    let now = app.now();
    let wanted = Wanted { stage: state.map(stage_of), ..wanted.clone() };
    let found = search(app, tenant.id, &wanted, after, LOOKED_AT).await?;
    let names: Vec<_> = found.iter().map(|user| &user.login_name).collect();
    let standings = store::standings::of_many(app.database.read(), tenant.id, &names).await?;
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

const fn stage_of(state: UserState) -> StageIs {
    match state {
        UserState::ToEnrol => StageIs::Invited,
        UserState::Disabled => StageIs::Disabled,
        _ => StageIs::Active,
    }
}

pub async fn by_id(app: &App, tenant: &Tenant, id: UserId) -> Result<Option<Shown>, Fault> {
    match store::users::by_id(app.database.read(), tenant.id, id).await? {
        Some(user) => Ok(Some(users::with_devices(app, tenant, user).await?)),
        None => Ok(None),
    }
}

/// How often what belongs to his account was changed.
pub async fn version(app: &App, tenant: &Tenant, id: UserId) -> Result<Option<i32>, Fault> {
    store::users::version(app.database.read(), tenant.id, id).await
}

/// The highest role that a person has as an administrator.
pub async fn highest_role(app: &App, user: &User) -> Result<Option<Role>, Fault> {
    let grants = roles::of_user(app, user.tenant, user.id).await?;
    Ok(grants.into_iter().map(|grant| grant.role).max())
}

/// What stands between a user and a login now.
pub async fn forecast(app: &App, tenant: &Tenant, user: &User) -> Result<Forecast, Fault> {
    let stands = simulate::beside(app, tenant, user).await?;
    Ok(forecast::forecast(stands, &tenant.policy, app.now()))
}

/// The logins of a user that the policy keeps, newest first, after a place of the list.
pub async fn history(
    app: &App,
    tenant: &Tenant,
    user: UserId,
    before: Option<(Moment, Uuid)>,
    most: u64,
) -> Result<Vec<(Uuid, Entry)>, Fault> {
    let read = app.database.read();
    store::history::logins(read, (tenant.id, user), kept_since(app, tenant), before, most).await
}

/// The same by the number of a page, each with the names of what it points at.
pub async fn history_page(
    app: &App,
    tenant: &Tenant,
    user: &User,
    asked: Option<&str>,
) -> Result<(Paging, Vec<Line>), Fault> {
    let (read, since) = (app.database.read(), kept_since(app, tenant));
    let total = store::history::count(read, tenant.id, user.id, since).await?;
    let paging = Paging::of(asked, total, ENTRIES_PER_PAGE);
    let part = (paging.offset(), ENTRIES_PER_PAGE);
    let entries = store::history::page(read, tenant.id, user.id, since, part).await?;
    Ok((paging, lines(app, (tenant.id, user.id), entries).await?))
}

fn kept_since(app: &App, tenant: &Tenant) -> Moment {
    app.now().minus(Duration::days(tenant.policy.history_days.into()))
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
