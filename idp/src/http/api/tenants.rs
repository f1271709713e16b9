//! Tenants: list, show, create, rename; their pictures.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Caller, Tagged};
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::image::Place;
use crate::model::names::TenantSlug;
use crate::model::policy::{Policy, Preset};
use crate::model::tenant::Tenant;
use crate::usecase::admin::{images, tenants};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, rename))
        .routes(routes!(put_image))
}

/// A tenant (ご契約): one contract with an issuer of its own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tenant)]
pub struct TenantShape {
    /// The word in its addresses.
    slug: String,
    /// The name that people read.
    name: String,
    /// What its policy began as.
    preset: Preset,
    /// Counts the changes of the policy.
    policy_version: u32,
    /// The issuer of its tokens.
    issuer: String,
    /// Unix seconds.
    created_at: i64,
}

impl TenantShape {
    fn of(app: &App, tenant: &Tenant) -> Self {
        Self {
            slug: tenant.slug.to_string(),
            name: tenant.name.clone(),
            preset: tenant.policy.preset,
            policy_version: tenant.policy_version,
            issuer: app.issuer(tenant).as_str().to_owned(),
            created_at: tenant.created_at.seconds(),
        }
    }
}

/// Lists the tenants of the installation, by slug
#[utoipa::path(get, path = "/tenants", tag = "tenants", operation_id = "tenant.list", params(Part),
    responses((status = 200, body = Listed<TenantShape>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<TenantShape>>> {
    caller.installation(Deed::TenantList)?;
    let page = Page::of(&caller, "tenants", &part)?;
    let all = tenants::all(&caller.app).await?;
    let shape = |tenant: Tenant| TenantShape::of(&caller.app, &tenant);
    Ok(Json(page.of_whole(all, |tenant| tenant.slug.to_string(), shape)))
}

/// Shows a tenant
#[utoipa::path(get, path = "/tenants/{tenant}", tag = "tenants", operation_id = "tenant.show",
    responses((status = 200, body = TenantShape)))]
async fn show(caller: Caller) -> Answer<Tagged<TenantShape>> {
    let (tenant, _) = caller.tenant(Deed::TenantShow)?;
    Ok(Tagged(TenantShape::of(&caller.app, tenant)))
}

/// A tenant to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTenant {
    /// The word in its addresses.
    #[schema(pattern = "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
    slug: String,
    /// The name that people read.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// What its policy begins as.
    preset: Preset,
}

/// Creates a tenant with its first keys
#[utoipa::path(post, path = "/tenants", tag = "tenants", operation_id = "tenant.create",
    request_body = NewTenant, responses((status = 201, body = TenantShape)))]
async fn create(caller: Caller, Told(new): Told<NewTenant>) -> Answer<Response> {
    let by = caller.installation(Deed::TenantCreate)?;
    let slug = TenantSlug::parse(&new.slug)
        .ok_or_else(|| Refused::of_member("/slug", "is not 1 to 40 of a-z, 0-9 and hyphens"))?;
    let policy = Policy::preset(new.preset).check()?;
    let made = tenants::create(&caller.app, slug, &new.name, policy, by).await?;
    let place = format!("/api/v1/tenants/{}", made.slug);
    let shape = Tagged(TenantShape::of(&caller.app, &made));
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], shape).into_response())
}

/// Another name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rename {
    /// The name that people read.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
}

/// Gives a tenant another name
#[utoipa::path(patch, path = "/tenants/{tenant}", tag = "tenants", operation_id = "tenant.rename",
    request_body = Rename, responses((status = 200, body = TenantShape)))]
async fn rename(caller: Caller, Told(new): Told<Rename>) -> Answer<Tagged<TenantShape>> {
    let (tenant, by) = caller.tenant(Deed::TenantRename)?;
    caller.expects(&TenantShape::of(&caller.app, tenant))?;
    tenants::rename(&caller.app, tenant, &new.name, by).await?;
    let renamed = Tenant { name: new.name, ..tenant.clone() };
    Ok(Tagged(TenantShape::of(&caller.app, &renamed)))
}

/// A picture, or none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Picture {
    /// PNG, JPEG or WebP, 100 KB at most, in base64; null takes the picture away.
    #[schema(content_encoding = "base64")]
    image: Option<String>,
}

/// Shows a picture on the tenant's pages (`logo` or `seal`), or takes it away
#[utoipa::path(put, path = "/tenants/{tenant}/images/{place}", tag = "tenants",
    operation_id = "tenant.images", request_body = Picture, responses((status = 204)))]
async fn put_image(caller: Caller, Told(picture): Told<Picture>) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::TenantImages)?;
    let place = Place::parse(caller.param("place")).ok_or(Refused::because(Code::NotFound))?;
    let bytes = picture.image.map(|text| STANDARD.decode(text)).transpose();
    let bytes = bytes.map_err(|_| Refused::of_member("/image", "is not base64"))?;
    images::put(&caller.app, tenant, place, bytes, by).await?;
    Ok(StatusCode::NO_CONTENT)
}
