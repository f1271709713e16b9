//! The certificate authority of a tenant: what it issues, what it accepts, what it says of the
//! revoked. What stands in `pki_tools` needs programs from outside, which `./check` installs.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod authority;
mod bundle;
mod issue;
mod ocsp;
mod pki_tools;
mod request;
mod revocation;
mod support;
mod verify;
