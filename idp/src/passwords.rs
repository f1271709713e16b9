//! Password hashing: Argon2id off the async threads, bounded, under a pepper that is not in the database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use keys::random::{Random, array};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::model::foreign_hash::ForeignHash;
use crate::model::password::Typed;
use crate::stop::Fault;

mod foreign;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    /// The least that is permitted: 19 MiB, two passes.
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2 };

    /// The dearest of 19, 32, 46 and 64 MiB at two passes that stays under a tenth of a second here.
    pub fn measured() -> Self {
        let mut chosen = Self::FLOOR;
        for mebibytes in [32, 46, 64] {
            let cost = Self { memory_kib: mebibytes * 1024, passes: 2 };
            let mut blocks = Vec::new();
            let started = Instant::now();
            let done =
                argon(cost).and_then(|argon| digest(&argon, b"measure", &[0; 16], &mut blocks));
            if done.is_err() || started.elapsed() > Duration::from_millis(100) {
                break;
            }
            chosen = cost;
        }
        chosen
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (memory, passes) = text.split_once(',')?;
        let cost = Self { memory_kib: memory.parse().ok()?, passes: passes.parse().ok()? };
        (cost.memory_kib >= Self::FLOOR.memory_kib && cost.passes >= Self::FLOOR.passes)
            .then_some(cost)
    }
}

impl std::fmt::Display for Cost {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{},{}", self.memory_kib, self.passes)
    }
}

pub struct Passwords {
    shared: Arc<Shared>,
    permits: Arc<Semaphore>,
    /// More than this many waiting are turned away at once.
    waiting: Arc<Semaphore>,
    hashed: AtomicU64,
}

struct Shared {
    cost: Cost,
    pepper: Zeroizing<[u8; 32]>,
    random: Arc<dyn Random>,
    /// The hash that stands in for users who have none.
    decoy: String,
    /// Memory is most of the cost of a hash when it is fresh each time; it is kept, one arena per permit.
    arenas: Mutex<Vec<Vec<Block>>>,
}

impl Passwords {
    pub fn new(
        cost: Cost,
        at_once: usize,
        pepper: Zeroizing<[u8; 32]>,
        random: Arc<dyn Random>,
    ) -> Result<Self, Fault> {
        let mut shared =
            Shared { cost, pepper, random, decoy: String::new(), arenas: Mutex::default() };
        // Salt and hash at random: checking against it is the same work, and nothing matches it.
        let (salt, output) = (array::<16>(&*shared.random), array::<32>(&*shared.random));
        shared.decoy = written(cost, &salt, &output);
        argon(cost)?;
        Ok(Self {
            shared: Arc::new(shared),
            permits: Arc::new(Semaphore::new(at_once)),
            waiting: Arc::new(Semaphore::new(at_once * 16)),
            hashed: AtomicU64::new(0),
        })
    }

    /// How often a hash was computed so far: what must not take longer for one than for another is compared by it.
    pub fn hashed(&self) -> u64 {
        self.hashed.load(Ordering::Relaxed)
    }

    pub async fn hash(&self, typed: &Typed) -> Result<String, Fault> {
        let typed = typed.clone();
        self.off_thread(move |shared| shared.hash(typed.expose().as_bytes())).await
    }

    /// Whether the password is the stored one. Without a stored one the same work is done, and it is not.
    pub async fn matches(&self, stored: Option<&str>, typed: &Typed) -> Result<bool, Fault> {
        let (stored, typed) = (stored.map(str::to_owned), typed.clone());
        self.off_thread(move |shared| {
            let against = stored.as_deref().unwrap_or(&shared.decoy);
            let same = shared.matches(against, typed.expose().as_bytes())?;
            Ok(same && stored.is_some())
        })
        .await
    }

    /// Whether a stored hash was made at another cost than today's, or by another system.
    pub fn is_outdated(&self, stored: &str) -> bool {
        PasswordHash::new(stored).ok().and_then(|parsed| cost_of(&parsed)) != Some(self.shared.cost)
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let _place = self.waiting.try_acquire().map_err(|_| Fault::Busy)?;
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| Fault::Busy)?;
        self.hashed.fetch_add(1, Ordering::Relaxed);
        let shared = self.shared.clone();
        tokio::task::spawn_blocking(move || {
            let outcome = work(&shared);
            drop(permit);
            outcome
        })
        .await
        .map_err(|error| Fault::Hashing(error.to_string()))?
    }
}

impl Shared {
    fn hash(&self, typed: &[u8]) -> Result<String, Fault> {
        let salt: [u8; 16] = array(self.random.as_ref());
        let output = self.output(self.cost, typed, &salt)?;
        Ok(written(self.cost, &salt, &output))
    }

    fn matches(&self, stored: &str, typed: &[u8]) -> Result<bool, Fault> {
        let broken = || Fault::Hashing("a stored hash cannot be read".to_owned());
        if let Some(hash) = ForeignHash::of_stored(stored) {
            return foreign::matches(&hash.map_err(|_| broken())?, typed);
        }
        let parsed = PasswordHash::new(stored).map_err(|_| broken())?;
        let cost = cost_of(&parsed).ok_or_else(broken)?;
        let salt = parsed.salt.as_ref().ok_or_else(broken)?;
        let expected = parsed.hash.as_ref().ok_or_else(broken)?;
        let output = self.output(cost, typed, salt.as_ref())?;
        Ok(keys::digest::same(&output, expected.as_bytes()))
    }

    fn output(&self, cost: Cost, typed: &[u8], salt: &[u8]) -> Result<[u8; 32], Fault> {
        let peppered = Zeroizing::new(keys::digest::hmac_sha256(self.pepper.as_ref(), typed));
        let mut arena = match self.arenas.lock() {
            Ok(mut arenas) => arenas.pop().unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        let outcome =
            argon(cost).and_then(|argon| digest(&argon, peppered.as_ref(), salt, &mut arena));
        if let Ok(mut arenas) = self.arenas.lock() {
            arenas.push(arena);
        }
        outcome
    }
}

/// The PHC string of a hash.
fn written(cost: Cost, salt: &[u8], output: &[u8]) -> String {
    format!(
        "$argon2id$v=19$m={},t={},p=1${}${}",
        cost.memory_kib,
        cost.passes,
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(output)
    )
}

fn argon(cost: Cost) -> Result<Argon2<'static>, Fault> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32))
        .map_err(|error| Fault::Hashing(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn digest(
    argon: &Argon2<'_>,
    input: &[u8],
    salt: &[u8],
    arena: &mut Vec<Block>,
) -> Result<[u8; 32], Fault> {
    let blocks = argon.params().block_count();
    if arena.len() < blocks {
        arena.resize(blocks, Block::default());
    }
    let mut output = [0; 32];
    argon
        .hash_password_into_with_memory(input, salt, &mut output, arena.as_mut_slice())
        .map_err(|error| Fault::Hashing(error.to_string()))?;
    Ok(output)
}

fn cost_of(parsed: &PasswordHash) -> Option<Cost> {
    let memory_kib = parsed.params.get_decimal("m")?;
    let passes = parsed.params.get_decimal("t")?;
    Some(Cost { memory_kib, passes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    fn passwords() -> Passwords {
        Passwords::new(Cost::FLOOR, 1, Zeroizing::new([7; 32]), Arc::new(SystemRandom)).unwrap()
    }

    #[tokio::test]
    async fn only_the_same_password_matches() {
        let passwords = passwords();
        let hash = passwords.hash(&Typed::fold("kaza-guruma-7")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(!passwords.is_outdated(&hash));
        assert!(
            passwords
                .matches(Some(&hash), &Typed::fold("ｋａｚａ－ｇｕｒｕｍａ－７"))
                .await
                .unwrap()
        );
        assert!(!passwords.matches(Some(&hash), &Typed::fold("kaza-guruma-8")).await.unwrap());
        assert!(!passwords.matches(None, &Typed::fold("nobody has this password")).await.unwrap());
    }

    #[tokio::test]
    async fn another_pepper_matches_nothing() {
        let hash = passwords().hash(&Typed::fold("kaza-guruma-7")).await.unwrap();
        let other = Passwords::new(Cost::FLOOR, 1, Zeroizing::new([8; 32]), Arc::new(SystemRandom))
            .unwrap();
        assert!(!other.matches(Some(&hash), &Typed::fold("kaza-guruma-7")).await.unwrap());
    }

    #[test]
    fn a_cost_below_the_floor_is_refused() {
        assert_eq!(Cost::parse("19456,2"), Some(Cost::FLOOR));
        assert_eq!(Cost::parse("19455,2"), None);
        assert_eq!(Cost::parse("65536,1"), None);
    }
}
