//! From a cookie to the person signed in.

use time::Duration;

use crate::app::App;
use crate::model::moment::Moment;
use crate::model::secret::{Kind, Opaque};
use crate::model::session::Session;
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::Fault;
use crate::store;

/// A live session and its active user. Made only here, from the browser's cookie.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub session: Session,
    pub user: User,
}

impl SignedIn {
    /// Whether every step of the user's own login method was passed so lately.
    pub fn is_proven(&self, now: Moment, within: Duration) -> bool {
        let whole = self.session.method >= self.user.login_method;
        whole && now.since(self.session.authenticated_at) < within
    }
}

/// Being seen is written at most this often.
const SEEN_EVERY: Duration = Duration::minutes(1);

/// Whom the cookie signs in, if anybody. Being seen keeps a session from idling out.
pub async fn resume(
    app: &App,
    tenant: &Tenant,
    cookie: Option<&str>,
) -> Result<Option<SignedIn>, Fault> {
    let Some(secret) = cookie.and_then(|text| Opaque::parse(Kind::Session, text)) else {
        return Ok(None);
    };
    let read = app.database.read();
    let found = store::sessions::by_digest(read, tenant.id, secret.digest(tenant.id)).await?;
    let now = app.now();
    let Some(session) = found.filter(|session| session.is_alive(&tenant.policy.session, now))
    else {
        return Ok(None);
    };
    let user = store::users::by_id(read, tenant.id, session.user).await?;
    let Some(user) = user.filter(User::is_active) else { return Ok(None) };
    if now.since(session.last_seen) >= SEEN_EVERY {
        let (tenant, id) = (tenant.id, session.id);
        app.database
            .write(|tx| async move { store::sessions::seen(&tx, tenant, id, now).await })
            .await?;
    }
    Ok(Some(SignedIn { session, user }))
}
