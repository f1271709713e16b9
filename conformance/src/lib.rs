//! Plays the website and the browser against a running OpenID Connect provider, over HTTP alone, and judges its answers.
//!
//! From the outside in: `plan` lists what is judged, `modules` judges it, one row a module, named as the OpenID
//! Foundation's suite names it. They stand on `rp` (the website), `browser` (the browser and the person before it),
//! `receiver` (the address where the website can be reached) and `jose`. `trial` is what one module holds in its
//! hands; `config` what a run is told; `report` how the verdicts are told. `prepare` writes configurations for our own demo.

pub mod browser;
pub mod clock;
pub mod config;
pub mod http;
pub mod jose;
mod modules;
pub mod plan;
pub mod prepare;
pub mod provider;
pub mod random;
pub mod receiver;
pub mod report;
mod rp;
pub mod run;
pub mod trial;
pub mod verdict;
