//! Tokens of directories that provision users by SCIM.

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
use crate::model::admin::Deed;
use crate::model::ids::ScimTokenId;
use crate::model::moment::Moment;
use crate::usecase::admin::scim_tokens::{self, Kept};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// A token as it is listed: never the token itself.
#[derive(Debug, Serialize, ToSchema)]
struct ScimToken {
    id: Uuid,
    name: String,
    created_by: String,
    /// Unix seconds.
    created_at: i64,
    /// Unix seconds.
    expires_at: i64,
    /// Unix seconds; null: never.
    used_at: Option<i64>,
    /// Unix seconds; null: it was not.
    revoked_at: Option<i64>,
}

/// A token, shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct NewScimToken {
    token: String,
    about: ScimToken,
}

fn shape(kept: Kept) -> ScimToken {
    ScimToken {
        id: kept.id.0,
        name: kept.name,
        created_by: kept.created_by,
        created_at: kept.created_at.seconds(),
        expires_at: kept.expires_at.seconds(),
        used_at: kept.used_at.map(Moment::seconds),
        revoked_at: kept.revoked_at.map(Moment::seconds),
    }
}

/// Lists the SCIM tokens of a tenant
#[utoipa::path(get, path = "/tenants/{tenant}/scim-tokens", tag = "access",
    operation_id = "scim_token.list", params(Part),
    responses((status = 200, body = Listed<ScimToken>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<ScimToken>>> {
    let (tenant, _) = caller.tenant(Deed::ScimTokenList)?;
    let page = Page::of(&caller, "scim-tokens", &part)?;
    let all = scim_tokens::all(&caller.app, tenant.id).await?;
    Ok(Json(page.of_whole(all, |one| one.id.to_string(), shape)))
}

/// A token to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ScimTokenTerms {
    /// Which directory it is for; no two living tokens have one name.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// How long it lives, in days.
    #[schema(minimum = 1, maximum = 731)]
    days: u16,
}

/// Makes a SCIM token; it is in this answer alone
#[utoipa::path(post, path = "/tenants/{tenant}/scim-tokens", tag = "access",
    operation_id = "scim_token.create", request_body = ScimTokenTerms,
    responses((status = 201, body = NewScimToken)))]
async fn create(caller: Caller, Told(terms): Told<ScimTokenTerms>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::ScimTokenCreate)?;
    let terms = (terms.name.as_str(), terms.days);
    let (token, kept) = scim_tokens::create(&caller.app, tenant, terms, by).await?;
    let told = NewScimToken { token: token.expose().to_owned(), about: shape(kept) };
    Ok((StatusCode::CREATED, Json(told)).into_response())
}

/// Ends a SCIM token
#[utoipa::path(delete, path = "/tenants/{tenant}/scim-tokens/{scim_token_id}", tag = "access",
    operation_id = "scim_token.revoke", responses((status = 204)))]
async fn revoke(caller: Caller) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::ScimTokenRevoke)?;
    let id = ScimTokenId(caller.id("scim_token_id")?);
    if scim_tokens::revoke(&caller.app, tenant.id, id, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}
