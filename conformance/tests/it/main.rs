//! The suite against the built program: as it is, and with faults put in between.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests stop at the first surprise")]

mod broken;
mod faults;
mod provider;
mod support;
