//! The one application state: what the outside world is to every use-case. Filled with the real world by
//! `cli`, and with doubles by the tests.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use keys::ca::Authority;
use keys::client::KeySet;
use keys::client::certificate::Anchors;
use keys::random::Random;
use keys::seal::{MasterKey, Sealer};
use keys::signing::{SigningKey, VerifyingKeys};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use tokio::sync::{Mutex, Notify};
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::mail::courier::Courier;
use crate::model::client::Client;
use crate::model::ids::{AuthorityId, TenantId};
use crate::model::moment::Moment;
use crate::model::names::TenantSlug;
use crate::model::signing_key::StoredKey;
use crate::model::subject;
use crate::model::tenant::Tenant;
use crate::model::throttle::{Throttle, Used};
use crate::model::user::User;
use crate::outbound::Outbound;
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
    pub outbound: Arc<dyn Outbound>,
    pub passwords: Passwords,
    pub sealer: Sealer,
    /// The key under which one-time passwords are digested; not in the database.
    pub code_key: Zeroizing<[u8; 32]>,
    /// The key under which subjects are made that differ from sector to sector; not in the database.
    pub subject_key: Zeroizing<[u8; 32]>,
    /// The key of the nonces that clients put into their proofs; not in the database.
    pub nonce_key: Zeroizing<[u8; 32]>,
    /// The key under which a refresh token leads to the one after it; not in the database.
    pub refresh_key: Zeroizing<[u8; 32]>,
    /// The key of the links of the audit trail; not in the database.
    pub audit_key: Zeroizing<[u8; 32]>,
    /// The address under which people reach the service, without a trailing slash.
    pub base: String,
    /// The address of the listener that asks browsers for a certificate, where there is one.
    pub certificate_base: Option<String>,
    /// Rings when a letter was put into the outbox by this process.
    pub letters: Notify,
    /// The authorities that clients' certificates may come from, beside each tenant's own.
    pub client_authorities: Anchors,
    /// Rings when this process was sent a table to import, or told to write one.
    pub uploads: Notify,
    /// Rings when this process ended a session that clients may be told of.
    pub logouts: Notify,
    /// How often one source address may try.
    pub throttle: Throttle,
    pub caches: Caches,
}

/// What is remembered between requests. Another process's changes are seen within a second.
pub struct Caches {
    pub tenants: Cache<TenantSlug, Arc<Tenant>>,
    pub keyrings: Cache<TenantId, Arc<Keyring>>,
    /// Unsealed and parsed once; a key never changes.
    pub signing_keys: Cache<String, Arc<SigningKey>>,
    /// What each source address used up of its tries.
    pub tries: Cache<String, Used>,
    /// The keys that clients publish, by tenant and address.
    pub client_keys: Cache<String, Arc<ClientKeys>>,
    /// Where each tenant's browser apps call from.
    pub origins: Cache<TenantId, Arc<BTreeSet<String>>>,
    /// Certificate authorities, unsealed and parsed once.
    pub authorities: Cache<AuthorityId, Arc<Authority>>,
    /// The revocation list that each authority signed last.
    pub revocation_lists: Cache<AuthorityId, Arc<RevocationList>>,
}

/// A tenant's keys as stored, and what verifies their signatures.
pub struct Keyring {
    pub stored: Vec<StoredKey>,
    pub verifying: VerifyingKeys,
}

/// What is remembered of the keys that a client publishes. Whoever holds the lock fetches; others wait for what he finds.
#[derive(Default)]
pub struct ClientKeys(pub Mutex<FetchedKeys>);

#[derive(Default)]
pub struct FetchedKeys {
    pub set: Option<Arc<KeySet>>,
    pub at: Option<Moment>,
    pub tried_at: Option<Moment>,
}

/// A signed revocation list and what it was signed of.
pub struct RevocationList {
    pub der: Vec<u8>,
    pub signed_at: Moment,
    pub serials: Vec<String>,
}

/// How long a change made by another process may go unnoticed.
const NOTICED_WITHIN: Duration = Duration::from_secs(1);

/// An address that rested so long has earned back what it used.
const TRIES_KEPT: Duration = Duration::from_hours(1);

/// Keys that no client used so long are fetched anew.
const KEYS_KEPT: Duration = Duration::from_hours(24);

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

    /// The digest of a one-time password, under a key that is not in the database: a stolen table gives none away.
    pub fn code_digest(&self, input: &str) -> Vec<u8> {
        keys::digest::hmac_sha256(self.code_key.as_ref(), input.as_bytes()).to_vec()
    }

    /// Who a person is to a website: the `sub` of everything that it gets.
    pub fn subject(&self, client: &Client, user: &User) -> String {
        subject::of(client, user, self.subject_key.as_ref())
    }

    pub fn issuer(&self, tenant: &Tenant) -> Issuer {
        Issuer::of_tenant(&self.base, tenant.slug.as_str())
    }

    /// The issuer's address at the listener that asks for certificates (RFC 8705 §5); no issuer itself.
    pub fn alias(&self, tenant: &Tenant) -> Option<Issuer> {
        let base = self.certificate_base.as_deref()?;
        Some(Issuer::of_tenant(base, tenant.slug.as_str()))
    }

    /// Whether people reach the service by https: then cookies are `Secure`.
    pub fn is_https(&self) -> bool {
        self.base.starts_with("https://")
    }

    /// Whether people reach the service on their own machine alone, as they do a demo.
    pub fn is_on_this_machine(&self) -> bool {
        let host = self.base.split("://").nth(1).unwrap_or_default();
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| {
            host.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        })
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
            // The least recently used gives way: one that goes on trying stays.
            tries: Cache::builder()
                .max_capacity(100_000)
                .eviction_policy(EvictionPolicy::lru())
                .time_to_idle(TRIES_KEPT)
                .build(),
            client_keys: Cache::builder().max_capacity(10_000).time_to_idle(KEYS_KEPT).build(),
            origins: Cache::builder().max_capacity(10_000).time_to_live(NOTICED_WITHIN).build(),
            authorities: Cache::builder().max_capacity(10_000).build(),
            revocation_lists: Cache::builder().max_capacity(10_000).build(),
        }
    }
}

/// What is derived from the master key for the parts of [`World`].
pub struct Derived {
    pub sealer: Sealer,
    pub code_key: Zeroizing<[u8; 32]>,
    pub subject_key: Zeroizing<[u8; 32]>,
    pub nonce_key: Zeroizing<[u8; 32]>,
    pub refresh_key: Zeroizing<[u8; 32]>,
    pub audit_key: Zeroizing<[u8; 32]>,
    pub pepper: Zeroizing<[u8; 32]>,
}

impl Derived {
    pub fn from(master: &MasterKey) -> Self {
        Self {
            sealer: Sealer::new(master),
            code_key: master.derive("one-time-code:1"),
            subject_key: master.derive("pairwise-subject:1"),
            nonce_key: master.derive("dpop-nonce:1"),
            refresh_key: master.derive("refresh-successor:1"),
            audit_key: master.derive("audit-chain:1"),
            pepper: master.derive("password-pepper:1"),
        }
    }
}
