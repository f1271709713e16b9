//! Tells clients that a session ended (OpenID Connect Back-Channel Logout §2.5): claim, sign, send, done.

use futures_util::future::join_all;
use time::Duration;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::app::App;
use crate::model::client::Client;
use crate::outbound::{Answer, Call, NotReached};
use crate::random::row_id;
use crate::stop::Fault;
use crate::store;
use crate::store::session_clients::{self, Due, End};
use crate::usecase::token::keyring;
use crate::wire::logout_token::{Events, LOGOUT_TOKEN_TYPE, LogoutTokenClaims};

/// A claim lapses after this long; a call takes five seconds at most.
const CLAIM: Duration = Duration::seconds(30);

/// §2.4: short, so that a token that was caught serves nobody.
const TOKEN_LIFE: Duration = Duration::minutes(2);

const MOST_TRIES: u32 = 6;
const AT_ONCE: u64 = 32;

/// Tells those that are due, side by side. Returns how many were tried.
pub async fn deliver(app: &App) -> Result<usize, Fault> {
    let due = session_clients::due(app.database.read(), app.now(), AT_ONCE).await?;
    let tried = join_all(due.iter().map(|one| settle(app, one))).await;
    let tried: Result<Vec<bool>, Fault> = tried.into_iter().collect();
    Ok(tried?.into_iter().filter(|tried| *tried).count())
}

async fn settle(app: &App, due: &Due) -> Result<bool, Fault> {
    let now = app.now();
    let claimed =
        app.database.write(|tx| async move { session_clients::claim(&tx, due, now, CLAIM).await });
    if !claimed.await? {
        return Ok(false);
    }
    let read = app.database.read();
    let client = store::clients::by_id(read, due.tenant, &due.to.client).await?;
    let told = match client.as_ref().and_then(|client| Some((client, address(client)?))) {
        Some((client, url)) => Some(tell(app, due, client, url).await?),
        None => None,
    };
    let how = match &told {
        None => Some(End::Unwanted),
        Some(Ok(answer)) if answer.is_success() => Some(End::Told),
        // §2.8: the client read it and says no; it would say so again.
        Some(Ok(answer)) if answer.status == 400 => Some(End::Failed),
        Some(_) if due.tries + 1 >= MOST_TRIES => Some(End::Failed),
        Some(_) => None,
    };
    if how.is_none() || how == Some(End::Failed) {
        let client = &due.to.client;
        let status = told.and_then(Result::ok).map(|answer| answer.status);
        tracing::warn!(%client, ?status, tries = due.tries + 1, "a client was not told of a logout");
    }
    let now = app.now();
    app.database
        .write(|tx| async move {
            match how {
                Some(how) => session_clients::end(&tx, due, how).await,
                None => session_clients::again(&tx, due, now.plus(backoff(due.tries))).await,
            }
        })
        .await?;
    Ok(true)
}

fn address(client: &Client) -> Option<Url> {
    Url::parse(client.settings.logout.backchannel_logout_uri.as_deref()?).ok()
}

/// 5, 25, 125 … seconds, an hour at most.
fn backoff(tries: u32) -> Duration {
    Duration::seconds(5_i64.saturating_pow(tries + 1).min(3_600))
}

async fn tell(
    app: &App,
    due: &Due,
    client: &Client,
    url: Url,
) -> Result<Result<Answer, NotReached>, Fault> {
    let tenant = store::tenants::by_id(app.database.read(), due.tenant).await?;
    let now = app.now();
    let claims = LogoutTokenClaims {
        iss: &app.issuer(&tenant),
        aud: client.id.as_str(),
        sub: &due.to.subject,
        sid: due.to.session.to_string(),
        iat: now.seconds(),
        exp: now.plus(TOKEN_LIFE).seconds(),
        jti: row_id(app.random(), now).to_string(),
        events: Events::default(),
    };
    let algorithm = client.settings.id_token_signed_response_alg;
    let key = keyring::current(app, due.tenant, algorithm).await?;
    let token = key.sign(LOGOUT_TOKEN_TYPE, &claims)?;
    let body = Serializer::new(String::new()).append_pair("logout_token", &token).finish();
    Ok(app.outbound.call(Call::Post { url, body }).await)
}
