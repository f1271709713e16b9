//! What is judged: one row a module, named as the OpenID Foundation's suite names it, in the order of its plan.
//!
//! A row is a name, the function that judges it, and what it needs to have something to judge.

/// A row: name, function (with further arguments behind `=>`), needs.
macro_rules! row {
    ($name:expr, $judge:path => ($($more:expr),+) $(, $need:expr)*) => {
        $crate::plan::Module {
            name: $name,
            needs: &[$($need),*],
            judge: |trial| Box::pin($judge(trial, $($more),+)),
        }
    };
    ($name:expr, $judge:path $(, $need:expr)*) => {
        $crate::plan::Module {
            name: $name,
            needs: &[$($need),*],
            judge: |trial| Box::pin($judge(trial)),
        }
    };
}

mod attack;
mod basic;
mod config;
mod dynamic;
mod fapi;
mod logout;
mod oidc;
mod third_party;

pub(crate) use attack::ATTACKS;
pub(crate) use basic::BASIC;
pub(crate) use config::CONFIG;
pub(crate) use dynamic::DYNAMIC;
pub(crate) use fapi::{FAPI2_MESSAGE_SIGNING, FAPI2_SECURITY_PROFILE};
pub(crate) use logout::{BACKCHANNEL_LOGOUT, FRONTCHANNEL_LOGOUT, RP_INITIATED_LOGOUT};
pub(crate) use third_party::THIRD_PARTY;
