//! The client certificates of the demo's people: a file to import, and its password beside it.

use std::path::Path;

use anyhow::{Context, Result};
use keys::ca::Form;

use super::{files, stopped};
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::names::LoginName;
use crate::model::tenant::Tenant;
use crate::usecase::admin::users;
use crate::usecase::certificate::{By, fetch::fetch, issue::issue, prepare};

/// What the demo tells of a certificate.
pub(super) struct Told {
    pub(super) file: String,
    pub(super) password: String,
}

/// Issues a certificate to the first device of a user, and writes its file into the folder.
pub(super) async fn hand_out(
    app: &App,
    tenant: &Tenant,
    folder: &Path,
    name: &LoginName,
    by: Actor<'_>,
) -> Result<()> {
    let shown = users::show(app, tenant, name).await?.context("the user is gone")?;
    let device = shown.devices.first().context("the user has no device")?;
    let whose = (&shown.user, device);
    let by = By::Administrator { tenant, actor: by };
    let prepared = prepare(app, tenant).await?;
    let issued = issue(app, by, whose, &prepared).await?;
    let password = issued.password.context("a key made here has a password")?;
    let file = fetch(app, by, whose, Form::Compat).await.map_err(stopped)?;
    files::private_file(&folder.join(format!("{name}.p12")), &file.bytes)?;
    files::private_file(&folder.join(format!("{name}.p12.password")), password.as_bytes())
}

/// The file of a user, if the folder has one.
pub(super) fn of(folder: &Path, user_id: &str) -> Option<Told> {
    let file = folder.join(format!("{user_id}.p12"));
    let password = std::fs::read_to_string(folder.join(format!("{user_id}.p12.password"))).ok()?;
    file.exists().then(|| Told { file: file.display().to_string(), password })
}
