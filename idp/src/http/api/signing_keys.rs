//! A tenant's signing keys: list, rotate.

use axum::Json;
use keys::signing::Algorithm;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::paging::{Listed, Page, Part};
use super::problem::Answer;
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::moment::Moment;
use crate::usecase::admin::signing_keys;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(rotate))
}

/// A signing key, without what signs.
#[derive(Debug, Serialize, ToSchema)]
struct SigningKey {
    kid: String,
    /// As in RFC 7518.
    #[schema(value_type = String)]
    algorithm: Algorithm,
    /// `next`, `current`, `retired` or `gone`.
    stage: &'static str,
    /// From when it signs, in Unix seconds.
    activate_at: i64,
    /// When it is published no more, in Unix seconds; null: that is not decided.
    remove_at: Option<i64>,
}

impl SigningKey {
    fn of(key: signing_keys::Listed) -> Self {
        Self {
            kid: key.kid,
            algorithm: key.algorithm,
            stage: key.stage,
            activate_at: key.activate_at.seconds(),
            remove_at: key.remove_at.map(Moment::seconds),
        }
    }
}

/// Lists the signing keys of a tenant
#[utoipa::path(get, path = "/tenants/{tenant}/keys", tag = "keys", operation_id = "key.list",
    params(Part), responses((status = 200, body = Listed<SigningKey>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<SigningKey>>> {
    let (tenant, _) = caller.tenant(Deed::KeyList)?;
    let page = Page::of(&caller, "keys", &part)?;
    let all = signing_keys::list(&caller.app, tenant.id).await?;
    Ok(Json(page.of_whole(all, |one| one.kid.clone(), SigningKey::of)))
}

/// How keys are rotated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RotateKeys {
    /// New keys sign at once; tokens signed before stay valid.
    #[serde(default)]
    urgent: bool,
    /// Only keys of this algorithm; null: of every one in use.
    #[schema(value_type = Option<String>, pattern = "^(RS256|PS256|ES256|EdDSA)$")]
    algorithm: Option<Algorithm>,
}

/// Applies the schedule of rotation now
#[utoipa::path(post, path = "/tenants/{tenant}/keys/rotate", tag = "keys",
    operation_id = "key.rotate", request_body = RotateKeys,
    responses((status = 200, body = Listed<SigningKey>)))]
async fn rotate(caller: Caller, Told(how): Told<RotateKeys>) -> Answer<Json<Listed<SigningKey>>> {
    let (tenant, by) = caller.tenant(Deed::KeyRotate)?;
    signing_keys::rotate(&caller.app, tenant, how.algorithm, how.urgent, by).await?;
    let all = signing_keys::list(&caller.app, tenant.id).await?;
    let items = all.into_iter().map(SigningKey::of).collect();
    Ok(Json(Listed { items, next_cursor: None }))
}
