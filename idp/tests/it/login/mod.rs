//! Logins, one file per step.

mod about;
mod code;
mod code_mails;
mod concealed;
mod consent;
mod guessing;
mod known_browser;
mod lock;
mod meanwhile;
mod new_password;
mod password;
mod race;
mod remembered;
mod sso;
mod tabs;
mod throttle;
