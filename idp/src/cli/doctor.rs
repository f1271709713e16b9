//! `sekisho doctor`: what is wrong with an installation, in words, and an exit code that tells whether anything is.

use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;
use keys::client::certificate::Leaf;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::json;
use url::Url;

use super::{Installation, out, schema, world};
use crate::app::App;
use crate::model::doctor::{self, Finding, Level};
use crate::model::moment::Moment;
use crate::model::names::MailAddress;
use crate::outbound::guard::Allowed;
use crate::outbound::guarded::Guarded;
use crate::settings::{Settings, TlsFiles};
use crate::usecase::admin::doctor::{CERTIFICATE_EARLY, inside, mail};
use crate::usecase::admin::doctor_issuer::issuer;
use crate::usecase::admin::tenants;

#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    installation: Installation,
    /// Send a real letter to this address
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
}

pub async fn run(doctor: Doctor) -> Result<()> {
    let to = doctor.mail.as_deref().map(|typed| {
        MailAddress::parse(typed).with_context(|| format!("{typed} is not a mail address"))
    });
    let found = look(&doctor.installation, to.transpose()?.as_ref()).await?;
    let count = |level| found.iter().filter(|one| one.level == level).count();
    let (warnings, broken) = (count(Level::Warning), count(Level::Broken));
    let told = json!({ "findings": found, "warnings": warnings, "broken": broken });
    out::either(doctor.installation.json, &told, || found.iter().map(line).collect())?;
    anyhow::ensure!(broken == 0, "{broken} of {} are broken", found.len());
    Ok(())
}

fn line(one: &Finding) -> String {
    let word = match one.level {
        Level::Fine => "fine",
        Level::Warning => "WARNING",
        Level::Broken => "BROKEN",
    };
    format!("{word:<8} {:<15} {}\n", one.check, one.says)
}

async fn look(installation: &Installation, to: Option<&MailAddress>) -> Result<Vec<Finding>> {
    let settings = installation.config.as_deref().map(world::settings).transpose()?;
    let mut found = settings.as_ref().map(tls).unwrap_or_default();
    let parts = world::parts(installation)?;
    let database = match world::connect(&parts.database).await {
        Ok(database) => database,
        Err(why) => {
            found.push(Finding::new("database", Level::Broken, format!("{why:#}")));
            return Ok(found);
        }
    };
    let (applied, pending) = match schema::steps(&database).await {
        Ok(steps) => steps,
        Err(why) => {
            found.push(Finding::new("database", Level::Broken, format!("{why:#}")));
            return Ok(found);
        }
    };
    if !pending.is_empty() {
        let says = format!("{} steps are missing; run: sekisho migrate up", pending.len());
        found.push(Finding::new("database", Level::Broken, says));
        return Ok(found);
    }
    let newest = applied.last().map_or("nothing", String::as_str);
    let app = match world::fill(parts, database).await {
        Ok(app) => app,
        Err(why) => {
            found.push(Finding::new("master_key", Level::Broken, format!("{why:#}")));
            return Ok(found);
        }
    };
    found.push(Finding::new("database", Level::Fine, format!("answers, schema {newest}")));
    found.extend(reached(&app, installation, settings.as_ref()).await?);
    found.push(mail(&app, to).await);
    // A demo has no proxy, and plain HTTP is its own.
    let front = settings.as_ref().map_or((true, 0), |settings| {
        let bare = settings.tls.is_some() || !app.is_https();
        (bare, settings.proxies.len())
    });
    found.extend(inside(&app, front).await?);
    Ok(found)
}

/// Calls the issuer of the first tenant at the address that people use.
async fn reached(
    app: &App,
    installation: &Installation,
    settings: Option<&Settings>,
) -> Result<Vec<Finding>> {
    let tenants = tenants::all(app).await?;
    let Some(tenant) = tenants.first() else {
        let says = "there is no tenant yet; see: sekisho tenant create";
        return Ok(vec![Finding::new("issuer", Level::Warning, says)]);
    };
    let base = Url::parse(&app.base).context("the base")?;
    let (host, port) = (base.host_str().unwrap_or_default(), base.port_or_known_default());
    let places = vec![format!("{host}:{}", port.unwrap_or_default())];
    let demo = installation.data.as_ref().map(|folder| folder.join("ca.pem"));
    let authority = match settings {
        Some(settings) => settings.outbound_authority.as_deref(),
        None => demo.as_deref().filter(|file| file.is_file()),
    };
    let caller = Guarded::new(Allowed { places, ..Allowed::default() }, authority)?;
    Ok(issuer(app, tenant, &caller).await)
}

/// The certificates that the listeners show.
fn tls(settings: &Settings) -> Vec<Finding> {
    let now = crate::clock::Clock::now(&crate::clock::SystemClock);
    let of_people = settings.tls.as_ref().map(|files| ("tls", files));
    let door = settings.certificate.as_ref().and_then(|door| door.tls.as_ref());
    let all = of_people.into_iter().chain(door.map(|files| ("tls_certificate", files)));
    all.map(|(check, files)| of_file(check, files, now)).collect()
}

fn of_file(check: &'static str, files: &TlsFiles, now: Moment) -> Finding {
    match ends(&files.certificate) {
        Err(why) => Finding::new(check, Level::Broken, format!("{why:#}")),
        Ok(end) => {
            let left = end.since(now);
            let says = format!("the listener's certificate ends in {} days", left.whole_days());
            Finding::new(check, doctor::expiry(left, CERTIFICATE_EARLY), says)
        }
    }
}

fn ends(file: &Path) -> Result<Moment> {
    let unread = || format!("{} holds no certificate that can be read", file.display());
    let der = CertificateDer::from_pem_file(file).with_context(unread)?;
    let leaf = Leaf::from_der(&der).with_context(unread)?;
    Ok(Moment::from_seconds(leaf.not_after()))
}
