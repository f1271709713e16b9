//! Roles over a tenant; those of the tenant `system` are over the whole installation.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::{Caller, over};
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::{Deed, Grant, Role};
use crate::model::names::LoginName;
use crate::model::tenant::Tenant;
use crate::usecase::admin::roles;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, grant)).routes(routes!(revoke))
}

/// Who has which role.
#[derive(Debug, Serialize, ToSchema)]
struct RoleGrant {
    id: Uuid,
    /// The user ID of an administrator: a user of the tenant `system`.
    user_id: String,
    role: Role,
    /// Unix seconds.
    since: i64,
}

fn shape(listed: &roles::Listed) -> RoleGrant {
    RoleGrant {
        id: listed.held.id.0,
        user_id: listed.login_name.to_string(),
        role: listed.held.grant.role,
        since: listed.held.since.seconds(),
    }
}

async fn over_tenant(app: &App, tenant: &Tenant) -> Answer<Vec<roles::Listed>> {
    let all = roles::all(app).await?;
    Ok(all.into_iter().filter(|one| one.held.grant.over == over(tenant)).collect())
}

/// Lists who has which role over a tenant; at `system`, over the installation
#[utoipa::path(get, path = "/tenants/{tenant}/roles", tag = "access", operation_id = "role.list",
    params(Part), responses((status = 200, body = Listed<RoleGrant>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<RoleGrant>>> {
    let (tenant, _) = caller.tenant(Deed::RoleList)?;
    let page = Page::of(&caller, "roles", &part)?;
    let all = over_tenant(&caller.app, tenant).await?;
    Ok(Json(page.of_whole(all, |one| one.held.id.to_string(), |one| shape(&one))))
}

/// A role to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGrant {
    /// The user ID of a user of the tenant `system`.
    #[schema(max_length = 128)]
    user_id: String,
    role: Role,
}

/// Gives a role over a tenant; at `system`, over the installation
#[utoipa::path(post, path = "/tenants/{tenant}/roles", tag = "access", operation_id = "role.grant",
    request_body = NewGrant, responses((status = 201, body = RoleGrant)))]
async fn grant(caller: Caller, Told(new): Told<NewGrant>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::RoleGrant)?;
    caller.may_give(tenant, new.role, &[])?;
    let name = LoginName::parse(&new.user_id).ok_or(roles::Refusal::NoSuchUser)?;
    let grant = Grant { role: new.role, over: over(tenant) };
    let held = roles::grant(&caller.app, &name, grant, by).await?;
    let told = shape(&roles::Listed { login_name: name, held });
    Ok((StatusCode::CREATED, Json(told)).into_response())
}

/// Takes a role away; whoever had it is signed out
#[utoipa::path(delete, path = "/tenants/{tenant}/roles/{grant_id}", tag = "access",
    operation_id = "role.revoke", responses((status = 204)))]
async fn revoke(caller: Caller) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::RoleRevoke)?;
    let id = caller.id("grant_id")?;
    let all = over_tenant(&caller.app, tenant).await?;
    let found = all.into_iter().find(|one| one.held.id.0 == id);
    let held = found.ok_or(Refused::because(Code::NotFound))?.held;
    // Nobody takes away what he could not have given.
    caller.may_give(tenant, held.grant.role, &[])?;
    if roles::revoke(&caller.app, &held, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}
