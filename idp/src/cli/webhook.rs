//! `sekisho webhook create | list | remove`.

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{BY, OfTenant, out, stopped, tenant, world};
use crate::model::audit::timestamp;
use crate::model::ids::WebhookId;
use crate::usecase::admin::webhooks::{self, Listed};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell an address of events; its secret is printed this once
    Create {
        #[command(flatten)]
        of: OfTenant,
        /// https; in a demo http to this machine too
        #[arg(long)]
        url: String,
        /// How the actions of the events begin: user. or login.failed. May be given several times; default: all events
        #[arg(long = "event", value_name = "PREFIX")]
        events: Vec<String>,
    },
    /// List them with what waits and what became of the last try
    List(OfTenant),
    /// Remove one; what was on its way to it is not delivered
    Remove {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long)]
        id: Uuid,
    },
}

pub async fn run(command: Command) -> Result<()> {
    let (Command::Create { of, .. } | Command::List(of) | Command::Remove { of, .. }) = &command;
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    let json = of.installation.json;
    match &command {
        Command::Create { url, events, .. } => {
            let made = webhooks::create(&app, &tenant, (url, events.clone()), BY).await;
            let (webhook, secret) = made.map_err(stopped)?;
            let told = json!({
                "id": webhook.id,
                "url": webhook.url,
                "events": webhook.prefixes,
                "secret": secret,
            });
            out::either(json, &told, || format!("id      {}\nsecret  {secret}", webhook.id))
        }
        Command::List(_) => {
            let all = webhooks::list(&app, &tenant).await?;
            let told: Vec<_> = all.iter().map(told).collect();
            out::either(json, &told, || all.iter().map(line).collect())
        }
        Command::Remove { id, .. } => {
            let removed = webhooks::remove(&app, &tenant, WebhookId(*id), BY).await?;
            anyhow::ensure!(removed, "there is no webhook {id}; see: sekisho webhook list");
            out::either(json, &json!({ "removed": id }), || "removed".to_owned())
        }
    }
}

fn told(one: &Listed) -> Value {
    let last = one.last.as_ref().map(|last| {
        json!({
            "number": last.number,
            "at": last.tried_at.map(timestamp),
            "tries": last.tries,
            "answer": last.answer,
            "outcome": last.outcome.map_or("waits", crate::model::webhook::End::as_str),
        })
    });
    json!({
        "id": one.webhook.id,
        "url": one.webhook.url,
        "events": one.webhook.prefixes,
        "created_at": timestamp(one.webhook.created_at),
        "waiting": one.waiting,
        "last": last,
    })
}

fn line(one: &Listed) -> String {
    let events = match one.webhook.prefixes.as_slice() {
        [] => "all events".to_owned(),
        some => some.join(" "),
    };
    let last = one.last.as_ref().map_or_else(
        || "nothing sent yet".to_owned(),
        |last| {
            let how = last.outcome.map_or("waits", crate::model::webhook::End::as_str);
            let answer = last.answer.as_deref().unwrap_or("-");
            format!("event {}: {how} ({answer}, try {})", last.number, last.tries)
        },
    );
    format!("{}  {}  {events}  {} waiting  {last}\n", one.webhook.id, one.webhook.url, one.waiting)
}
