//! A deed that is done only if its user is still as he was looked at.

pub use crate::store::{Expected, conditional, expect};
