//! Test logins of clients: begun here, opened in a browser, read when they ended.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::problem::{Answer, Code, Refused};
use super::told::Told as Body;
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::ids::TrialId;
use crate::model::moment::Moment;
use crate::model::trial::{self, Door, Outcome, Told, Trial};
use crate::usecase::admin::trials;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(show))
}

/// What to ask for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTrial {
    /// Scopes, separated by spaces; null: `openid profile email`, as far as the client may.
    #[serde(default)]
    #[schema(max_length = 1000)]
    scope: Option<String>,
}

/// A test login. It is kept for a day.
#[derive(Debug, Serialize, ToSchema)]
struct TrialShape {
    trial_id: String,
    /// `waiting` until somebody logged in or gave up, for half an hour.
    #[schema(value_type = String)]
    state: &'static str,
    /// What a browser opens to log in, once; null where it is read later.
    open: Option<String>,
    /// Unix seconds, until which it may be opened.
    expires_at: i64,
    /// What the client would have been told.
    told: Option<Told>,
    /// The error that it would have heard.
    error: Option<String>,
    error_description: Option<String>,
}

fn shape(trial: Trial, open: Option<String>, now: Moment) -> TrialShape {
    let mut shape = TrialShape {
        trial_id: trial.id.to_string(),
        state: trial.state(now),
        open,
        expires_at: trial.begun_at.plus(trial::LIFE).seconds(),
        told: None,
        error: None,
        error_description: None,
    };
    match trial.outcome {
        None => {}
        Some(Outcome::SignedIn(told)) => shape.told = Some(*told),
        Some(Outcome::Refused { error, error_description }) => {
            shape.error = Some(error);
            shape.error_description = Some(error_description);
        }
    }
    shape
}

/// Begins a test login: nobody gets a code or a token by it
#[utoipa::path(post, path = "/tenants/{tenant}/clients/{client_id}/trials", tag = "clients",
    operation_id = "client.try", request_body = NewTrial,
    responses((status = 201, body = TrialShape)))]
async fn begin(caller: Caller, Body(new): Body<NewTrial>) -> Answer<Response> {
    let (tenant, client, by) = caller.client(Deed::ClientTry).await?;
    let how = (new.scope.as_deref(), Door::Elsewhere);
    let begun = trials::begin(&caller.app, tenant, &client, how, by).await?;
    let (slug, id) = (&tenant.slug, begun.trial.id);
    let place = format!("/api/v1/tenants/{slug}/clients/{}/trials/{id}", client.id);
    let told = shape(begun.trial, Some(begun.address), caller.app.now());
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(told)).into_response())
}

/// Shows how a test login ended
#[utoipa::path(get, path = "/tenants/{tenant}/clients/{client_id}/trials/{trial_id}",
    tag = "clients", operation_id = "client.trial",
    responses((status = 200, body = TrialShape)))]
async fn show(caller: Caller) -> Answer<Json<TrialShape>> {
    let (tenant, client, _) = caller.client(Deed::ClientTrial).await?;
    let id = caller.param("trial_id").parse().map(TrialId);
    let id = id.map_err(|_| Refused::because(Code::NotFound))?;
    let found = trials::of(&caller.app, tenant.id, &client, id).await?;
    let found = found.ok_or(Refused::because(Code::NotFound))?;
    Ok(Json(shape(found, None, caller.app.now())))
}
