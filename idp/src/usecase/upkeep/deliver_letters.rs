//! Sends what waits in the outbox: claim, draw the code if the letter has one, write, send, done.

use time::Duration;

use crate::app::App;
use crate::mail::courier::NotSent;
use crate::mail::write::{self, Content, Reader};
use crate::model::device::Device;
use crate::model::ids::CodeId;
use crate::model::letter::{About, Claimed};
use crate::model::moment::Moment;
use crate::model::one_time_code::digest_input;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::random::digits;
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
    if let Some(Err(error)) = &outcome {
        tracing::warn!(letter = %letter.id, tries = letter.tries + 1, %error, "a letter was not sent");
    }
    app.database
        .write(|tx| async move {
            match how {
                Some(how) => outbox::end(&tx, letter, how, now).await,
                None => outbox::again(&tx, letter, now.plus(backoff(letter.tries))).await,
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
    let user = store::users::by_id(read, letter.tenant, letter.letter.user).await?;
    let device = store::devices::by_id(read, letter.tenant, letter.letter.device).await?;
    let (Some(user), Some(device)) = (user, device) else { return Ok(None) };
    let Some(content) = content(app, &tenant, &user, &letter.letter.about).await? else {
        return Ok(None);
    };
    let mail = written(&tenant, &user, &device, (letter, &content))?;
    let sending = app.courier.send(letter.id, &mail, app.now());
    let late = |_| Err(NotSent::ForNow("the relay is too slow".to_owned()));
    Ok(Some(tokio::time::timeout(SLOWEST, sending).await.unwrap_or_else(late)))
}

fn written(
    tenant: &Tenant,
    user: &User,
    device: &Device,
    what: (&Claimed, &Content),
) -> Result<crate::mail::Mail, Fault> {
    let (letter, content) = what;
    let reader = Reader {
        tenant,
        login_name: user.login_name.as_str(),
        address: &device.address,
        language: letter.letter.language,
    };
    write::write(&reader, content)
}

async fn content(
    app: &App,
    tenant: &Tenant,
    user: &User,
    about: &About,
) -> Result<Option<Content>, Fault> {
    match about {
        About::LoginCode { code, website } => {
            draw(app, tenant, user, (*code, website.clone())).await
        }
        About::PasswordChanged { at } => Ok(Some(Content::PasswordChanged { at: *at })),
        About::AccountLocked { at } => Ok(Some(Content::AccountLocked { at: *at })),
    }
}

/// Draws a code now, so that none ever waits anywhere in clear. An expired or superseded one is not sent.
async fn draw(
    app: &App,
    tenant: &Tenant,
    user: &User,
    which: (CodeId, Option<String>),
) -> Result<Option<Content>, Fault> {
    let (id, website) = which;
    let rules = &tenant.policy.one_time_code;
    let asked = store::codes::by_id(app.database.read(), tenant.id, id).await?;
    let now: Moment = app.now();
    let Some(asked) = asked.filter(|code| now < code.expires(rules)) else { return Ok(None) };
    let code = digits(app.random(), rules.digits);
    let input = digest_input(tenant.id, user.id, id, &code);
    let digest = &keys::digest::hmac_sha256(app.code_key.as_ref(), input.as_bytes()).to_vec();
    let stands = app
        .database
        .write(
            |tx| async move { store::codes::set_digest(&tx, tenant.id, id, digest.clone()).await },
        )
        .await?;
    let expires = asked.expires(rules);
    let reference = asked.reference;
    Ok(stands.then_some(Content::LoginCode { website, code, reference, asked: now, expires }))
}
