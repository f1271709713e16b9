//! Logins, one file per step.

mod code;
