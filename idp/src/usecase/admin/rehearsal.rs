//! A deed that is tried and taken back: what it would come to.

pub use crate::store::rehearse;
