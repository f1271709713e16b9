//! Finds an attempt again, with all that its next step depends on.

use crate::app::App;
use crate::model::attempt::{Attempt, Progress};
use crate::model::claims::disclosed;
use crate::model::client::Client;
use crate::model::consent::{self, Consent};
use crate::model::ids::UserId;
use crate::model::names::LoginName;
use crate::model::secret::{Kind, Opaque};
use crate::model::step::{Known, Step, next_step};
use crate::model::tenant::Tenant;
use crate::model::user::User;
use crate::stop::{Fault, Stop};
use crate::store;
use crate::usecase::login::known_browser;
use crate::usecase::visit::Visit;

/// An attempt in front of the browser that began it.
#[derive(Clone, Debug)]
pub struct Situation {
    pub attempt: Attempt,
    pub user: Option<User>,
    /// Whose user ID was typed with a wrong password, where that is told later. Only counted and written down.
    pub doubted: Option<User>,
    /// The website that waits, if one does.
    pub client: Option<Client>,
    pub step: Step,
}

/// Why there is no such attempt here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    Unknown,
    /// It belongs to another browser.
    OtherBrowser,
    /// This browser sent no cookie at all.
    NoCookie,
}

pub async fn find(
    app: &App,
    visit: &Visit,
    handle: &str,
    browser: Option<&Opaque>,
) -> Result<Situation, Stop<Lost>> {
    let tenant = &visit.tenant;
    let attempt = by_handle(app, tenant, handle).await?;
    match browser {
        None => Err(Stop::Refused(Lost::NoCookie)),
        Some(browser) if browser.digest(tenant.id) != attempt.browser => {
            Err(Stop::Refused(Lost::OtherBrowser))
        }
        Some(_) => Ok(assemble(app, visit, attempt).await?),
    }
}

/// The attempt by its address alone: at the certificate address, where the browser's cookie is not sent. Nothing may
/// move on by it.
pub async fn unbound(app: &App, visit: &Visit, handle: &str) -> Result<Situation, Stop<Lost>> {
    let attempt = by_handle(app, &visit.tenant, handle).await?;
    Ok(assemble(app, visit, attempt).await?)
}

async fn by_handle(app: &App, tenant: &Tenant, handle: &str) -> Result<Attempt, Stop<Lost>> {
    let Some(handle) = Opaque::parse(Kind::Attempt, handle) else {
        return Err(Stop::Refused(Lost::Unknown));
    };
    let read = app.database.read();
    let found = store::attempts::by_handle(read, tenant.id, handle.digest(tenant.id)).await?;
    found.ok_or(Stop::Refused(Lost::Unknown))
}

/// Reads what the next step depends on, and decides it.
async fn assemble(app: &App, visit: &Visit, attempt: Attempt) -> Result<Situation, Fault> {
    let (read, tenant) = (app.database.read(), &visit.tenant);
    let user = match known_user(&attempt) {
        Some(id) => store::users::by_id(read, tenant.id, id).await?,
        None => None,
    };
    let doubted = doubted(app, tenant, &attempt).await?;
    // What is looked up of a user is looked up of whoever is doubted too, and of nobody.
    let whose = match attempt.progress {
        Progress::Doubt { .. } => Some(doubted.as_ref().map_or(UserId::NOBODY, |user| user.id)),
        _ => user.as_ref().map(|user| user.id),
    };
    let client = match attempt.waiting() {
        Some(waiting) => store::clients::by_id(read, tenant.id, &waiting.client).await?,
        None => None,
    };
    let known = Known {
        user: user.as_ref(),
        consent: consent_for(app, tenant, &attempt, whose).await?,
        session_lives: session_lives(app, tenant, &attempt).await?,
        remembered: match (whose, known_browser::remembered_by(visit)) {
            (Some(id), Some(mark)) => {
                let now = app.now();
                store::known_browsers::is_remembered(read, tenant.id, id, &mark, now).await?
            }
            _ => false,
        },
    };
    let step = next_step(&attempt, known, &tenant.policy, app.now());
    Ok(Situation { attempt, user, doubted, client, step })
}

/// Whose user ID was typed with a wrong password; for one that nobody has the same is looked up.
async fn doubted(app: &App, tenant: &Tenant, attempt: &Attempt) -> Result<Option<User>, Fault> {
    let Progress::Doubt { name: Some(name) } = &attempt.progress else { return Ok(None) };
    meant(app, tenant, name).await
}

/// Whose user ID this is. For one that nobody has, the query is made that a user's password takes.
pub(super) async fn meant(
    app: &App,
    tenant: &Tenant,
    name: &LoginName,
) -> Result<Option<User>, Fault> {
    let read = app.database.read();
    match store::users::by_login_name(read, tenant.id, name).await? {
        Some(user) => Ok(Some(user)),
        None => store::users::by_id(read, tenant.id, UserId::NOBODY).await,
    }
}

async fn session_lives(app: &App, tenant: &Tenant, attempt: &Attempt) -> Result<bool, Fault> {
    let Progress::SignedIn { session, .. } = attempt.progress else { return Ok(true) };
    let found = store::sessions::by_id(app.database.read(), tenant.id, session).await?;
    Ok(found.is_some_and(|one| one.is_alive(&tenant.policy.session, app.now())))
}

async fn consent_for(
    app: &App,
    tenant: &Tenant,
    attempt: &Attempt,
    user: Option<UserId>,
) -> Result<Consent, Fault> {
    let (Some(waiting), Some(user)) = (attempt.waiting(), user) else {
        return Ok(Consent::NotNeeded);
    };
    let read = app.database.read();
    let agreed = store::consents::agreed(read, tenant.id, user, &waiting.client).await?;
    let request = &waiting.request;
    let asked = disclosed(&request.scope, &request.claims, &tenant.policy.claims);
    Ok(consent::decide(tenant.policy.consent, &request.prompt, &asked, &agreed))
}

const fn known_user(attempt: &Attempt) -> Option<UserId> {
    match attempt.progress {
        Progress::Nobody | Progress::Doubt { .. } | Progress::Cancelled => None,
        Progress::Password { user, .. }
        | Progress::Both { user, .. }
        | Progress::SignedIn { user, .. }
        | Progress::Finished { user } => Some(user),
    }
}
