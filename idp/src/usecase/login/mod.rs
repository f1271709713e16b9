//! A login, step by step.
//!
//! `start` opens an attempt, which waits in the database for the person. Each request finds it again by its address
//! and the browser's cookie (`resume`), and `model::step` alone says what comes next. `password`, `new_password`,
//! `code`, `certificate` and `consent` answer one step each, `restart` goes back; `proceed` goes on from there: it signs in (`finish`) once every factor is
//! proven, and answers the website once nothing is left to ask.

pub mod certificate;
pub mod code;
pub mod consent;
pub mod finish;
pub mod known_browser;
pub mod new_password;
pub mod password;
pub mod proceed;
pub mod restart;
pub mod resume;
pub mod send_code;
pub mod standing;
pub mod start;
