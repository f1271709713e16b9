//! Promises of the store that no page shows.

mod suite;
mod writer;
