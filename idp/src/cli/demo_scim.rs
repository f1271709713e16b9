//! A SCIM token of the demo, for the tenant `demo`. The folder remembers it: the database keeps a digest alone.

use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{files, stopped};
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::secret::{Kind, Opaque};
use crate::model::tenant::Tenant;
use crate::usecase::admin::scim_tokens as tokens;
use crate::usecase::scim::PLACE;

/// Where people are provisioned, and by what.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ScimReady {
    pub(super) base: String,
    pub(super) bearer: String,
}

const NAME: &str = "demo";

/// The token of the last start, if it lives, else a new one.
pub(super) async fn ready(app: &App, folder: &Path, tenant: &Tenant) -> Result<ScimReady> {
    let (path, base) = (folder.join("scim.json"), app.issuer(tenant).at(PLACE));
    let by = Actor::here("demo");
    let known: Option<ScimReady> =
        std::fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let digest =
        |known: &ScimReady| Some(Opaque::parse(Kind::ScimToken, &known.bearer)?.digest(tenant.id));
    let digest = known.as_ref().and_then(digest);
    let ours = tokens::all(app, tenant.id).await?.into_iter().filter(|one| one.is_live(app.now()));
    let mut bearer = None;
    for one in ours {
        if Some(&one.digest) == digest.as_ref() {
            bearer = known.as_ref().map(|known| known.bearer.clone());
        } else if one.name == NAME {
            tokens::revoke(app, tenant.id, one.id, by).await?;
        }
    }
    let bearer = if let Some(bearer) = bearer {
        bearer
    } else {
        let made = tokens::create(app, tenant, (NAME, 365), by).await.map_err(stopped)?;
        made.0.expose().to_owned()
    };
    let ready = ScimReady { base, bearer };
    files::private_file(&path, &serde_json::to_vec_pretty(&ready)?)?;
    Ok(ready)
}
