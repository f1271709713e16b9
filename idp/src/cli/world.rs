//! Fills the application with the real world.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use keys::client::certificate::Anchors;
use keys::random::Random;
use keys::seal::MasterKey;
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;

use super::{Installation, files, schema};
use crate::app::{App, Caches, Derived, World};
use crate::clock::SystemClock;
use crate::mail::courier::Courier;
use crate::mail::mailbox::Mailbox;
use crate::mail::smtp::SmtpCourier;
use crate::model::throttle::Throttle;
use crate::outbound::guard::Allowed;
use crate::outbound::guarded::Guarded;
use crate::passwords::{Cost, Passwords};
use crate::random::SystemRandom;
use crate::settings::check::{at_once, load};
use crate::settings::{Log, LogFormat, ProcessEnvironment, Settings};
use crate::store::{self, Database};

/// What differs between one installation and another.
pub struct Parts {
    pub base: String,
    pub certificate_base: Option<String>,
    pub client_authorities: Anchors,
    pub database: String,
    pub master_key: MasterKey,
    pub courier: Arc<dyn Courier>,
    pub outbound: Guarded,
    pub password_cost: Option<Cost>,
    pub passwords_at_once: usize,
    pub throttle: Throttle,
}

/// In a demo everybody comes from one address, tests too.
const DEMO_THROTTLE: Throttle = Throttle { burst: 1_000, every: time::Duration::milliseconds(50) };

/// Reads and checks a settings file; all problems become one error.
pub fn settings(path: &Path) -> Result<Settings> {
    load(path, &ProcessEnvironment).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(|problem| format!("  {problem}")).collect();
        anyhow::anyhow!("{} cannot be used:\n{}", path.display(), lines.join("\n"))
    })
}

/// The application of a command that works beside a server or instead of one.
pub async fn of(installation: &Installation) -> Result<App> {
    let parts = parts(installation)?;
    open(parts).await
}

pub fn parts(installation: &Installation) -> Result<Parts> {
    match (&installation.config, &installation.data) {
        (Some(config), _) => of_settings(&settings(config)?),
        (None, Some(folder)) => of_demo(folder),
        (None, None) => bail!("say which installation: --config FILE, or --data DIR for a demo"),
    }
}

pub fn of_settings(settings: &Settings) -> Result<Parts> {
    Ok(Parts {
        base: settings.base.clone(),
        certificate_base: settings.certificate.as_ref().map(|door| door.base.clone()),
        client_authorities: settings
            .certificate
            .as_ref()
            .map(|door| door.client_authorities.clone())
            .unwrap_or_default(),
        database: settings.database.clone(),
        master_key: MasterKey::from_base64(&settings.master_key.to_base64())?,
        courier: Arc::new(SmtpCourier::new(&settings.relay)?),
        outbound: Guarded::new(settings.outbound.clone(), settings.outbound_authority.as_deref())?,
        password_cost: settings.password_cost,
        passwords_at_once: settings.passwords_at_once,
        throttle: settings.throttle,
    })
}

pub fn of_demo(folder: &Path) -> Result<Parts> {
    anyhow::ensure!(folder.is_dir(), "{} is not the folder of a demo", folder.display());
    let authority = folder.join("ca.pem");
    Ok(Parts {
        base: remembered_text(folder, "base").unwrap_or_else(|| "http://localhost:8080".to_owned()),
        certificate_base: remembered_text(folder, "certificate_base"),
        client_authorities: Anchors::default(),
        database: format!("sqlite://{}", folder.join("sekisho.db").display()),
        master_key: files::master_key(folder)?,
        courier: Arc::new(Mailbox::new(folder.join("mailbox"))),
        outbound: Guarded::new(
            Allowed { places: allowed_places(folder), this_machine: true, own_host: None },
            authority.is_file().then_some(authority.as_path()),
        )?,
        // A demo's passwords are no secret; machines that log in by the hundred wait for nothing.
        password_cost: Some(Cost::FLOOR),
        passwords_at_once: at_once(0),
        throttle: DEMO_THROTTLE,
    })
}

fn allowed_places(folder: &Path) -> Vec<String> {
    let noted = remembered_text(folder, "allowed").unwrap_or_default();
    noted.lines().map(str::to_owned).collect()
}

/// What the demo in this folder noted when it was last started.
fn remembered_text(folder: &Path, name: &str) -> Option<String> {
    std::fs::read_to_string(folder.join(name)).ok().map(|text| text.trim().to_owned())
}

/// Opens the database, checks that it is this master key's and this program's, and fills the application.
pub async fn open(parts: Parts) -> Result<App> {
    let database = connect(&parts.database).await?;
    if !schema::is_current(&database).await? {
        bail!("the database has another schema than this program; run: sekisho migrate up");
    }
    fill(parts, database).await
}

pub async fn connect(url: &str) -> Result<Database> {
    // The address may hold a password: it is not repeated.
    Database::open(url).await.context("the database cannot be opened")
}

pub async fn fill(parts: Parts, database: Database) -> Result<App> {
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    own(&database, &parts.master_key).await?;
    let cost = match parts.password_cost {
        Some(cost) => cost,
        None => measured_cost(&database).await?,
    };
    let derived = Derived::from(&parts.master_key);
    let passwords = Passwords::new(cost, parts.passwords_at_once, derived.pepper, random.clone())?;
    Ok(App::new(World {
        database,
        clock: Arc::new(SystemClock),
        random,
        courier: parts.courier,
        outbound: Arc::new(parts.outbound),
        passwords,
        sealer: derived.sealer,
        code_key: derived.code_key,
        subject_key: derived.subject_key,
        nonce_key: derived.nonce_key,
        refresh_key: derived.refresh_key,
        audit_key: derived.audit_key,
        base: parts.base,
        certificate_base: parts.certificate_base,
        client_authorities: parts.client_authorities,
        letters: Notify::new(),
        logouts: Notify::new(),
        uploads: Notify::new(),
        throttle: parts.throttle,
        caches: Caches::default(),
    }))
}

/// A database belongs to the master key that it was first opened with: no other unseals it.
async fn own(database: &Database, master_key: &MasterKey) -> Result<()> {
    let ours = master_key.fingerprint();
    if remembered(database, "master_key", &ours).await? != ours {
        bail!("the database was made under another master key");
    }
    Ok(())
}

async fn measured_cost(database: &Database) -> Result<Cost> {
    let known = store::installation::value(database.read(), "password_cost").await?;
    if let Some(cost) = known.as_deref().and_then(Cost::parse) {
        return Ok(cost);
    }
    let measured = tokio::task::spawn_blocking(Cost::measured).await?;
    let cost = remembered(database, "password_cost", &measured.to_string()).await?;
    Cost::parse(&cost).context("the remembered cost of a password cannot be read")
}

/// The remembered value, which is `first` unless another came before.
async fn remembered(database: &Database, name: &str, first: &str) -> Result<String> {
    if let Some(value) = store::installation::value(database.read(), name).await? {
        return Ok(value);
    }
    database
        .write(|tx| async move { store::installation::put_first(&tx, name, first).await })
        .await?;
    let value = store::installation::value(database.read(), name).await?;
    value.context("a value that was written is not there")
}

/// Logs go to standard error: as JSON, or as text for a person.
pub fn log(log: &Log) -> Result<()> {
    let filter = EnvFilter::try_new(&log.filter).context("the log filter")?;
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(filter);
    let started = match log.format {
        LogFormat::Json => lines.json().try_init(),
        LogFormat::Text => lines.compact().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("{error}"))
}
