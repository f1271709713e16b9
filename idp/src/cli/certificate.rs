//! `sekisho certificate issue | revoke | list | authorities`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};
use keys::ca::Form;
use serde_json::{Value, json};

use super::{BY, OfTenant, files, out, stopped, tenant, world};
use crate::app::App;
use crate::model::moment::Moment;
use crate::model::policy::Language;
use crate::model::tenant::Tenant;
use crate::usecase::admin::authorities;
use crate::usecase::admin::certificates::{self, Listed};
use crate::usecase::admin::users::Shown;
use crate::usecase::certificate::Issued;
use crate::words::moment;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Issue a certificate to a device of a user; its password is printed this once
    Issue(Issue),
    /// Revoke the certificates of a device; the sessions they opened end
    Revoke(OfDevice),
    /// List the certificates of a user
    List(Named),
    /// List the tenant's certificate authorities, newest first: the first one issues
    Authorities(OfTenant),
}

#[derive(Debug, Args)]
pub struct Named {
    #[command(flatten)]
    of: OfTenant,
    #[arg(long, value_name = "ID")]
    user_id: String,
}

#[derive(Debug, Args)]
pub struct OfDevice {
    #[command(flatten)]
    named: Named,
    /// The device, by its number
    #[arg(long, value_name = "NUMBER")]
    device: u32,
}

#[derive(Debug, Args)]
pub struct Issue {
    #[command(flatten)]
    whose: OfDevice,
    /// Where the file goes, which must not be there yet; default: USER-NUMBER.p12 (with --csr: .pem) in this folder
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Form of the PKCS#12 file: what macOS, iOS and old Windows import, or what everything else does
    #[arg(long, default_value = "compat")]
    form: FileForm,
    /// A signing request (PEM): the key stays where it is, and the file is the certificate
    #[arg(long, value_name = "FILE", conflicts_with = "form")]
    csr: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FileForm {
    Compat,
    Modern,
}

pub async fn run(command: Command) -> Result<()> {
    let named = match &command {
        Command::List(named) => named,
        Command::Revoke(whose) => &whose.named,
        Command::Issue(issue) => &issue.whose.named,
        Command::Authorities(of) => return list_authorities(of).await,
    };
    let json = named.of.installation.json;
    let app = world::of(&named.of.installation).await?;
    let tenant = tenant(&app, &named.of.tenant).await?;
    let shown =
        super::user::found(&app, &tenant, &super::user::login_name(&named.user_id)?).await?;
    match &command {
        Command::List(_) => list(&app, &tenant, &shown, json).await,
        Command::Revoke(whose) => {
            let of = (&shown, whose.device);
            let revoked = certificates::revoke(&app, &tenant, of, BY).await.map_err(stopped)?;
            out::either(json, &json!({ "revoked": revoked }), || format!("{revoked} revoked"))
        }
        Command::Issue(command) => issue(&app, &tenant, &shown, command).await,
        Command::Authorities(_) => Ok(()),
    }
}

async fn list_authorities(of: &OfTenant) -> Result<()> {
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    let all = authorities::all(&app, tenant.id).await?;
    let members: Vec<_> = all
        .iter()
        .enumerate()
        .map(|(place, one)| {
            json!({
                "key_id": one.key_id,
                "issues": place == 0,
                "created_at": one.created_at.seconds(),
                "expires_at": one.not_after.seconds(),
                "fingerprint": one.fingerprint,
                "certificate": one.pem,
            })
        })
        .collect();
    out::either(of.installation.json, &members, || {
        let line = |one: &authorities::Listed| {
            format!("{}  until {}  {}\n", one.key_id, in_words(one.not_after), one.fingerprint)
        };
        all.iter().map(line).collect()
    })
}

async fn issue(app: &App, tenant: &Tenant, shown: &Shown, command: &Issue) -> Result<()> {
    let whose = (shown, command.whose.device);
    let kind = if command.csr.is_some() { "pem" } else { "p12" };
    let usual = || format!("{}.{kind}", certificates::file_name(whose));
    let place = Place::take(command.out.clone().unwrap_or_else(|| usual().into()))?;
    let told = if let Some(csr) = &command.csr {
        let text = std::fs::read_to_string(csr)
            .with_context(|| format!("{} cannot be read", csr.display()))?;
        let issued = certificates::issue_for_request(app, tenant, whose, &text, BY).await;
        let issued = issued.map_err(stopped)?;
        let path = place.fill(keys::ca::pem(&issued.certificate)?.as_bytes())?;
        told(&issued, &path)
    } else {
        let form = match command.form {
            FileForm::Compat => Form::Compat,
            FileForm::Modern => Form::Modern,
        };
        let (issued, file) =
            certificates::issue(app, tenant, whose, form, BY).await.map_err(stopped)?;
        let path = place.fill(&file.bytes)?;
        told(&issued, &path)
    };
    out::either(command.whose.named.of.installation.json, &told, || {
        let line = |name: &str| told[name].as_str().map(|text| format!("{name:<9} {text}\n"));
        ["file", "password", "expires", "serial"].into_iter().filter_map(line).collect()
    })
}

/// Where the file goes: what cannot be written is known before anything is issued.
struct Place(Option<PathBuf>);

impl Place {
    fn take(path: PathBuf) -> Result<Self> {
        anyhow::ensure!(!path.exists(), "{} is there already", path.display());
        files::private_file(&path, b"")?;
        Ok(Self(Some(path)))
    }

    fn fill(mut self, content: &[u8]) -> Result<PathBuf> {
        let path = self.0.take().context("the file has no place")?;
        files::private_file(&path, content)?;
        Ok(path)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Nothing was issued: nothing stays behind.
        if let Some(path) = self.0.take() {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn told(issued: &Issued, path: &Path) -> Value {
    json!({
        "device": issued.number,
        "serial": issued.serial,
        "expires": in_words(issued.expires),
        "expires_at": issued.expires.seconds(),
        "file": path.display().to_string(),
        "password": issued.password.as_ref().map(|password| password.as_str()),
    })
}

async fn list(app: &App, tenant: &Tenant, shown: &Shown, json: bool) -> Result<()> {
    let all = certificates::list(app, tenant, shown).await?;
    let member = |one: &Listed| {
        json!({
            "device": one.number,
            "serial": one.certificate.serial,
            "state": one.state.as_str(),
            "issued_at": one.certificate.issued_at.seconds(),
            "expires_at": one.certificate.not_after.seconds(),
            "in_hand": one.certificate.downloaded_at.is_some(),
        })
    };
    let line = |one: &Listed| {
        let number = one.number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        let until = in_words(one.certificate.not_after);
        format!("{number}  {}  until {until}  {}\n", one.state.as_str(), one.certificate.serial)
    };
    let members: Vec<_> = all.iter().map(member).collect();
    out::either(json, &members, || all.iter().map(line).collect())
}

fn in_words(at: Moment) -> String {
    moment(Language::En, at)
}
