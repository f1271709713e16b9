//! Provider metadata of a tenant.

use crate::app::App;
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::wire::discovery::Metadata;

pub fn metadata(app: &App, tenant: &Tenant) -> Metadata {
    let locales = tenant.policy.languages.offered.iter().copied().map(Language::tag).collect();
    Metadata::new(&app.issuer(tenant), locales)
}
