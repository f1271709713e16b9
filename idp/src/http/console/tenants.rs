//! `GET /console/tenants`: the tenants that an administrator sees, to pick one.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;

use super::door;
use super::shell::Shell;
use crate::app::App;
use crate::http::extract::Visitor;
use crate::http::failure::Failure;
use crate::http::page::View;
use crate::model::admin::{Deed, Over};
use crate::model::tenant::Tenant;
use crate::usecase::admin::tenants;
use crate::words::text;

pub fn routes() -> Router<App> {
    Router::new().route("/console/tenants", get(show))
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let hall = match door::hall(&app, &visitor).await? {
        Ok(hall) => hall,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let asked = visitor.asked("q").unwrap_or_default().trim().to_lowercase();
    let mut seen = tenants::all(&app).await?;
    seen.retain(|tenant| {
        hall.administrator.sees(tenant.id)
            && (tenant.slug.as_str().contains(&asked)
                || tenant.name.to_lowercase().contains(&asked))
    });
    let row = |tenant: Tenant| TenantRow {
        href: format!("/console/t/{}", tenant.slug),
        slug: tenant.slug.to_string(),
        preset: tenant.policy.preset.as_str(),
        name: tenant.name,
    };
    let may = hall.administrator.may(Deed::TenantCreate, Over::Installation);
    let label = text(visitor.visit.language, "console-tenants");
    let view = TenantsPage {
        console: Shell::of_hall(&visitor, &hall).then(label, None),
        asked,
        new_href: may.is_ok().then_some("/console/tenants/new"),
        tenants: seen.into_iter().map(row).collect(),
    };
    Ok(visitor.page(&app, &view))
}

/// What `templates/console/tenants.html` may read.
#[derive(Serialize)]
pub struct TenantsPage {
    pub console: Shell,
    pub asked: String,
    /// Where another is made, for whoever may.
    pub new_href: Option<&'static str>,
    pub tenants: Vec<TenantRow>,
}

#[derive(Serialize)]
pub struct TenantRow {
    pub href: String,
    pub slug: String,
    pub name: String,
    /// `standard` or `classic`.
    pub preset: &'static str,
}

impl View for TenantsPage {
    const TEMPLATE: &'static str = "console/tenants.html";
}
