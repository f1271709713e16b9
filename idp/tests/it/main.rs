//! The integration tests of the provider: one binary. Everything that passes through a door is tested here, by a
//! browser and a website that speak to the router without a socket.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "helpers of tests stop a test the way tests do"
)]

pub mod support;

mod account;
mod admin;
mod api;
mod attacks;
mod audit;
mod certificate;
mod console;
mod doctor;
mod doors;
mod enrol;
mod first_steps;
mod help;
mod http;
mod import;
mod labels;
mod languages;
mod layers;
mod login;
mod look;
mod mail;
mod manual;
mod oidc;
mod outbound;
mod parity;
mod pressed_twice;
mod protocol;
mod recovery_codes;
mod reissue;
mod release;
mod scim;
mod simulate;
mod store;
pub mod templates;
mod urls;
mod words;
mod work;
