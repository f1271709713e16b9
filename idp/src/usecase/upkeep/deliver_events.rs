//! Tells webhooks of events: claim, sign, send, note what came of it. Webhooks side by side, the events of one in order.

use futures_util::future::join_all;
use time::Duration;
use url::Url;

use crate::app::App;
use crate::model::webhook::{End, Webhook, body, next_try, signature};
use crate::outbound::{Answer, Call, NotReached};
use crate::stop::Fault;
use crate::store::webhook_deliveries::{self, Delivery};
use crate::store::{self, audit, webhooks};
use crate::usecase::admin::webhooks::context;

/// A claim lapses after this long; a call takes five seconds at most.
const CLAIM: Duration = Duration::seconds(30);

const AT_ONCE: u64 = 32;

/// So many events to one webhook before the others have their turn.
const IN_A_ROW: usize = 50;

/// Tells what is due. Returns how many events were offered.
pub async fn deliver(app: &App) -> Result<usize, Fault> {
    let due = webhook_deliveries::due(app.database.read(), app.now(), AT_ONCE).await?;
    let told = join_all(due.into_iter().map(|first| tell_in_order(app, first))).await;
    told.into_iter().sum()
}

/// Tells a webhook one event after another, up to the first that it does not take.
async fn tell_in_order(app: &App, first: Delivery) -> Result<usize, Fault> {
    let (tenant, webhook) = (first.tenant, first.webhook);
    let mut offered = 0;
    let mut due = Some(first);
    while let Some(delivery) = due {
        match settle(app, &delivery).await? {
            Settled::NotMine => return Ok(offered),
            Settled::Waits => return Ok(offered + 1),
            Settled::Ended => offered += 1,
        }
        due = if offered < IN_A_ROW {
            webhook_deliveries::next(app.database.read(), tenant, webhook, app.now()).await?
        } else {
            None
        };
    }
    Ok(offered)
}

enum Settled {
    /// Another worker has it.
    NotMine,
    /// It is tried again later, and whatever comes behind it waits too.
    Waits,
    Ended,
}

async fn settle(app: &App, delivery: &Delivery) -> Result<Settled, Fault> {
    let now = app.now();
    let claimed = app
        .database
        .write(|tx| async move { webhook_deliveries::claim(&tx, delivery, now, CLAIM).await });
    if !claimed.await? {
        return Ok(Settled::NotMine);
    }
    let read = app.database.read();
    let webhook = webhooks::by_id(read, delivery.tenant, delivery.webhook).await?;
    let told = match webhook.filter(|webhook| webhook.removed_at.is_none()) {
        Some(webhook) => Some(tell(app, delivery, &webhook).await?),
        None => None,
    };
    let now = app.now();
    let (answer, how) = match &told {
        None => ("removed".to_owned(), Ok(End::Removed)),
        Some(Ok(answer)) if answer.is_success() => (answer.status.to_string(), Ok(End::Delivered)),
        Some(failed) => {
            let words = match failed {
                Ok(answer) => answer.status.to_string(),
                Err(why) => why.to_string(),
            };
            let again = next_try(delivery.created_at, delivery.tries + 1, now);
            (words, again.map_or(Ok(End::GivenUp), Err))
        }
    };
    let (answer, ended) = (&answer, how.is_ok());
    app.database
        .write(|tx| async move { webhook_deliveries::tried(&tx, delivery, answer, how, now).await })
        .await?;
    Ok(if ended { Settled::Ended } else { Settled::Waits })
}

async fn tell(
    app: &App,
    delivery: &Delivery,
    webhook: &Webhook,
) -> Result<Result<Answer, NotReached>, Fault> {
    let read = app.database.read();
    let tenant = store::tenants::by_id(read, delivery.tenant).await?;
    let event = audit::by_number(read, delivery.tenant, delivery.number).await?;
    let (Some(event), Ok(url)) = (event, Url::parse(&webhook.url)) else {
        return Ok(Err(NotReached::Forbidden));
    };
    let secret = app.sealer.open(&context(delivery.tenant, webhook.id), &webhook.sealed)?;
    let (id, seconds) = (delivery.event.to_string(), app.now().seconds());
    let body = body(tenant.slug.as_str(), &event);
    let signed = signature(&secret, &id, seconds, &body);
    let headers = [
        ("webhook-id", id),
        ("webhook-timestamp", seconds.to_string()),
        ("webhook-signature", signed),
    ];
    Ok(app.outbound.call(Call::Json { url, body, headers }).await)
}
