//! What people and machines can do: one file, one deed. No use-case knows who called.
//!
//! `login` and `authorize` know each other (a login ends in an answer to the website, an authorization request
//! begins a login); `account` begins logins. The other folders keep to themselves.

pub mod account;
pub mod admin;
pub mod authorize;
pub mod discovery;
pub mod login;
pub mod logout;
pub mod note;
pub mod session;
pub mod tenant;
pub mod token;
pub mod upkeep;
pub mod visit;
