//! Fetches the logos that clients name, so that no page makes a person's browser call a website before he goes there.

use futures_util::future::join_all;
use time::Duration;
use url::Url;

use crate::app::App;
use crate::model::image::Image;
use crate::outbound::Call;
use crate::stop::Fault;
use crate::store::client_logos::{self, Due};

/// A claim lapses after this long; a call takes five seconds at most.
const CLAIM: Duration = Duration::seconds(30);

const MOST_TRIES: u32 = 4;
const AT_ONCE: u64 = 8;

/// Fetches those that are due, side by side. Returns how many were tried.
pub async fn fetch(app: &App) -> Result<usize, Fault> {
    let due = client_logos::due(app.database.read(), app.now(), AT_ONCE).await?;
    let tried = join_all(due.iter().map(|one| settle(app, one))).await;
    let tried: Result<Vec<bool>, Fault> = tried.into_iter().collect();
    Ok(tried?.into_iter().filter(|tried| *tried).count())
}

async fn settle(app: &App, due: &Due) -> Result<bool, Fault> {
    let now = app.now();
    let claimed =
        app.database.write(|tx| async move { client_logos::claim(&tx, due, now, CLAIM).await });
    if !claimed.await? {
        return Ok(false);
    }
    let found = &called(app, due).await;
    let now = app.now();
    app.database
        .write(|tx| async move {
            match found {
                Found::Image(image) => client_logos::keep(&tx, due, image).await,
                Found::Nothing if due.tries + 1 < MOST_TRIES => {
                    client_logos::again(&tx, due, Some(now.plus(backoff(due.tries)))).await
                }
                Found::Nothing | Found::Unfit => client_logos::again(&tx, due, None).await,
            }
        })
        .await?;
    Ok(true)
}

enum Found {
    Image(Image),
    /// It may come later.
    Nothing,
    /// What is there is no picture that is shown.
    Unfit,
}

async fn called(app: &App, due: &Due) -> Found {
    let (client, address) = (&due.client, due.address.as_str());
    let Ok(url) = Url::parse(address) else { return Found::Unfit };
    let call = Call::Get { url, accept: "image/png, image/jpeg, image/webp" };
    match app.outbound.call(call).await {
        Ok(answer) if answer.is_success() => match Image::look_at(answer.body) {
            Ok(image) => Found::Image(image),
            Err(why) => {
                tracing::warn!(%client, address, %why, "a client's logo is not shown");
                Found::Unfit
            }
        },
        Ok(answer) => {
            tracing::warn!(%client, address, status = answer.status, "a client's logo was not given");
            Found::Nothing
        }
        Err(why) => {
            tracing::warn!(%client, address, %why, "a client's logo was not fetched");
            Found::Nothing
        }
    }
}

/// 1, 10, 100 minutes.
fn backoff(tries: u32) -> Duration {
    Duration::minutes(10_i64.saturating_pow(tries))
}
