//! What people and machines can do: one file, one deed. No use-case knows who called.
//!
//! `login` and `authorize` know each other (a login ends in an answer to the website, an authorization request
//! begins a login); `account` begins logins; `account` and `reissue` judge and count as `login` does; `certificate` is
//! asked wherever credentials are made or proven; `device` reads requests as `token` does. `registration` writes clients as
//! `admin` does, and `scim` calls it. The other folders keep to themselves.

pub mod account;
pub mod admin;
pub mod authorize;
pub mod certificate;
pub mod client;
pub mod device;
pub mod discovery;
pub mod enrolment;
pub mod login;
pub mod logout;
pub mod note;
pub mod notice;
pub mod recovery_codes;
pub mod registration;
pub mod reissue;
pub mod release;
pub mod scim;
pub mod secret_question;
pub mod session;
pub mod sign_out;
pub mod tenant;
pub mod throttle;
pub mod token;
pub mod upkeep;
pub mod visit;
