//! Users of a tenant, searched and filtered, page by page: one search for every door. What is typed is the beginning of
//! something, so that an index answers however many people there are.

use sea_orm::sea_query::{BinOper, Expr, Func, IntoColumnRef, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::entity::{device, password, user, user_word};
use super::users;
use crate::model::ids::TenantId;
use crate::model::login_method::LoginMethod;
use crate::model::names::{LoginName, MailAddress};
use crate::model::user::User;
use crate::stop::Fault;

/// Which users are asked for; what is None leaves the list as it is.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub login_name: Option<LoginName>,
    /// How the user ID begins.
    pub prefix: Option<LoginName>,
    /// A whole mail address, as it was given.
    pub mail: Option<MailAddress>,
    /// How the user ID, a mail address or a name begins.
    pub text: Option<String>,
    pub stage: Option<StageIs>,
    pub method: Option<LoginMethod>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageIs {
    Invited,
    Active,
    Disabled,
}

/// Users in the order of their user IDs, after `after`.
pub async fn page(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    wanted: &Wanted,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<User>, Fault> {
    let backend = connection.get_database_backend();
    let mut query = user::Entity::find()
        .filter(filtered(backend, tenant, wanted))
        .order_by_asc(user::Column::LoginName)
        .limit(most);
    if let Some(after) = after {
        query = query.filter(user::Column::LoginName.gt(after.as_str()));
    }
    users::many(query.all(connection).await?, connection).await
}

fn filtered(backend: DbBackend, tenant: TenantId, wanted: &Wanted) -> Condition {
    use user::Column::{Id, LoginMethod, LoginName, Stage, TenantId as Of};
    let mut all = Condition::all().add(Of.eq(tenant.0));
    if let Some(name) = &wanted.login_name {
        all = all.add(LoginName.eq(name.as_str()));
    }
    if let Some(prefix) = &wanted.prefix {
        all = all.add(begins(backend, LoginName.into_column_ref(), prefix.as_str()));
    }
    if let Some(mail) = &wanted.mail {
        let having = device::Entity::find()
            .select_only()
            .column(device::Column::UserId)
            .filter(device::Column::TenantId.eq(tenant.0))
            .filter(device::Column::Address.eq(mail.as_str()));
        all = all.add(Id.in_subquery(having.into_query()));
    }
    if let Some(text) = &wanted.text {
        all = all.add(Id.in_subquery(called(backend, tenant, &text.to_lowercase())));
    }
    if let Some(method) = wanted.method {
        all = all.add(LoginMethod.eq(method.as_str()));
    }
    let having = || {
        password::Entity::find()
            .select_only()
            .column(password::Column::UserId)
            .filter(password::Column::TenantId.eq(tenant.0))
            .into_query()
    };
    match wanted.stage {
        None => all,
        Some(StageIs::Disabled) => all.add(Stage.eq("disabled")),
        Some(StageIs::Active) => all.add(Stage.eq("open")).add(Id.in_subquery(having())),
        Some(StageIs::Invited) => all.add(Stage.eq("open")).add(Id.not_in_subquery(having())),
    }
}

/// The ids of those of whom something begins so.
fn called(backend: DbBackend, tenant: TenantId, text: &str) -> SelectStatement {
    let named = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(Expr::col(user::Column::TenantId).eq(tenant.0))
        .cond_where(begins(backend, user::Column::LoginName.into_column_ref(), text))
        .to_owned();
    let address = Func::lower(Expr::col(device::Column::Address));
    let addressed = Query::select()
        .column(device::Column::UserId)
        .from(device::Entity)
        .and_where(Expr::col(device::Column::TenantId).eq(tenant.0))
        .cond_where(begins(backend, address, text))
        .to_owned();
    let known = Query::select()
        .column(user_word::Column::UserId)
        .from(user_word::Entity)
        .and_where(Expr::col(user_word::Column::TenantId).eq(tenant.0))
        .cond_where(begins(backend, user_word::Column::Word.into_column_ref(), text))
        .to_owned();
    let mut all = named;
    all.union(UnionType::Distinct, addressed).union(UnionType::Distinct, known);
    all
}

/// What begins so, character by character: nothing of it is a pattern, and no language sorts it.
fn begins(backend: DbBackend, what: impl Into<Expr> + Clone, with: &str) -> Condition {
    let (from, below) = match backend {
        DbBackend::Postgres => (BinOper::Custom("~>=~"), BinOper::Custom("~<~")),
        _ => (BinOper::GreaterThanOrEqual, BinOper::SmallerThan),
    };
    // No character comes after it.
    let end = format!("{with}\u{10ffff}");
    let from = what.clone().into().binary(from, Expr::val(with));
    Condition::all().add(from).add(what.into().binary(below, Expr::val(end)))
}

/// The names of these people, told anew: what they were found by before is forgotten.
pub(super) async fn remember(
    tx: &super::Tx,
    tenant: TenantId,
    users: &[Uuid],
    words: Vec<(Uuid, String)>,
) -> Result<(), Fault> {
    use sea_orm::IntoActiveModel;
    user_word::Entity::delete_many()
        .filter(user_word::Column::TenantId.eq(tenant.0))
        .filter(user_word::Column::UserId.is_in(users.iter().copied()))
        .exec(tx)
        .await?;
    let row = |(user_id, word)| user_word::Model { tenant_id: tenant.0, user_id, word };
    let rows: Vec<_> = words.into_iter().map(|one| row(one).into_active_model()).collect();
    for some in rows.chunks(1_000) {
        user_word::Entity::insert_many(some.to_vec())
            .on_conflict_do_nothing()
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
