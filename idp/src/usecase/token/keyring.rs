//! A tenant's signing keys: which one signs now, and which are published.

use std::sync::Arc;

use keys::signing::rotation::{self, KeyTimes};
use keys::signing::{Algorithm, Profile, PublicJwk, SigningKey, VerifyError, VerifyingKeys};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::{App, Keyring};
use crate::model::ids::TenantId;
use crate::model::signing_key::StoredKey;
use crate::stop::Fault;
use crate::store;
use crate::usecase::upkeep::rotate_keys;

/// A JWK set (RFC 7517 §5).
#[derive(Serialize)]
pub struct JwkSet {
    pub keys: Vec<PublicJwk>,
}

/// The keys of a tenant; remembered for up to a second.
pub async fn of(app: &App, tenant: TenantId) -> Result<Arc<Keyring>, Fault> {
    if let Some(known) = app.caches.keyrings.get(&tenant) {
        return Ok(known);
    }
    anew(app, tenant).await
}

/// The same as they stand in the database now.
pub async fn anew(app: &App, tenant: TenantId) -> Result<Arc<Keyring>, Fault> {
    let stored = store::signing_keys::all(app.database.read(), tenant).await?;
    let verifying = VerifyingKeys::new(stored.iter().map(|key| key.public.clone()));
    let keyring = Arc::new(Keyring { stored, verifying });
    app.caches.keyrings.insert(tenant, keyring.clone());
    Ok(keyring)
}

/// The claims of a token of ours, if it is one of this kind. A key that is not known may be one that another process made
/// in this very second.
pub async fn read<C: DeserializeOwned>(
    app: &App,
    tenant: TenantId,
    token: &str,
    profile: &Profile<'_>,
) -> Result<Option<C>, Fault> {
    let now = app.now().seconds();
    let verify = |keyring: &Keyring| keyring.verifying.verify::<C>(token, profile, now);
    let mut verified = verify(&*of(app, tenant).await?);
    if matches!(verified, Err(VerifyError::UnknownKey)) {
        verified = verify(&*anew(app, tenant).await?);
    }
    Ok(verified.ok().map(|verified| verified.claims))
}

/// The key that signs now by an algorithm, unsealed once and kept; made where nobody asked for one before.
pub async fn current(
    app: &App,
    tenant: TenantId,
    algorithm: Algorithm,
) -> Result<Arc<SigningKey>, Fault> {
    rotate_keys::make_first(app, tenant, algorithm).await?;
    let keyring = of(app, tenant).await?;
    let of_algorithm: Vec<_> =
        keyring.stored.iter().filter(|key| key.algorithm == algorithm).collect();
    let times: Vec<_> = of_algorithm.iter().map(|key| times(key)).collect();
    let current = rotation::current(&times, app.now().seconds())
        .ok_or_else(|| Fault::Other(format!("tenant {tenant} has no {algorithm} key")))?;
    let stored = of_algorithm
        .iter()
        .find(|key| key.kid == current.kid)
        .ok_or_else(|| Fault::Other("the current key is not stored".to_owned()))?;
    unseal(app, tenant, stored)
}

/// Every key that a website may need: next, current and retired. Whoever asks may have met a key that another process made
/// a moment ago.
pub async fn published(app: &App, tenant: TenantId) -> Result<JwkSet, Fault> {
    let keyring = anew(app, tenant).await?;
    Ok(JwkSet { keys: keyring.stored.iter().map(|key| key.public.clone()).collect() })
}

pub fn times(key: &StoredKey) -> KeyTimes<'_> {
    KeyTimes {
        kid: &key.kid,
        created_at: key.created_at.seconds(),
        activate_at: key.activate_at.seconds(),
        remove_at: key.remove_at.map(crate::model::moment::Moment::seconds),
    }
}

/// What a sealed key is bound to: it opens only in its own row.
pub fn seal_context(tenant: TenantId, kid: &str) -> String {
    format!("signing_key|sealed|{tenant}|{kid}")
}

fn unseal(app: &App, tenant: TenantId, stored: &StoredKey) -> Result<Arc<SigningKey>, Fault> {
    let name = format!("{tenant}|{}", stored.kid);
    if let Some(known) = app.caches.signing_keys.get(&name) {
        return Ok(known);
    }
    let der = app.sealer.open(&seal_context(tenant, &stored.kid), &stored.sealed)?;
    let key = Arc::new(SigningKey::from_pkcs8(stored.algorithm, &der)?);
    app.caches.signing_keys.insert(name, key.clone());
    Ok(key)
}
