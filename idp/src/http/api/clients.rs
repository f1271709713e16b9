//! Clients: the websites of a tenant, in the words of RFC 7591.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::Duration;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Caller, Tagged};
use super::paging::{Listed, Page, Part};
use super::problem::{Answer, Code, Refused};
use super::told::{Asked, Told};
use crate::app::App;
use crate::model::admin::Deed;
use crate::model::client::metadata::{self, By, Said};
use crate::model::client::{Client, Profile, Settings};
use crate::model::secret::Opaque;
use crate::model::tenant::Tenant;
use crate::usecase::admin::clients;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change, remove))
        .routes(routes!(rotate))
}

/// A client (ご利用のWebサイト).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Client)]
struct ClientShape {
    client_id: String,
    /// The kind that it was registered as.
    profile: Profile,
    /// The issuer of its tokens.
    issuer: String,
    /// Where it finds everything else.
    discovery: String,
    /// What it says of itself: members of RFC 7591 §2, OpenID Connect Registration §2 and this provider.
    #[schema(value_type = Object)]
    metadata: Said,
    /// Unix seconds.
    created_at: i64,
}

/// A client with a secret that is shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct ClientWithSecret {
    client: ClientShape,
    /// Null: it keeps none, or keeps the one that it has.
    client_secret: Option<String>,
}

fn shape(app: &App, tenant: &Tenant, client: &Client) -> Answer<ClientShape> {
    let issuer = app.issuer(tenant);
    Ok(ClientShape {
        client_id: client.id.to_string(),
        profile: client.profile,
        discovery: issuer.at("/.well-known/openid-configuration"),
        issuer: issuer.as_str().to_owned(),
        metadata: metadata::said(client)?,
        created_at: client.created_at.seconds(),
    })
}

fn told(secret: Option<&Opaque>) -> Option<String> {
    secret.map(|secret| secret.expose().to_owned())
}

/// Lists the clients of a tenant, oldest first
#[utoipa::path(get, path = "/tenants/{tenant}/clients", tag = "clients",
    operation_id = "client.list", params(Part),
    responses((status = 200, body = Listed<ClientShape>)))]
async fn list(caller: Caller, Asked(part): Asked<Part>) -> Answer<Json<Listed<ClientShape>>> {
    let (tenant, _) = caller.tenant(Deed::ClientList)?;
    let page = Page::of(&caller, "clients", &part)?;
    let all = clients::all(&caller.app, tenant.id).await?;
    let all: Vec<_> =
        all.iter().map(|client| shape(&caller.app, tenant, client)).collect::<Answer<_>>()?;
    Ok(Json(page.of_whole(all, |one| one.client_id.clone(), |one| one)))
}

/// Shows a client
#[utoipa::path(get, path = "/tenants/{tenant}/clients/{client_id}", tag = "clients",
    operation_id = "client.show", responses((status = 200, body = ClientShape)))]
async fn show(caller: Caller) -> Answer<Tagged<ClientShape>> {
    let (tenant, client, _) = caller.client(Deed::ClientShow).await?;
    Ok(Tagged(shape(&caller.app, tenant, &client)?))
}

/// A client to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClient {
    profile: Profile,
    /// What it says of itself; what is absent has the default of the profile. `client_name` and, for websites,
    /// `redirect_uris` are wanted.
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
}

/// Registers a client; its secret is in this answer alone
#[utoipa::path(post, path = "/tenants/{tenant}/clients", tag = "clients",
    operation_id = "client.create", request_body = NewClient,
    responses((status = 201, body = ClientWithSecret)))]
async fn create(caller: Caller, Told(new): Told<NewClient>) -> Answer<Response> {
    let (tenant, by) = caller.tenant(Deed::ClientCreate)?;
    let bare = Client {
        id: clients::new_id(&caller.app),
        name: String::new(),
        profile: new.profile,
        authentication: new.profile.authentication(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        settings: Settings::of(new.profile),
        created_at: caller.app.now(),
    };
    let client = metadata::read(bare, new.metadata, By::Administrator)?;
    caller.may_have(tenant, &client)?;
    let made = clients::create(&caller.app, tenant, client, by).await?;
    let place = format!("/api/v1/tenants/{}/clients/{}", tenant.slug, made.client.id);
    let told = ClientWithSecret {
        client: shape(&caller.app, tenant, &made.client)?,
        client_secret: told(made.secret.as_ref()),
    };
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(told)).into_response())
}

/// Members to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClientPatch {
    /// A merge patch (RFC 7396) of the metadata: null takes a member back to the default of the profile.
    #[schema(value_type = Object)]
    metadata: Map<String, Value>,
}

/// Changes a client; where its new method needs a secret, that is in this answer
#[utoipa::path(patch, path = "/tenants/{tenant}/clients/{client_id}", tag = "clients",
    operation_id = "client.change", request_body = ClientPatch,
    responses((status = 200, body = ClientWithSecret)))]
async fn change(caller: Caller, Told(patch): Told<ClientPatch>) -> Answer<Json<ClientWithSecret>> {
    let (tenant, before, by) = caller.client(Deed::ClientChange).await?;
    caller.expects(&shape(&caller.app, tenant, &before)?)?;
    let changed = metadata::patched(&before, &patch.metadata, By::Administrator)?;
    caller.may_have(tenant, &changed)?;
    let seen = (Some(&before), &changed);
    let secret = clients::change_seen(&caller.app, tenant, seen, by).await;
    let secret = secret.map_err(|stop| caller.lost(stop.into()))?;
    Ok(Json(ClientWithSecret {
        client: shape(&caller.app, tenant, &changed)?,
        client_secret: told(secret.as_ref()),
    }))
}

/// Removes a client, and ends what it was given
#[utoipa::path(delete, path = "/tenants/{tenant}/clients/{client_id}", tag = "clients",
    operation_id = "client.remove", responses((status = 204)))]
async fn remove(caller: Caller) -> Answer<StatusCode> {
    let (tenant, client, by) = caller.client(Deed::ClientRemove).await?;
    caller.expects(&shape(&caller.app, tenant, &client)?)?;
    if clients::remove(&caller.app, tenant, &client.id, by).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refused::because(Code::NotFound))
    }
}

/// How the secrets overlap.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rotate {
    /// How long the former secret stays valid, in seconds.
    #[schema(minimum = 0, maximum = 31_536_000)]
    overlap_seconds: u32,
}

/// A new secret, shown this once.
#[derive(Debug, Serialize, ToSchema)]
struct NewSecret {
    client_secret: String,
}

/// Makes another secret; the former stays valid for the overlap
#[utoipa::path(post, path = "/tenants/{tenant}/clients/{client_id}/rotate-secret", tag = "clients",
    operation_id = "client.rotate_secret", request_body = Rotate,
    responses((status = 200, body = NewSecret)))]
async fn rotate(caller: Caller, Told(how): Told<Rotate>) -> Answer<Json<NewSecret>> {
    let (tenant, client, by) = caller.client(Deed::ClientRotateSecret).await?;
    if how.overlap_seconds > 31_536_000 {
        return Err(Refused::of_member("/overlap_seconds", "is more than a year"));
    }
    let overlap = Duration::seconds(how.overlap_seconds.into());
    let secret = clients::rotate_secret(&caller.app, tenant, &client, overlap, by).await?;
    match told(secret.as_ref()) {
        Some(client_secret) => Ok(Json(NewSecret { client_secret })),
        None => Err(Refused::with(Code::NotPossible, "this client keeps no secret")),
    }
}
