//! The one application state: what the outside world is to every use-case. Filled with the real world by
//! `cli`, and with doubles by the tests.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use keys::random::Random;
use keys::seal::{MasterKey, Sealer};
use keys::signing::{SigningKey, VerifyingKeys};
use moka::sync::Cache;
use tokio::sync::Notify;
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::mail::courier::Courier;
use crate::model::ids::TenantId;
use crate::model::moment::Moment;
use crate::model::names::TenantSlug;
use crate::model::signing_key::StoredKey;
use crate::model::tenant::Tenant;
use crate::passwords::Passwords;
use crate::store::Database;
use crate::wire::issuer::Issuer;

/// Cheap to clone; all clones are the same application.
#[derive(Clone)]
pub struct App(Arc<World>);

pub struct World {
    pub database: Database,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub courier: Arc<dyn Courier>,
    pub passwords: Passwords,
    pub sealer: Sealer,
    /// The key under which one-time passwords are digested; not in the database.
    pub code_key: Zeroizing<[u8; 32]>,
    /// The address under which people reach the service, without a trailing slash.
    pub base: String,
    /// Rings when a letter was put into the outbox by this process.
    pub letters: Notify,
    pub caches: Caches,
}

/// What is remembered between requests. Another process's changes are seen within a second.
pub struct Caches {
    pub tenants: Cache<TenantSlug, Arc<Tenant>>,
    pub keyrings: Cache<TenantId, Arc<Keyring>>,
    /// Unsealed and parsed once; a key never changes.
    pub signing_keys: Cache<String, Arc<SigningKey>>,
}

/// A tenant's keys as stored, and what verifies their signatures.
pub struct Keyring {
    pub stored: Vec<StoredKey>,
    pub verifying: VerifyingKeys,
}

/// How long a change made by another process may go unnoticed.
const NOTICED_WITHIN: Duration = Duration::from_secs(1);

impl App {
    pub fn new(world: World) -> Self {
        Self(Arc::new(world))
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub fn random(&self) -> &dyn Random {
        self.random.as_ref()
    }

    pub fn issuer(&self, tenant: &Tenant) -> Issuer {
        Issuer::of_tenant(&self.base, tenant.slug.as_str())
    }

    /// Whether people reach the service by https: then cookies are `Secure`.
    pub fn is_https(&self) -> bool {
        self.base.starts_with("https://")
    }

    pub fn forget_tenant(&self, tenant: &Tenant) {
        self.caches.tenants.invalidate(&tenant.slug);
        self.caches.keyrings.invalidate(&tenant.id);
    }
}

impl Deref for App {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            tenants: Cache::builder().max_capacity(10_000).time_to_live(NOTICED_WITHIN).build(),
            keyrings: Cache::builder().max_capacity(10_000).time_to_live(NOTICED_WITHIN).build(),
            signing_keys: Cache::builder().max_capacity(10_000).build(),
        }
    }
}

/// What is derived from the master key for the parts of [`World`].
pub struct Derived {
    pub sealer: Sealer,
    pub code_key: Zeroizing<[u8; 32]>,
    pub pepper: Zeroizing<[u8; 32]>,
}

impl Derived {
    pub fn from(master: &MasterKey) -> Self {
        Self {
            sealer: Sealer::new(master),
            code_key: master.derive("one-time-code:1"),
            pepper: master.derive("password-pepper:1"),
        }
    }
}
