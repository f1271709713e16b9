//! Whether what was granted may still be acted on: the grant stands, and so do the client, the person and the session
//! behind it.

use crate::app::App;
use crate::model::client::Client;
use crate::model::grant::Grant;
use crate::model::ids::ClientId;
use crate::model::lockout::Gate;
use crate::model::moment::Moment;
use crate::model::session::Session;
use crate::model::token::AccessToken;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::visit::Visit;

/// A grant that stands, the client that the token was issued to, and the person whom it speaks for, if it does for any.
#[derive(Clone, Debug)]
pub struct Living {
    pub client: Client,
    pub grant: Grant,
    pub user: Option<User>,
}

/// What an access token rests on. None where any of it ended.
pub async fn of_token(
    app: &App,
    visit: &Visit,
    token: &AccessToken,
) -> Result<Option<Living>, Fault> {
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let Some(grant) = store::grants::standing(read, tenant, token.grant).await? else {
        return Ok(None);
    };
    let Some(client) = in_service(app, visit, &token.client).await? else { return Ok(None) };
    // What was exchanged hangs on the grant of another.
    if grant.client != client.id && in_service(app, visit, &grant.client).await?.is_none() {
        return Ok(None);
    }
    if let Some(session) = token.session
        && store::sessions::by_id(read, tenant, session).await?.is_none()
    {
        return Ok(None);
    }
    let Some(id) = token.user else { return Ok(Some(Living { client, grant, user: None })) };
    let user = store::users::by_id(read, tenant, id).await?.filter(User::is_active);
    Ok(user.map(|user| Living { client, grant, user: Some(user) }))
}

/// A client that was neither removed nor taken out of service.
async fn in_service(app: &App, visit: &Visit, id: &ClientId) -> Result<Option<Client>, Fault> {
    let found = store::clients::by_id(app.database.read(), visit.tenant.id, id).await?;
    Ok(found.filter(Client::is_in_service))
}

/// The person of a grant, if new tokens may be issued for him: active and not locked, and signed in where the grant
/// hangs on the session.
pub async fn person(
    tx: &Tx,
    visit: &Visit,
    grant: &Grant,
    now: Moment,
) -> Result<Option<User>, Fault> {
    if !grant.is_offline() && session(tx, visit, grant, now).await?.is_none() {
        return Ok(None);
    }
    let Some(id) = grant.user else { return Ok(None) };
    let tenant = visit.tenant.id;
    let user = store::users::by_id(tx, tenant, id).await?.filter(User::is_active);
    let Some(user) = user else { return Ok(None) };
    let count = store::standings::of(tx, tenant, &user.login_name).await?;
    let locked = matches!(count.gate(&visit.tenant.policy.lockout, now), Gate::Locked(_));
    Ok((!locked).then_some(user))
}

/// The session of a grant, if it is alive.
pub async fn session(
    tx: &Tx,
    visit: &Visit,
    grant: &Grant,
    now: Moment,
) -> Result<Option<Session>, Fault> {
    let Some(id) = grant.session else { return Ok(None) };
    let session = store::sessions::by_id(tx, visit.tenant.id, id).await?;
    Ok(session.filter(|one| one.is_alive(&visit.tenant.policy.session, now)))
}
