//! The schedule by which signing keys follow one another, as pure functions of the time.
//!
//! A key is published before it signs, so that relying parties have fetched it, and stays published
//! after, until the last token it signed has expired. The switch from one key to the next needs no
//! write: it comes with the time that was agreed when the next key was made, in every process alike.

use std::cmp::Ordering;

/// How long keys stay in each stage, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// How long a key is published before it signs: no less than a key set may be cached.
    pub publish_ahead: i64,
    /// How long a key signs.
    pub active_for: i64,
    /// How long a key stays published after its last signature: no less than any token lives.
    pub keep_after: i64,
}

impl Default for Schedule {
    fn default() -> Self {
        const DAY: i64 = 24 * 60 * 60;
        Self { publish_ahead: DAY, active_for: 90 * DAY, keep_after: DAY }
    }
}

/// What is stored about a key of one tenant and algorithm, in Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyTimes<'a> {
    pub kid: &'a str,
    pub created_at: i64,
    /// When the key begins to sign.
    pub activate_at: i64,
    /// When the key goes for good; set as soon as another has taken over from it.
    pub remove_at: Option<i64>,
}

/// Where a key stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Published, not signing yet.
    Next,
    /// The one that signs.
    Current,
    /// No longer signing, published for the tokens still about.
    Retired,
    /// Neither published nor good for anything.
    Gone,
}

impl Stage {
    /// Whether the key belongs in the key set that relying parties fetch.
    pub fn is_published(self) -> bool {
        self != Self::Gone
    }
}

/// One change to the stored keys; the steps of a plan are applied together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Make a key that begins to sign at `activate_at`.
    Create { activate_at: i64 },
    /// Note when the key goes, now that another has taken over from it.
    Retire { kid: String, remove_at: i64 },
    /// Destroy the key.
    Remove { kid: String },
}

/// Finds the key that signs at `now`: the newest activated one that nothing has replaced.
///
/// When every activated key has been replaced, the newest of them stands in until it is gone. So a
/// process whose clock is a moment behind keeps signing through a switch.
pub fn current<'k, 'a>(keys: &'k [KeyTimes<'a>], now: i64) -> Option<&'k KeyTimes<'a>> {
    keys.iter()
        .filter(|key| key.activate_at <= now && !is_gone(key, now))
        .max_by(|a, b| a.remove_at.is_none().cmp(&b.remove_at.is_none()).then(by_age(a, b)))
}

/// Tells where `key`, one of `keys`, stands at `now`.
pub fn stage(key: &KeyTimes<'_>, keys: &[KeyTimes<'_>], now: i64) -> Stage {
    if is_gone(key, now) {
        Stage::Gone
    } else if current(keys, now).is_some_and(|current| current.kid == key.kid) {
        Stage::Current
    } else if key.activate_at > now && key.remove_at.is_none() {
        Stage::Next
    } else {
        Stage::Retired
    }
}

/// Lists what the schedule asks for at `now`; nothing when all is as it should be.
pub fn plan(keys: &[KeyTimes<'_>], now: i64, schedule: &Schedule) -> Vec<Step> {
    let create = activation(keys, now, schedule).map(|activate_at| Step::Create { activate_at });
    let settled = keys.iter().filter_map(|key| {
        if is_gone(key, now) {
            return Some(Step::Remove { kid: key.kid.to_owned() });
        }
        let successor = successor(key, keys, now).filter(|_| key.remove_at.is_none())?;
        let remove_at = successor.activate_at.saturating_add(schedule.keep_after);
        Some(Step::Retire { kid: key.kid.to_owned(), remove_at })
    });
    create.into_iter().chain(settled).collect()
}

/// Lists what makes a new key current at once, while those before it stay published.
///
/// A key that was waiting its turn is retired too: what calls for haste may have reached it.
pub fn plan_now(keys: &[KeyTimes<'_>], now: i64, schedule: &Schedule) -> Vec<Step> {
    let settled = keys.iter().filter_map(|key| {
        if is_gone(key, now) {
            return Some(Step::Remove { kid: key.kid.to_owned() });
        }
        let remove_at = now.saturating_add(schedule.keep_after);
        key.remove_at.is_none().then(|| Step::Retire { kid: key.kid.to_owned(), remove_at })
    });
    std::iter::once(Step::Create { activate_at: now }).chain(settled).collect()
}

/// When a key to be made now begins to sign, or nothing when none is needed yet.
fn activation(keys: &[KeyTimes<'_>], now: i64, schedule: &Schedule) -> Option<i64> {
    let next = keys.iter().filter(|key| key.activate_at > now && key.remove_at.is_none());
    let next = next.min_by(|a, b| by_age(a, b));
    let Some(current) = current(keys, now) else { return Some(now) };
    match (current.remove_at, next) {
        (None, Some(_)) => None,
        (None, None) => {
            let due = current.activate_at.saturating_add(schedule.active_for);
            let soonest = now.saturating_add(schedule.publish_ahead);
            (soonest >= due).then_some(soonest)
        }
        // The one that stands in may sign on if its last token still finds it published.
        (Some(gone), Some(next)) => {
            let last = next.activate_at.saturating_add(schedule.keep_after);
            (last > gone).then_some(now)
        }
        (Some(_), None) => Some(now),
    }
}

/// The key that took over from `key`: the next one activated, if any has been by `now`.
fn successor<'k, 'a>(
    key: &KeyTimes<'_>,
    keys: &'k [KeyTimes<'a>],
    now: i64,
) -> Option<&'k KeyTimes<'a>> {
    keys.iter()
        .filter(|other| other.activate_at <= now && other.remove_at.is_none())
        .filter(|other| by_age(other, key).is_gt())
        .min_by(|a, b| by_age(a, b))
}

fn is_gone(key: &KeyTimes<'_>, now: i64) -> bool {
    key.remove_at.is_some_and(|at| at <= now)
}

fn by_age(a: &KeyTimes<'_>, b: &KeyTimes<'_>) -> Ordering {
    (a.activate_at, a.created_at, a.kid).cmp(&(b.activate_at, b.created_at, b.kid))
}
