//! Makes the code and the way back to the website.

use serde_json::json;
use time::Duration;

use super::refusal::ReturnAddress;
use crate::app::App;
use crate::model::attempt::{Progress, Waiting};
use crate::model::grant::Grant;
use crate::model::ids::{GrantId, SessionId, UserId};
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::random::row_id;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::login::resume::Situation;
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

/// RFC 6749 §4.1.2 recommends at most ten minutes; a website needs seconds.
const CODE_LIFE: Duration = Duration::seconds(60);

/// Answers from the session that stands, without any page.
pub async fn at_once(
    app: &App,
    visit: &Visit,
    to: (&ReturnAddress, &Waiting),
    who: &SignedIn,
) -> Result<String, Fault> {
    let (address, waiting) = to;
    let now = app.now();
    let code = &Opaque::draw(Kind::Code, app.random());
    let whose = (who.user.id, who.session.id);
    app.database
        .write(|tx| async move { grant(app, &tx, visit, (waiting, code), (whose, now)).await })
        .await?;
    Ok(address.clone().carrying(&[("code", code.expose())]))
}

/// Answers the website of an attempt, once; none when that was done before, or the address is gone.
pub async fn of_attempt(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    session: SessionId,
) -> Result<Option<String>, Fault> {
    let (Some(waiting), Some(client), Some(user)) =
        (situation.attempt.waiting(), &situation.client, &situation.user)
    else {
        return Ok(None);
    };
    let Some(address) = ReturnAddress::of_waiting(app, visit, client, &waiting.request) else {
        return Ok(None);
    };
    let now = app.now();
    let code = &Opaque::draw(Kind::Code, app.random());
    let whose = (user.id, session);
    let first = app
        .database
        .write(|tx| async move {
            let to = Progress::Finished { user: user.id };
            let tenant = visit.tenant.id;
            let first = store::attempts::advance(&tx, tenant, &situation.attempt, to).await?;
            if first {
                grant(app, &tx, visit, (waiting, code), (whose, now)).await?;
            }
            Ok::<_, Fault>(first)
        })
        .await?;
    Ok(first.then(|| address.carrying(&[("code", code.expose())])))
}

/// Ends an attempt that no website waits for.
pub async fn close(app: &App, visit: &Visit, situation: &Situation) -> Result<(), Fault> {
    let Some(user) = &situation.user else { return Ok(()) };
    let to = Progress::Finished { user: user.id };
    app.database
        .write(|tx| async move {
            store::attempts::advance(&tx, visit.tenant.id, &situation.attempt, to).await
        })
        .await?;
    Ok(())
}

async fn grant(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    what: (&Waiting, &Opaque),
    whose: ((UserId, SessionId), Moment),
) -> Result<(), Fault> {
    let (waiting, code) = what;
    let ((user, session), now) = whose;
    let tenant = visit.tenant.id;
    let request = &waiting.request;
    let grant = Grant {
        id: GrantId(row_id(app.random(), now)),
        client: waiting.client.clone(),
        user,
        session,
        redirect_uri: request.redirect_uri.clone(),
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        challenge: request.challenge.clone(),
        code_expires: now.plus(CODE_LIFE),
    };
    store::grants::create(tx, tenant, &grant, code.digest(tenant), now).await?;
    let details = json!({ "client": grant.client, "scope": grant.scope, "grant": grant.id });
    note::of_user(app, tx, visit, ("code.issue", user.to_string(), details), now).await
}
