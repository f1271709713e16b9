//! Makes the code and the way back to the website.

use serde_json::json;
use time::Duration;

use super::refusal::{Objection, ReturnAddress};
use super::reply::{self, Reply};
use crate::app::App;
use crate::model::attempt::{Progress, Waiting};
use crate::model::client::{Client, Profile};
use crate::model::grant::{Authenticated, Details, Grant};
use crate::model::ids::{GrantId, SessionId};
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::model::session::{Session, SignedInTo, acr};
use crate::model::user::User;
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::grants::Code;
use crate::store::{self, Tx};
use crate::usecase::client::once::{self, Once};
use crate::usecase::login::resume::Situation;
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

/// RFC 6749 §4.1.2 recommends at most ten minutes; a website needs seconds.
const CODE_LIFE: Duration = Duration::seconds(60);

/// So long a challenge that comes again is noticed.
const CHALLENGE_KEPT: Duration = Duration::days(1);

/// Answers from the session that stands, without any page. None where the request was used up before.
pub async fn at_once(
    app: &App,
    visit: &Visit,
    to: (ReturnAddress, &Client, &Waiting),
    who: &SignedIn,
) -> Result<Option<Reply>, Fault> {
    let (address, client, waiting) = to;
    let now = app.now();
    let code = &Opaque::draw(Kind::Code, app.random());
    let session = &who.session;
    let answer = app
        .database
        .write(|tx| async move {
            if !is_first(&tx, visit, waiting, now).await? {
                return Ok(None);
            }
            let what = (client, waiting, code);
            issue(app, &tx, visit, what, (&who.user, session)).await.map(Some)
        })
        .await?;
    told(app, visit, (address, client, code), answer).await
}

/// What the website hears of it.
async fn told(
    app: &App,
    visit: &Visit,
    to: (ReturnAddress, &Client, &Opaque),
    answer: Option<Result<(), Objection>>,
) -> Result<Option<Reply>, Fault> {
    let (address, client, code) = to;
    let reply = match answer {
        None => return Ok(None),
        Some(Ok(())) => {
            reply::carry(app, visit, client, address, &[("code", code.expose())]).await?
        }
        Some(Err(objection)) => reply::object(app, visit, client, address, objection).await?,
    };
    Ok(Some(reply))
}

/// Answers the website of an attempt, once; none when that was done before, or the address is gone.
pub async fn of_attempt(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    session: SessionId,
) -> Result<Option<Reply>, Fault> {
    let (Some(waiting), Some(client), Some(user)) =
        (situation.attempt.waiting(), &situation.client, &situation.user)
    else {
        return Ok(None);
    };
    let Some(address) = ReturnAddress::of_waiting(client, &waiting.request) else {
        return Ok(None);
    };
    let now = app.now();
    let code = &Opaque::draw(Kind::Code, app.random());
    let answer = app
        .database
        .write(|tx| async move {
            let to = Progress::Finished { user: user.id };
            let tenant = visit.tenant.id;
            let Some(session) = store::sessions::by_id(&tx, tenant, session).await? else {
                return Ok(None);
            };
            let first = store::attempts::advance(&tx, tenant, &situation.attempt, to).await?;
            if !first || !is_first(&tx, visit, waiting, now).await? {
                return Ok(None);
            }
            if waiting.request.is_too_weak(acr(session.method)) {
                return Ok(Some(Err(Objection::TooWeak)));
            }
            issue(app, &tx, visit, (client, waiting, code), (user, &session)).await.map(Some)
        })
        .await?;
    told(app, visit, (address, client, code), answer).await
}

/// Issues the code, if nothing stands against it.
async fn issue(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&Client, &Waiting, &Opaque),
    whose: (&User, &Session),
) -> Result<Result<(), Objection>, Fault> {
    let (client, waiting, code) = what;
    let (user, session) = whose;
    let now = app.now();
    let fresh = challenge_is_fresh(app, tx, visit, (client, waiting, user), now).await?;
    if !fresh && client.profile == Profile::Fapi2 {
        return Ok(Err(Objection::ChallengeReused));
    }
    note_client(app, tx, client, (user, session.id), now).await?;
    grant(app, tx, visit, (waiting, code), (session, now)).await?;
    Ok(Ok(()))
}

/// A challenge is for one request (RFC 9700 §2.1.1); one that comes again is noted.
async fn challenge_is_fresh(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&Client, &Waiting, &User),
    now: Moment,
) -> Result<bool, Fault> {
    let (client, waiting, user) = what;
    let Some(challenge) = &waiting.request.challenge else { return Ok(true) };
    let once = Once::Challenge { client: client.id.as_str(), challenge: challenge.as_str() };
    let until = now.plus(CHALLENGE_KEPT);
    if once::first_within(tx, visit.tenant.id, once, until).await? {
        return Ok(true);
    }
    let deed = ("pkce.reuse", user.id.to_string(), json!({ "client": client.id }));
    note::of_user(app, tx, visit, deed, now).await?;
    Ok(false)
}

/// A pushed request is answered once (RFC 9126 §4).
async fn is_first(tx: &Tx, visit: &Visit, waiting: &Waiting, now: Moment) -> Result<bool, Fault> {
    match &waiting.request.pushed {
        Some(digest) => store::pushed_requests::consume(tx, visit.tenant.id, digest, now).await,
        None => Ok(true),
    }
}

/// Ends an attempt that no website waits for.
pub async fn close(app: &App, visit: &Visit, situation: &Situation) -> Result<(), Fault> {
    let Some(user) = &situation.user else { return Ok(()) };
    let user = user.id;
    app.database
        .write(|tx| async move {
            let to = Progress::Finished { user };
            store::attempts::advance(&tx, visit.tenant.id, &situation.attempt, to).await
        })
        .await?;
    Ok(())
}

/// Remembers a client that wants to hear when the session ends.
async fn note_client(
    app: &App,
    tx: &Tx,
    client: &Client,
    whose: (&User, SessionId),
    now: Moment,
) -> Result<(), Fault> {
    if !client.settings.logout.is_wanted() {
        return Ok(());
    }
    let (user, session) = whose;
    let subject = app.subject(client, user);
    let to = SignedInTo { session, client: client.id.clone(), subject };
    store::session_clients::note(tx, user.tenant, &to, now).await
}

async fn grant(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&Waiting, &Opaque),
    whose: (&Session, Moment),
) -> Result<(), Fault> {
    let (waiting, code) = what;
    let (session, now) = whose;
    let tenant = visit.tenant.id;
    let request = &waiting.request;
    let expires = now.plus(CODE_LIFE);
    let grant = Grant {
        id: GrantId(row_id(app.random(), now)),
        client: waiting.client.clone(),
        user: Some(session.user),
        session: Some(session.id),
        scope: request.scope.clone(),
        details: Details {
            redirect_uri: Some(request.redirect_uri.clone()),
            nonce: request.nonce.clone(),
            challenge: request.challenge.clone(),
            authenticated: Some(Authenticated {
                at: session.authenticated_at,
                method: session.method,
            }),
            claims: request.claims.clone(),
            resources: request.resources.clone(),
            dpop_jkt: request.dpop_jkt.clone(),
            ..Details::default()
        },
        expires,
    };
    let digest = code.digest(tenant);
    store::grants::create(tx, tenant, &grant, Some(Code { digest, expires }), now).await?;
    let details = json!({ "client": grant.client, "scope": grant.scope, "grant": grant.id });
    let deed = ("code.issue", session.user.to_string(), details);
    note::of_user(app, tx, visit, deed, now).await
}
