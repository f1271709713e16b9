//! `sekisho audit list | export | verify`.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::{BY, Installation, OfTenant, out, tenant, world};
use crate::app::App;
use crate::model::audit::{Break, Filter, How, Written, timestamp};
use crate::model::ids::AuditEventId;
use crate::model::moment::Moment;
use crate::model::tenant::Tenant;
use crate::usecase::admin::audit::{self, From, Verdict};
use crate::usecase::admin::tenants;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List events, the newest first
    List {
        #[command(flatten)]
        of: OfTenant,
        #[command(flatten)]
        wanted: Wanted,
        /// Go on behind this event: the `next` of the page before
        #[arg(long, value_name = "ID")]
        after: Option<Uuid>,
        #[arg(long, default_value_t = 50)]
        most: u64,
    },
    /// Write sealed events as JSON lines, the oldest first; that it was done is audited
    Export {
        #[command(flatten)]
        of: OfTenant,
        #[command(flatten)]
        wanted: Wanted,
        /// Where they go, which must not be there yet; - for standard output
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Walk the chain and tell the first place where it does not hold
    Verify {
        #[command(flatten)]
        installation: Installation,
        /// Only of this tenant; default: of all
        #[arg(long, value_name = "SLUG")]
        tenant: Option<String>,
        /// A number and a link that a verification told before, kept elsewhere: it must still stand
        #[arg(long, value_name = "NUMBER:LINK", requires = "tenant")]
        known: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct Wanted {
    /// The action, or how it begins: user. or user.unlock
    #[arg(long, value_name = "PREFIX")]
    action: Option<String>,
    /// Who did it
    #[arg(long)]
    actor: Option<String>,
    /// To whom or what
    #[arg(long)]
    subject: Option<String>,
    /// From then on: 2026-04-01, or 2026-04-01T09:00:00+09:00
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Before then
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
}

pub async fn run(command: Command) -> Result<()> {
    match command {
        Command::List { of, wanted, after, most } => {
            let app = world::of(&of.installation).await?;
            let tenant = tenant(&app, &of.tenant).await?;
            let part = (after.map(AuditEventId), most);
            let page = audit::list(&app, &tenant, &wanted.filter()?, part).await?;
            let told = json!({
                "events": page.events.iter().map(Written::told).collect::<Vec<_>>(),
                "next": page.next,
            });
            out::either(of.installation.json, &told, || page.events.iter().map(line).collect())
        }
        Command::Export { of, wanted, file } => {
            let app = world::of(&of.installation).await?;
            let tenant = tenant(&app, &of.tenant).await?;
            let count = export(&app, &tenant, wanted.filter()?, &file).await?;
            if file == Path::new("-") {
                return Ok(());
            }
            let told = json!({ "file": file.display().to_string(), "events": count });
            out::either(of.installation.json, &told, || format!("{count} events"))
        }
        Command::Verify { installation, tenant: only, known } => {
            let app = world::of(&installation).await?;
            let tenants = match &only {
                Some(slug) => vec![tenant(&app, slug).await?],
                None => tenants::all(&app).await?,
            };
            verify(&app, &tenants, &from(known.as_deref())?, installation.json).await
        }
    }
}

async fn verify(app: &App, tenants: &[Tenant], from: &From, json: bool) -> Result<()> {
    let mut verdicts = Vec::new();
    for tenant in tenants {
        verdicts.push(audit::verify(app, tenant, from).await?);
    }
    out::either(json, &verdicts, || verdicts.iter().map(|one| in_words(one) + "\n").collect())?;
    let broken = verdicts.iter().filter(|one| one.broken.is_some()).count();
    anyhow::ensure!(broken == 0, "{broken} audit trails do not hold");
    Ok(())
}

fn in_words(verdict: &Verdict) -> String {
    let Verdict { tenant, number, link, waiting, late, broken } = verdict;
    let state = match broken {
        None => format!("whole, {number} events, link {link}"),
        Some(found) => format!("BROKEN at number {}: {}", found.number, how_in_words(found)),
    };
    let late = if *late > 0 { format!(", {late} of them too long") } else { String::new() };
    format!("{tenant}  {state}; {waiting} not sealed yet{late}")
}

pub(super) const fn how_in_words(found: &Break) -> &'static str {
    match found.how {
        How::Changed => "the event was changed",
        How::Removed => "the event was removed",
        How::Inserted => "an event was inserted",
        How::Reordered => "events were put into another order",
        How::CutOff => "the events from here on were cut off",
        How::Head => "the head of the chain was changed or removed",
    }
}

fn from(known: Option<&str>) -> Result<From> {
    let Some(known) = known else { return Ok(From::TheFirst) };
    let parsed = known
        .split_once(':')
        .and_then(|(number, link)| Some(From::Known(number.parse().ok()?, link.to_owned())));
    parsed.context("--known is NUMBER:LINK, as a verification told it")
}

async fn export(app: &App, tenant: &Tenant, filter: Filter, file: &Path) -> Result<u64> {
    let mut to: Box<dyn Write> = if file == Path::new("-") {
        Box::new(std::io::stdout())
    } else {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
        Box::new(made.with_context(|| format!("{} cannot be made", file.display()))?)
    };
    let mut to = BufWriter::new(&mut to);
    let mut export = audit::export(app, tenant, filter, BY).await?;
    let mut count = 0;
    loop {
        let events = export.next(app).await?;
        if events.is_empty() {
            to.flush().context("the export was not written")?;
            return Ok(count);
        }
        for event in events {
            writeln!(to, "{}", event.told()).context("the export was not written")?;
            count += 1;
        }
    }
}

impl Wanted {
    fn filter(&self) -> Result<Filter> {
        if let Some(action) = &self.action {
            anyhow::ensure!(Filter::is_action(action), "{action} is not how an action begins");
        }
        Ok(Filter {
            action: self.action.clone(),
            actor: self.actor.clone(),
            subject: self.subject.clone(),
            since: self.since.as_deref().map(moment).transpose()?,
            until: self.until.as_deref().map(moment).transpose()?,
        })
    }
}

/// A day begins at midnight, UTC.
fn moment(text: &str) -> Result<Moment> {
    let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
    let parsed = OffsetDateTime::parse(&whole, &Rfc3339);
    let parsed = parsed.with_context(|| format!("{text} is not a time"))?;
    Ok(Moment::from_seconds(parsed.unix_timestamp()))
}

fn line(event: &Written) -> String {
    let number = event.seal.as_ref().map_or_else(|| "-".to_owned(), |seal| seal.number.to_string());
    let address = event.address.as_deref().unwrap_or("-");
    let Written { actor, action, subject, details, .. } = event;
    format!(
        "{}  {number}  {actor}  {address}  {action}  {subject}  {details}\n",
        timestamp(event.at)
    )
}
