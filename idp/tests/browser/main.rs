//! The pages in a real browser: Chromium, headless, driven by WebDriver, against the program's own demo. Every page
//! that a walk meets is checked (`support/meet.rs`) and, with `SEKISHO_TEST_PICTURES=1`, photographed into
//! `screenshots/`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop a test the way tests do"
)]

mod support;

mod about;
mod account;
mod activate;
mod branches;
mod by_keyboard;
mod certificate;
mod consent;
mod console;
mod console_account;
mod console_sheets;
mod dead_ends;
mod enrol;
mod form_post;
mod hands;
mod login;
mod logout;
mod new_password;
mod refusals;
mod relying_parties;
mod resend;
mod tabs;
mod trial;
mod what_axe_saw;
