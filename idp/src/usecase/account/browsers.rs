//! The browsers that are signed in, and those that are remembered: what there is, and how it ends.

use serde_json::json;

use crate::app::App;
use crate::model::history::Origin;
use crate::model::ids::{KnownBrowserId, SessionId};
use crate::model::known_browser::KnownBrowser;
use crate::model::session::Session;
use crate::stop::Fault;
use crate::store::{self, Tx};
use crate::usecase::note;
use crate::usecase::session::SignedIn;
use crate::usecase::visit::Visit;

#[derive(Clone, Debug)]
pub struct Browsers {
    /// Live sessions, this browser's first.
    pub sessions: Vec<(Session, Origin)>,
    pub remembered: Vec<KnownBrowser>,
    /// Which of them this browser is.
    pub this: Option<KnownBrowserId>,
}

pub async fn of(app: &App, visit: &Visit, who: &SignedIn) -> Result<Browsers, Fault> {
    let (read, tenant, now) = (app.database.read(), &visit.tenant, app.now());
    let mut sessions = store::sessions::of_user(read, tenant.id, who.user.id).await?;
    sessions.retain(|(session, _)| session.is_alive(&tenant.policy.session, now));
    sessions.sort_by_key(|(session, _)| session.id != who.session.id);
    let mut remembered = Vec::new();
    if tenant.policy.session.remembered_browser_days.is_some() {
        remembered = store::known_browsers::of_user(read, tenant.id, who.user.id).await?;
        remembered.retain(|browser| browser.is_remembered(now));
    }
    Ok(Browsers { sessions, remembered, this: this(app, visit, who).await? })
}

async fn this(app: &App, visit: &Visit, who: &SignedIn) -> Result<Option<KnownBrowserId>, Fault> {
    let Some(mark) = &visit.mark else { return Ok(None) };
    let (read, tenant) = (app.database.read(), visit.tenant.id);
    let digest = mark.digest(tenant);
    let found = store::known_browsers::by_digest(read, tenant, who.user.id, &digest).await?;
    Ok(found.filter(|browser| !browser.ended).map(|browser| browser.id))
}

/// Ends one session; somebody else's is as unknown as any other (AC-11).
pub async fn end_session(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    id: SessionId,
) -> Result<(), Fault> {
    let (tenant, user, now) = (visit.tenant.id, who.user.id, app.now());
    app.database
        .write(|tx| async move {
            if store::sessions::end_own(&tx, tenant, (user, id), now).await? {
                note(app, &tx, visit, who, ("session.end", json!({ "session": id }))).await?;
            }
            Ok::<_, Fault>(())
        })
        .await
}

/// Ends every session but this one, and remembers no other browser any more.
pub async fn end_others(app: &App, visit: &Visit, who: &SignedIn) -> Result<(), Fault> {
    let (tenant, user, now) = (visit.tenant.id, who.user.id, app.now());
    let this = this(app, visit, who).await?;
    app.database
        .write(|tx| async move {
            let ended = store::sessions::end_others(&tx, tenant, user, who.session.id, now).await?;
            let known = store::known_browsers::of_user(&tx, tenant, user).await?;
            for other in known.iter().filter(|other| Some(other.id) != this) {
                store::known_browsers::end(&tx, tenant, (user, other.id), now).await?;
            }
            note(app, &tx, visit, who, ("session.end_others", json!({ "sessions": ended }))).await
        })
        .await
}

/// Remembers a browser no more.
pub async fn forget(
    app: &App,
    visit: &Visit,
    who: &SignedIn,
    id: KnownBrowserId,
) -> Result<(), Fault> {
    let (tenant, user, now) = (visit.tenant.id, who.user.id, app.now());
    app.database
        .write(|tx| async move {
            if store::known_browsers::end(&tx, tenant, (user, id), now).await? {
                note(app, &tx, visit, who, ("browser.forget", json!({ "browser": id }))).await?;
            }
            Ok::<_, Fault>(())
        })
        .await
}

async fn note(
    app: &App,
    tx: &Tx,
    visit: &Visit,
    who: &SignedIn,
    deed: (&str, serde_json::Value),
) -> Result<(), Fault> {
    let (action, details) = deed;
    let deed = (action, who.user.id.to_string(), details);
    note::of_user(app, tx, visit, deed, app.now()).await
}
