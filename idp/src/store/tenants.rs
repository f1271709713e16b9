//! Tenants and every version of their policy.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Tx;
use super::entity::{tenant, tenant_policy};
use super::images;
use super::rows::{count, counted, from_json, insert, json, known};
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::names::TenantSlug;
use crate::model::policy::Policy;
use crate::model::policy::check::CheckedPolicy;
use crate::model::tenant::Tenant;
use crate::stop::{Fault, Stored};

/// One saved version of a policy.
#[derive(Clone, Debug)]
pub struct PolicyVersion {
    pub version: u32,
    pub policy: CheckedPolicy,
    pub author: String,
    pub created_at: Moment,
}

pub async fn create(tx: &Tx, new: &Tenant, author: &str) -> Result<(), Fault> {
    let row = tenant::Model {
        id: new.id.0,
        slug: new.slug.to_string(),
        name: new.name.clone(),
        policy_version: count(new.policy_version),
        created_at: new.created_at.millis(),
    };
    insert(tx, row).await?;
    insert_policy(tx, new, author).await
}

pub async fn by_slug(
    connection: &impl ConnectionTrait,
    slug: &TenantSlug,
) -> Result<Option<Tenant>, Fault> {
    let query = tenant::Entity::find().filter(tenant::Column::Slug.eq(slug.as_str()));
    match query.one(connection).await? {
        Some(row) => Ok(Some(with_policy(connection, row).await?)),
        None => Ok(None),
    }
}

pub async fn by_id(connection: &impl ConnectionTrait, id: TenantId) -> Result<Tenant, Fault> {
    let row = tenant::Entity::find_by_id(id.0).one(connection).await?;
    with_policy(connection, known(row, "tenant", "id")?).await
}

/// Keeps other transactions that hold the same tenant waiting until this one ends.
pub async fn hold(tx: &Tx, id: TenantId) -> Result<(), Fault> {
    tenant::Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(())
}

pub async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Tenant>, Fault> {
    let rows = tenant::Entity::find().order_by_asc(tenant::Column::Slug).all(connection).await?;
    let mut tenants = Vec::with_capacity(rows.len());
    for row in rows {
        tenants.push(with_policy(connection, row).await?);
    }
    Ok(tenants)
}

pub async fn rename(tx: &Tx, id: TenantId, name: &str) -> Result<(), Fault> {
    tenant::Entity::update_many()
        .col_expr(tenant::Column::Name, Expr::value(name))
        .filter(tenant::Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Saves a policy as the version after `changed.policy_version`; false when another came first.
pub async fn save_policy(tx: &Tx, changed: &Tenant, author: &str) -> Result<bool, Fault> {
    let won = tenant::Entity::update_many()
        .col_expr(tenant::Column::PolicyVersion, Expr::value(count(changed.policy_version)))
        .filter(tenant::Column::Id.eq(changed.id.0))
        .filter(tenant::Column::PolicyVersion.eq(count(changed.policy_version) - 1))
        .exec(tx)
        .await?
        .rows_affected
        == 1;
    if won {
        insert_policy(tx, changed, author).await?;
    }
    Ok(won)
}

/// All versions, newest first.
pub async fn policies(
    connection: &impl ConnectionTrait,
    id: TenantId,
) -> Result<Vec<PolicyVersion>, Fault> {
    let rows = tenant_policy::Entity::find()
        .filter(tenant_policy::Column::TenantId.eq(id.0))
        .order_by_desc(tenant_policy::Column::Version)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PolicyVersion {
                version: counted(row.version),
                policy: checked(&row.policy)?,
                author: row.author,
                created_at: Moment::from_millis(row.created_at),
            })
        })
        .collect()
}

async fn insert_policy(tx: &Tx, of: &Tenant, author: &str) -> Result<(), Fault> {
    let row = tenant_policy::Model {
        tenant_id: of.id.0,
        version: count(of.policy_version),
        policy: json(&of.policy)?,
        author: author.to_owned(),
        created_at: of.created_at.millis(),
    };
    insert(tx, row).await
}

async fn with_policy(
    connection: &impl ConnectionTrait,
    row: tenant::Model,
) -> Result<Tenant, Fault> {
    let policy =
        tenant_policy::Entity::find_by_id((row.id, row.policy_version)).one(connection).await?;
    Ok(Tenant {
        id: TenantId(row.id),
        slug: known(TenantSlug::parse(&row.slug), "tenant", "slug")?,
        name: row.name,
        policy: checked(&known(policy, "tenant_policy", "version")?.policy)?,
        policy_version: counted(row.policy_version),
        images: images::versions(connection, TenantId(row.id)).await?,
        created_at: Moment::from_millis(row.created_at),
    })
}

fn checked(text: &str) -> Result<CheckedPolicy, Fault> {
    let policy: Policy = from_json(text)?;
    policy.check().map_err(|_| Fault::Stored(Stored { table: "tenant_policy", column: "policy" }))
}
