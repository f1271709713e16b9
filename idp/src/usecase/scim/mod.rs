//! SCIM 2.0 (RFC 7644): a directory keeps people and groups of a tenant as it knows them. Every change is a deed of
//! administration, noted as that of the token.

pub mod admit;
pub mod groups;
pub mod list;
pub mod users;

use crate::model::scim::etag::Versions;
use crate::model::scim::{Resource, ScimType, Wrong};
use crate::stop::Fault;
use crate::usecase::admin::users::Refusal as Admin;

/// Where resources are, below the issuer.
pub const PLACE: &str = "/scim/v2";

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Wrong(Wrong),
    NotFound,
    /// The resource is not the version that was meant.
    Changed,
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<Admin> for Refusal {
    fn from(why: Admin) -> Self {
        let kind = match why {
            Admin::Exists => ScimType::Uniqueness,
            _ => ScimType::InvalidValue,
        };
        Self::Wrong(Wrong::new(kind, why.to_string()))
    }
}

/// Who wrote the same first counts.
fn lost_race(fault: Fault) -> crate::stop::Stop<Refusal> {
    if fault.is_duplicate() {
        return crate::stop::Stop::Refused(Admin::Exists.into());
    }
    crate::stop::Stop::Fault(fault)
}

/// The version that a resource is shown with.
pub fn version(shown: &Resource) -> &str {
    shown["meta"]["version"].as_str().unwrap_or_default()
}

/// Refuses a resource that is not the version that was meant.
fn check(condition: Option<&Versions>, shown: &Resource) -> Result<(), Refusal> {
    match condition {
        Some(versions) if !versions.have(version(shown)) => Err(Refusal::Changed),
        _ => Ok(()),
    }
}
