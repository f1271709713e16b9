//! Provider metadata of a tenant.

use crate::app::App;
use crate::model::policy::{Language, Registration};
use crate::model::tenant::Tenant;
use crate::usecase::registration;
use crate::wire::discovery::Metadata;

pub fn metadata(app: &App, tenant: &Tenant) -> Metadata {
    let locales = tenant.policy.languages.offered.iter().copied().map(Language::tag).collect();
    let issuer = app.issuer(tenant);
    let metadata = Metadata::new(&issuer, app.alias(tenant).as_ref(), locales);
    match tenant.policy.client_registration {
        Registration::Off => metadata,
        Registration::WithToken | Registration::Open => {
            metadata.with_registration(issuer.at(registration::PLACE))
        }
    }
}
