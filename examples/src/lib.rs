//! Websites that sign people in through any OpenID Connect provider, written to be copied from.

pub mod website;
