//! `sekisho outbox list | retry`.

use anyhow::Result;
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{BY, OfTenant, out, tenant, world};
use crate::model::audit::timestamp;
use crate::model::ids::LetterId;
use crate::store::outbox::{End, Kept, Wanted};
use crate::usecase::admin::outbox;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List letters, the newest first, with why they did not leave
    List {
        #[command(flatten)]
        of: OfTenant,
        #[arg(long, default_value = "all")]
        state: State,
        /// Go on behind this letter: the `next` of the page before
        #[arg(long, value_name = "ID")]
        after: Option<Uuid>,
        #[arg(long, default_value_t = 50)]
        most: u64,
    },
    /// Send what was given up once more, or one letter at once
    Retry {
        #[command(flatten)]
        of: OfTenant,
        /// Only this letter; default: all that were given up
        #[arg(long)]
        id: Option<Uuid>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum State {
    All,
    Waiting,
    Sent,
    Dropped,
    Failed,
}

pub async fn run(command: Command) -> Result<()> {
    let (Command::List { of, .. } | Command::Retry { of, .. }) = &command;
    let app = world::of(&of.installation).await?;
    let tenant = tenant(&app, &of.tenant).await?;
    let json = of.installation.json;
    match &command {
        Command::List { state, after, most, .. } => {
            let part = (after.map(LetterId), *most);
            let page = outbox::list(&app, &tenant, wanted(*state), part).await?;
            let letters: Vec<_> = page.letters.iter().map(told).collect();
            let told = json!({ "letters": letters, "next": page.next });
            out::either(json, &told, || page.letters.iter().map(line).collect())
        }
        Command::Retry { id, .. } => {
            let count = outbox::retry(&app, &tenant, id.map(LetterId), BY).await?;
            if let Some(id) = id {
                anyhow::ensure!(count == 1, "no letter {id} waits or was given up");
            }
            out::either(json, &json!({ "letters": count }), || format!("{count} letters"))
        }
    }
}

const fn wanted(state: State) -> Wanted {
    match state {
        State::All => Wanted::All,
        State::Waiting => Wanted::Waiting,
        State::Sent => Wanted::Ended(End::Sent),
        State::Dropped => Wanted::Ended(End::Dropped),
        State::Failed => Wanted::Ended(End::Failed),
    }
}

fn told(one: &Kept) -> Value {
    json!({
        "id": one.id,
        "letter": one.letter.about.folder(),
        "user": one.letter.user,
        "state": one.state,
        "tries": one.tries,
        "created_at": timestamp(one.created_at),
        "next_try_at": (one.state == "waiting").then(|| timestamp(one.next_try_at)),
        "ended_at": one.ended_at.map(timestamp),
        "last_error": one.last_error,
    })
}

fn line(one: &Kept) -> String {
    let (created, what) = (timestamp(one.created_at), one.letter.about.folder());
    let why = one.last_error.as_deref().unwrap_or_default();
    format!("{}  {created}  {what}  {}  tries {}  {why}\n", one.id, one.state, one.tries)
}
