//! A tenant (ご契約): one contract, with an issuer and keys of its own.

use super::ids::TenantId;
use super::image::Images;
use super::moment::Moment;
use super::names::TenantSlug;
use super::policy::check::CheckedPolicy;

#[derive(Clone, Debug)]
pub struct Tenant {
    pub id: TenantId,
    pub slug: TenantSlug,
    /// What people read at the head of each page.
    pub name: String,
    pub policy: CheckedPolicy,
    pub policy_version: u32,
    pub images: Images,
    pub created_at: Moment,
}
