//! Keys by which programs administer: those of the tenant `system` are for every tenant.

use std::collections::BTreeSet;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::Caller;
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::{self, ApiScope, Deed, Role};
use crate::model::ids::ApiKeyId;
use crate::model::moment::Moment;
use crate::usecase::admin::api_keys::{self, Terms};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// A key as it is listed: never the key itself.
#[derive(Debug, Serialize, ToSchema)]
struct ApiKey {
    id: Uuid,
    name: String,
    role: Role,
    scopes: BTreeSet<ApiScope>,
    created_by: String,
    /// Unix seconds.
    created_at: i64,
    /// Unix seconds.
    expires_at: i64,
    /// When it was used last, to the minute, in Unix seconds; null: never.
    used_at: Option<i64>,
    /// Unix seconds; null: it was not.
    revoked_at: Option<i64>,
}

/// A key, shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct NewApiKey {
    key: String,
    about: ApiKey,
}

fn shape(key: admin::ApiKey) -> ApiKey {
    ApiKey {
        id: key.id.0,
        name: key.name,
        role: key.role,
        scopes: key.scopes,
        created_by: key.created_by,
        created_at: key.created_at.seconds(),
        expires_at: key.expires_at.seconds(),
        used_at: key.used_at.map(Moment::seconds),
        revoked_at: key.revoked_at.map(Moment::seconds),
    }
}

/// Lists the API keys of a tenant, oldest first
#[utoipa::path(get, path = "/tenants/{tenant}/api-keys", tag = "access",
    operation_id = "api_key.list", params(Part), responses((status = 200, body = Listed<ApiKey>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<ApiKey>>> {
    let (tenant, _) = caller.tenant(Deed::ApiKeyList)?;
    let page = Page::of(&caller, "api-keys", &part)?;
    let all = api_keys::all(&caller.app, tenant.id).await?;
    Ok(Json(page.of_whole(all, |key| key.id.to_string(), shape)))
}

/// A key to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KeyTerms {
    /// What it is for, as the audit trail names it.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// At most the maker's own.
    role: Role,
    /// Of the maker's own, where he is limited to some.
    #[schema(min_items = 1)]
    scopes: BTreeSet<ApiScope>,
    /// How long it lives, in days.
    #[schema(minimum = 1, maximum = 366)]
    days: u16,
}

/// Makes an API key; it is in this answer alone
#[utoipa::path(post, path = "/tenants/{tenant}/api-keys", tag = "access",
    operation_id = "api_key.create", request_body = KeyTerms,
    responses((status = 201, body = NewApiKey)))]
async fn create(caller: Caller, Told(terms): Told<KeyTerms>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::ApiKeyCreate)?;
    let scopes: Vec<_> = terms.scopes.iter().copied().collect();
    caller.may_give(tenant, terms.role, &scopes)?;
    let KeyTerms { name, role, scopes, days } = terms;
    let terms = Terms { name, role, scopes, days };
    let of = (tenant.id, tenant.slug.is_system());
    let (key, about) = api_keys::create(&caller.app, of, terms, by).await?;
    let told = NewApiKey { key: key.expose().to_owned(), about: shape(about) };
    Ok((StatusCode::CREATED, Json(told)).into_response())
}

/// Ends an API key
#[utoipa::path(delete, path = "/tenants/{tenant}/api-keys/{key_id}", tag = "access",
    operation_id = "api_key.revoke", responses((status = 204)))]
async fn revoke(caller: Caller) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::ApiKeyRevoke)?;
    let id = ApiKeyId(caller.id("key_id")?);
    let all = api_keys::all(&caller.app, tenant.id).await?;
    let found = all.into_iter().find(|key| key.id == id);
    let key = found.ok_or(Refused::because(Code::NotFound))?;
    // Nobody takes away what he could not have given.
    caller.may_give(tenant, key.role, &[])?;
    if api_keys::revoke(&caller.app, tenant.id, id, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}
