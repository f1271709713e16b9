//! Logins, one file per step.

mod code;
mod code_mails;
mod consent;
mod lock;
mod new_password;
mod password;
mod race;
mod sso;
mod tabs;
