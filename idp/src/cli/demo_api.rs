//! The client by which programs try the API of administration in a demo.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::demo_people::CONTRACTS;
use super::{files, stopped, tenant};
use crate::app::App;
use crate::http::api::PLACE;
use crate::model::admin::{Actor, ApiScope, Role};
use crate::model::client::{Client, Profile, Settings};
use crate::model::ids::ClientId;
use crate::usecase::admin::clients;
use crate::wire::scope::Scope;

/// What a program needs to administer the tenant `demo`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ApiReady {
    pub(super) base: String,
    openapi: String,
    pub(super) client_id: String,
    client_secret: String,
    token_endpoint: String,
    scope: String,
}

/// What the folder remembers: the secret is stored only as a digest.
#[derive(Serialize, Deserialize)]
struct Remembered {
    client_id: String,
    client_secret: String,
}

/// The client, made once: an owner of its tenant.
pub(super) async fn client(app: &App, folder: &Path) -> Result<ApiReady> {
    let tenant = tenant(app, CONTRACTS[0].slug).await?;
    let path = folder.join("api.json");
    let known = std::fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let known: Option<Remembered> = known;
    let found = match &known {
        Some(known) => clients::by_id(app, tenant.id, &ClientId(known.client_id.clone())).await?,
        None => None,
    };
    let scope = ApiScope::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" ");
    let Remembered { client_id, client_secret } = match known.filter(|_| found.is_some()) {
        Some(known) => known,
        None => make(app, &tenant, &scope).await?,
    };
    let remembered = Remembered { client_id, client_secret };
    files::private_file(&path, &serde_json::to_vec_pretty(&remembered)?)?;
    let base = format!("{}{PLACE}", app.base);
    Ok(ApiReady {
        openapi: format!("{base}/openapi.json"),
        base,
        client_id: remembered.client_id,
        client_secret: remembered.client_secret,
        token_endpoint: app.issuer(&tenant).at("/token"),
        scope,
    })
}

async fn make(app: &App, tenant: &crate::model::tenant::Tenant, scope: &str) -> Result<Remembered> {
    let profile = Profile::Service;
    let settings = Settings {
        scope: Some(Scope::parse(scope).context("scope")?),
        api_role: Some(Role::Owner),
        ..Settings::of(profile)
    };
    let client = Client {
        id: clients::new_id(app),
        name: "管理API".to_owned(),
        profile,
        authentication: profile.authentication(),
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        settings,
        created_at: app.now(),
    };
    let made = clients::create(app, tenant, client, Actor::here("demo")).await.map_err(stopped)?;
    Ok(Remembered {
        client_id: made.client.id.to_string(),
        client_secret: made.secret.context("secret")?.expose().to_owned(),
    })
}
