//! The end of a test login: what the client would have been told is kept for whoever began it. No code is made, no consent
//! kept, and no session of the client begun.

use serde_json::{Map, Value};

use super::refusal::Objection;
use super::reply::Reply;
use crate::app::App;
use crate::model::attempt::{Attempt, Progress, Purpose, Waiting};
use crate::model::client::Client;
use crate::model::client::settings::Encryption;
use crate::model::grant::Authenticated;
use crate::model::ids::{SessionId, TrialId};
use crate::model::secret::{Kind, Opaque};
use crate::model::session::Session;
use crate::model::trial::{Door, Outcome, Told, Trial};
use crate::model::user::User;
use crate::stop::Fault;
use crate::store;
use crate::usecase::login::resume::Situation;
use crate::usecase::login::start;
use crate::usecase::token::refusal::TokenRefusal;
use crate::usecase::token::{envelope, issue, keyring, people};
use crate::usecase::visit::Visit;
use crate::wire::id_token::IdTokenClaims;
use crate::wire::userinfo::UserInfo;

/// Begins the login of a test; none where there is no such test, or it is over. It may be opened again until it ended.
pub async fn open(
    app: &App,
    visit: &Visit,
    key: &str,
    browser: &Opaque,
) -> Result<Option<Opaque>, Fault> {
    let tenant = &visit.tenant;
    let Some(key) = Opaque::parse(Kind::Trial, key) else { return Ok(None) };
    let read = app.database.read();
    let found = store::client_trials::by_digest(read, tenant.id, key.digest(tenant.id)).await?;
    let Some(trial) = found.filter(|trial| !trial.is_over(app.now())) else { return Ok(None) };
    let client = store::clients::by_id(read, tenant.id, &trial.client).await?;
    if !client.is_some_and(|client| client.is_in_service()) {
        return Ok(None);
    }
    let waiting = Waiting { client: trial.client, request: trial.request };
    let purpose = Purpose::Trial(trial.id, Box::new(waiting));
    start::begin(app, tenant, browser, purpose, None).await.map(Some)
}

pub async fn by_id(app: &App, visit: &Visit, id: TrialId) -> Result<Option<Trial>, Fault> {
    store::client_trials::by_id(app.database.read(), visit.tenant.id, id).await
}

/// Keeps what the client would have been told; none where this login ended before.
pub async fn answer(
    app: &App,
    visit: &Visit,
    situation: &Situation,
    (id, session): (TrialId, SessionId),
) -> Result<Option<Reply>, Fault> {
    let (Some(waiting), Some(client), Some(user)) =
        (situation.attempt.waiting(), &situation.client, &situation.user)
    else {
        return Ok(None);
    };
    let read = app.database.read();
    let Some(session) = store::sessions::by_id(read, visit.tenant.id, session).await? else {
        return Ok(None);
    };
    let outcome = told(app, visit, (client, waiting), (user, &session)).await?;
    let to = Progress::Finished { user: user.id };
    end(app, visit, (&situation.attempt, id), (&to, &outcome)).await.map(Some)
}

/// Keeps that the person gave up.
pub async fn given_up(app: &App, visit: &Visit, of: (&Attempt, TrialId)) -> Result<Reply, Fault> {
    let (error, description) = Objection::PersonSaidNo.wording();
    let outcome = Outcome::refused((error.as_str(), description));
    end(app, visit, of, (&Progress::Cancelled, &outcome)).await
}

async fn end(
    app: &App,
    visit: &Visit,
    (attempt, id): (&Attempt, TrialId),
    (to, outcome): (&Progress, &Outcome),
) -> Result<Reply, Fault> {
    let (tenant, now) = (visit.tenant.id, app.now());
    app.database
        .write(|tx| async move {
            if store::attempts::advance(&tx, tenant, attempt, to.clone()).await? {
                store::client_trials::end(&tx, tenant, id, outcome, now).await?;
            }
            Ok::<_, Fault>(())
        })
        .await?;
    let door = by_id(app, visit, id).await?.map_or(Door::Elsewhere, |trial| trial.door);
    let slug = &visit.tenant.slug;
    Ok(Reply::Redirect(match (door, attempt.waiting()) {
        (Door::Console, Some(waiting)) => {
            format!("/console/t/{slug}/clients/{}/trials/{id}", waiting.client)
        }
        _ => format!("/t/{slug}/tried/{id}"),
    }))
}

/// Makes what the client would have been told, signed and sealed as for it, and keeps the claims alone.
async fn told(
    app: &App,
    visit: &Visit,
    (client, waiting): (&Client, &Waiting),
    (user, session): (&User, &Session),
) -> Result<Outcome, Fault> {
    let (request, issuer) = (&waiting.request, app.issuer(&visit.tenant));
    let subject = app.subject(client, user);
    let now = app.now();
    let authenticated = Authenticated { at: session.authenticated_at, method: session.method };
    let claims = IdTokenClaims {
        iss: &issuer,
        sub: &subject,
        aud: client.id.as_str(),
        iat: now.seconds(),
        exp: now.plus(issue::ID_TOKEN_LIFE).seconds(),
        context: Some(issue::context_of(authenticated)),
        sid: None,
        at_hash: None,
        nonce: None,
        asked: people::in_id_token(app, visit, user, &request.claims).await?,
    };
    let answered = (&request.scope, Some(&request.claims));
    let info = UserInfo {
        sub: subject.clone(),
        claims: people::in_userinfo(app, visit, user, answered).await?,
    };
    let (id_token, userinfo) = (map(&claims)?, map(&info)?);
    let algorithm = client.settings.id_token_signed_response_alg;
    let signed = keyring::current(app, visit.tenant.id, algorithm).await?.sign("JWT", &claims)?;
    let answers = &client.settings.answers;
    for rule in [&answers.id_token_encryption, &answers.userinfo_encryption] {
        if !can_be_sealed(app, visit, client, (rule.as_ref(), &signed)).await? {
            let why = TokenRefusal::NoEncryptionKey.wording();
            return Ok(Outcome::refused((why.error.as_str(), why.error_description)));
        }
    }
    let (user_id, scope) = (user.login_name.to_string(), request.scope.clone());
    Ok(Outcome::SignedIn(Box::new(Told { user_id, scope, id_token, userinfo })))
}

/// Whether the client has a key that its answers can be encrypted to.
async fn can_be_sealed(
    app: &App,
    visit: &Visit,
    client: &Client,
    (rule, text): (Option<&Encryption>, &str),
) -> Result<bool, Fault> {
    let Some(rule) = rule else { return Ok(true) };
    Ok(envelope::seal(app, visit, client, rule, (text, true)).await?.is_some())
}

fn map(claims: &impl serde::Serialize) -> Result<Map<String, Value>, Fault> {
    match serde_json::to_value(claims)? {
        Value::Object(map) => Ok(map),
        _ => Ok(Map::new()),
    }
}
