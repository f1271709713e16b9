//! Looks for users by what the support desk was told of them.

use sea_orm::sea_query::{Expr, Func, LikeExpr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::entity::{device, user, user_claims};
use super::rows::from_json;
use super::users;
use crate::model::claims::Claims;
use crate::model::ids::TenantId;
use crate::model::login_method::LoginMethod;
use crate::model::names::LoginName;
use crate::model::user::User;
use crate::stop::Fault;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Part of a user ID, a mail address or a name.
    pub text: Option<String>,
    pub method: Option<LoginMethod>,
}

/// At most so many people of a name are looked at.
const MOST_NAMED: u64 = 500;

/// Users in the order of their user IDs, after `after`.
pub async fn page(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    wanted: &Wanted,
    after: Option<&LoginName>,
    most: u64,
) -> Result<Vec<User>, Fault> {
    let mut query = user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant.0))
        .order_by_asc(user::Column::LoginName)
        .limit(most);
    if let Some(after) = after {
        query = query.filter(user::Column::LoginName.gt(after.as_str()));
    }
    if let Some(method) = wanted.method {
        query = query.filter(user::Column::LoginMethod.eq(method.as_str()));
    }
    if let Some(text) = &wanted.text {
        query = query.filter(has(connection, tenant, text).await?);
    }
    let mut found = Vec::new();
    for row in query.all(connection).await? {
        found.push(users::with_password(row, connection).await?);
    }
    Ok(found)
}

async fn has(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    text: &str,
) -> Result<Condition, Fault> {
    let holds = |column: Expr| Func::lower(column).like(part(&text.to_lowercase()));
    let addressed = Query::select()
        .column(device::Column::UserId)
        .from(device::Entity)
        .and_where(device::Column::TenantId.eq(tenant.0))
        .and_where(holds(Expr::col(device::Column::Address)))
        .to_owned();
    let named = named(connection, tenant, text).await?;
    Ok(Condition::any()
        .add(holds(Expr::col(user::Column::LoginName)))
        .add(user::Column::Id.in_subquery(addressed))
        .add(user::Column::Id.is_in(named)))
}

/// Whose name holds the text: the claims are one text in the database, so what it finds is looked at again.
async fn named(
    connection: &impl ConnectionTrait,
    tenant: TenantId,
    text: &str,
) -> Result<Vec<uuid::Uuid>, Fault> {
    let rows = user_claims::Entity::find()
        .filter(user_claims::Column::TenantId.eq(tenant.0))
        .filter(Expr::col(user_claims::Column::Claims).like(part(text)))
        .order_by_asc(user_claims::Column::UserId)
        .limit(MOST_NAMED)
        .all(connection)
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let claims: Claims = from_json(&row.claims)?;
        let names = [&claims.name, &claims.family_name, &claims.given_name, &claims.nickname];
        if names.into_iter().flatten().any(|name| name.contains(text)) {
            found.push(row.user_id);
        }
    }
    Ok(found)
}

/// The text anywhere, its own signs meaning nothing.
fn part(text: &str) -> LikeExpr {
    let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{plain}%")).escape('\\')
}
