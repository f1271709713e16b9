//! Initial access tokens: by which others register clients themselves (RFC 7591 §1.2).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::usecase::admin::initial_access_tokens::{self, Terms};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// A token as it is listed: never the token itself.
#[derive(Debug, Serialize, ToSchema)]
struct InitialAccessToken {
    id: String,
    note: String,
    /// How many clients it registers yet.
    uses_left: u32,
    /// Unix seconds.
    expires_at: i64,
}

/// A token, shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct NewInitialAccessToken {
    token: String,
    about: InitialAccessToken,
}

fn shape(listed: initial_access_tokens::Listed) -> InitialAccessToken {
    InitialAccessToken {
        id: listed.id,
        note: listed.kept.note,
        uses_left: listed.kept.uses_left,
        expires_at: listed.kept.expires.seconds(),
    }
}

/// Lists the initial access tokens of a tenant
#[utoipa::path(get, path = "/tenants/{tenant}/initial-access-tokens", tag = "clients",
    operation_id = "client.initial_access_token.list", params(Part),
    responses((status = 200, body = Listed<InitialAccessToken>)))]
async fn list(
    caller: Caller,
    Asked(part): Asked<Part>,
) -> Answer<Json<Listed<InitialAccessToken>>> {
    let (tenant, _) = caller.tenant(Deed::InitialAccessTokenList)?;
    let page = Page::of(&caller, "initial-access-tokens", &part)?;
    let all = initial_access_tokens::all(&caller.app, tenant.id).await?;
    Ok(Json(page.of_whole(all, |one| one.id.clone(), shape)))
}

/// How far a token goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TokenTerms {
    /// How many clients it registers.
    #[schema(minimum = 1, maximum = 10_000)]
    uses: u32,
    /// How long it lives, in days.
    #[schema(minimum = 1, maximum = 365)]
    days: u16,
    /// Whom it is for.
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

/// Makes an initial access token; it is in this answer alone
#[utoipa::path(post, path = "/tenants/{tenant}/initial-access-tokens", tag = "clients",
    operation_id = "client.initial_access_token.create", request_body = TokenTerms,
    responses((status = 201, body = NewInitialAccessToken)))]
async fn create(caller: Caller, Told(terms): Told<TokenTerms>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::InitialAccessTokenCreate)?;
    let terms = Terms { uses: terms.uses, days: terms.days, note: terms.note };
    let made = initial_access_tokens::create(&caller.app, tenant.id, terms, by).await?;
    let token = made.0.expose().to_owned();
    let told = NewInitialAccessToken { token, about: shape(made.1) };
    Ok((StatusCode::CREATED, Json(told)).into_response())
}

/// Ends an initial access token
#[utoipa::path(delete, path = "/tenants/{tenant}/initial-access-tokens/{token_id}",
    tag = "clients", operation_id = "client.initial_access_token.revoke",
    responses((status = 204)))]
async fn revoke(caller: Caller) -> Answer<StatusCode> {
    let (tenant, by) = caller.tenant(Deed::InitialAccessTokenRevoke)?;
    let named = caller.param("token_id");
    if initial_access_tokens::revoke(&caller.app, tenant.id, named, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}
