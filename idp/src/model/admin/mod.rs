//! Administration: who may do what, to whom, through whichever door.

mod administrator;
mod api_key;
mod deed;
mod operators;
mod role;
mod scope;

pub use administrator::{Administrator, Grant, NotPermitted, Over};
pub use api_key::{ApiKey, parse_scopes, scopes_in_words};
pub use deed::Deed;
pub use operators::{Operator, somebody_stays};
pub use role::Role;
pub use scope::ApiScope;

/// Who did it, as the audit trail tells: a name, and from where if it was not at this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor<'a> {
    pub name: &'a str,
    pub address: Option<&'a str>,
}

impl<'a> Actor<'a> {
    /// Somebody at this machine, or the program itself.
    pub const fn here(name: &'a str) -> Self {
        Self { name, address: None }
    }
}
