//! What operators and administrators do. Every deed is audited in its own transaction.

pub mod certificates;
pub mod claims;
pub mod clients;
pub mod images;
pub mod initial_access_tokens;
pub mod policies;
pub mod reissues;
pub mod simulate;
pub mod tenants;
pub mod users;
