//! Tenants as files declare them: what differs, and making it so.

pub mod apply;
pub mod compare;
pub mod standing;
