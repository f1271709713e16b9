//! Sekisho: a hosted login service, an OpenID Connect provider.
//!
//! Three doors (`http`, `cli`, `jobs`) call use-cases; use-cases read and write by `store`, `mail` and the crate
//! `keys`; `model` holds the rules and `wire` the words of the protocols. Nothing points upward. The table of who
//! may import what stands in `docs/architecture.md` and is checked by `tests/it/layers.rs`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod model;
pub mod outbound;
pub mod passwords;
pub mod random;
pub mod settings;
pub mod stop;
pub mod store;
pub mod usecase;
pub mod wire;
pub mod words;
