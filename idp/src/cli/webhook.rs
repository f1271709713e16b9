//! `sekisho webhook create | list | remove | deliveries | retry | test`.

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{BY, OfTenant, out, stopped, tenant, world};
use crate::model::audit::timestamp;
use crate::model::ids::WebhookId;
use crate::usecase::admin::webhook_deliveries::{self, Offered};
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
    /// List what was sent to one within 30 days, newest first
    Deliveries {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long)]
        id: Uuid,
        /// Only events with a smaller number
        #[arg(long, value_name = "NUMBER")]
        before: Option<i64>,
        #[arg(long, default_value_t = 50)]
        limit: u64,
    },
    /// Send an event again that was delivered or given up
    Retry {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long)]
        id: Uuid,
        /// The event, by its number
        #[arg(long)]
        number: i64,
    },
    /// Send a test event to this one alone
    Test {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long)]
        id: Uuid,
    },
}

pub async fn run(command: Command) -> Result<()> {
    let (Command::Create { of, .. }
    | Command::List(of)
    | Command::Remove { of, .. }
    | Command::Deliveries { of, .. }
    | Command::Retry { of, .. }
    | Command::Test { of, .. }) = &command;
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
        Command::Deliveries { id, before, limit, .. } => {
            let asked = (*before, *limit);
            let found = webhook_deliveries::list(&app, &tenant, WebhookId(*id), asked).await?;
            let Some(all) = found else {
                anyhow::bail!("there is no webhook {id}; see: sekisho webhook list")
            };
            let told: Vec<_> = all.iter().map(offered).collect();
            out::either(json, &told, || told.iter().map(offered_line).collect())
        }
        Command::Retry { id, number, .. } => {
            let which = (WebhookId(*id), *number);
            let done = webhook_deliveries::retry(&app, &tenant, which, BY).await?;
            anyhow::ensure!(done, "event {number} was neither delivered to {id} nor given up");
            out::either(json, &json!({ "number": number }), || "on its way".to_owned())
        }
        Command::Test { id, .. } => {
            let done = webhook_deliveries::test(&app, &tenant, WebhookId(*id), BY).await?;
            anyhow::ensure!(done, "there is no webhook {id}; see: sekisho webhook list");
            out::either(json, &json!({ "webhook": id }), || "on its way".to_owned())
        }
    }
}

fn offered(one: &Offered) -> Value {
    let delivery = &one.delivery;
    json!({
        "number": delivery.number,
        "event_id": delivery.event,
        "action": one.event.as_ref().map(|event| &event.action),
        "created_at": timestamp(delivery.created_at),
        "tries": delivery.tries,
        "tried_at": delivery.tried_at.map(timestamp),
        "next_try_at": delivery.outcome.is_none().then(|| timestamp(delivery.due_at)),
        "answer": delivery.answer,
        "outcome": delivery.outcome.map_or("waits", crate::model::webhook::End::as_str),
    })
}

fn offered_line(one: &Value) -> String {
    let word = |name: &str| one[name].as_str().unwrap_or("-");
    let (at, action, outcome) = (word("created_at"), word("action"), word("outcome"));
    let (number, tries, answer) = (&one["number"], &one["tries"], word("answer"));
    format!("{number}  {at}  {action}  {outcome} ({answer}, try {tries})\n")
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
