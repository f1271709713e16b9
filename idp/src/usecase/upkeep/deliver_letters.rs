//! Sends what waits in the outbox: claim, draw the code if the letter has one, write, send, done.

use time::Duration;

use super::letter_facts;
use crate::app::App;
use crate::mail::courier::NotSent;
use crate::mail::write::{self, Reader};
use crate::model::letter::{Claimed, To};
use crate::model::names::MailAddress;
use crate::stop::Fault;
use crate::store;
use crate::store::outbox::{self, End};

/// A claim lapses after this long: the letter of a worker that died is sent by another.
const CLAIM: Duration = Duration::seconds(30);

/// A relay that takes longer is given up for now, while the claim still holds.
const SLOWEST: std::time::Duration = std::time::Duration::from_secs(25);

/// After so many tries a letter is given up.
const MOST_TRIES: u32 = 10;

const AT_ONCE: u64 = 32;

/// Sends the letters that are due. Returns how many left or ended.
pub async fn deliver(app: &App) -> Result<usize, Fault> {
    let due = outbox::due(app.database.read(), app.now(), AT_ONCE).await?;
    let mut done = 0;
    for letter in &due {
        let now = app.now();
        let claimed =
            app.database.write(|tx| async move { outbox::claim(&tx, letter, now, CLAIM).await });
        if claimed.await? {
            settle(app, letter).await?;
            done += 1;
        }
    }
    Ok(done)
}

async fn settle(app: &App, letter: &Claimed) -> Result<(), Fault> {
    let outcome = send(app, letter).await?;
    let now = app.now();
    let how = match &outcome {
        None => Some(End::Dropped),
        Some(Ok(())) => Some(End::Sent),
        Some(Err(NotSent::ForGood(_))) => Some(End::Failed),
        Some(Err(NotSent::ForNow(_))) if letter.tries + 1 >= MOST_TRIES => Some(End::Failed),
        Some(Err(NotSent::ForNow(_))) => None,
    };
    let why = match &outcome {
        Some(Err(error)) => Some(error.to_string()),
        Some(Ok(())) | None => None,
    };
    let why = why.as_deref();
    if let Some(Err(error)) = &outcome {
        tracing::warn!(letter = %letter.id, tries = letter.tries + 1, %error, "a letter was not sent");
    }
    app.database
        .write(|tx| async move {
            match how {
                Some(how) => outbox::end(&tx, letter, how, why, now).await,
                None => outbox::again(&tx, letter, why, now.plus(backoff(letter.tries))).await,
            }
        })
        .await
}

/// 2, 4, 8 … seconds, a quarter of an hour at most.
fn backoff(tries: u32) -> Duration {
    Duration::seconds((2_i64 << tries.min(9)).min(900))
}

/// Writes and sends; none when there is nothing left to say.
async fn send(app: &App, letter: &Claimed) -> Result<Option<Result<(), NotSent>>, Fault> {
    let read = app.database.read();
    let tenant = store::tenants::by_id(read, letter.tenant).await?;
    let Some(user) = store::users::by_id(read, letter.tenant, letter.letter.user).await? else {
        return Ok(None);
    };
    let Some(address) = address(app, letter).await? else { return Ok(None) };
    let about = &letter.letter.about;
    let Some(facts) = letter_facts::of(app, &tenant, &user, about).await? else { return Ok(None) };
    let reader = Reader {
        tenant: &tenant,
        login_name: user.login_name.as_str(),
        address: &address,
        language: letter.letter.language,
    };
    let mail = write::write(&reader, about.folder(), &facts)?;
    let sending = app.courier.send(letter.id, &mail, app.now());
    let late = |_| Err(NotSent::ForNow("the relay is too slow".to_owned()));
    Ok(Some(tokio::time::timeout(SLOWEST, sending).await.unwrap_or_else(late)))
}

async fn address(app: &App, letter: &Claimed) -> Result<Option<MailAddress>, Fault> {
    let read = app.database.read();
    Ok(match &letter.letter.to {
        To::Device { device } => {
            let found = store::devices::by_id(read, letter.tenant, *device).await?;
            found.map(|device| device.address)
        }
        To::Proof { proof } => {
            let found = store::address_proofs::by_id(read, letter.tenant, *proof).await?;
            found.map(|proof| proof.address)
        }
        To::Address { address } => Some(address.clone()),
    })
}
