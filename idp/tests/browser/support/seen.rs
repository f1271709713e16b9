//! What axe has looked at: which pages, with which problems, in which language.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Language;

/// A page, the word of the problem that it tells (or nothing), and its language.
pub(crate) type Sight = (String, String, Language);

/// The shape of a page: everything in it but its words.
pub(super) const SHAPE: &str = include_str!("shape.js");

static SHAPES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static SEEN: Mutex<BTreeSet<Sight>> = Mutex::new(BTreeSet::new());
static WALKING: AtomicUsize = AtomicUsize::new(0);

/// Stands for a walk under way.
pub(crate) struct Walking(());

pub(crate) fn walking() -> Walking {
    WALKING.fetch_add(1, Ordering::SeqCst);
    Walking(())
}

impl Drop for Walking {
    fn drop(&mut self) {
        WALKING.fetch_sub(1, Ordering::SeqCst);
    }
}

pub(crate) fn is_anybody_walking() -> bool {
    WALKING.load(Ordering::SeqCst) > 0
}

/// Whether axe found no fault with a page of this shape before.
pub(super) fn is_known(shape: &str) -> bool {
    SHAPES.lock().expect("nobody panics with it").contains(shape)
}

pub(super) fn is_good(shape: String) {
    SHAPES.lock().expect("nobody panics with it").insert(shape);
}

pub(super) fn note(language: Language, page: String, problem: String) {
    SEEN.lock().expect("nobody panics with it").insert((page, problem, language));
}

pub(crate) fn all() -> BTreeSet<Sight> {
    SEEN.lock().expect("nobody panics with it").clone()
}
