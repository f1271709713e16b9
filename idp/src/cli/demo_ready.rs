//! What a demo tells of itself: to a person as a table, to a program as JSON.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::demo_seed::{CONTRACTS, Registration};
use super::{out, tenant, user};
use crate::app::App;
use crate::model::login_method::LoginMethod;
use crate::model::names::LoginName;
use crate::model::policy::Preset;
use crate::usecase::admin::users;

/// What `--json` prints.
#[derive(Serialize)]
pub(super) struct Ready {
    pub(super) base: String,
    pub(super) data: String,
    pub(super) tenants: Vec<TenantReady>,
    pub(super) website: String,
    pub(super) mailbox: String,
    pub(super) mailbox_json: String,
    pub(super) client: ClientReady,
    pub(super) administrator: Option<()>,
}

#[derive(Serialize)]
pub(super) struct TenantReady {
    pub(super) slug: &'static str,
    pub(super) name: String,
    pub(super) preset: Preset,
    pub(super) issuer: String,
    pub(super) account_site: String,
    pub(super) users: Vec<UserReady>,
    pub(super) enrolments: [(); 0],
}

#[derive(Serialize)]
pub(super) struct UserReady {
    pub(super) user_id: &'static str,
    pub(super) password: Option<&'static str>,
    pub(super) mail: Vec<String>,
    pub(super) login_method: LoginMethod,
    pub(super) state: &'static str,
}

#[derive(Serialize)]
pub(super) struct ClientReady {
    pub(super) issuer: String,
    #[serde(flatten)]
    pub(super) registration: Registration,
}

/// Looks up how everybody stands now.
pub(super) async fn ready(
    app: &App,
    folder: &Path,
    website: &str,
    registration: Registration,
) -> Result<Ready> {
    let mut tenants = Vec::new();
    for contract in &CONTRACTS {
        let tenant = tenant(app, contract.slug).await?;
        let mut people = Vec::new();
        for person in contract.people {
            let name = LoginName::parse(person.user_id).context("user ID")?;
            let Some(shown) = users::show(app, &tenant, &name).await? else { continue };
            people.push(UserReady {
                user_id: person.user_id,
                password: person.password,
                mail: shown.devices.iter().map(|device| device.address.to_string()).collect(),
                login_method: shown.user.login_method,
                state: user::state(app, &tenant, &shown),
            });
        }
        let issuer = app.issuer(&tenant);
        tenants.push(TenantReady {
            slug: contract.slug,
            name: tenant.name.clone(),
            preset: contract.preset,
            account_site: issuer.at("/account"),
            issuer: issuer.as_str().to_owned(),
            users: people,
            enrolments: [],
        });
    }
    let issuer = tenants.first().map(|tenant| tenant.issuer.clone()).unwrap_or_default();
    Ok(Ready {
        data: folder.display().to_string(),
        tenants,
        website: website.to_owned(),
        mailbox: format!("{}/dev/mailbox", app.base),
        mailbox_json: format!("{}/dev/mailbox.json", app.base),
        client: ClientReady { issuer, registration },
        administrator: None,
        base: app.base.clone(),
    })
}

/// One JSON object, or one table for a person.
pub(super) fn tell(ready: &Ready, json: bool) -> Result<()> {
    if json {
        return out::json(ready);
    }
    let mut lines = vec![
        String::new(),
        format!("  Start page   {}", ready.base),
        format!("  Website      {}", ready.website),
        format!("  Mailbox      {}", ready.mailbox),
        format!("  Kept in      {}   (--fresh begins anew)", ready.data),
    ];
    for tenant in &ready.tenants {
        lines.push(String::new());
        lines.push(format!("  {}  ({})  {}", tenant.slug, tenant.issuer, tenant.name));
        for user in &tenant.users {
            lines.push(format!(
                "    {:<14} {:<22} {:<14} {:<10} {}",
                user.user_id,
                user.password.unwrap_or("–"),
                user.login_method.as_str(),
                user.state,
                user.mail.join(" ")
            ));
        }
    }
    lines.push(String::new());
    lines.push("  Ctrl-C stops.".to_owned());
    out::line(&lines.join("\n"));
    Ok(())
}
