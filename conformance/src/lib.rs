//! Plays the website and the browser against a running OpenID Connect provider, over HTTP alone, and judges its answers.
//!
//! `setup` is what it is told of the provider, `person` the browser, `relying_party` the website, `modules` the list
//! of what is judged, named as the OpenID Foundation's suite names it, and `report` how the verdicts are told.

pub mod modules;
pub mod person;
pub mod relying_party;
pub mod report;
pub mod setup;
