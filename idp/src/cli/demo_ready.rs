//! What a demo tells of itself: to a person as a table, to a program as JSON.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::demo_api::ApiReady;
use super::demo_people::{ADMINISTRATOR, CONTRACTS};
use super::demo_scim::ScimReady;
use super::demo_seed::Registration;
use super::demo_tls::DemoAuthority;
use super::{demo_certificate, demo_scim, out, stopped, tenant, user};
use crate::app::App;
use crate::model::admin::Actor;
use crate::model::login_method::LoginMethod;
use crate::model::names::LoginName;
use crate::model::policy::{self, Preset};
use crate::model::tenant::Tenant;
use crate::model::user::{Stage, User};
use crate::usecase::admin::users;
use crate::usecase::enrolment::invite::{Delivery, invite};
use crate::usecase::registration::PLACE;

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
    pub(super) certificate: CertificateReady,
    pub(super) scim: ScimReady,
    pub(super) api: ApiReady,
    pub(super) administrator: AdministratorReady,
}

/// Who administers, and where; the second factor goes to the mailbox.
#[derive(Serialize)]
pub(super) struct AdministratorReady {
    pub(super) user_id: &'static str,
    pub(super) password: Option<&'static str>,
    pub(super) console: String,
}

impl AdministratorReady {
    fn of(app: &App) -> Self {
        Self {
            user_id: ADMINISTRATOR.user_id,
            password: ADMINISTRATOR.password,
            console: format!("{}/console", app.base),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TenantReady {
    pub(super) slug: &'static str,
    pub(super) name: String,
    pub(super) preset: Preset,
    pub(super) issuer: String,
    pub(super) account_site: String,
    /// Where clients register themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) registration_endpoint: Option<String>,
    pub(super) users: Vec<UserReady>,
    pub(super) enrolments: Vec<EnrolmentReady>,
}

/// What the user would have been mailed, or handed.
#[derive(Serialize)]
pub(super) struct EnrolmentReady {
    pub(super) user_id: &'static str,
    pub(super) address: String,
    pub(super) initial_code: String,
}

#[derive(Serialize)]
pub(super) struct UserReady {
    pub(super) user_id: &'static str,
    pub(super) password: Option<&'static str>,
    pub(super) mail: Vec<String>,
    pub(super) login_method: LoginMethod,
    pub(super) state: &'static str,
    /// A client certificate to import, and the password of its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) certificate_file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) certificate_password: Option<String>,
}

/// Where browsers are asked for a client certificate, and the authority of the demo's own servers.
#[derive(Serialize)]
pub(super) struct CertificateReady {
    pub(super) address: String,
    pub(super) ca_file: String,
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
    beside: (&str, &DemoAuthority),
    clients: (Registration, ApiReady),
) -> Result<Ready> {
    let ((website, authority), (registration, api)) = (beside, clients);
    let mut tenants = Vec::new();
    for contract in &CONTRACTS {
        let tenant = tenant(app, contract.slug).await?;
        let mut people = Vec::new();
        let mut enrolments = Vec::new();
        for person in contract.people {
            let name = LoginName::parse(person.user_id).context("user ID")?;
            let Some(shown) = users::show(app, &tenant, &name).await? else { continue };
            let told = demo_certificate::of(folder, person.user_id);
            let (certificate_file, certificate_password) =
                told.map(|told| (told.file, told.password)).unzip();
            if let Some(opened) = enrolment(app, &tenant, person.user_id, &shown.user).await? {
                enrolments.push(opened);
            }
            people.push(UserReady {
                user_id: person.user_id,
                password: person.password,
                mail: shown.devices.iter().map(|device| device.address.to_string()).collect(),
                login_method: shown.user.login_method,
                state: user::state(app, &tenant, &shown),
                certificate_file,
                certificate_password,
            });
        }
        let issuer = app.issuer(&tenant);
        tenants.push(TenantReady {
            slug: contract.slug,
            name: tenant.name.clone(),
            preset: contract.preset,
            account_site: issuer.at("/account"),
            registration_endpoint: (tenant.policy.client_registration != policy::Registration::Off)
                .then(|| issuer.at(PLACE)),
            issuer: issuer.as_str().to_owned(),
            users: people,
            enrolments,
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
        certificate: CertificateReady {
            address: app.certificate_base.clone().unwrap_or_default(),
            ca_file: authority.ca_file.display().to_string(),
        },
        scim: demo_scim::ready(app, folder, &tenant(app, CONTRACTS[0].slug).await?).await?,
        api,
        administrator: AdministratorReady::of(app),
        base: app.base.clone(),
    })
}

/// A new enrolment for whoever has none behind him; the one of the last start ends.
async fn enrolment(
    app: &App,
    tenant: &Tenant,
    user_id: &'static str,
    user: &User,
) -> Result<Option<EnrolmentReady>> {
    if !matches!(user.stage, Stage::Invited) {
        return Ok(None);
    }
    let made =
        invite(app, tenant, user, Delivery::Caller, Actor::here("demo")).await.map_err(stopped)?;
    let (address, code) = (made.address.context("address")?, made.code.context("code")?);
    Ok(Some(EnrolmentReady { user_id, address, initial_code: code }))
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
        format!(
            "  Console      {}   ({}  {})",
            ready.administrator.console,
            ready.administrator.user_id,
            ready.administrator.password.unwrap_or("–")
        ),
        format!(
            "  Certificates {}   (authority: {})",
            ready.certificate.address, ready.certificate.ca_file
        ),
        format!("  SCIM         {}   (bearer: {})", ready.scim.base, ready.scim.bearer),
        format!("  API          {}   (client {})", ready.api.base, ready.api.client_id),
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
            if let (Some(file), Some(password)) =
                (&user.certificate_file, &user.certificate_password)
            {
                lines.push(format!("    {:<14} {file}  {password}", ""));
            }
        }
    }
    for one in ready.tenants.iter().flat_map(|tenant| &tenant.enrolments) {
        lines.push(String::new());
        lines.push(format!("  {} may enrol at {}", one.user_id, one.address));
        lines.push(format!("    with the initial one-time password {}", one.initial_code));
    }
    lines.push(String::new());
    lines.push("  Ctrl-C stops.".to_owned());
    out::line(&lines.join("\n"));
    Ok(())
}
