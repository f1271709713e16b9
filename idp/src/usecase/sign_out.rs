//! Ends what an account opened, wherever that is: when a password or a login method is no proof any more.

use serde::Serialize;

use crate::model::ids::{CertificateId, SessionId, TenantId, UserId};
use crate::model::moment::Moment;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::token::end;

/// How many of each ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ended {
    pub sessions: u64,
    pub tokens: u64,
    pub browsers: u64,
}

/// Ends all sessions, grants and tokens of a user, forgets his browsers, and gives up his logins in progress.
pub async fn everywhere(
    tx: &Tx,
    tenant: TenantId,
    user: UserId,
    now: Moment,
) -> Result<Ended, Fault> {
    let sessions = store::sessions::end_all(tx, tenant, user, now).await?;
    let tokens = end::of_user(tx, tenant, user, None, now).await?;
    let browsers = store::known_browsers::end_all(tx, tenant, user, now).await?;
    store::attempts::cancel_of_user(tx, tenant, user, now).await?;
    Ok(Ended { sessions, tokens, browsers })
}

/// Ends the sessions that a certificate opened, their grants and their access tokens. `kept` is the session of the
/// person who revokes it: he proved himself anew a moment ago.
pub async fn of_certificate(
    tx: &Tx,
    tenant: TenantId,
    certificate: CertificateId,
    kept: Option<SessionId>,
    now: Moment,
) -> Result<Ended, Fault> {
    let mut ended = Ended::default();
    for session in store::sessions::end_of_certificate(tx, tenant, certificate, kept, now).await? {
        store::grants::end_of_session(tx, tenant, session, now).await?;
        ended.tokens += store::access_tokens::revoke_of_session(tx, tenant, session, now).await?;
        ended.sessions += 1;
    }
    Ok(ended)
}
