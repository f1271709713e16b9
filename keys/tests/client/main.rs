//! What clients bring along: their key sets, the tokens they sign, their proofs, and what they encrypt.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod certificate;
mod claims;
mod dpop;
mod hmac;
mod jwe;
mod key_set;
mod npm_jose;
mod support;
mod verify;
