//! The audit trail: sealed into a chain, verified, listed, exported; webhooks that hear of it.

mod chain;
mod read;
mod tampering;
mod webhook;
