//! What operators and administrators do. Every deed is audited in its own transaction.

pub mod clients;
pub mod images;
pub mod policies;
pub mod reissues;
pub mod simulate;
pub mod tenants;
pub mod users;
