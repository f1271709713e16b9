//! What operators and administrators do. Every deed is audited in its own transaction.

pub mod clients;
pub mod policies;
pub mod tenants;
pub mod users;
