//! Devices without a browser (RFC 8628): one asks, a person decides in a browser of his own.

pub mod ask;
pub mod decide;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::app::App;
use crate::model::device_authorization::UserCode;
use crate::model::ids::TenantId;
use crate::model::tenant::Tenant;
use crate::stop::Fault;
use crate::store;
use crate::wire::grant_type::GrantType;

/// What the database keeps of the code that the person types. It is short, so its digest is under a key.
fn kept(app: &App, tenant: TenantId, code: &UserCode) -> String {
    let input = format!("device|{tenant}|{}", code.as_str());
    URL_SAFE_NO_PAD.encode(app.code_digest(&input))
}

/// Whether people of the tenant meet such devices.
pub async fn is_met(app: &App, tenant: &Tenant) -> Result<bool, Fault> {
    store::clients::any_may(app.database.read(), tenant.id, GrantType::DeviceCode).await
}
