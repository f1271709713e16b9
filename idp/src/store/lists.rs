//! Lists that administrators read, page by page: each page begins after the last row of the one before.

use sea_orm::sea_query::{Condition, LikeExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use uuid::Uuid;

use super::entity::{device, login_history, password, user};
use super::{history, users};
use crate::model::history::Entry;
use crate::model::ids::{TenantId, UserId};
use crate::model::login_method::LoginMethod;
use crate::model::moment::Moment;
use crate::model::names::{LoginName, MailAddress};
use crate::model::user::User;
use crate::stop::Fault;

/// Which users are asked for; what is None leaves the list as it is.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    pub login_name: Option<LoginName>,
    /// How the user ID begins.
    pub prefix: Option<LoginName>,
    pub mail: Option<MailAddress>,
    pub stage: Option<StageIs>,
    pub method: Option<LoginMethod>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageIs {
    Invited,
    Active,
    Disabled,
}

/// Where a page ended that is told from the newest back.
pub type Place = (Moment, Uuid);

pub async fn users(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    filter: &UserFilter,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<User>, Fault> {
    let rows = filtered(tenant, filter)
        .filter(after_name(after))
        .order_by_asc(user::Column::LoginName)
        .limit(most)
        .all(connection)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(users::with_password(row, connection).await?);
    }
    Ok(found)
}

fn after_name(after: Option<&LoginName>) -> Condition {
    let gt = |after: &LoginName| user::Column::LoginName.gt(after.as_str());
    after.map_or_else(Condition::all, |after| Condition::all().add(gt(after)))
}

fn filtered(tenant: TenantId, filter: &UserFilter) -> Select<user::Entity> {
    use user::Column::{Id, LoginMethod, LoginName, Stage, TenantId as Of};
    let mut wanted = Condition::all().add(Of.eq(tenant.0));
    if let Some(name) = &filter.login_name {
        wanted = wanted.add(LoginName.eq(name.as_str()));
    }
    if let Some(prefix) = &filter.prefix {
        wanted = wanted.add(LoginName.like(beginning(prefix)));
    }
    if let Some(mail) = &filter.mail {
        let having = device::Entity::find()
            .select_only()
            .column(device::Column::UserId)
            .filter(device::Column::TenantId.eq(tenant.0))
            .filter(device::Column::Address.eq(mail.as_str()));
        wanted = wanted.add(Id.in_subquery(having.into_query()));
    }
    if let Some(method) = filter.method {
        wanted = wanted.add(LoginMethod.eq(method.as_str()));
    }
    let having = || {
        password::Entity::find()
            .select_only()
            .column(password::Column::UserId)
            .filter(password::Column::TenantId.eq(tenant.0))
            .into_query()
    };
    wanted = match filter.stage {
        None => wanted,
        Some(StageIs::Disabled) => wanted.add(Stage.eq("disabled")),
        Some(StageIs::Active) => wanted.add(Stage.eq("open")).add(Id.in_subquery(having())),
        Some(StageIs::Invited) => wanted.add(Stage.eq("open")).add(Id.not_in_subquery(having())),
    };
    user::Entity::find().filter(wanted)
}

/// What begins so, letter by letter: nothing of it is a pattern.
fn beginning(prefix: &LoginName) -> LikeExpr {
    let mut pattern = String::new();
    for letter in prefix.as_str().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('!')
}

/// Logins and failures of a user, newest first.
pub async fn logins(
    connection: &impl ConnectionTrait,
    whose: (TenantId, UserId),
    since: Moment,
    before: Option<Place>,
    most: u64,
) -> Result<Vec<(Uuid, Entry)>, Fault> {
    use login_history::Column::{At, Id, TenantId as Of, UserId as By};
    let (tenant, user) = whose;
    let mut wanted =
        Condition::all().add(Of.eq(tenant.0)).add(By.eq(user.0)).add(At.gt(since.millis()));
    if let Some((at, id)) = before {
        let same = Condition::all().add(At.eq(at.millis())).add(Id.lt(id));
        wanted = wanted.add(Condition::any().add(At.lt(at.millis())).add(same));
    }
    let rows = login_history::Entity::find()
        .filter(wanted)
        .order_by_desc(At)
        .order_by_desc(Id)
        .limit(most)
        .all(connection)
        .await?;
    rows.into_iter().map(|row| Ok((row.id, history::from_row(row)?))).collect()
}
