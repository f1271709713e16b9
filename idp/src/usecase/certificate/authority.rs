//! A tenant's certificate authority: made at first need, its private key sealed in its row.

use std::sync::Arc;

use keys::ca::{Anchor, Authority};
use serde_json::json;

use crate::app::App;
use crate::model::admin::Actor;
use crate::model::certificate::StoredAuthority;
use crate::model::ids::{AuthorityId, TenantId};
use crate::model::moment::Moment;
use crate::model::tenant::Tenant;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store;
use crate::usecase::note;

/// An authority whose private key is at hand.
#[derive(Clone)]
pub struct Open {
    pub id: AuthorityId,
    pub authority: Arc<Authority>,
}

/// The authority that issues what is valid until `until`; made now where there is none that lives so long.
pub async fn issuing(app: &App, tenant: &Tenant, until: Moment) -> Result<Open, Fault> {
    if let Some(stored) = newest(app, tenant.id, until).await? {
        return open(app, tenant.id, &stored);
    }
    let new = &make(app, tenant)?;
    app.database
        .write(|tx| async move {
            let known = store::certificate_authorities::all(&tx, tenant.id).await?;
            if known.first().is_some_and(|one| lives_until(one, until)) {
                return Ok(());
            }
            store::certificate_authorities::create(&tx, tenant.id, new).await?;
            let deed = (new.key_id.clone(), json!({}));
            let by = (Actor::here("service"), "certificate_authority.create");
            note::of_administrator(app, &tx, tenant.id, by, deed).await
        })
        .await?;
    let stored = newest(app, tenant.id, until).await?;
    let stored = stored.ok_or_else(|| Fault::Other("an authority was not stored".to_owned()))?;
    open(app, tenant.id, &stored)
}

/// All authorities of a tenant, to recognize what they issued.
pub async fn anchors(app: &App, tenant: TenantId) -> Result<Vec<(AuthorityId, Anchor)>, Fault> {
    let stored = store::certificate_authorities::all(app.database.read(), tenant).await?;
    stored.iter().map(|one| Ok((one.id, Anchor::from_der(&one.certificate)?))).collect()
}

/// All authorities of a tenant with their private keys, newest first.
pub async fn all(app: &App, tenant: TenantId) -> Result<Vec<Open>, Fault> {
    let stored = store::certificate_authorities::all(app.database.read(), tenant).await?;
    stored.iter().map(|one| open(app, tenant, one)).collect()
}

async fn newest(
    app: &App,
    tenant: TenantId,
    until: Moment,
) -> Result<Option<StoredAuthority>, Fault> {
    let stored = store::certificate_authorities::all(app.database.read(), tenant).await?;
    Ok(stored.into_iter().next().filter(|one| lives_until(one, until)))
}

fn lives_until(stored: &StoredAuthority, until: Moment) -> bool {
    Anchor::from_der(&stored.certificate).is_ok_and(|one| one.not_after() >= until.seconds())
}

fn make(app: &App, tenant: &Tenant) -> Result<StoredAuthority, Fault> {
    let now = app.now();
    let made = |name: String| Authority::create(&name, now.seconds(), app.random());
    // People read the name when their browser asks; a longer one than certificates carry gives way to the slug.
    let authority = made(format!("{} CA", tenant.name))
        .or_else(|_| made(format!("{} CA", tenant.slug.as_str())))?;
    let id = AuthorityId(row_id(app.random(), now));
    let sealed = app.sealer.seal(app.random(), &context(tenant.id, id), &authority.to_pkcs8())?;
    Ok(StoredAuthority {
        id,
        key_id: authority.key_id().to_owned(),
        certificate: authority.certificate_der().to_vec(),
        sealed,
        created_at: now,
    })
}

fn open(app: &App, tenant: TenantId, stored: &StoredAuthority) -> Result<Open, Fault> {
    if let Some(authority) = app.caches.authorities.get(&stored.id) {
        return Ok(Open { id: stored.id, authority });
    }
    let key = app.sealer.open(&context(tenant, stored.id), &stored.sealed)?;
    let authority = Arc::new(Authority::open(&stored.certificate, &key)?);
    app.caches.authorities.insert(stored.id, authority.clone());
    Ok(Open { id: stored.id, authority })
}

/// What a sealed key is bound to: it opens only in its own row.
fn context(tenant: TenantId, id: AuthorityId) -> String {
    format!("certificate_authority|sealed|{tenant}|{id}")
}
