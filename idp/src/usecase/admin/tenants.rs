//! Tenants: create, rename, list.

use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::ids::TenantId;
use crate::model::image::Images;
use crate::model::names::TenantSlug;
use crate::model::policy::check::CheckedPolicy;
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::note;
use crate::usecase::upkeep::rotate_keys;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("a tenant with this slug exists")]
    Exists,
    #[error("this slug is the administrators' own")]
    Reserved,
    #[error("a name has 1 to 100 characters and no line break")]
    Name,
}

/// Creates a tenant with its first keys.
pub async fn create(
    app: &App,
    slug: TenantSlug,
    name: &str,
    policy: CheckedPolicy,
    by: Actor<'_>,
) -> Result<Tenant, Stop<Refusal>> {
    if slug.is_system() {
        return Err(Stop::Refused(Refusal::Reserved));
    }
    create_any(app, slug, name, policy, by).await
}

/// The same for every slug.
pub(super) async fn create_any(
    app: &App,
    slug: TenantSlug,
    name: &str,
    policy: CheckedPolicy,
    by: Actor<'_>,
) -> Result<Tenant, Stop<Refusal>> {
    if !is_name(name) {
        return Err(Stop::Refused(Refusal::Name));
    }
    if store::tenants::by_slug(app.database.read(), &slug).await?.is_some() {
        return Err(Stop::Refused(Refusal::Exists));
    }
    let now = app.now();
    let id = TenantId(row_id(app.random(), now));
    let (name, images) = (name.to_owned(), Images::default());
    let tenant = Tenant { id, slug, name, policy, policy_version: 1, images, created_at: now };
    let mut keys = Vec::new();
    for algorithm in rotate_keys::ALGORITHMS {
        keys.push(rotate_keys::make(app, id, algorithm, now).await?);
    }
    let (new, keys) = (&tenant, &keys);
    let made = app
        .database
        .write(|tx| async move {
            store::tenants::create(&tx, new, by.name).await?;
            for key in keys {
                store::signing_keys::create(&tx, new.id, key).await?;
            }
            let deed =
                (new.slug.to_string(), json!({ "name": new.name, "preset": new.policy.preset }));
            note::of_administrator(app, &tx, new.id, (by, "tenant.create"), deed).await
        })
        .await;
    match made {
        Ok(()) => Ok(tenant),
        // Somebody else was first.
        Err(fault) if fault.is_taken() => Err(Stop::Refused(Refusal::Exists)),
        Err(fault) => Err(Stop::Fault(fault)),
    }
}

pub async fn rename(
    app: &App,
    tenant: &Tenant,
    name: &str,
    by: Actor<'_>,
) -> Result<(), Stop<Refusal>> {
    if !is_name(name) {
        return Err(Stop::Refused(Refusal::Name));
    }
    app.database
        .write(|tx| async move {
            store::tenants::rename(&tx, tenant.id, name).await?;
            let deed = (tenant.slug.to_string(), json!({ "before": tenant.name, "after": name }));
            note::of_administrator(app, &tx, tenant.id, (by, "tenant.rename"), deed).await
        })
        .await?;
    app.forget_tenant(tenant);
    Ok(())
}

pub async fn all(app: &App) -> Result<Vec<Tenant>, Fault> {
    store::tenants::all(app.database.read()).await
}

/// A name that people read: it goes into pages, subjects and headers.
pub fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    (1..=100).contains(&length) && !name.chars().any(char::is_control) && name.trim() == name
}
